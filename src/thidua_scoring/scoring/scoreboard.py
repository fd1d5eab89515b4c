"""The result of scoring: points, ranks, classes and the reasons, computed when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from importlib import metadata
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.criterion import COLUMNS, ColumnName
from thidua_scoring.errors import Fault, NoSuchName, Place, nearest
from thidua_scoring.evidence.evidence import Evidence, Unit
from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.nodes import Node, Number
from thidua_scoring.formula.values import ANYTHING, Truth3, Undefined, Value, some
from thidua_scoring.numbers import Exact, present, write
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS, Veto
from thidua_scoring.ruleset.formulas import CriterionFormulas
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.classes import after_vetoes, first_of
from thidua_scoring.scoring.groups import Groups, Outputs
from thidua_scoring.scoring.inputs import UnitInputs, within
from thidua_scoring.scoring.ranks import known_ranks, rank_bounds
from thidua_scoring.scoring.results import Results
from thidua_scoring.scoring.rules import rules_of


def _nothing(row: int) -> Mapping[Node, Value]:
    return {}


def details_of(ruleset: Ruleset) -> Outputs:
    """List what is computed when somebody asks: the columns of every criterion."""
    return {
        (column, name): nodes.If(criterion.applies, criterion.columns[column], nodes.ZERO)
        for name, criterion in ruleset.formulas.criteria.items()
        for column in COLUMNS
    }


Status: TypeAlias = Literal["scored", "settled", "not-applicable", "missing", "unconfirmed"]


@frozen(eq=False)
class Scoreboard:
    """Hold the results of all units, in the order of the evidence."""

    ruleset: Ruleset
    evidence: Evidence = field(repr=False)
    groups: Groups = field(repr=False)
    results: Results = field(repr=False)
    compute: Callable[[Outputs], Results] = field(repr=False)
    """Computes further formulas of every unit, each under its name."""
    settled: Callable[[int], Mapping[Node, Value]] = field(repr=False, default=_nothing)
    """The points of a row that somebody has settled, in the place of what the rules give."""
    unrated: frozenset[int] = field(repr=False, default=frozenset())
    """The rows of units that are not rated, whatever the rules say of them."""

    def __len__(self) -> int:
        return len(self.evidence.units)

    def __iter__(self) -> Iterator[UnitScore]:
        return (UnitScore(self, row) for row in range(len(self)))

    def __getitem__(self, unit: str) -> UnitScore:
        """Return the result of a unit by its id.

        Raises `NoSuchName` with the nearest id.
        """
        row = self.evidence.rows.get(unit)
        if row is None:
            raise _unknown("no-such-unit", unit, list(self.evidence.rows))
        return UnitScore(self, row)

    @cached_property
    def details(self) -> Results:
        """The columns of every criterion, computed when first asked for."""
        return self.compute(details_of(self.ruleset))

    def value(self, name: Any, row: int) -> Value | None:
        """Return one number of a unit, with its bounds."""
        return self.results.value(name, row)

    def truth(self, name: Any, row: int) -> Truth3:
        """Return one truth about a unit."""
        return self.results.truth(name, row)

    @cached_property
    def ranks(self) -> Sequence[tuple[int, int] | None]:
        """The best and worst rank that each unit can have in its bloc; None for no rank."""
        found: list[tuple[int, int] | None] = [None] * len(self)
        standings = self.results.column("standing")
        outs = [self.results.column(name) for name in self.without_rank]
        for rows in self.groups.blocs.values():
            if self.results.open.keys().isdisjoint(rows):
                there = [row for row in rows if not any(out[row] for out in outs)] if outs else rows
                ranks: Sequence[tuple[int, int] | None] = known_ranks([standings[row] for row in there])
            else:
                values = [(row, self.value("standing", row)) for row in rows]
                there = [row for row, value in values if value is not None]
                ranks = rank_bounds([(v, self.unranked(row)) for row, v in values if v is not None])
            for row, rank in zip(there, ranks, strict=True):
                found[row] = rank
        return found

    @cached_property
    def without_rank(self) -> list[Any]:
        """The names of the vetoes that leave a unit without rank."""
        vetoes = enumerate(self.ruleset.written.vetoes)
        return [("veto", n) for n, veto in vetoes if veto.outcome in WITHOUT_CLASS]

    def unranked(self, row: int) -> Truth3:
        """Say whether a unit is without rank: not rated, vetoed, or with nothing to compare it by."""
        if row in self.unrated:
            return Truth3.known(True)
        truths = [self.truth(name, row) for name in self.without_rank]
        applicable = self.value("applicable", row)
        if self._ranked_by_share and applicable is not None:
            truths.append(values.compare(applicable, "==", Value.known(0)))
        return some(truths)

    @cached_property
    def _ranked_by_share(self) -> bool:
        """Whether a unit has no standing where nothing applies to it."""
        formulas = self.ruleset.formulas
        parts = nodes.walk(formulas.standing)
        return any(isinstance(part, nodes.Div) and part.bottom == formulas.applicable for part in parts)

    @cached_property
    def classes(self) -> Sequence[tuple[str, ...]]:
        """The classes that each unit may be in, from the best; one where it is decided."""
        written = self.ruleset.written
        names = [("class", n) for n in range(len(written.classes))]
        names += [("veto", n) for n in range(len(written.vetoes))]
        found = list[tuple[str, ...]]()
        # Units of which the same is true are in the same class: few different truths, many units.
        by_truths: dict[tuple[bool, ...], tuple[str, ...]] = {}
        for row, truths in enumerate(zip(*map(self.results.column, names), strict=True)):
            if row in self.results.open:
                found.append(UnitScore(self, row).class_bounds)
                continue
            if truths not in by_truths:
                by_truths[truths] = UnitScore(self, row).class_bounds
            found.append(by_truths[truths])
        return found or [()] * len(self)

    def explain(self, unit: str, criterion: str | None = None) -> Any:
        """Explain a criterion of a unit, or all of them: rules, figures, sources, sums."""
        from thidua_scoring.scoring.explain import explain

        return explain(self, unit, criterion)

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines, all numbers as text."""
        written = self.ruleset.written
        return {
            "ruleset": {
                "id": written.id,
                "title": written.title,
                "status": written.status,
                "source": written.source,
                "digest": self.ruleset.digest,
                **rules_of(self.ruleset),
            },
            "evidence": {"digest": self.evidence.digest},
            "versions": self.versions,
            "units": [unit.to_dict() for unit in self],
        }

    @property
    def versions(self) -> dict[str, str]:
        """The versions of everything that the result depends on, by distribution."""
        from thidua_scoring.plugins import installed

        names = {"thidua-scoring", *(origin.distribution for origin in installed().origins)} - {""}
        formulas = self.ruleset.formulas
        if any(isinstance(part, nodes.WorkIndex) for part in nodes.walk(*formulas.roots())):
            names.add("holidays")
        return {name: metadata.version(name) for name in sorted(names)}

    def to_frame(self) -> Any:
        """Return one row a unit as a Polars or pandas frame, whichever is installed; points as text."""
        rows = [unit.flat() for unit in self]
        try:
            import polars
        except ImportError:
            import pandas

            return pandas.DataFrame(rows)
        return polars.DataFrame(rows, infer_schema_length=None)


@frozen(eq=False)
class UnitScore:
    """The result of one unit."""

    board: Scoreboard = field(repr=False)
    row: int

    @property
    def unit(self) -> Unit:
        """The unit itself."""
        return self.board.evidence.units[self.row]

    @property
    def total(self) -> Exact | None:
        """The points, None where missing evidence leaves them open."""
        return _point(self.board.value("total", self.row))

    @property
    def bounds(self) -> tuple[Exact | None, Exact | None]:
        """The least and most that the total can be."""
        return _ends(self.board.value("total", self.row))

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
        return tuple(ids[index] for index in sorted(after_vetoes(first_of(truths), vetoes, ids)))

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
            raise _unknown("no-such-criterion", criterion, list(known))
        return CriterionScore(self, criterion)

    @property
    def groups(self) -> Mapping[str, Exact | None]:
        """The points of each group."""
        names = self.board.ruleset.formulas.groups
        return {name: _point(self.board.value(("group", name), self.row)) for name in names}

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines, all numbers as text."""
        total = self.board.value("total", self.row)
        rank, classes = self.rank_bounds, self.class_bounds
        found: dict[str, Any] = {
            "unit": self.unit.id,
            "name": self.unit.name,
            "bloc": self.unit.bloc,
            "total": _text(self.total),
            "bounds": _texts(self.bounds),
            "base": _text(self.base),
            "bonus": _text(self.bonus),
            "deduct": _text(self.deduct),
            "applicable": _text(_point(self.board.value("applicable", self.row))),
            "percent": _text(self.percent),
            "rank": self.rank,
            "class": self.class_,
            "outcome": self.outcome,
        }
        if total is None or not total.certain or (rank is not None and self.rank is None):
            found |= {"rank_bounds": rank, "class_bounds": list(classes)}
        if self.settled is not None:
            found |= _beside("by_criteria", self.by_criteria)
        if self.claimed is not None:
            found["claimed"] = _text(self.claimed)
        found["groups"] = {name: _text(points) for name, points in self.groups.items()}
        found["criteria"] = {name: criterion.to_dict() for name, criterion in self.criteria.items()}
        return found

    def flat(self) -> dict[str, Any]:
        """Return the result as one row of a table."""
        row: dict[str, Any] = {
            "unit": self.unit.id,
            "name": self.unit.name,
            "bloc": self.unit.bloc,
            "total": _text(self.total),
            "percent": _text(self.percent),
            "rank": self.rank,
            "class": self.class_,
            "outcome": self.outcome,
        }
        return row | {name: _text(criterion.points) for name, criterion in self.criteria.items()}


@frozen(eq=False)
class CriterionScore:
    """The result of one criterion of one unit."""

    unit: UnitScore = field(repr=False)
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
        return _point(self.exact("base")) if self.applies else None

    @property
    def bonus(self) -> Exact | None:
        """The bonus column."""
        return _point(self.exact("bonus")) if self.applies else None

    @property
    def deduct(self) -> Exact | None:
        """The deductions, a positive amount."""
        return _point(self.exact("deduct")) if self.applies else None

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
        return _point(self.value) if self.applies else None

    @property
    def bounds(self) -> tuple[Exact | None, Exact | None]:
        """The least and most that the points can be."""
        return _ends(self.value) if self.applies else (None, None)

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

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines, all numbers as text."""
        if not self.applies:
            return {"points": None, "base": None, "bonus": None, "deduct": None, "status": "not-applicable"}
        found: dict[str, Any] = {
            "points": _text(self.points),
            "base": _text(self.base),
            "bonus": _text(self.bonus),
            "deduct": _text(self.deduct),
            "status": self.status,
        }
        if self._formulas.relative:
            found["relative"] = True
        if not self.value.certain:
            found["bounds"] = _texts(self.bounds)
            found["by_claim"] = self.by_claim
        if self.settled is not None:
            found |= _beside("by_rule", self.by_rule)
        if self.claimed is not None:
            found["claimed"] = _text(self.claimed)
        return found


def _point(value: Value | None) -> Exact | None:
    return None if value is None or value.point is None else present(value.point)


def _ends(value: Value | None) -> tuple[Exact | None, Exact | None]:
    if value is None:
        return None, None
    return tuple(None if end is None else present(end) for end in (value.low, value.high))  # type: ignore[return-value]


def _text(number: Exact | None) -> str | None:
    return None if number is None else write(Fraction(number))


def _texts(ends: tuple[Exact | None, Exact | None]) -> list[str | None]:
    return [_text(end) for end in ends]


def _beside(name: str, value: Value | None) -> dict[str, Any]:
    """Return a figure that stands beside a settled one, its bounds too where it is open."""
    found: dict[str, Any] = {name: _text(_point(value))}
    if value is not None and not value.certain:
        found[f"{name}_bounds"] = _texts(_ends(value))
    return found


def _unknown(code: str, name: str, known: list[str]) -> NoSuchName:
    shown = ", ".join(known[:20]) + ("…" if len(known) > 20 else "")
    return NoSuchName([Fault(code, Place(), {"got": name, "expected": shown}, nearest(name, known))])
