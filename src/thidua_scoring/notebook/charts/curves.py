"""A curve by which a figure becomes points: steps, straight pieces and bent ones, each end open or closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import paper
from thidua_scoring.notebook.charts.chart import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Spot: TypeAlias = tuple[Fraction, Fraction]
"""A figure and what it gives."""


def _spots(points: Iterable[Spot]) -> tuple[Spot, ...]:
    return tuple(points)


@frozen
class Stretch:
    """A piece of a curve, from left to right through its points; a bent one is given by enough of them.

    One point is a stretch too: a figure that has points of its own.
    """

    points: tuple[Spot, ...] = field(converter=_spots)
    low_in: bool | None = True
    """Whether the left end belongs to the piece; None where the curve goes on beyond it."""
    high_in: bool | None = True


@frozen
class Axis:
    """What an axis counts: its title, with the unit of measure, and the form of its figures."""

    title: str
    form: paper.Form = "number"


def curve(
    stretches: Sequence[Stretch],
    spot: Spot | None = None,
    *,
    x: Axis,
    y: Axis | None = None,
    title: str = "",
    said: str = "",
    lang: Lang = "vi",
) -> Chart:
    """Draw a curve; an end that belongs to it is a filled dot, one that does not a hollow one.

    ``spot`` is where the unit stands, and ``said`` is written at it: by default its two figures.
    """
    y = y or Axis("điểm" if lang == "vi" else "points")
    with paper.drawn():
        sheet = paper.figure(4.2, 7.5)
        axes = sheet.subplots()
        draw(axes, stretches)
        if spot is not None:
            given = said or f"{paper.written(spot[0], x.form, lang)} → {paper.written(spot[1], y.form, lang)}"
            mark(axes, spot, given)
        axes.grid()
        axes.margins(x=0.04, y=0.12)
        paper.numbered(axes.xaxis, x.form, lang)
        paper.numbered(axes.yaxis, y.form, lang)
        if x.form == "date":
            axes.tick_params(axis="x", rotation=30)
        axes.set_xlabel(paper.wrapped(x.title, 80))
        axes.set_ylabel(paper.wrapped(y.title))
        paper.titled(sheet, title)
    return Chart(sheet, f"{title}: {given}" if spot is not None else title)


def draw(axes: Axes, stretches: Sequence[Stretch], color: str = paper.BLUE) -> None:
    """Draw the pieces, and a dot at every end at which the curve breaks."""
    ends = _ends(stretches)
    for each in stretches:
        xs, ys = zip(*((float(x), float(y)) for x, y in each.points), strict=True)
        axes.plot(xs, ys, color=color, lw=2, solid_capstyle="butt", zorder=2)
        # Hollow dots lie below, so that a closed end on the same place is seen.
        for spot, inside in ((each.points[0], each.low_in), (each.points[-1], each.high_in)):
            if inside is None or ends.count(spot) > 1:
                continue
            face = color if inside else "white"
            axes.plot(float(spot[0]), float(spot[1]), "o", ms=6, mfc=face, mec=color, mew=1.4,
                      zorder=4 if inside else 3)  # fmt: skip


def _ends(stretches: Sequence[Stretch]) -> list[Spot]:
    """Return both ends of every piece; one that is there twice is where two pieces meet."""
    found = []
    for each in stretches:
        found += [each.points[0], each.points[-1]] if len(each.points) > 1 else [each.points[0]]
    return found


def mark(axes: Axes, spot: Spot, said: str) -> None:
    """Mark where a unit stands, with lines to both axes; the words stand on the side that has room."""
    x, y = float(spot[0]), float(spot[1])
    axes.margins(x=0.04, y=0.12)
    right, up = _place(axes, x, y, said)
    axes.axvline(x, color=paper.RED, lw=0.9, ls=(0, (2, 2)), zorder=1)
    axes.axhline(y, color=paper.RED, lw=0.9, ls=(0, (2, 2)), zorder=1)
    axes.plot(x, y, "D", ms=8, color=paper.RED, mec="white", mew=1, zorder=6)
    axes.annotate(
        paper.wrapped(said), (x, y), (right, up), textcoords="offset points",
        ha="left" if right > 0 else "right", va="bottom" if up > 0 else "top", fontweight="bold", zorder=7,
        bbox={"boxstyle": "round,pad=0.3", "fc": "white", "ec": paper.RED, "lw": 0.8},
    )  # fmt: skip


def _place(axes: Axes, x: float, y: float, said: str) -> tuple[int, int]:
    """Return how far from a spot its words stand, in points: where they hide least of the curve."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    side, way = -1 if x > (left + right) / 2 else 1, 1 if y < (low + high) / 2 else -1
    to, scale = axes.transData.transform, 72 / axes.figure.dpi
    dots = [(to(line.get_path().interpolated(40).vertices) - to((x, y))) * scale for line in axes.lines]
    wide, tall = 6.5 * len(said) + 8, 20

    def hidden(right: int, up: int) -> int:
        across, upward = (right, up) if right > 0 else (right - wide, up)
        upward = upward if up > 0 else upward - tall
        ends = across + wide, upward + tall
        return sum(across <= h <= ends[0] and upward <= v <= ends[1] for each in dots for h, v in each)

    places = [(12 * side, step * turn) for turn in (way, -way) for step in (12, 26, 40, 70)]
    return min(places, key=lambda place: hidden(*place))
