"""The result of scoring: points, ranks, classes and the reasons, computed when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING, Any

from attrs import frozen

from thidua_scoring.criterion import COLUMNS
from thidua_scoring.errors import NoSuchName
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.nodes import Node
from thidua_scoring.formula.values import Truth3, Value, some
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.groups import Groups, Outputs
from thidua_scoring.scoring.ranks import known_ranks, rank_bounds
from thidua_scoring.scoring.results import Results, framed
from thidua_scoring.scoring.rules import rules_of
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import MOST, Table, Tabled

if TYPE_CHECKING:
    from thidua_scoring.errors import Lang
    from thidua_scoring.notebook.charts.chart import Chart


def _nothing(row: int) -> Mapping[Node, Value]:
    return {}


def details_of(ruleset: Ruleset) -> Outputs:
    """List what is computed when somebody asks: the columns of every criterion."""
    return {
        (column, name): nodes.If(criterion.applies, criterion.columns[column], nodes.ZERO)
        for name, criterion in ruleset.formulas.criteria.items()
        for column in COLUMNS
    }


@frozen(eq=False, repr=False)
class Scoreboard(Tabled):
    """Hold the results of all units, in the order of the evidence."""

    ruleset: Ruleset
    evidence: Evidence
    groups: Groups
    results: Results
    compute: Callable[[Outputs], Results]
    """Computes further formulas of every unit, each under its name."""
    settled: Callable[[int], Mapping[Node, Value]] = _nothing
    """The points of a row that somebody has settled, in the place of what the rules give."""
    unrated: frozenset[int] = frozenset()
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
            raise NoSuchName.of("no-such-unit", unit, self.evidence.rows)
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

    def table(self) -> Table:
        """Return one row a unit: total, share, rank and class by points."""
        from thidua_scoring.notebook.scores import board_table

        return board_table(self)

    def glance(self) -> Table:
        """Return the first rows of the table."""
        from thidua_scoring.notebook.scores import board_table

        return board_table(self, MOST)

    def plot(self, lang: Lang = "vi") -> Chart:
        """Draw the totals of the units, the best first, against the thresholds of the classes.

        Raises `FaultsError` with ``needs-extra`` without the extra ``charts``.
        """
        from thidua_scoring.notebook.plots import board_plot

        return board_plot(self, lang)

    def to_frame(self, *, long: bool = False) -> Any:
        """Return a Polars or pandas frame, whichever is installed; points as text.

        Wide: one row a unit, one column a criterion. ``long``: one row a unit and criterion, with its
        columns, bounds, status and claim.
        """
        from thidua_scoring.notebook.scores import long_rows

        return framed(long_rows(self) if long else (unit.flat() for unit in self))
