"""Points in reasons and results: a number, or between what they lie."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from thidua_scoring.decisions.reasons import Parameter, Said
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import show, write


def amount(value: Value) -> Parameter:
    """Return points as a sentence names them: ``5,5``, or ``từ 1 đến 3`` where they are open."""
    if value.certain:
        assert value.point is not None
        return value.point
    vi, en = between(value, "vi"), between(value, "en")
    if value.point is None:
        return Said(vi, en)
    return Said(f"{show(value.point)} (có thể {vi})", f"{show(value.point, 'en')} (possibly {en})")


def between(value: Value, lang: str) -> str:
    """Write between what points lie: ``từ 1 đến 3``."""
    low = None if value.low is None else show(value.low, lang)
    high = None if value.high is None else show(value.high, lang)
    if low is not None and high is not None:
        return f"từ {low} đến {high}" if lang == "vi" else f"from {low} to {high}"
    if low is not None:
        return f"từ {low} trở lên" if lang == "vi" else f"{low} or more"
    if high is not None:
        return f"không quá {high}" if lang == "vi" else f"at most {high}"
    return "chưa rõ bao nhiêu" if lang == "vi" else "an unknown number of"


def written(value: Value | None) -> str | None:
    """Write points for machines; None where they are open or there are none."""
    return None if value is None or value.point is None else write(value.point)


def ends(value: Value) -> list[str | None]:
    """Write the least and most for machines."""
    return [_end(value.low), _end(value.high)]


def _end(end: Fraction | None) -> str | None:
    return None if end is None else write(end)


def stated(name: str, value: Value | None) -> dict[str, Any]:
    """Return points for machines under a name, their bounds too where they are open."""
    found: dict[str, Any] = {name: written(value)}
    if value is not None and not value.certain:
        found[f"{name}_bounds"] = ends(value)
    return found
