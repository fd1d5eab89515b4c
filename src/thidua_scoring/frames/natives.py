"""Frames of every library on their way in and out: the same kind comes back."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import polars as pl
from attrs import define, field

from thidua_scoring.errors import Problem


@define(eq=False)
class Native:
    """A frame of some library, and how its kind is made of a Polars frame."""

    given: Any
    kind: str
    _collected: pl.DataFrame | None = field(default=None, init=False)

    @property
    def schema(self) -> pl.Schema:
        """The names and types of the columns."""
        if self.kind == "polars-lazy":
            schema: pl.Schema = self.given.collect_schema()
            return schema
        return self.collected().schema

    def collected(self) -> pl.DataFrame:
        """Return the whole frame in memory."""
        if self._collected is None:
            self._collected = self._read()
        return self._collected

    def _read(self) -> pl.DataFrame:
        if self.kind == "polars":
            frame: pl.DataFrame = self.given
            return frame
        if self.kind == "polars-lazy":
            lazy: pl.DataFrame = self.given.collect()
            return lazy
        if self.kind == "pandas":
            return _from_pandas(self.given)
        table = self.given if self.kind == "pyarrow" else self.given.to_arrow_table()
        found = pl.from_arrow(table)
        assert isinstance(found, pl.DataFrame)
        return found

    def back(self, result: pl.DataFrame) -> Any:
        """Return a result as the kind of frame that was given."""
        if self.kind == "polars":
            return result
        if self.kind == "polars-lazy":
            return result.lazy()
        if self.kind == "pandas":
            frame = result.to_pandas(use_pyarrow_extension_array=True)
            frame.index = self.given.index
            return frame
        return result.to_arrow()


def native_of(frame: Any) -> Native:
    """Tell the kind of a frame, by narwhals."""
    try:
        narwhals = import_module("narwhals")
    except ImportError:
        raise Problem("needs-extra", what="narwhals", extra="frames") from None
    wrapped = narwhals.from_native(frame)
    kind = str(wrapped.implementation).rpartition(".")[2].lower()
    if kind == "polars":
        return Native(frame, "polars-lazy" if isinstance(frame, pl.LazyFrame) else "polars")
    if kind in ("pandas", "pyarrow"):
        return Native(frame, kind)
    return Native(wrapped.collect("polars").to_native(), "polars")


def _from_pandas(frame: Any) -> pl.DataFrame:
    """Bring a pandas frame over without a rounding: objects one by one, the others through Arrow."""
    pyarrow = import_module("pyarrow")
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    return found
