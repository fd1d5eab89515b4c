"""Turn formulas into one Python function over integers, exact and fast.

Every figure of a column comes as an integer at a common scale (12,5 at scale 100 is
1250), so the generated function adds, multiplies and compares integers alone, and divides
only with ``//`` where the ruleset rounds. A quotient that is not rounded yet is carried as
two integers. Python's integers do not overflow, so nothing is ever approximate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from thidua_scoring.errors import Problem
from thidua_scoring.formula.analyse import Range
from thidua_scoring.formula.evaluate import call_function
from thidua_scoring.formula.lower import Layout, Writer
from thidua_scoring.formula.nodes import Condition, Field, Node, Number
from thidua_scoring.formula.ratio import as_fraction
from thidua_scoring.formula.values import Undefined
from thidua_scoring.numbers import round_quotient

__all__ = ["Layout", "Program", "generate"]


@frozen
class Program:
    """A generated function and the meaning of what it returns.

    ``run(columns)`` returns one tuple of entries a unit, or None for a unit for which an
    output has no value: the reference evaluator says which, and why. An entry is an integer
    to be multiplied by the output's unit, or a ``Fraction`` if that is None, or a truth for
    a condition.
    """

    run: Callable[[Sequence[Sequence[Any]]], list[tuple[Any, ...] | None]]
    places: tuple[int, ...]
    """Where in the tuple the entry of each output stands; outputs written alike share one."""
    units: tuple[Fraction | None, ...]
    source: str


def generate(outputs: Sequence[Node], layout: Layout, ranges: Mapping[str, Range]) -> Program:
    """Generate the function that computes ``outputs`` for every unit.

    It holds for figures within ``ranges`` and formulas that read an optional field only
    where it is `Given`. A layout without columns is given one, of any content, as long
    as there are units.
    """
    writer = Writer(layout, ranges, outputs)
    entries = [_entry(writer, output) for output in outputs]
    texts = list(dict.fromkeys(text for text, _ in entries))
    source = "\n".join(
        [
            "def run(columns):",
            "    out = []",
            "    keep = out.append",
            f"    {_loop(writer.columns)}",
            "        try:",
            *writer.lines,
            f"            keep(({', '.join(texts)},))",
            "        except failures:",
            "            keep(None)",
            "    return out",
        ]
    )
    names = {**_NAMES, **writer.held}
    exec(compile(source, "<ruleset>", "exec"), names)
    places = tuple(texts.index(text) for text, _ in entries)
    return Program(names["run"], places, tuple(unit for _, unit in entries), source)


_NAMES: Mapping[str, Any] = {
    "Fraction": Fraction,
    "Undefined": Undefined,
    "failures": (Undefined, Problem, KeyError),  # a `Lookup` of a level without number
    "round_quotient": round_quotient,
    "call_function": call_function,
}


def _loop(columns: Sequence[str]) -> str:
    return f"for ({', '.join(columns)},) in zip(*columns):" if columns else "for _ in columns[0]:"


def _entry(writer: Writer, output: Node) -> tuple[str, Fraction | None]:
    """Return the text of an output and the unit that its integers count."""
    if isinstance(output, Condition) and not (isinstance(output, Field) and output.kind != "yes-no"):
        return writer.condition(output), None
    assert isinstance(output, Number)
    ratio = writer.number(output)
    if not ratio.coefficient:
        return "0", Fraction(1)
    if ratio.bottom is not None:
        return as_fraction(ratio), None
    return (ratio.top if ratio.coefficient > 0 else f"-{ratio.top}"), abs(ratio.coefficient)
