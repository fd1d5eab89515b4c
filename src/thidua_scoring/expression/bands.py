"""Bands, curves and grids: from a number to points.

Bands may stand in any order. A band with one end reaches to the next band's end, so
``from 90, from 80, from 70`` leaves no hole; a band with both ends says exactly what it
covers. ``otherwise`` covers what lies outside all bands, never a hole between two:
a hole is a fault, closed by a band that says why (``closes_hole``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, frozen

from thidua_scoring.errors import Problem
from thidua_scoring.expression import tables
from thidua_scoring.expression.tables import Reader, Table, list_of, raise_all
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Column, Const, Curve, Field, Number, Piece
from thidua_scoring.numbers import write

End = tuple[Fraction, bool]
"""Where a band begins or ends, and whether the number itself belongs to it."""


@frozen
class _Band:
    """A band as written: ends that are absent reach as far as the next band."""

    low: End | None
    high: End | None
    points: tuple[Fraction, Fraction]
    closes_hole: str = ""
    otherwise: bool = False
    percent: bool = False
    dated: bool = False


def bands(raw: object, of: Number) -> Number:
    """Read an array of bands over a measure."""
    written = list_of(_band, least=1)(raw)
    rest = [band for band in written if band.otherwise]
    if len(rest) > 1:
        raise Problem("several-otherwise")
    there = sorted((band for band in written if not band.otherwise), key=_start)
    pieces = [_piece(band, low, high) for band, low, high in _stretched(there)]
    raise_all(_overlaps(pieces, percent=any(band.percent for band in written)))
    if rest:
        pieces = _rounded_off(pieces, rest[0].points[0])
    return Curve(_typed(of, written, pieces), tuple(pieces))


def _band(raw: object) -> _Band:
    table = Table(raw)
    if "otherwise" in table.raw:
        rest = table.read("otherwise", tables.number, Fraction(0))
        table.close()
        return _Band(None, None, (rest, rest), otherwise=True)
    forms = [value for key, value in table.raw.items() if key in ("from", "above", "at", "below", "up_to")]
    low, high = _end(table, "from", "above"), _end(table, "up_to", "below")
    at = table.read("at", _threshold, None)
    if at is not None:
        low = high = (at, True)
    if low is None and high is None and not table.problems:
        table.refuse("band-without-ends")
    points = table.need("points", _points, (Fraction(0), Fraction(0)))
    reason = table.read("closes_hole", tables.text, "")
    if points[0] != points[1] and (low is None or high is None or low[0] == high[0]):
        table.refuse("sloping-band-open", "points")
    if low and high and (low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1]))):
        table.refuse("band-upside-down", low=write(low[0]), high=write(high[0]))
    table.close()
    percent = any(isinstance(form, str) and form.endswith("%") for form in forms)
    dated = any(hasattr(form, "toordinal") for form in forms)
    return _Band(low, high, points, reason, percent=percent, dated=dated)


def _end(table: Table, closed: str, open_: str) -> End | None:
    inside = table.read(closed, _threshold, None)
    outside = table.read(open_, _threshold, None)
    if inside is not None and outside is not None:
        table.refuse("two-ends", open_, first=closed, second=open_)
    return (inside, True) if inside is not None else (outside, False) if outside is not None else None


def _threshold(raw: object) -> Fraction:
    if hasattr(raw, "toordinal"):
        return Fraction(tables.day(raw).toordinal())
    return tables.number(raw)


def _points(raw: object) -> tuple[Fraction, Fraction]:
    """Read points: one number, or two for a straight line from the low end to the high one."""
    if isinstance(raw, list):
        pair = list_of(tables.number, least=2)(raw)
        if len(pair) > 2:
            raise Problem("not-two-points", got=len(pair))
        return pair[0], pair[1]
    value = tables.number(raw)
    return value, value


def _start(band: _Band) -> tuple[int, Fraction, int]:
    """Order bands from low to high; among those at one number, the one that has it comes first."""
    if band.low is not None:
        return 0, band.low[0], 0 if band.low[1] else 1
    assert band.high is not None
    return 0, band.high[0], -1


def _stretched(there: Sequence[_Band]) -> Iterator[tuple[_Band, End | None, End | None]]:
    """Let each open end reach the nearest end of another band."""
    for band in there:
        low, high = band.low, band.high
        others = [other for other in there if other is not band]
        if high is None and low is not None:
            starts = [other.low for other in others if other.low is not None and _after(other.low, low)]
            high = _flip(min(starts, key=lambda end: (end[0], not end[1]), default=None))
        elif low is None and high is not None:
            ends = [other.high for other in others if other.high is not None and other.high < high]
            low = _flip(max(ends, default=None))
        yield band, low, high


def _after(later: End, earlier: End) -> bool:
    return later[0] > earlier[0] or (later[0] == earlier[0] and later[1] != earlier[1] and earlier[1])


def _flip(end: End | None) -> End | None:
    return None if end is None else (end[0], not end[1])


def _piece(band: _Band, low: End | None, high: End | None) -> Piece:
    start, end = band.points
    slope = intercept = Fraction(0)
    if start == end or low is None or high is None:
        intercept = start
    else:
        slope = (end - start) / (high[0] - low[0])
        intercept = start - slope * low[0]
    return Piece(
        low=None if low is None else low[0],
        low_in=low is not None and low[1],
        high=None if high is None else high[0],
        high_in=high is not None and high[1],
        intercept=intercept,
        slope=slope,
        closes_hole=band.closes_hole,
    )


def _overlaps(pieces: Sequence[Piece], *, percent: bool) -> Iterator[Problem]:
    for left, right in pairwise(pieces):
        if left.high is None or right.low is None or left.high > right.low:
            at = right.low if right.low is not None else right.high
        elif left.high == right.low and left.high_in and right.low_in:
            at = right.low
        else:
            continue
        first, second = (stretch(piece, percent=percent) for piece in (left, right))
        shown = write((at or Fraction(0)) * (100 if percent else 1)) + ("%" if percent else "")
        yield Problem("band-overlap", first=first, second=second, at_value=shown)


def _rounded_off(pieces: list[Piece], points: Fraction) -> list[Piece]:
    """Put ``otherwise`` below the lowest band and above the highest one."""
    if not pieces:
        return [Piece(None, False, None, False, points)]
    first, last = pieces[0], pieces[-1]
    if first.low is not None:
        pieces = [Piece(None, False, first.low, not first.low_in, points), *pieces]
    if last.high is not None:
        pieces = [*pieces, Piece(last.high, not last.high_in, None, False, points)]
    return pieces


def _typed(of: Number, written: Sequence[_Band], pieces: Sequence[Piece]) -> Number:
    """Let the bands say what a bare figure is: a percentage, a date, a count."""
    if not isinstance(of, Field | Column) or of.kind != "number":
        return of
    if any(band.percent for band in written):
        return evolve(of, kind="percent")
    if any(band.dated for band in written):
        return evolve(of, kind="date")
    gaps = list(inner_holes(pieces))
    if gaps and not any(hole_matters(gap, whole=True) for gap in gaps):
        return evolve(of, kind="count")
    return of


# ── holes ───────────────────────────────────────────────────────────────────────────


def inner_holes(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the stretches between pieces that no piece holds."""
    for left, right in pairwise(pieces):
        if left.high is None or right.low is None:
            continue
        if left.high < right.low or not (left.high_in or right.low_in):
            yield Piece(left.high, not left.high_in, right.low, not right.low_in, Fraction(0))


def outer_holes(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what lies below the first piece and above the last."""
    first, last = pieces[0], pieces[-1]
    if first.low is not None:
        yield Piece(None, False, first.low, not first.low_in, Fraction(0))
    if last.high is not None:
        yield Piece(last.high, not last.high_in, None, False, Fraction(0))


def clipped(hole: Piece, *, low: Fraction | None, high: Fraction | None) -> Piece:
    """Return the part of a hole that lies within the limits."""
    if low is not None and (hole.low is None or low > hole.low):
        hole = evolve(hole, low=low, low_in=True)
    if high is not None and (hole.high is None or high < hole.high):
        hole = evolve(hole, high=high, high_in=True)
    return hole


def hole_matters(
    hole: Piece, *, whole: bool, low: Fraction | None = None, high: Fraction | None = None
) -> bool:
    """Say whether a number within the limits can fall into the hole."""
    within = clipped(hole, low=low, high=high)
    start, start_in, end, end_in = within.low, within.low_in, within.high, within.high_in
    if start is None or end is None:
        return True
    if whole:
        first = -(-start // 1) + (start.denominator == 1 and not start_in)
        return Fraction(first) < end or (Fraction(first) == end and end_in)
    return start < end or (start == end and start_in and end_in)


def stretch(piece: Piece, *, percent: bool = False) -> str:
    """Write a stretch as an interval: ``[97%, 98%)``."""

    def written(value: Fraction) -> str:
        return write(value * 100) + "%" if percent else write(value)

    if piece.low is not None and piece.low == piece.high:
        return written(piece.low)
    left = "(−∞" if piece.low is None else ("[" if piece.low_in else "(") + written(piece.low)
    right = "+∞)" if piece.high is None else written(piece.high) + ("]" if piece.high_in else ")")
    return f"{left}; {right}"


# ── curves and grids ────────────────────────────────────────────────────────────────


def curve(raw: object, of: Number, beyond: str | None) -> Number:
    """Read points to be joined by straight lines."""
    points = list_of(list_of(tables.number, least=2), least=2)(raw)
    for index, (left, right) in enumerate(pairwise(points)):
        if left[0] >= right[0]:
            raise Problem("curve-not-rising", at=[index + 1], got=write(right[0]), before=write(left[0]))
    pieces = [_line(left, right, last=right is points[-1]) for left, right in pairwise(points)]
    if beyond is not None:
        pieces = _extended(pieces, flat=beyond == "flat")
    percent = any(isinstance(point[0], str) and point[0].endswith("%") for point in raw)  # type: ignore[attr-defined]
    if percent and isinstance(of, Field | Column) and of.kind == "number":
        of = evolve(of, kind="percent")
    return Curve(of, tuple(pieces))


def _line(left: Sequence[Fraction], right: Sequence[Fraction], *, last: bool) -> Piece:
    slope = (right[1] - left[1]) / (right[0] - left[0])
    return Piece(left[0], True, right[0], last, left[1] - slope * left[0], slope)


def _extended(pieces: list[Piece], *, flat: bool) -> list[Piece]:
    first, last = pieces[0], pieces[-1]
    if not flat:
        pieces[-1] = evolve(last, high=None, high_in=False)
        pieces[0] = evolve(pieces[0], low=None, low_in=False)
        return pieces
    assert first.low is not None
    assert last.high is not None
    below = Piece(None, False, first.low, False, first.at(first.low))
    above = Piece(last.high, False, None, False, last.at(last.high))
    return [below, *pieces, above]


@frozen
class _Axis:
    of: Number
    starts: tuple[Fraction, ...]
    closed: bool


def grid(table: Table, reader: Reader[Number]) -> Number:
    """Read a table in two dimensions: a row for each stretch of one measure, a column for the other's."""
    values = table.read("grid", list_of(list_of(tables.number, least=1), least=1), ())
    rows = table.need("rows", lambda raw: _axis(raw, reader), None)
    columns = table.need("columns", lambda raw: _axis(raw, reader), None)
    otherwise = table.read("otherwise", tables.number, None)
    if not values or rows is None or columns is None:
        return nodes.ZERO
    if len(values) != len(rows.starts):
        table.refuse("grid-size", "grid", expected=len(rows.starts), got=len(values))
    for index, row in enumerate(values):
        if len(row) != len(columns.starts):
            table.refuse("grid-size", "grid", index, expected=len(columns.starts), got=len(row))
    if table.problems:
        return nodes.ZERO
    lines = [_steps(columns, row, otherwise) for row in values]
    outside = None if otherwise is None else Const(otherwise)
    return _chosen(rows, lines, outside)


def _axis(raw: object, reader: Reader[Number]) -> _Axis:
    table = Table(raw)
    of = table.need("of", reader, nodes.ZERO)
    closed = table.has("from")
    if closed == table.has("above"):
        table.refuse("axis-starts")
        table.close()
    key = "from" if closed else "above"
    starts = table.read(key, list_of(tables.number, least=1), ())
    if any(left >= right for left, right in pairwise(starts)):
        table.refuse("axis-not-rising", key)
    table.close()
    percent = any(isinstance(start, str) for start in table.raw[key])
    if percent and isinstance(of, Field | Column) and of.kind == "number":
        of = evolve(of, kind="percent")
    return _Axis(of, starts, closed)


def _steps(axis: _Axis, values: Sequence[Fraction], otherwise: Fraction | None) -> Curve:
    ends = [*axis.starts[1:], None]
    pieces = [
        Piece(start, axis.closed, end, end is not None and not axis.closed, value)
        for start, end, value in zip(axis.starts, ends, values, strict=True)
    ]
    if otherwise is not None:
        pieces = _rounded_off(pieces, otherwise)
    return Curve(axis.of, tuple(pieces))


def _chosen(axis: _Axis, lines: Sequence[Curve], outside: Const | None) -> Number:
    """Choose the line of the stretch that holds the row measure."""
    relation: nodes.Relation = ">=" if axis.closed else ">"
    chosen: Number = lines[0] if outside is None else outside
    start = 1 if outside is None else 0
    for low, line in list(zip(axis.starts, lines, strict=True))[start:]:
        chosen = nodes.If(nodes.Compare(axis.of, relation, Const(low)), line, chosen)
    return chosen
