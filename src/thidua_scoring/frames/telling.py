"""A plan in words: how each column is read, and what is scored row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thidua_scoring.frames.plan import Plan


def told(plan: Plan) -> str:
    """Describe a plan, one fact a line."""
    return "\n".join(_lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    yield f"ruleset  {plan.ruleset.id} ({plan.ruleset.status})"
    yield f"blocs    by {', '.join(plan.by)}" if plan.by else "blocs    all units are one"
    yield "figures"
    for key, source in plan.sources.items():
        if source.spec.kind == "table":
            continue
        name = key.removeprefix(".")
        if source.column is None:
            absent = "not in the frame: missing for every unit, so the exact engine scores every row"
            yield f"  {name}  {source.spec.kind}  {absent}"
            continue
        decimals = f", {_decimals(source.places)}" if source.numeric else ""
        spelt = "" if source.column == name else f" from “{source.column}”"
        status = "" if source.status is None else f", how sure by “{source.status}”"
        yield f"  {name}  {source.spec.kind} of {source.dtype}{decimals}{spelt}{status}"
    for key, columns in plan.headers.tables.items():
        where = "lists in a column" if key in plan.headers.nested else "a frame of its own"
        inner = ", ".join(f"{s.spec.name} ({s.dtype}, {_decimals(s.places)})" for s in columns)
        yield f"table    {key}, {where}, reduced first: {inner}"
    if plan.headers.unread:
        yield f"not read {', '.join(plan.headers.unread)}"
    yield "criteria"
    for name in plan.ruleset.formulas.criteria:
        functions = plan.functions.get(name)
        how = f"row by row, by the function {', '.join(functions)}" if functions else "by columns"
        relative = ", with windows over the bloc" if plan.ruleset.formulas.criteria[name].relative else ""
        yield f"  {name}  {how}{relative}"
    yield "the exact engine scores rows with missing or unconfirmed figures, rows without a value, and"
    yield "rows whose integers would not fit 128 bits; the result marks them in “by_reference”"


def _decimals(places: int | None) -> str:
    if places is None:
        return "decimals found in the data"
    return "whole" if places == 0 else f"{places} decimal{'s' if places > 1 else ''}"
