"""Charts of what a figure does: the curve of a criterion, and the total, class and rank over a sweep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from thidua_scoring.decisions.reasons import Said, shown
from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import Axis, Band, Chart, Spot, Stretch, TotalBar, curve, totals
from thidua_scoring.notebook.charts import sweep as drawn_sweep
from thidua_scoring.notebook.plots import bands_of
from thidua_scoring.whatif.courses.course import Quotient
from thidua_scoring.whatif.courses.figures import Figure

if TYPE_CHECKING:
    from thidua_scoring.whatif.courses.curves import CriterionCourse
    from thidua_scoring.whatif.courses.showing import Ends
    from thidua_scoring.whatif.courses.sweeping import Sweep

Piece: TypeAlias = "tuple[Ends, Quotient | None]"
Window: TypeAlias = tuple[Fraction, Fraction]
BENT: Final = 24
"""Through how many points a bent piece is drawn."""
MANY: Final = 60
"""From so many pieces on, small steps are drawn as one line."""
_JUMP: Final = Fraction(1, 50)
"""The share of the whole height from which a step is seen as one."""
_YES_NO: Final = {True: Said("có", "yes"), False: Said("không", "no")}


def course_plot(course: CriterionCourse, lang: Lang = "vi") -> Chart:
    """Draw the points of a criterion by one of its figures, with the unit's own point on the curve."""
    figure, title = course.figure, f"{course.criterion} · {course.title}"
    if course.window is None:
        pairs = ((each.ends[0], each.at_ends[0]) for each in course.segments)
        return _bars(figure, pairs, Axis("điểm" if lang == "vi" else "points"), title, lang)
    pieces = [(each.ends, each.points) for each in course.segments]
    spot = None if course.now is None else _spot(*course.now)
    return curve(stretches(pieces, course.window), spot, x=axis_of(figure), title=title, lang=lang)


def sweep_plot(sweep: Sweep, lang: Lang = "vi") -> Chart:
    """Draw a unit's total by one figure over the bands of the classes, and its rank beneath."""
    unit = sweep.board[sweep.unit].unit
    figure, title = sweep.figure, f"{unit.name or unit.id}"
    if not figure.numeric:
        pairs = ((each.ends[0], each.totals[0]) for each in sweep.stretches)
        return _bars(figure, pairs, Axis("tổng điểm" if lang == "vi" else "total"), title, lang)
    now = sweep.now
    spans = sweep.by_result
    marks = [end for each in sweep.stretches for end in (each.ends[0], each.ends[2])]
    window = window_of([*marks, None if now is None else now.value], sweep.whole.ends)
    pieces = [(each.ends, each.total) for each in sweep.stretches]
    ranks = [
        (each.ends, Quotient.constant(each.rank[0]))
        for each in spans
        if each.rank is not None and each.rank[0] == each.rank[1]
    ]
    breaks = [each.ends[0] for each in spans[1:] if isinstance(each.ends[0], Fraction)]
    return drawn_sweep(
        stretches(pieces, window),
        None if now is None else _spot(now.value, now.total),
        x=axis_of(figure),
        bands=_bands(sweep),
        breaks=[each for each in breaks if window[0] <= each <= window[1]],
        ranks=stretches(ranks, window),
        title=title,
        lang=lang,
    )


def _bands(sweep: Sweep) -> list[Band]:
    """Return the classes by total; where they go by the share of points, by that of the unit's own."""
    board = sweep.board
    by_share = list(bands_of(board, "percent"))
    whole = board.value("applicable", board[sweep.unit].row)
    if not by_share or whole is None or whole.point is None:
        return list(bands_of(board, "total"))
    scale = board.ruleset.written.scale
    points = scale.points if scale.rescale else whole.point
    return [Band(each.name, None if each.from_ is None else each.from_ * points) for each in by_share]


def _spot(value: Any, number: Fraction | None) -> Spot | None:
    return None if number is None or not isinstance(value, Fraction) else (value, number)


def axis_of(figure: Figure) -> Axis:
    """Return the axis of a figure, with its unit of measure."""
    name, unit = figure.named.name, figure.spec.unit
    kind = figure.spec.kind
    form = kind if kind in ("count", "percent", "date") else "number"
    return Axis(f"{name} ({unit})" if unit else name, form)


def _bars(
    figure: Figure, pairs: Iterable[tuple[Any, Fraction | None]], x: Axis, title: str, lang: Lang
) -> Chart:
    """Draw one bar for each value of a figure that is no number."""
    bars = [TotalBar(shown(_YES_NO.get(value, value), lang), number) for value, number in pairs]
    return totals(bars, x=x, title=f"{title}: {figure.named.name}", lang=lang)


def window_of(marks: Iterable[Any], whole: Ends) -> Window:
    """Return a finite range that shows every mark, and a little beyond where the figure may go on."""
    known = [mark for mark in marks if isinstance(mark, Fraction)] or [Fraction(0)]
    low, high = min(known), max(known)
    beyond = (high - low) / 4 or Fraction(1)
    least, _, most, _ = whole
    return (
        least if isinstance(least, Fraction) else low - beyond,
        most if isinstance(most, Fraction) else high + beyond,
    )


def stretches(pieces: Sequence[Piece], window: Window) -> list[Stretch]:
    """Return what is drawn of pieces of a function within a window."""
    found = [made for ends, of in pieces if of is not None and (made := _stretch(ends, of, window))]
    return list(_joined(found)) if len(found) > MANY else found


def _stretch(ends: Ends, of: Quotient, window: Window) -> Stretch | None:
    low, low_in, high, high_in = ends
    left, right = window
    begins = stops = False
    if isinstance(low, Fraction) and low >= left:
        begins, left = True, low
    if isinstance(high, Fraction) and high <= right:
        stops, right = True, high
    if left > right:
        return None
    count = 1 if left == right else 2 if of.slope is not None else BENT
    xs = [left + (right - left) * step / max(count - 1, 1) for step in range(count)]
    points = [(x, y) for x in xs if (y := of.at(x)) is not None]
    if not points:
        return None
    return Stretch(points, low_in if begins else None, high_in if stops else None)


def _joined(parts: Sequence[Stretch]) -> Iterator[Stretch]:
    """Draw a fine staircase as a line through its steps; it breaks only where a step can be seen."""
    heights = [y for part in parts for _, y in part.points]
    seen = (max(heights) - min(heights)) * _JUMP
    run: list[Spot] = []
    for part in parts:
        if run and abs(part.points[0][1] - run[-1][1]) > seen:
            yield Stretch(run, None, None)
            run = []
        run += part.points
    yield Stretch(run, None, None)
