"""Integers by columns, against the same arithmetic in Python."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any, get_args

import polars as pl
import pytest

from thidua_scoring.frames.columns import wholes
from thidua_scoring.frames.columns.quotients import Quotient, rounded
from thidua_scoring.frames.columns.wholes import TooWide, Whole, constant
from thidua_scoring.frames.figures import whole_of
from thidua_scoring.numbers import Mode, Rounding

ROWS = 6
SIZES = (1, 3, 10, 100, 10**9, 10**18, 10**20, 10**30)
ARITHMETIC: dict[str, tuple[Callable[[Any, Any], Whole], Callable[[int, int], int]]] = {
    "+": (operator.add, operator.add),
    "-": (operator.sub, operator.sub),
    "*": (operator.mul, operator.mul),
    "//": (operator.floordiv, operator.floordiv),
    "%": (operator.mod, operator.mod),
    "-a": (lambda a, _: -a, lambda a, _: -a),
    "least": (lambda a, b: wholes.extreme(a, b, least=True), min),
    "most": (lambda a, b: wholes.extreme(a, b, least=False), max),
    "odd": (lambda a, b: (a // b) % constant(2), lambda a, b: a // b % 2),
}


def integers(rng: Random, *, least: int | None = None) -> list[int]:
    size = rng.choice(SIZES)
    base = rng.choice([0, 0, rng.randint(0, 3 * size)])
    low = rng.choice([0, 1, -size]) if least is None else least
    found = [rng.randint(low, size) + base for _ in range(ROWS)]
    return found if rng.random() < 0.8 else found[:1] * ROWS


def of_columns(write: Callable[[Whole, Whole], Whole], a: list[int], b: list[int]) -> list[int]:
    """Compute over two columns whose ranges are as narrow as can be, the second above zero."""
    frame = pl.DataFrame({"a": a, "b": b}, schema={"a": pl.Int128, "b": pl.Int128})
    made = write(whole_of("a", (min(a), max(a))), whole_of("b", (min(b), max(b))))
    found: list[int] = frame.with_columns(made.expr.alias("found"))["found"].to_list()
    assert all(made.low <= each <= made.high for each in found)
    return found


@pytest.mark.parametrize("name", ARITHMETIC)
def test_arithmetic_is_that_of_integers(name: str) -> None:
    rng, (write, exact) = Random(name), ARITHMETIC[name]
    for _ in range(60):
        a, b = integers(rng), integers(rng, least=1)
        try:
            found = of_columns(write, a, b)
        except TooWide:
            continue
        assert found == list(map(exact, a, b)), (a, b)


@pytest.mark.parametrize("factor", [Fraction(1), Fraction(1, 10), Fraction(-3, 7)], ids=str)
@pytest.mark.parametrize("mode", get_args(Mode))
def test_n1_rounding_is_that_of_fractions(mode: Mode, factor: Fraction) -> None:
    rng, rounding = Random(mode), Rounding(step=Fraction(1), mode=mode)
    for _ in range(60):
        a, b = integers(rng), integers(rng, least=1)
        if rng.random() < 0.3:
            b = [1] * ROWS
        try:
            found = of_columns(lambda top, bottom: rounded(Quotient(factor, top, bottom), mode), a, b)
        except TooWide:
            continue
        pairs = zip(a, b, strict=True)
        assert found == [rounding.apply(factor * Fraction(top, bottom)) for top, bottom in pairs], (a, b)
