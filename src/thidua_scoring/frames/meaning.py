"""What the columns of frames of one kind mean for a ruleset: all that is known before any row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Self

import polars as pl
from attrs import evolve, field, frozen

from thidua_scoring.errors import EvidenceError, Place, Problem
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range, reads_group
from thidua_scoring.frames.columns.settled import settling
from thidua_scoring.frames.exact_cells import needed_places
from thidua_scoring.frames.headers import FRAME, Headers
from thidua_scoring.frames.outputs import Outputs
from thidua_scoring.frames.source import Source
from thidua_scoring.numbers import decimals, terminates
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.ruleset import Ruleset


@frozen(eq=False)
class Meaning:
    """The figures, formulas and results of frames whose columns have the same names and types."""

    ruleset: Ruleset
    by: tuple[str, ...]
    headers: Headers = field(repr=False)
    schema: pl.Schema = field(repr=False)
    details: bool = False

    @property
    def sources(self) -> Mapping[str, Source]:
        """Where each figure stands and how it is read, by its key."""
        return self.headers.sources

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The columns of the frame that are read, in its order."""
        return tuple(name for name in self.schema if name not in self.headers.unread)

    @cached_property
    def identity(self) -> pl.Schema:
        """The columns of the frame that say which unit a row is: they come back as they are."""
        return pl.Schema({name: self.schema[name] for name in self.schema if name in self.headers.identity})

    @cached_property
    def unscaled(self) -> tuple[str, ...]:
        """The columns of floats and texts whose decimals are not declared."""
        return tuple(name for name, _ in self._open())

    def _open(self) -> Iterable[tuple[str, Source]]:
        for source in self.sources.values():
            if source.column is not None and source.places is None:
                yield source.column, source
        for key, columns in self.headers.tables.items():
            for source in columns:
                if source.places is None:
                    yield f"{key}.{source.spec.name}", source

    def with_scales(self, scales: Mapping[str, int]) -> Self:
        """Return the same with decimals of columns declared.

        ``scales`` says how many decimals a column has: ``{"C1.actual": 2}``; of a small table,
        ``C1.products.assigned``. Raises `EvidenceError` for a column that the frame does not have or
        that is no number.
        """
        known = {s.column: s for s in self.sources.values() if s.column is not None and s.numeric}
        inner = {
            f"{key}.{s.spec.name}": s for key, each in self.headers.tables.items() for s in each if s.numeric
        }
        faults = [
            Problem("no-scale-here", column=name).placed(Place(file=FRAME, path=(name,)))
            for name in scales
            if name not in known and name not in inner
        ]
        if faults:
            raise EvidenceError(faults)

        def scaled(source: Source, name: str | None) -> Source:
            if name is None or name not in scales:
                return source
            return evolve(source, places=max(scales[name], source.places or 0))

        sources = {key: scaled(source, source.column) for key, source in self.sources.items()}
        tables = {
            key: tuple(scaled(source, f"{key}.{source.spec.name}") for source in columns)
            for key, columns in self.headers.tables.items()
        }
        return evolve(self, headers=evolve(self.headers, sources=sources, tables=tables))

    def measured(
        self, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame] | None = None
    ) -> dict[str, int]:
        """Return the decimals that the unscaled columns of a frame need, up to nine."""
        found = {}
        for name, source in self._open():
            if name in self.unscaled and source.column in frame.columns:
                found[name] = needed_places(frame[source.column], source.spec)
        for key, columns in self.headers.tables.items():
            for source in columns:
                if source.places is None and source.column is not None:
                    cells = self._inner(key, frame, tables or {}, source.column)
                    found[f"{key}.{source.spec.name}"] = needed_places(cells, source.spec)
        return found

    def _inner(
        self, key: str, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame], column: str
    ) -> pl.Series:
        if key in self.headers.nested:
            return frame[self.headers.nested[key]].explode().struct.field(column)
        return tables[self.headers.long[key]][column]

    @cached_property
    def outputs(self) -> Outputs:
        """The figures of the result."""

        def known(of: nodes.Field | nodes.Column) -> int:
            if isinstance(of, nodes.Field):
                range_ = self.ruleset.formulas.ranges.get(of.key, Range())
                ends = [decimals(e) for e in (range_.low, range_.high) if e is not None and terminates(e)]
                return max([self.sources[of.key].share_places if of.key in self.sources else 0, *ends])
            return max(
                (s.share_places for t in self.headers.tables.values() for s in t if s.spec.name == of.name),
                default=0,
            )

        return Outputs.of(self.formulas, self.ruleset.written, known, self.details)

    @cached_property
    def formulas(self) -> Formulas:
        """The ruleset's formulas, with what the columns settle worked out."""
        away, marked = self.headers.away, self._marked
        return self.ruleset.formulas.rewritten(settling(away.__contains__, marked.__contains__))

    @cached_property
    def _marked(self) -> frozenset[str]:
        """The figures of which some cell may say that they do not apply."""
        return frozenset(
            key
            for key, source in self.sources.items()
            if source.status is not None or (source.dtype is not None and _holds_words(source.dtype))
        )

    @cached_property
    def roots(self) -> tuple[nodes.Node, ...]:
        """Every formula that the result is computed from."""
        conditions = self.outputs.conditions(self.formulas)
        return (*(figure.of for figure in self.outputs.figures), self.formulas.standing, *conditions)

    @cached_property
    def fields(self) -> tuple[nodes.Field, ...]:
        """The figures that some formula reads."""
        found = {part.key: part for part in nodes.walk(*self.roots) if isinstance(part, nodes.Field)}
        return tuple(found.values())

    @cached_property
    def tables(self) -> frozenset[str]:
        """The small tables of the ruleset."""
        return frozenset(key for key, spec in self.ruleset.formulas.fields.items() if spec.kind == "table")

    @cached_property
    def needed_whole(self) -> Mapping[str, tuple[str, ...]]:
        """The figures of criteria that count nothing if one of them is missing, needed or not."""
        written = self.ruleset.written.criteria
        zero = {name for name, each in written.items() if each.head.when_missing == "zero"}
        owned = [(key.rpartition(".")[0], key) for key in self.ruleset.formulas.fields]
        return {name: tuple(key for owner, key in owned if owner == name) for name in zero}

    @cached_property
    def reductions(self) -> tuple[nodes.Reduce, ...]:
        """The reductions of small tables that formulas read, inner ones first."""
        found = [part for part in nodes.walk(*self.roots) if isinstance(part, nodes.Reduce)]
        return tuple(reversed(found))

    @cached_property
    def output(self) -> pl.Schema:
        """The names and types of the result; they do not depend on the data."""
        return self.outputs.schema(self.identity)

    @cached_property
    def relative(self) -> bool:
        """Whether points depend on other units of the bloc, so that blocs are scored whole."""
        return reads_group(*self.roots)

    @cached_property
    def functions(self) -> Mapping[str, tuple[str, ...]]:
        """The criteria that are scored row by row by a plugin's function, and the functions."""
        found = {}
        for name, criterion in self.ruleset.formulas.criteria.items():
            calls = {part.name for part in nodes.walk(criterion.points) if isinstance(part, nodes.Call)}
            if calls:
                found[name] = tuple(sorted(calls))
        return found


def _holds_words(dtype: pl.DataType) -> bool:
    """Say whether cells may say in words that a figure does not apply."""
    return isinstance(dtype, pl.String | pl.Categorical | pl.Enum)
