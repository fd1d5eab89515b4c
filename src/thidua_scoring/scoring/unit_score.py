"""The result of one unit: its points, and its class and rank by points alone."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from thidua_scoring.criterion import ColumnName
from thidua_scoring.errors import NoSuchName
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.values import Truth3, Undefined, Value, some
from thidua_scoring.numbers import Exact, present
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS, Veto
from thidua_scoring.scoring.classes import Ladder
from thidua_scoring.scoring.criterion_score import (
    CriterionScore,
    beside,
    ends_of,
    point_of,
    text_of,
    texts_of,
)
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.results import framed
from thidua_scoring.tabular import Table, Tabled

if TYPE_CHECKING:
    from thidua_scoring.errors import Lang
    from thidua_scoring.notebook.charts.chart import Chart
    from thidua_scoring.scoring.scoreboard import Scoreboard


@frozen(eq=False, repr=False)
class UnitScore(Tabled):
    """The result of one unit."""

    board: Scoreboard
    row: int

    @property
    def unit(self) -> Unit:
        """The unit itself."""
        return self.board.evidence.units[self.row]

    @property
    def total(self) -> Exact | None:
        """The points, None where missing evidence leaves them open."""
        return point_of(self.board.value("total", self.row))

    @property
    def bounds(self) -> tuple[Exact | None, Exact | None]:
        """The least and most that the total can be."""
        return ends_of(self.board.value("total", self.row))

    @property
    def percent(self) -> Exact | None:
        """The share of the applicable points in percent; None also where nothing applies."""
        value = self.board.value("percent", self.row)
        return None if value is None or value.point is None else present(value.point * 100)

    @property
    def claimed(self) -> Exact | None:
        """The total that the unit claims."""
        claim = self._inputs.claimed("")
        return None if claim is None else present(claim)

    @property
    def rank(self) -> int | None:
        """The rank in the bloc, best first; None where it is not decided or there is none."""
        rank = self.board.ranks[self.row]
        decided = rank is not None and rank[0] == rank[1] and not self.board.unranked(self.row).may_hold
        return rank[0] if rank is not None and decided else None

    @property
    def rank_bounds(self) -> tuple[int, int] | None:
        """The best and worst rank that the unit can have, if it comes to have one."""
        return self.board.ranks[self.row]

    @property
    def outcome(self) -> str | None:
        """What stands in the place of class and rank, by a veto; None for none.

        Where several vetoes say something, ``not-considered`` goes before ``unrated``.
        """
        held = {veto.outcome for veto in self.vetoed}
        if self.row in self.board.unrated:
            held.add("unrated")
        return next((outcome for outcome in WITHOUT_CLASS if outcome in held), None)

    @property
    def outside(self) -> Truth3:
        """Whether something stands in the place of class and rank."""
        truths = [self.board.truth(name, self.row) for name in self.board.without_rank]
        return some([*truths, Truth3.known(self.row in self.board.unrated)])

    @property
    def vetoed(self) -> tuple[Veto, ...]:
        """The vetoes whose conditions hold."""
        vetoes = enumerate(self.board.ruleset.written.vetoes)
        return tuple(veto for n, veto in vetoes if self.board.truth(("veto", n), self.row).point)

    @property
    def class_bounds(self) -> tuple[str, ...]:
        """The classes that the unit may be in, from the best; none where it is surely in no class."""
        if not self.outside.may_fail:
            return ()
        ids = [each.id for each in self.board.ruleset.written.classes]
        truths = [self.board.truth(("class", index), self.row) for index in range(len(ids))]
        vetoes = [
            (veto, self.board.truth(("veto", index), self.row))
            for index, veto in enumerate(self.board.ruleset.written.vetoes)
        ]
        ladder = Ladder(ids, truths)
        return tuple(ids[index] for index in sorted(ladder.after_vetoes(ladder.reached, vetoes)))

    @property
    def class_(self) -> str | None:
        """The id of the class; None where it is not decided, or there is none."""
        possible = self.class_bounds
        return possible[0] if len(possible) == 1 and not self.outside.may_hold else None

    @property
    def base(self) -> Exact | None:
        """The sum of the base columns of the criteria that apply."""
        return self._column("base")

    @property
    def bonus(self) -> Exact | None:
        """The sum of the bonus columns."""
        return self._column("bonus")

    @property
    def deduct(self) -> Exact | None:
        """The sum of the deductions, a positive amount."""
        return self._column("deduct")

    def _column(self, column: ColumnName) -> Exact | None:
        if self.settled is not None:
            return None
        parts = [c.exact(column) for c in self.criteria.values() if c.status != "not-applicable"]
        if any(part.point is None for part in parts):
            return None
        return present(sum((part.point for part in parts if part.point is not None), Fraction(0)))

    @property
    def settled(self) -> Value | None:
        """The total that stands in the place of what the criteria come to; None where there is none."""
        found = self.board.settled(self.row).get(self.board.ruleset.formulas.total)
        return None if found is None or found == self.by_criteria else found

    @property
    def by_criteria(self) -> Value | None:
        """What the criteria come to, whatever total was settled; None where that has no value."""
        formulas = self.board.ruleset.formulas
        settled = dict(self.board.settled(self.row))
        for whole in (formulas.total, formulas.raw):
            settled.pop(whole, None)
        try:
            return Evaluator(self._inputs, settled).number(formulas.total)
        except Undefined:
            return None

    @cached_property
    def evaluator(self) -> Evaluator:
        """The reference evaluator over the unit's figures."""
        return Evaluator(self._inputs, self.board.settled(self.row))

    @property
    def _inputs(self) -> UnitInputs:
        return UnitInputs(self.board.ruleset, self.board.evidence, self.row, self.board.groups.value)

    @property
    def criteria(self) -> Mapping[str, CriterionScore]:
        """The result of each criterion."""
        return {name: CriterionScore(self, name) for name in self.board.ruleset.formulas.criteria}

    def __getitem__(self, criterion: str) -> CriterionScore:
        """Return the result of a criterion by its id.

        Raises `NoSuchName` with the nearest id.
        """
        known = self.board.ruleset.formulas.criteria
        if criterion not in known:
            raise NoSuchName.of("no-such-criterion", criterion, known)
        return CriterionScore(self, criterion)

    @property
    def groups(self) -> Mapping[str, Exact | None]:
        """The points of each group."""
        names = self.board.ruleset.formulas.groups
        return {name: point_of(self.board.value(("group", name), self.row)) for name in names}

    def table(self) -> Table:
        """Return one row a criterion, and the total."""
        from thidua_scoring.notebook.scores import unit_table

        return unit_table(self)

    def plot(self, lang: Lang = "vi") -> Chart:
        """Draw what each criterion adds to the total and takes from it.

        Raises `FaultsError` with ``needs-extra`` without the extra ``charts``.
        """
        from thidua_scoring.notebook.plots import unit_plot

        return unit_plot(self, lang)

    def to_frame(self) -> Any:
        """Return one row a criterion as a Polars or pandas frame, whichever is installed; points as text."""
        from thidua_scoring.notebook.scores import unit_rows

        return framed(unit_rows(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines, all numbers as text."""
        total = self.board.value("total", self.row)
        rank, classes = self.rank_bounds, self.class_bounds
        found: dict[str, Any] = {
            "unit": self.unit.id,
            "name": self.unit.name,
            "bloc": self.unit.bloc,
            "total": text_of(self.total),
            "bounds": texts_of(self.bounds),
            "base": text_of(self.base),
            "bonus": text_of(self.bonus),
            "deduct": text_of(self.deduct),
            "applicable": text_of(point_of(self.board.value("applicable", self.row))),
            "percent": text_of(self.percent),
            "rank": self.rank,
            "class": self.class_,
            "outcome": self.outcome,
        }
        if total is None or not total.certain or (rank is not None and self.rank is None):
            found |= {"rank_bounds": rank, "class_bounds": list(classes)}
        if self.settled is not None:
            found |= beside("by_criteria", self.by_criteria)
        if self.claimed is not None:
            found["claimed"] = text_of(self.claimed)
        found["groups"] = {name: text_of(points) for name, points in self.groups.items()}
        found["criteria"] = {name: criterion.to_dict() for name, criterion in self.criteria.items()}
        return found

    def flat(self) -> dict[str, Any]:
        """Return the result as one row of a table."""
        row: dict[str, Any] = {
            "unit": self.unit.id,
            "name": self.unit.name,
            "bloc": self.unit.bloc,
            "total": text_of(self.total),
            "percent": text_of(self.percent),
            "rank": self.rank,
            "class": self.class_,
            "outcome": self.outcome,
        }
        return row | {name: text_of(criterion.points) for name, criterion in self.criteria.items()}
