"""Quotients of integers as Python source: what generated code computes with.

The texts in a `Ratio` are names or digits of the generated code; everything else here
writes expressions over them. What is known while the code is written (coefficients,
constants) is worked out there and then.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import Any, Final

from attrs import frozen

from thidua_scoring.formula.nodes import Relation


@frozen
class Ratio:
    """``coefficient · top / bottom``, the bottom above zero; no bottom means 1."""

    coefficient: Fraction
    top: str = "1"
    bottom: str | None = None

    @property
    def constant(self) -> bool:
        """Whether the coefficient is all there is."""
        return not self.coefficient or (self.top == "1" and self.bottom is None)


def common_unit(coefficients: Iterable[Fraction]) -> Fraction:
    """Return the largest unit, above zero, that every coefficient is a whole multiple of."""
    there = [coefficient for coefficient in coefficients if coefficient]
    if not there:
        return Fraction(1)
    bottom = lcm(*(coefficient.denominator for coefficient in there))
    return Fraction(gcd(*(int(coefficient * bottom) for coefficient in there)), bottom)


# ── sums and products ───────────────────────────────────────────────────────────────


def product(factor: int, *texts: str | None) -> str:
    """Write a product, leaving out ones."""
    kept = [text for text in texts if text not in (None, "1")]
    if not factor or not kept:
        return str(factor)
    joined = " * ".join(text for text in kept if text is not None)
    return {1: "", -1: "-"}.get(factor, f"{factor} * ") + joined


def total(terms: Sequence[tuple[int, Sequence[str | None]]]) -> str:
    """Write a sum of products, each a factor and its texts."""
    by_factor: dict[int, list[str]] = {}
    for factor, texts in terms:
        by_factor.setdefault(factor, []).append(product(1, *texts))
    text = ""
    for factor in sorted(by_factor.keys() - {0}, reverse=True):
        parts = by_factor[factor]
        if abs(factor) != 1:
            parts = [product(abs(factor), parts[0] if len(parts) == 1 else f"({' + '.join(parts)})")]
        text += "".join(f" {'-' if factor < 0 else '+'} {part}" for part in parts)
    return text.removeprefix(" + ").strip() or "0"


def scaled(ratio: Ratio, unit: Fraction, *others: str | None) -> str:
    """Write the top of a ratio in a unit, times others."""
    return product(int(ratio.coefficient / unit), ratio.top, *others)


def as_fraction(ratio: Ratio) -> str:
    """Write a ratio as a ``Fraction``."""
    factor = ratio.coefficient
    return f"Fraction({product(factor.numerator, ratio.top)}, {product(factor.denominator, ratio.bottom)})"


# ── comparisons ─────────────────────────────────────────────────────────────────────

_HOLDS: Final[Mapping[Relation, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED: Final[Mapping[Relation, Relation]] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def comparison(left: Ratio, relation: Relation, right: Ratio) -> str:
    """Compare by multiplying crosswise, since bottoms are above zero."""
    if left.constant and right.constant:
        return str(_HOLDS[relation](left.coefficient, right.coefficient))
    if left.constant:
        return comparison(right, MIRRORED[relation], left)
    if not right.coefficient or (right.constant and left.bottom is None):
        return _threshold(left, relation, right.coefficient)
    unit = common_unit([left.coefficient, right.coefficient])
    if left.bottom == right.bottom:
        return f"{scaled(left, unit)} {relation} {scaled(right, unit)}"
    return f"{scaled(left, unit, right.bottom)} {relation} {scaled(right, unit, left.bottom)}"


def _threshold(left: Ratio, relation: Relation, bound: Fraction) -> str:
    """Compare a top alone with the nearest integer that tells the same."""
    if left.coefficient < 0:
        relation = MIRRORED[relation]
    cut = bound / left.coefficient
    if relation in ("==", "!=") and cut.denominator != 1:
        return str(relation == "!=")
    return f"{left.top} {relation} {ceil(cut) if relation in ('>=', '<') else floor(cut)}"


# ── rounding ────────────────────────────────────────────────────────────────────────


def rounded(ratio: Ratio, mode: str, sign: int | None) -> str:
    """Write a ratio rounded to an integer, with one ``//`` where its sign is known."""
    if mode == "half-even":
        factor = ratio.coefficient
        top, bottom = product(factor.numerator, ratio.top), product(factor.denominator, ratio.bottom)
        return f"round_quotient({top}, {bottom}, 'half-even')"
    above, below = _MODES[mode]
    if sign is not None or above is below:
        return (below if sign == -1 else above)(ratio)
    return f"{above(ratio)} if {comparison(ratio, '>=', Ratio(Fraction(0)))} else {below(ratio)}"


def _floor(ratio: Ratio) -> str:
    factor = ratio.coefficient
    return f"{product(factor.numerator, ratio.top)} // {_divisor(factor.denominator, ratio.bottom)}"


def _ceiling(ratio: Ratio) -> str:
    return f"-({_floor(Ratio(-ratio.coefficient, ratio.top, ratio.bottom))})"


def _nearest_or_up(ratio: Ratio) -> str:
    """Add a half and round down; of an odd constant, the half may lose its own half."""
    top, bottom = ratio.coefficient.numerator, ratio.coefficient.denominator
    half, rest = divmod(bottom, 2)
    if rest and ratio.bottom is not None:
        top, half, bottom = 2 * top, bottom, 2 * bottom
    return f"({total([(top, (ratio.top,)), (half, (ratio.bottom,))])}) // {_divisor(bottom, ratio.bottom)}"


def _nearest_or_down(ratio: Ratio) -> str:
    return f"-({_nearest_or_up(Ratio(-ratio.coefficient, ratio.top, ratio.bottom))})"


def _divisor(factor: int, text: str | None) -> str:
    written = product(factor, text)
    return f"({written})" if " " in written else written


# How numbers from zero up, and below zero, are rounded.
_MODES: Final[Mapping[str, tuple[Callable[[Ratio], str], Callable[[Ratio], str]]]] = {
    "floor": (_floor, _floor),
    "ceiling": (_ceiling, _ceiling),
    "down": (_floor, _ceiling),
    "up": (_ceiling, _floor),
    "half-up": (_nearest_or_up, _nearest_or_down),
    "half-down": (_nearest_or_down, _nearest_or_up),
}
