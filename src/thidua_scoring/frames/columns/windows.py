"""What the units of a bloc come to together, by windows over whole columns."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol

import polars as pl
from attrs import evolve, frozen

from thidua_scoring.formula.nodes import Standing
from thidua_scoring.frames.columns.quotients import Quotient, compared
from thidua_scoring.frames.columns.wholes import (
    Check,
    TooWide,
    Truth,
    Whole,
    choose,
    constant,
    every,
    expression,
)


class Keeper(Protocol):
    """What makes columns of expressions."""

    def keep(self, expr: pl.Expr, level: int) -> pl.Expr:
        """Compute an expression in the stage of its level; return the column that it becomes."""

    def whole(self, of: Whole) -> Whole:
        """Make a column of a whole number."""


def order_key(of: Quotient) -> Whole:
    """Return integers that stand in the order of the numbers, equal where they are equal.

    Two different quotients with bottoms up to b are at least 1/b² apart, so the whole parts of
    b² times each tell them apart.
    """
    sign = (of.coefficient > 0) - (of.coefficient < 0)
    if of.bottom is None:
        return of.top.times(sign)
    return (of.top * constant(of.bottom.high**2)).times(sign) // of.bottom


@frozen(eq=False)
class Windows:
    """The blocs of a frame: a column that numbers them, and how many rows one can have at most."""

    bloc: str
    rows: int

    def folded(self, stages: Any, how: Standing, each: Quotient, among: Check) -> Quotient:
        """Fold a number over the units of each bloc for which ``among`` holds.

        ``each`` and ``among`` are columns. A bloc with a member without value has none.
        """
        ok = every([self._all(stages, each.ok)])
        if among is False:  # nobody is compared
            return Quotient(Fraction(how == "rank"), ok=ok if how in ("sum", "count", "rank") else False)
        if how == "rank":
            return Quotient(Fraction(1), self._rank(stages, each, among), ok=ok)
        count = self._sum(stages, choose(among, constant(1), constant(0)))
        if how == "count":
            return Quotient(Fraction(1), count, ok=ok)
        if how in ("sum", "mean"):
            if each.bottom is not None:
                raise TooWide
            top = self._sum(stages, choose(among, each.top, constant(0)))
            if how == "sum":
                return Quotient(each.coefficient, top, ok=ok)
            ok = every([ok, compared(count, ">", constant(0))])
            some = choose(compared(count, ">", constant(0)), count, constant(1)).at_least(1)
            return Quotient(each.coefficient, top, some, ok)
        highest = (how == "max") == (each.coefficient >= 0)
        return self._extreme(stages, each, among, ok, highest=highest)

    def _over(self, stages: Keeper, expr: pl.Expr, level: int) -> pl.Expr:
        return stages.keep(expr.over(self.bloc), level)

    def _all(self, stages: Keeper, ok: Check) -> Check:
        if isinstance(ok, bool):
            return ok
        return Truth(self._over(stages, ok.expr.all(), ok.level), ok.level + 1, 0)

    def _sum(self, stages: Keeper, of: Whole) -> Whole:
        of = stages.whole(of)
        low, high = min(0, of.low * self.rows), max(0, of.high * self.rows)
        made = Whole(pl.lit(0), low, high, of.level + 1)
        expr = of.expr.cast(pl.Int128) if made.wide else of.expr
        if of.known is not None:
            expr = expr * pl.len()
            expr = expr.cast(pl.Int128 if made.wide else pl.Int64)
            return evolve(made, expr=self._over(stages, expr, of.level))
        return evolve(made, expr=self._over(stages, expr.sum(), of.level))

    def _extreme(self, stages: Keeper, each: Quotient, among: Check, ok: Check, *, highest: bool) -> Quotient:
        """Find the greatest or least top, and the bottom that belongs to it."""
        unsigned = evolve(each, coefficient=abs(each.coefficient) or Fraction(1))
        key = stages.whole(order_key(unsigned))
        there = key.expr if among is True else pl.when(expression(among)).then(key.expr)
        level = max(key.level, 0 if isinstance(among, bool) else among.level)
        place = there.arg_max() if highest else there.arg_min()
        found: list[Whole | None] = []
        for part in (each.top, each.bottom):
            if part is None or part.known is not None:
                found.append(part)
                continue
            kept = self._over(stages, part.expr.get(place, null_on_oob=True), max(level, part.level))
            found.append(
                evolve(part, expr=kept.fill_null(part.low), level=max(level, part.level) + 1, size=1)
            )
        if among is not True:
            some = self._over(stages, there.is_not_null().any(), level)
            ok = every([ok, Truth(some, level + 1, 0)])
        top, bottom = found
        assert top is not None
        return Quotient(each.coefficient, top, bottom, ok)

    def _rank(self, stages: Keeper, each: Quotient, among: Check) -> Whole:
        """Rank from 1 for the highest by the members that are strictly higher."""
        key = stages.whole(order_key(each))
        if key.known is not None:
            return constant(1)
        if among is True:
            rank = key.expr.rank("min", descending=True).cast(pl.Int64)
            return Whole(self._over(stages, rank, key.level), 1, self.rows, key.level + 1)
        # In falling order, the members up to the first unit of a tie are those above all of the tie.
        member = expression(among).cast(pl.Int64)
        level = max(key.level, 0 if isinstance(among, bool) else among.level)
        above = (member.cum_sum() - member).over(self.bloc, order_by=key.expr, descending=True)
        kept = stages.keep(above, level)
        least = stages.keep(kept.min().over(self.bloc, key.expr), level + 1)
        return Whole(least + 1, 1, self.rows + 1, level + 2, 1)
