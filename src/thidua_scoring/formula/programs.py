"""Generated programs that are kept, since scoring again by the same rules needs the same ones."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Final

from attrs import define, field

from thidua_scoring.formula.analyse import Range
from thidua_scoring.formula.generate import Program, generate
from thidua_scoring.formula.lower import Layout
from thidua_scoring.formula.nodes import Node

KEPT: Final = 64
"""How many programs are kept; the oldest makes room."""


@define
class Programs:
    """The programs of one ruleset, each generated once for the same outputs and layout."""

    _kept: dict[Hashable, Program] = field(factory=dict)

    def of(self, outputs: Sequence[Node], layout: Layout, ranges: Mapping[str, Range]) -> Program:
        """Return the program that computes outputs, generated if there is none yet."""
        key = (*outputs, layout.key)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = generate(outputs, layout, ranges)
        return self._kept[key]
