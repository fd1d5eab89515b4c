"""Tell what each column of a frame is: the unit, its bloc, a figure, how sure it is, a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
from attrs import define, evolve, field

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, nearest
from thidua_scoring.evidence.names import Figure, Names
from thidua_scoring.evidence.text import normalise
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.frames.source import Source, places_of
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset

FRAME: Final = "data frame"
_DOTTED: Final = re.compile(r"(?P<owner>[^\[]+)\.(?P<field>[^.\[\]]+)")
_UNREADABLE: Final = (pl.Struct, pl.Object, pl.Binary, pl.Array, pl.List, pl.Time, pl.Duration)


@define
class Headers:
    """The columns of a frame by what they mean; gathers what is wrong with them."""

    ruleset: Ruleset
    by: tuple[str, ...]
    names: Names
    sources: dict[str, Source] = field(factory=dict)
    away: dict[str, list[str]] = field(factory=dict)
    """For each criterion the columns that say whether it applies."""
    tables: dict[str, tuple[Source, ...]] = field(factory=dict)
    """For each small table its columns, as the frame or a second frame has them."""
    long: dict[str, str] = field(factory=dict)
    """The tables that are frames of their own, and how the user calls them."""
    nested: dict[str, str] = field(factory=dict)
    """The tables that stand as lists in a column of the frame."""
    identity: dict[str, pl.DataType] = field(factory=dict)
    unread: list[str] = field(factory=list)
    faults: list[Fault] = field(factory=list)
    _companions: dict[str, dict[str, str]] = field(factory=dict)

    @classmethod
    def of(
        cls,
        schema: pl.Schema,
        ruleset: Ruleset,
        by: tuple[str, ...],
        tables: Mapping[str, pl.Schema],
    ) -> Headers:
        """Read the headers of a frame and of its tables; raises `EvidenceError` with every fault."""
        made = cls(ruleset, by, Names.of(ruleset.written, ruleset.formulas))
        made._read(schema)
        for key, inner in tables.items():
            made._long(key, inner)
        for key, spec in ruleset.formulas.fields.items():
            if key not in (f".{fact}" for fact in UNIT_FACTS):
                made.sources.setdefault(key, Source(key, spec, places=0))
        for key, found in made._companions.items():
            source = made.sources[key]
            made.sources[key] = evolve(source, status=found.get("status"), note=found.get("note"))
        if made.faults:
            raise EvidenceError(made.faults)
        return made

    def _fault(self, problem: Problem, column: str) -> None:
        self.faults.append(problem.placed(Place(file=FRAME, path=(column,) if column else ())))

    def _read(self, schema: pl.Schema) -> None:
        if "unit" not in schema:
            self._fault(Problem("no-unit-column"), "")
        for name in self.by:
            if name not in schema:
                self._fault(Problem("no-frame-column", column=name, nearest=nearest(name, schema)), "")
        for name, dtype in schema.items():
            if name in ("unit", *UNIT_FACTS, *self.by):
                self.identity[name] = dtype
                if isinstance(dtype, _UNREADABLE):
                    self._fault(Problem("column-type", column=name, type=dtype, kind="text"), name)
            else:
                self._column(name, dtype)

    def _column(self, name: str, dtype: pl.DataType) -> None:
        written = normalise(name)
        for suffix in ("status", "note"):
            figure = (
                self._figure(written.removesuffix(f".{suffix}")) if written.endswith(f".{suffix}") else None
            )
            if figure is not None and self._figure(written) is None:
                self._companions.setdefault(figure.key, {})[suffix] = name
                self.sources.setdefault(figure.key, Source(figure.key, figure.spec, places=0))
                return
        figure = self._figure(written)
        if figure is not None:
            self._put(figure, name, dtype)
            return
        owner = self.names.criterion(written.removesuffix(".status"))
        if owner:
            self.away.setdefault(owner, []).append(name)
        else:
            self._unknown(name, written)

    def _figure(self, written: str) -> Figure | None:
        dotted = _DOTTED.fullmatch(written)
        owner = self.names.criterion(normalise(dotted["owner"])) if dotted else ""
        if owner is None:
            return None
        target = self.names.target(owner, dotted["field"] if dotted else written.removeprefix("."))
        return target if isinstance(target, Figure) else None

    def _put(self, figure: Figure, name: str, dtype: pl.DataType) -> None:
        before = self.sources.get(figure.key)
        if before is not None and before.column is not None:
            self._fault(Problem("column-twice", column=name), name)
        elif figure.spec.kind == "table":
            self._nested(figure, name, dtype)
        elif isinstance(dtype, _UNREADABLE):
            self._fault(Problem("column-type", column=name, type=dtype, kind=figure.spec.kind), name)
        else:
            places = places_of(dtype) if figure.spec.kind in _NUMERIC else 0
            self.sources[figure.key] = Source(figure.key, figure.spec, name, dtype, places=places)

    def _nested(self, figure: Figure, name: str, dtype: pl.DataType) -> None:
        self.sources[figure.key] = Source(figure.key, figure.spec, name, dtype, places=0)
        if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Struct):
            self.nested[figure.key] = name
            self._inner(figure.key, figure.spec, pl.Schema(dtype.inner.to_schema()), name)
        elif not isinstance(dtype, pl.String | pl.Null):
            self._fault(Problem("column-type", column=name, type=dtype, kind="table"), name)

    def _long(self, key: str, schema: pl.Schema) -> None:
        figure = self._figure(normalise(key))
        if figure is None or figure.spec.kind != "table":
            known = [name for name, spec in self.ruleset.formulas.fields.items() if spec.kind == "table"]
            self._fault(Problem("not-a-table-figure", got=key, nearest=nearest(key, known)), key)
            return
        if "unit" not in schema:
            self._fault(Problem("no-unit-column"), key)
        self.long[figure.key] = key
        self._inner(figure.key, figure.spec, schema, key, ("unit", *self.by))

    def _inner(
        self, key: str, spec: FieldSpec, schema: pl.Schema, name: str, ignored: Sequence[str] = ()
    ) -> None:
        columns = {column.name: column for column in spec.columns}
        found: dict[str, Source] = {}
        for header, dtype in schema.items():
            column = columns.get(header) or next((c for c in spec.columns if c.title == header), None)
            if column is None:
                if header not in ignored:
                    problem = Problem("unknown-column", got=header, nearest=nearest(header, columns))
                    self._fault(problem, f"{name}.{header}")
                continue
            places = places_of(dtype) if column.kind in _NUMERIC else 0
            found[column.name] = Source(f"[{column.name}]", column, header, dtype, places=places)
        for missing in columns.keys() - found:
            self._fault(Problem("no-frame-column", column=missing), name)
        self.tables[key] = tuple(found[name] for name in columns if name in found)

    def _unknown(self, name: str, written: str) -> None:
        """Refuse a figure that a known criterion does not have; other columns are the user's own."""
        dotted = _DOTTED.fullmatch(written)
        owner = self.names.criterion(normalise(dotted["owner"])) if dotted else None
        cell = self.names.target(*_parted(written, self.names)) if "[" in written or "/" in written else None
        if cell is not None:
            self._fault(Problem("not-in-columns", column=name), name)
        elif dotted is not None and owner:
            self._fault(self.names.unknown_field(owner, dotted["field"], 1), name)
        else:
            self.unread.append(name)


_NUMERIC: Final[tuple[FieldKind, ...]] = ("number", "count", "percent")


def _parted(written: str, names: Names) -> tuple[str, str]:
    """Part a header that names two figures, or one cell of a table."""
    for at in (index for index, sign in enumerate(written) if sign == "."):
        owner = names.criterion(normalise(written[:at]))
        if owner:
            return owner, written[at + 1 :]
    return "", written
