"""Frames of every library on their way in and out: the same kind comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from attrs import define, field

from thidua_scoring.errors import EvidenceError, Place, Problem
from thidua_scoring.frames.extras import library
from thidua_scoring.frames.headers import FRAME

LOCAL: Final = frozenset({"polars", "pandas", "pyarrow"})
"""The kinds that are scored in memory, in one piece."""


def kind_of(frame: Any) -> str:
    """Tell the library of a frame: ``polars``, ``pandas``, ``pyarrow``, ``duckdb``, ``pyspark``, ….

    Raises `FaultsError` with ``needs-extra`` without narwhals, and ``TypeError`` for what is no frame.
    """
    return str(library("narwhals", "frames").from_native(frame).implementation.value)


@define(eq=False)
class Native:
    """A frame in memory, of a library whose frames are."""

    given: Any
    kind: str
    _collected: pl.DataFrame | None = field(default=None, init=False)

    @classmethod
    def of(cls, frame: Any) -> Native:
        """Take a frame; one of a library that is not known here is collected."""
        return cls(frame, kind_of(frame))

    @property
    def schema(self) -> pl.Schema:
        """The names and types of the columns."""
        return self.collected().schema

    def collected(self) -> pl.DataFrame:
        """Return the whole frame in memory."""
        if self._collected is None:
            self._collected = self._read()
        return self._collected

    def _read(self) -> pl.DataFrame:
        if isinstance(self.given, pl.DataFrame):
            return self.given
        if isinstance(self.given, pl.LazyFrame):
            return self.given.collect()
        if self.kind == "pandas":
            return _from_pandas(self.given)
        if self.kind == "pyarrow":
            return _from_arrow(self.given)
        return collected(self.given)

    def back(self, result: pl.DataFrame) -> Any:
        """Return a result as the kind of frame that was given."""
        if self.kind == "pandas":
            frame = result.to_pandas(use_pyarrow_extension_array=True)
            frame.index = self.given.index
            return frame
        if self.kind == "pyarrow":
            return result.to_arrow()
        return result.lazy() if isinstance(self.given, pl.LazyFrame) else result


def collected(frame: Any) -> pl.DataFrame:
    """Bring a frame of any library into memory."""
    wrapped = library("narwhals", "frames").from_native(frame)
    if hasattr(wrapped, "collect"):
        wrapped = wrapped.collect("pyarrow")
    return _from_arrow(wrapped.to_arrow())


def picked(frame: Any, unit: str, bloc: Mapping[str, Any]) -> pl.DataFrame:
    """Return the rows of a frame that are of a unit, or of a bloc; an empty ``unit`` asks for all units."""
    narwhals = library("narwhals", "frames")
    wrapped = narwhals.from_native(frame)
    if unit:
        wrapped = wrapped.filter(narwhals.col("unit").cast(narwhals.String) == unit)
    for name, value in bloc.items():
        column = narwhals.col(name)
        wrapped = wrapped.filter(column.is_null() if value is None else column == value)
    return collected(wrapped.to_native())


def _from_pandas(frame: Any) -> pl.DataFrame:
    """Go through Arrow, which holds decimals and dates as they are; refuse columns of mixed values."""
    pyarrow = library("pyarrow", "frames")
    columns, faults = {}, []
    for name in frame.columns:
        try:
            columns[str(name)] = pyarrow.array(frame[name], from_pandas=True)
        except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
            kinds = sorted({type(value).__name__ for value in frame[name]})
            problem = Problem("column-mixed", column=name, got=", ".join(kinds))
            faults.append(problem.placed(Place(file=FRAME, path=(str(name),))))
    if faults:
        raise EvidenceError(faults)
    return _from_arrow(pyarrow.table(columns))


def _from_arrow(table: Any) -> pl.DataFrame:
    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    return found
