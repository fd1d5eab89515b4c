"""Score one frame in memory: read it, compute by columns, and hand over what columns cannot decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import polars as pl
from attrs import define, evolve, field, frozen

from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.evidence.text import normalise
from thidua_scoring.frames import faults
from thidua_scoring.frames.columns.wholes import TooWide
from thidua_scoring.frames.figures import Laid, Shape
from thidua_scoring.frames.meaning import Meaning
from thidua_scoring.frames.merging import Known, merged
from thidua_scoring.frames.program import BLOC, OK, Program
from thidua_scoring.frames.reading import Cells, read, statuses
from thidua_scoring.frames.rescoring import Rescored, Table, rescored
from thidua_scoring.frames.source import Source
from thidua_scoring.frames.tables import Reduced, Rows, reduce
from thidua_scoring.frames.tabling import rows_of
from thidua_scoring.ruleset.model import UNIT_FACTS

_MANY: Final = 100_000
"""The rows from which columns are read several at a time."""
_LIMITS: Final = (10**36, 10**18, 10**15, 10**12, 10**9, 10**6)
"""The sizes of integers that are tried, until all that they come to fits its columns."""


@frozen(eq=False)
class Chunk:
    """The result of one frame."""

    frame: pl.DataFrame
    rescored: int
    """How many rows the reference engine scored, because columns could not decide them."""


def score_chunk(
    plan: Meaning,
    program: Callable[[Shape], Program | None],
    frame: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame],
) -> Chunk:
    """Score one frame; ``program`` gives the program for its shape."""
    scoring = _Scoring(plan, frame, tables)
    scoring.read()
    if scoring.faults:
        raise EvidenceError(scoring.faults)
    return scoring.chunk(program)


def exactly(plan: Meaning, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> Rescored:
    """Score all rows of a frame by the reference engine alone."""
    scoring = _Scoring(plan, frame, tables)
    scoring.read()
    if scoring.faults:
        raise EvidenceError(scoring.faults)
    return scoring.exactly(list(range(frame.height)))


@define(eq=False)
class _Scoring:
    """What is found of one frame on the way."""

    plan: Meaning
    frame: pl.DataFrame
    given: Mapping[str, pl.DataFrame]
    cells: dict[str, Cells] = field(factory=dict)
    rows: dict[str, Rows] = field(factory=dict)
    known_rows: dict[str, pl.Series] = field(factory=dict)
    away: dict[str, pl.Series] = field(factory=dict)
    faults: list[Fault] = field(factory=list)

    # ── reading ─────────────────────────────────────────────────────────────────────

    def read(self) -> None:
        """Read every column; what is refused becomes a fault."""
        for owner, columns in self.plan.headers.away.items():
            for column in columns:
                self._away(owner, column)
        single = {key: each for key, each in self.plan.sources.items() if each.spec.kind != "table"}
        self.faults += faults.of_units(self.frame, self.plan.by)
        self.cells |= zip(single, self._cells(list(single.values())), strict=True)
        for key, source in single.items():
            if self.cells[key].bad is not None:
                self.faults += faults.of_cells(source, self.frame, self.cells[key])
        for key in [key for key in self.plan.sources if key not in single]:
            self._table(key, self.plan.sources[key])

    def _cells(self, sources: list[Source]) -> list[Cells]:
        if self.frame.height < _MANY:
            return [read(source, self.frame) for source in sources]
        with ThreadPoolExecutor() as pool:
            return list(pool.map(lambda source: read(source, self.frame), sources))

    def _away(self, owner: str, column: str) -> None:
        cells = self.frame[column]
        if cells.dtype == pl.Boolean:
            mask, bad = ~cells.fill_null(True), None
        else:
            said = statuses(cells)
            mask, bad = said == "not-applicable", ~said.is_in(["confirmed", "not-applicable"])
        if bad is not None and bad.any():
            self.faults += faults.of_whole(owner, column, self.frame, bad)
        if mask.any():
            self.away[owner] = mask if owner not in self.away else self.away[owner] | mask

    def _table(self, key: str, source: Source) -> None:
        status = Source(key, source.spec, None, status=source.status, places=0)
        marks = read(status, self.frame)
        self.cells[key] = marks
        found = rows_of(self.plan, key, source, self.frame, self.given)
        self.faults += found.faults
        if found.rows is not None:
            self.rows[key] = found.rows
            self.known_rows[key] = found.known

    # ── computing ───────────────────────────────────────────────────────────────────

    def chunk(self, compiled: Callable[[Shape], Program | None]) -> Chunk:
        """Compute the result."""
        for limit in _LIMITS:
            try:
                laid, shape = self._laid(limit)
                program = compiled(shape)
            except TooWide:
                continue
            if program is not None:
                break
        else:
            return self._merged(None, None, pl.Series([True] * self.frame.height, dtype=pl.Boolean))
        result = program.run(laid.frame)
        undecided = ~result[OK]
        if laid.beyond is not None:
            undecided = undecided | laid.beyond
        if self.plan.relative and undecided.any():
            both = pl.DataFrame({BLOC: laid.frame[BLOC], "undecided": undecided})
            undecided = both.select(pl.col("undecided").any().over(BLOC))["undecided"]
        return self._merged(result, program, undecided)

    def _known(self, key: str) -> pl.Series | None:
        """Say in which rows a figure is known and confirmed; None for all of them."""
        owner, _, name = key.rpartition(".")
        if not owner and name in UNIT_FACTS:
            named = self._fact(name) != ""
            return None if named.all() else named
        cells = self.cells[key]
        known = cells.values.is_not_null() if cells.values.null_count() else None
        if key in self.plan.tables:
            known = self.known_rows[key]
        if cells.unconfirmed is not None:
            known = ~cells.unconfirmed if known is None else known & ~cells.unconfirmed
        return None if known is None or known.all() else known

    def _fact(self, name: str) -> pl.Series:
        if name not in self.frame.columns:
            return pl.Series([""], dtype=pl.String).new_from_index(0, self.frame.height)
        texts = self.frame[name].cast(pl.String).fill_null("")
        if name == "bloc":
            return texts  # blocs are grouped as they stand, also where others than this engine part them
        found = {text: normalise(text) for text in texts.unique()}
        return texts if all(text == tidy for text, tidy in found.items()) else texts.replace(found)

    def _laid(self, limit: int) -> tuple[Laid, Shape]:
        """Lay the columns out, and say what shape they have."""
        laid = Laid(self._blocs().alias(BLOC).to_frame(), limit)
        sources = self.plan.sources
        for of in self.plan.fields:
            owner, _, name = of.key.rpartition(".")
            if not owner and name in UNIT_FACTS:
                laid.frame = laid.frame.with_columns(self._fact(name).alias(of.key))
            elif of.kind != "table":
                laid.put(sources[of.key], self.cells[of.key])
        optional = {of.key for of in self.plan.fields if self.cells.get(of.key, _NOTHING).absent is not None}
        marks = {f"·given {key}": ~self.cells[key].absent for key in optional}  # type: ignore[operator]
        marks |= {f"·applies {name}": ~mask for name, mask in self.away.items()}
        keys = {of.key for of in self.plan.fields}.union(*self.plan.needed_whole.values())
        known = {key: self._known(key) for key in keys}
        marks |= {f"·known {key}": rows for key, rows in known.items() if rows is not None}
        laid.frame = laid.frame.with_columns(**marks)
        reduced = self._reduced(laid)
        rows = 10 ** len(str(self.frame.height))
        shape = Shape(
            tuple(laid.ranges.items()),
            frozenset(key for key, rows in known.items() if rows is not None),
            frozenset(optional),
            frozenset(self.away),
            rows,
            tuple(each.shape() for each in reduced),
        )
        return laid, shape

    def _blocs(self) -> pl.Series:
        by = self.plan.by
        if not by:
            return pl.Series([0], dtype=pl.Int8).new_from_index(0, self.frame.height)
        if len(by) == 1:
            bloc = self.frame[by[0]]
            return bloc.fill_null("") if bloc.dtype == pl.String else bloc
        return self.frame.select(pl.concat_str(pl.col(by).cast(pl.String).fill_null(""), separator="\x1f"))[
            by[0]
        ]

    def _reduced(self, laid: Laid) -> list[Reduced]:
        found: list[Reduced] = []
        for index, of in enumerate(self.plan.reductions):
            if of.table.key not in self.rows:
                raise TooWide
            each = reduce(of, self.rows[of.table.key], laid, self.plan.sources, laid.limit)
            known = self._known(of.table.key)
            if known is not None:
                each = evolve(each, ok=each.ok & known)
            columns = {f"·r{index}t": each.top, f"·r{index}ok": each.ok}
            if each.bottom is not None:
                columns[f"·r{index}b"] = each.bottom
            laid.frame = laid.frame.with_columns(**columns)
            found.append(each)
        return found

    # ── what columns cannot decide ──────────────────────────────────────────────────

    def _merged(self, result: pl.DataFrame | None, program: Program | None, undecided: pl.Series) -> Chunk:
        names = self.plan.output.names()
        rows = undecided.arg_true().to_list()
        identity = self.frame.select(self.plan.identity.names())
        known = None if result is None or program is None else Known(result, program.standing, program.keyed)
        if not rows and known is not None and known.ranked:
            return Chunk(identity.with_columns(known.frame.select(names[identity.width :])), 0)
        exact = self.exactly(rows) if rows or known is None else None
        columns = merged(known, exact, undecided, self._blocs())
        return Chunk(identity.hstack(columns.select(names[identity.width :])), len(rows))

    def exactly(self, rows: list[int]) -> Rescored:
        """Score some rows by the reference engine."""
        inner = pl.Schema({k: v for k, v in self.plan.output.items() if k not in self.plan.identity})
        return rescored(self.plan.ruleset, self._table_of().evidence(rows), self.plan.outputs, inner)

    def _table_of(self) -> Table:
        read_facts = {of.key for of in self.plan.fields}

        def texts(name: str) -> pl.Series | None:
            if f".{name}" in read_facts:
                return self._fact(name)
            return self.frame[name] if name in self.frame.columns else None

        blocs = self._fact("bloc") if ".bloc" in read_facts else self._blocs().cast(pl.String).fill_null("")
        return Table(
            self.frame["unit"], texts("name"), texts("kind"), blocs, self.plan.sources,
            self.cells, self.rows, self.known_rows, self.away,
        )  # fmt: skip


_NOTHING: Final[Any] = Cells(pl.Series([], dtype=pl.Int64))
