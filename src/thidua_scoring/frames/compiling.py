"""Compile one ruleset for frames of one shape."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

import polars as pl

from thidua_scoring.formula.analyse import Bounds
from thidua_scoring.formula.lower import Batch, Layout
from thidua_scoring.formula.nodes import Condition, Number
from thidua_scoring.frames.columns.lower import Inputs, Writer
from thidua_scoring.frames.columns.places import Places
from thidua_scoring.frames.columns.quotients import ONE, Quotient
from thidua_scoring.frames.columns.wholes import Check, TooWide, Truth, choose_check, every, expression, some
from thidua_scoring.frames.columns.windows import Windows, order_key
from thidua_scoring.frames.figures import (
    FACTS,
    Shape,
    levels_of,
    measured,
    names_in,
    numbers_of,
    truths_of,
    whole_of,
)
from thidua_scoring.frames.meaning import Meaning
from thidua_scoring.frames.outputs import DIGITS, STATUS, Figure
from thidua_scoring.frames.program import BLOC, BOTTOM, KEY, OK, OUT, TOP, Program
from thidua_scoring.numbers import write
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS

_SCORED: Final = pl.lit("scored", dtype=STATUS)
_AWAY: Final = pl.lit("not-applicable", dtype=STATUS)
_MOVING: Final = frozenset({KEY, "total", "class"})
"""The columns that others are made from."""


def compile_program(plan: Meaning, shape: Shape) -> Program:
    """Write the stages for frames of a shape; raises `TooWide` where no integers are wide enough."""
    writer = Writer(_inputs(plan, shape), plan.roots)
    return _Compiler(plan, writer).program()


def _inputs(plan: Meaning, shape: Shape) -> Inputs:
    ranges = dict(shape.ranges)
    layout = Layout(fields=(), scales={}, optional=shape.optional, applies=tuple(shape.applies))
    sources = plan.sources
    declared = measured(plan.formulas.ranges, sources.values(), ranges)
    reduced = {}
    for index, (of, found) in enumerate(zip(plan.reductions, shape.reduced, strict=True)):
        ok: Check = True if found.sure else Truth(pl.col(f"·r{index}ok"), 0, 0)
        under = None if found.bottom is None else whole_of(f"·r{index}b", found.bottom).at_least(1)
        reduced[of] = Quotient(found.coefficient, whole_of(f"·r{index}t", found.top), under, ok)
    return Inputs(
        numbers=numbers_of(sources.values(), ranges),
        truths=truths_of(sources.values()),
        levels=levels_of([*sources.values(), *FACTS.values()], names_in(*plan.roots)),
        known={key: Truth(pl.col(f"·known {key}"), 0, 0) for key in shape.unknown},
        whole=plan.needed_whole,
        given={key: Truth(pl.col(f"·given {key}"), 0, 0) for key in shape.optional},
        applies={name: Truth(pl.col(f"·applies {name}"), 0, 0) for name in shape.applies},
        reduced=reduced,
        bounds=Bounds(Batch(declared, layout)),
        windows=Windows(BLOC, shape.rows),
    )


class _Compiler:
    """Turn what a writer writes into the columns of a result."""

    def __init__(self, plan: Meaning, writer: Writer):
        self._plan = plan
        self._outputs = plan.outputs
        self._writer = writer
        self._oks: list[Check] = []
        self._keyed = True
        self._decimals: dict[str, int] = {}
        self._copies: dict[str, str] = {}
        self._first: dict[tuple[int, int, Fraction, Places], tuple[str, Quotient]] = {}
        """The first figure of each number; the number is held, so that its identity stays its own."""

    def program(self) -> Program:
        applies = {
            name: self._truth(criterion.applies) for name, criterion in self._plan.formulas.criteria.items()
        }
        columns: dict[str, pl.Expr] = {}
        for figure in self._outputs.figures:
            check = applies[figure.criterion] if figure.criterion and figure.what != "group" else True
            number = self._number(figure.of, check)
            same = id(number.top), id(number.bottom), number.coefficient, figure.places
            if check is True and same in self._first:
                self._copies[figure.name] = self._first[same][0]
                continue
            written = self._emitted(figure, number)
            columns[figure.name] = written if check is True else pl.when(expression(check)).then(written)
            if check is True and figure.name in self._decimals:
                self._first[same] = figure.name, number
        for name, check in applies.items():
            columns[f"{name}.status"] = (
                _SCORED if check is True else pl.when(expression(check)).then(_SCORED).otherwise(_AWAY)
            )
            if self._outputs.details:
                columns[f"{name}.by_claim"] = pl.lit(False)
        columns |= self._decisions()
        standing = self._standing(columns)
        columns[OK] = expression(every(self._oks))
        fixed = {
            name: expr for name, expr in columns.items() if not expr.meta.root_names() and name not in _MOVING
        }
        result = [expr.alias(name) for name, expr in columns.items() if name not in fixed]
        result.append(pl.int_range(pl.len()).alias("·"))  # as many rows as there are, were all else fixed
        return Program(
            stages=self._writer.stages,
            result=result,
            fixed=fixed,
            decimals=self._decimals,
            copies=self._copies,
            windowed=self._plan.relative,
            keyed=self._keyed,
            standing=standing,
        )

    def _truth(self, of: Condition) -> Check:
        check, ok = self._writer.truth(of)
        self._oks.append(ok)
        return self._writer.check(check)

    def _number(self, of: Number, where: Check = True) -> Quotient:
        """Write a number of the result, which must have a value where it is shown."""
        found = self._writer.quotient(self._writer.number(of))
        self._oks.append(choose_check(where, found.ok, True))
        return found

    # ── numbers ─────────────────────────────────────────────────────────────────────

    def _emitted(self, figure: Figure, number: Quotient) -> pl.Expr:
        if isinstance(figure.dtype, pl.String):
            return _as_text(number)
        places = figure.places or 0
        scaled = number.times(Fraction(10**places))
        # The ruleset shows that no digit is left behind: the division comes out.
        whole = scaled.top.times(scaled.coefficient.numerator)
        bottom = (scaled.bottom or ONE).times(scaled.coefficient.denominator)
        if bottom.known != 1:
            whole = whole // bottom
        if max(abs(whole.low), abs(whole.high)) >= 10**38:
            raise TooWide
        if whole.known is not None:
            return _fixed(whole.known, places)
        self._decimals[figure.name] = places
        return whole.expr

    # ── decisions ───────────────────────────────────────────────────────────────────

    def _decisions(self) -> dict[str, pl.Expr]:
        written, formulas = self._plan.ruleset.written, self._plan.formulas
        classes = self._outputs.classes
        truths = [(self._truth(condition), n) for n, condition in enumerate(formulas.classes)]
        vetoes = [
            (veto.outcome, self._truth(c)) for veto, c in zip(written.vetoes, formulas.vetoes, strict=True)
        ]
        outside = [(check, outcome) for outcome, check in vetoes if outcome in WITHOUT_CLASS]
        self._out = self._writer.check(some([check for check, _ in outside]))
        best = self._brought_down(_first(truths), truths, vetoes)
        class_ = pl.when(~expression(self._out)).then(best).cat.to(pl.Enum(classes))
        named = _first(
            [
                (check, index)
                for index, outcome in enumerate(self._outputs.outcomes)
                for check, given in outside
                if given == outcome
            ]
        )
        return {
            "class": class_,
            "outcome": named.cat.to(pl.Enum(self._outputs.outcomes)),
            "status": _SCORED,
            "by_reference": pl.lit(False),
        }

    def _brought_down(
        self, best: pl.Expr, truths: list[tuple[Check, int]], vetoes: list[tuple[str, Check]]
    ) -> pl.Expr:
        """Apply what forces a class, then what demotes; a class must be met by whoever comes down to it."""
        classes, written = self._outputs.classes, self._plan.ruleset.written
        for outcome, check in vetoes:
            if outcome in classes:
                ceiling = classes.index(outcome)
                forced = pl.when(best >= ceiling).then(best).otherwise(_first(truths[ceiling:]))
                best = pl.when(best.is_not_null() & expression(check)).then(forced).otherwise(best)
        for veto, (_, check) in zip(written.vetoes, vetoes, strict=True):
            if veto.outcome == "demoted" and classes:
                lower = best
                for n in range(len(classes)):
                    landed = _first(truths[min(n + veto.steps, len(classes) - 1) :])
                    lower = pl.when(best == n).then(landed).otherwise(lower)
                best = pl.when(best.is_not_null() & expression(check)).then(lower).otherwise(best)
        return best

    def _standing(self, columns: dict[str, pl.Expr]) -> Fraction:
        number = self._number(self._plan.formulas.standing)
        try:
            key = self._writer.whole(order_key(number))
            columns[KEY] = key.expr if self._out is False else pl.when(~expression(self._out)).then(key.expr)
        except TooWide:
            columns[KEY] = pl.lit(None, dtype=pl.Int64)
            self._keyed = False
        columns[TOP] = number.top.expr
        columns[BOTTOM] = pl.lit(1) if number.bottom is None else number.bottom.expr
        columns[OUT] = expression(self._out)
        return number.coefficient


def _first(checks: Sequence[tuple[Check, int]]) -> pl.Expr:
    """Return the number that stands with the first truth that holds, null for none."""
    found = pl.lit(None, dtype=pl.UInt8)
    for check, code in reversed(checks):
        found = pl.when(expression(check)).then(pl.lit(code, dtype=pl.UInt8)).otherwise(found)
    return found


def _fixed(whole: int, places: int) -> pl.Expr:
    """Return a number that is the same in every row."""
    exact = Context(prec=DIGITS).scaleb(Decimal(whole), -places)
    return pl.lit(exact).cast(pl.Decimal(DIGITS, places))


def _as_text(number: Quotient) -> pl.Expr:
    """Write numbers that may have no end, each different one once."""

    def over(series: Any) -> pl.Series:
        rows = series.struct.unnest()
        different = rows.unique()
        texts = [write(number.coefficient * Fraction(top, bottom)) for top, bottom in different.iter_rows()]
        found = different.with_columns(pl.Series("text", texts, dtype=pl.String))
        joined: pl.DataFrame = rows.join(found, on=["top", "bottom"], how="left", maintain_order="left")
        return joined["text"]

    bottom = number.bottom or ONE
    if number.top.known is not None and bottom.known is not None:
        return pl.lit(write(number.coefficient * Fraction(number.top.known, bottom.known)))
    struct = pl.struct(number.top.expr.alias("top"), bottom.expr.alias("bottom"))
    return struct.map_batches(over, return_dtype=pl.String)
