"""How frames of one kind are scored: what their columns mean, and the program for their shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl
from attrs import field, frozen

from thidua_scoring.errors import EvidenceError, Lang, Place, Problem
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import reads_group
from thidua_scoring.frames.chunk import Chunk, score_chunk
from thidua_scoring.frames.columns.wholes import TooWide
from thidua_scoring.frames.compiling import compile_program
from thidua_scoring.frames.figures import Shape
from thidua_scoring.frames.headers import FRAME, Headers
from thidua_scoring.frames.meaning import Meaning
from thidua_scoring.frames.program import Program
from thidua_scoring.frames.telling import told
from thidua_scoring.ruleset.ruleset import Ruleset

_CACHED: Final = 64


@frozen(eq=False)
class Plan(Meaning):
    """Score frames whose columns have the same names and types; made by `make_plan`.

    ``plan.text(lang)`` says how every column is read and what is scored row by row.
    """

    _programs: dict[Shape, Program | None] = field(factory=dict, init=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Leave compiled programs behind: another process compiles its own."""
        return {"made": (self.ruleset, self.by, self.headers, self.schema, self.details)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(*state["made"])  # type: ignore[misc]

    def program(self, shape: Shape) -> Program | None:
        """Return the program for frames of a shape; None where no integers are wide enough."""
        try:
            return self._programs[shape]
        except KeyError:
            pass
        try:
            program = compile_program(self, shape)
        except TooWide:
            program = None
        if len(self._programs) >= _CACHED:
            self._programs.pop(next(iter(tuple(self._programs))), None)  # another thread may do the same
        self._programs[shape] = program
        return program

    def score(self, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame] | None = None) -> Chunk:
        """Score whole blocs; ``tables`` holds the rows of their units only.

        Raises `EvidenceError` with every cell that is refused, and for formulas without a value.
        """
        return score_chunk(self, self.program, frame, tables or {})

    def text(self, lang: Lang = "vi") -> str:
        """Say how every column is read and what is scored row by row, one fact a line."""
        return told(self, lang)

    def __str__(self) -> str:
        return self.text()


def make_plan(
    schema: pl.Schema,
    ruleset: Ruleset,
    *,
    by: Iterable[str] = ("bloc",),
    tables: Mapping[str, pl.Schema] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
) -> Plan:
    """Plan the scoring of frames by their columns' names and types.

    Raises `EvidenceError` for a frame without ``unit`` or without a column of ``by`` (but for
    ``bloc``, which may be missing: then all units are one bloc) or with one that is named like a column
    of the result, for columns that a known criterion does not have, and for types that hold no figure.
    """
    asked = tuple(name for name in by if name != "bloc" or "bloc" in schema)
    reads_bloc = any(
        isinstance(p, nodes.Field) and p.key == ".bloc" for p in nodes.walk(*ruleset.formulas.roots())
    )
    if reads_bloc and reads_group(*ruleset.formulas.roots()) and set(asked) != {"bloc"} & set(schema):
        raise EvidenceError([Problem("by-is-bloc", by=", ".join(asked) or "-").placed(Place(file=FRAME))])
    headers = Headers.of(schema, ruleset, asked, tables or {})
    plan = Plan(ruleset, asked, headers, schema, details)
    own = plan.outputs.schema(pl.Schema())
    if clashing := [Problem("by-is-result", column=name) for name in asked if name in own]:
        raise EvidenceError([problem.placed(Place(file=FRAME)) for problem in clashing])
    return plan.with_scales(scales) if scales else plan
