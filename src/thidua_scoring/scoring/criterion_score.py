"""The result of one criterion of one unit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.criterion import ColumnName
from thidua_scoring.formula.nodes import Number
from thidua_scoring.formula.values import ANYTHING, Value
from thidua_scoring.numbers import Exact, present, write
from thidua_scoring.ruleset.formulas import CriterionFormulas
from thidua_scoring.scoring.inputs import within
from thidua_scoring.tabular import Table, Tabled

if TYPE_CHECKING:
    from thidua_scoring.errors import Lang
    from thidua_scoring.notebook.charts import Chart
    from thidua_scoring.scoring.unit_score import UnitScore

Status: TypeAlias = Literal["scored", "settled", "not-applicable", "missing", "unconfirmed"]


@frozen(eq=False, repr=False)
class CriterionScore(Tabled):
    """The result of one criterion of one unit."""

    unit: UnitScore
    id: str

    @property
    def value(self) -> Value:
        """The points with their bounds."""
        found = self.unit.board.value(("criterion", self.id), self.unit.row)
        if found is None or not self._surely_applies:
            return self._bounded(self._formulas.points)
        return found

    @property
    def _formulas(self) -> CriterionFormulas:
        return self.unit.board.ruleset.formulas.criteria[self.id]

    @property
    def _surely_applies(self) -> bool:
        truth = self.unit.board.truth(("applies", self.id), self.unit.row)
        return truth.may_hold and not truth.may_fail

    @property
    def settled(self) -> Value | None:
        """The points that stand in the place of what the rules give; None where these stand."""
        found = self.unit.board.settled(self.unit.row).get(self._formulas.points)
        return None if found is None or found == self.by_rule else found

    @property
    def by_rule(self) -> Value:
        """What the rules give, whatever points were settled."""
        return self.unit._inputs.claim(self.id, self._bounded(self._formulas.points.of))

    def exact(self, column: ColumnName) -> Value:
        """Return the sum of one column with its bounds; nothing is known of it where points were settled."""
        if self.settled is not None:
            return ANYTHING
        found = self.unit.board.details.value((column, self.id), self.unit.row)
        if found is None or not self._surely_applies:
            return self._bounded(self._formulas.columns[column])
        return found

    def _bounded(self, number: Number) -> Value:
        """Return a number that may have no value: one that is not counted, as where a void holds."""
        return self.unit.evaluator.attempt(number, taken=False)

    @property
    def base(self) -> Exact | None:
        """The base column; None where evidence leaves it open."""
        return point_of(self.exact("base")) if self.applies else None

    @property
    def bonus(self) -> Exact | None:
        """The bonus column."""
        return point_of(self.exact("bonus")) if self.applies else None

    @property
    def deduct(self) -> Exact | None:
        """The deductions, a positive amount."""
        return point_of(self.exact("deduct")) if self.applies else None

    @property
    def applies(self) -> bool:
        """Whether the criterion applies to the unit."""
        return self.unit.board.truth(("applies", self.id), self.unit.row).may_hold

    @property
    def status(self) -> Status:
        """Which of the four kinds of result this is (promise S6), or that its points were settled."""
        if not self.applies:
            return "not-applicable"
        if self.settled is not None:
            return "settled"
        if self.value.certain:
            return "scored"
        states = self.unit._inputs.states(self.id).values()
        return "missing" if "missing" in states else "unconfirmed" if "unconfirmed" in states else "missing"

    @property
    def points(self) -> Exact | None:
        """The points; None where they are open and where the criterion does not apply."""
        return point_of(self.value) if self.applies else None

    @property
    def bounds(self) -> tuple[Exact | None, Exact | None]:
        """The least and most that the points can be."""
        return ends_of(self.value) if self.applies else (None, None)

    @property
    def claimed(self) -> Exact | None:
        """The points that the unit claims."""
        claim = self.unit._inputs.claimed(self.id)
        return None if claim is None else present(claim)

    @property
    def by_claim(self) -> bool:
        """Whether the claim stands in for points that evidence leaves open."""
        claim = self.unit._inputs.claimed(self.id)
        if claim is None or not self.applies or self.value.certain or self.settled is not None:
            return False
        net = self._bounded(self._formulas.points.of)
        return net.point is None and within(net, claim)

    def plot(self, figure: str | None = None, lang: Lang = "vi") -> Chart:
        """Draw the points by one of the criterion's figures, with the unit's own point on the curve.

        The figure is the first number that the criterion reads, if not named. Raises `EvidenceError`
        where there is none, and `FaultsError` with ``needs-extra`` without the extra ``charts``.
        """
        from thidua_scoring.whatif.courses import course_of

        return course_of(self, figure).plot(lang)

    def table(self) -> Table:
        """Return the points as a row: full points, the three columns, bounds, claim, status."""
        from thidua_scoring.notebook.scores import criterion_table

        return criterion_table(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines, all numbers as text."""
        if not self.applies:
            return {"points": None, "base": None, "bonus": None, "deduct": None, "status": "not-applicable"}
        found: dict[str, Any] = {
            "points": text_of(self.points),
            "base": text_of(self.base),
            "bonus": text_of(self.bonus),
            "deduct": text_of(self.deduct),
            "status": self.status,
        }
        if self._formulas.relative:
            found["relative"] = True
        if not self.value.certain:
            found["bounds"] = texts_of(self.bounds)
            found["by_claim"] = self.by_claim
        if self.settled is not None:
            found |= beside("by_rule", self.by_rule)
        if self.claimed is not None:
            found["claimed"] = text_of(self.claimed)
        return found


def point_of(value: Value | None) -> Exact | None:
    """Return the point of a value, if it has one."""
    return None if value is None or value.point is None else present(value.point)


def ends_of(value: Value | None) -> tuple[Exact | None, Exact | None]:
    """Return the ends of a value, None for one that is infinite."""
    if value is None:
        return None, None
    return tuple(None if end is None else present(end) for end in (value.low, value.high))  # type: ignore[return-value]


def text_of(number: Exact | None) -> str | None:
    """Write a number for machines."""
    return None if number is None else write(Fraction(number))


def texts_of(ends: tuple[Exact | None, Exact | None]) -> list[str | None]:
    """Write both ends for machines."""
    return [text_of(end) for end in ends]


def beside(name: str, value: Value | None) -> dict[str, Any]:
    """Return a figure that stands beside a settled one, its bounds too where it is open."""
    found: dict[str, Any] = {name: text_of(point_of(value))}
    if value is not None and not value.certain:
        found[f"{name}_bounds"] = texts_of(ends_of(value))
    return found
