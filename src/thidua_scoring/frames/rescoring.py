"""Rows that the columns cannot decide, scored by the reference engine and put into the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl
from attrs import frozen

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.columns import Column
from thidua_scoring.evidence.evidence import CLAIMED, Evidence, Unit
from thidua_scoring.formula.values import Truth3, Value
from thidua_scoring.frames.outputs import DIGITS, Figure, Outputs
from thidua_scoring.frames.reading import Cells
from thidua_scoring.frames.source import Source
from thidua_scoring.frames.tables import Rows
from thidua_scoring.numbers import Exact, present, write
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.criterion_score import CriterionScore
from thidua_scoring.scoring.ranks import rank_bounds
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore

Standing = tuple["Value | None", Truth3]
_LONG: Final = Context(prec=DIGITS)


@frozen(eq=False)
class Table:
    """A frame as it was read: what the reference engine needs of it."""

    units: pl.Series
    names: pl.Series | None
    kinds: pl.Series | None
    blocs: pl.Series
    """What ``.bloc`` means in formulas, or what units are grouped by where no formula reads it."""
    sources: Mapping[str, Source]
    cells: Mapping[str, Cells]
    tables: Mapping[str, Rows]
    known_tables: Mapping[str, pl.Series]
    """For each table, the units whose rows are known, were there none."""
    away: Mapping[str, pl.Series]
    """For each criterion, the units to which it does not apply."""

    def evidence(self, rows: Sequence[int]) -> Evidence:
        """Return the evidence of some rows."""
        at = pl.Series(rows, dtype=pl.Int64)
        ids = [str(unit) for unit in self.units.gather(at)]
        if len(set(ids)) != len(ids):
            ids = [f"{unit} ({row + 1})" for unit, row in zip(ids, rows, strict=True)]
        names, kinds, blocs = (
            [""] * len(rows)
            if texts is None
            else ["" if text is None else str(text) for text in texts.gather(at)]
            for texts in (self.names, self.kinds, self.blocs)
        )
        units = tuple(map(Unit, ids, [n or i for n, i in zip(names, ids, strict=True)], blocs, kinds))
        columns = {key: self._column(key, at, list(rows)) for key in self.sources if not _is_claim(key)}
        away = {name: _rows(mask, at) for name, mask in self.away.items()}
        return Evidence(units, columns, away, dict(self._claims(at)))

    def _column(self, key: str, at: pl.Series, rows: list[int]) -> Column:
        source = self.sources[key]
        cells = self.cells.get(key)
        marks = frozenset[int](), frozenset[int]()
        if cells is not None:
            marks = _rows(cells.unconfirmed, at), _rows(cells.absent, at)
        if source.spec.kind == "table":
            return self._table(source, rows, marks)
        if cells is None:
            return Column(1, [None] * len(rows), *marks)
        return Column(source.scale, cells.values.gather(at).to_list(), *marks)

    def _table(self, source: Source, rows: list[int], marks: tuple[frozenset[int], frozenset[int]]) -> Column:
        table = self.tables.get(source.key)
        if table is None:
            inner = tuple((column.name, 1) for column in source.spec.columns)
            return Column(1, [None] * len(rows), *marks, inner)
        inner = tuple((each.spec.name, each.scale) for each in table.sources)
        found, known = table.of(set(rows)), self.known_tables[source.key]
        values = [tuple(found[row]) if row in found else () if known[row] else None for row in rows]
        return Column(1, values, *marks, inner)

    def _claims(self, at: pl.Series) -> Iterator[tuple[str, dict[int, Fraction]]]:
        for key, source in self.sources.items():
            if _is_claim(key):
                values = enumerate(self.cells[key].values.gather(at).to_list())
                yield (
                    key.rpartition(".")[0],
                    {row: Fraction(v, source.scale) for row, v in values if v is not None},
                )


def _is_claim(key: str) -> bool:
    return key.rpartition(".")[2] == CLAIMED


def _rows(mask: pl.Series | None, at: pl.Series) -> frozenset[int]:
    if mask is None:
        return frozenset()
    return frozenset(row for row, marked in enumerate(mask.gather(at).to_list()) if marked)


# ── results ─────────────────────────────────────────────────────────────────────────


@frozen(eq=False)
class Rescored:
    """Columns of the rows that the reference engine scored, and their standings."""

    frame: pl.DataFrame
    standings: list[Standing]
    board: Scoreboard


def rescored(ruleset: Ruleset, evidence: Evidence, outputs: Outputs, schema: pl.Schema) -> Rescored:
    """Score evidence by the reference engine; raises `EvidenceError` like it."""
    board = ruleset.score(evidence)
    columns: dict[str, list[Any]] = {name: [] for name in schema}
    faults: list[Fault] = []
    for unit in board:
        try:
            for name, value in _row(unit, outputs):
                columns[name].append(value)
        except Problem as problem:
            faults.append(problem.placed(Place(path=(str(problem.parameters["column"]),))))
    if faults:
        raise EvidenceError(faults)
    frame = pl.DataFrame(
        {name: pl.Series(name, values, dtype=schema[name]) for name, values in columns.items()}
    )
    return Rescored(frame, [standing_of(board, row) for row in range(len(board))], board)


def standing_of(board: Scoreboard, row: int) -> Standing:
    """Return what a unit is ranked by, and whether it is left without a rank."""
    return board.value("standing", row), board.unranked(row)


def _row(unit: UnitScore, outputs: Outputs) -> Iterator[tuple[str, Any]]:
    scores = unit.criteria
    for figure in outputs.figures:
        yield figure.name, _cell(figure, _figure(unit, scores, figure), unit.unit.id)
    low, high = unit.bounds
    total = outputs.figures[0]
    yield "total_low", _cell(total, low, unit.unit.id)
    yield "total_high", _cell(total, high, unit.unit.id)
    yield from dict.fromkeys(("rank", "rank_best", "rank_worst")).items()  # ranked with the whole bloc
    bounds = unit.class_bounds
    yield "class", unit.class_
    yield "class_best", bounds[0] if bounds else None
    yield "class_worst", bounds[-1] if bounds else None
    yield "outcome", unit.outcome
    statuses = {name: score.status for name, score in scores.items()}
    yield "status", unit_status(unit, statuses.values())
    yield "by_reference", True
    for name, status in statuses.items():
        yield f"{name}.status", status
        if outputs.details:
            yield f"{name}.by_claim", scores[name].by_claim


def unit_status(unit: UnitScore, statuses: Any) -> str:
    """Say how sure a total is: as the least sure of its criteria."""
    total = unit.board.value("total", unit.row)
    if total is not None and total.certain:
        return "scored"
    return "missing" if "missing" in set(statuses) or "unconfirmed" not in set(statuses) else "unconfirmed"


def _figure(unit: UnitScore, scores: Mapping[str, CriterionScore], figure: Figure) -> Exact | None:
    what = figure.what
    if what == "group":
        return unit.groups[figure.criterion]
    if figure.criterion:
        score = scores[figure.criterion]
        if what in ("low", "high"):
            return score.bounds[what == "high"]
        found: Exact | None = getattr(score, what)
        return found
    if what == "applicable":
        applicable = unit.board.value("applicable", unit.row)
        return None if applicable is None or applicable.point is None else present(applicable.point)
    whole: Exact | None = getattr(unit, what)
    return whole


def _cell(figure: Figure, value: Exact | None, unit: str) -> Any:
    """Fit an exact number into its column; raises ``Problem`` for one that needs more digits."""
    if value is None or isinstance(figure.dtype, pl.String):
        return None if value is None else write(Fraction(value))
    places = figure.places or 0
    whole = Fraction(value) * 10**places
    assert whole.denominator == 1, f"{figure.name}: {value} has more than {places} decimals"
    if abs(whole) >= 10**DIGITS:
        raise Problem("result-too-long", column=figure.name, unit=unit)
    return Decimal(whole.numerator).scaleb(-places, _LONG)


# ── ranks of blocs with rows that are not sure ──────────────────────────────────────


def ranked(
    blocs: Mapping[Any, Sequence[int]], standing: Callable[[int], Standing]
) -> dict[int, tuple[int, int] | None]:
    """Rank the units of whole blocs, with the best and worst rank where not all is sure."""
    found: dict[int, tuple[int, int] | None] = {}
    for rows in blocs.values():
        there = [(row, value, out) for row in rows for value, out in [standing(row)] if value is not None]
        bounds = rank_bounds([(value, out) for _, value, out in there])
        found |= dict.fromkeys(rows)
        found |= {row: rank for (row, _, _), rank in zip(there, bounds, strict=True)}
    return found
