"""A unit's total while one figure goes through its range, the classes it comes to, and its rank beneath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import bands as laid
from thidua_scoring.notebook.charts import curves, paper
from thidua_scoring.notebook.charts.bands import Band
from thidua_scoring.notebook.charts.chart import Chart
from thidua_scoring.notebook.charts.curves import Axis, Spot, Stretch

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Band", "sweep"]

_MOST_NAMED = 12
"""How many breaks are named; where there are more, the axis is numbered evenly."""


def sweep(
    totals: Sequence[Stretch],
    spot: Spot | None = None,
    *,
    x: Axis,
    bands: Sequence[Band] = (),
    breaks: Sequence[Fraction] = (),
    ranks: Sequence[Stretch] = (),
    title: str = "",
    lang: Lang = "vi",
) -> Chart:
    """Draw the total by one figure, over the bands of the classes.

    ``breaks`` are the figures at which something changes; they are named beneath. ``ranks`` are
    drawn below the total, the best rank at the top. ``spot`` is today's figure and total.
    """
    with paper.drawn():
        sheet = paper.figure(5.6 if ranks else 4.2, 8.2)
        ratios = [3, 1.2] if ranks else [1]
        drawn = sheet.subplots(len(ratios), 1, sharex=True, height_ratios=ratios, squeeze=False)[:, 0]
        axes, under = drawn[0], drawn[-1]
        curves.draw(axes, totals)
        axes.margins(x=0.03, y=0.12)
        if spot is not None:
            told = f"{paper.written(spot[0], x.form, lang)} → {paper.written(spot[1], 'number', lang)}"
            curves.mark(axes, spot, told)
        # Now that everything stands in it, the drawing keeps its limits.
        axes.set_xlim(axes.get_xlim())
        axes.set_ylim(axes.get_ylim())
        laid.lay(axes, bands)
        paper.numbered(axes.yaxis, "number", lang)
        axes.set_ylabel("tổng điểm" if lang == "vi" else "total")
        if ranks:
            _ranks(under, ranks, lang)
        for each in drawn:
            for at in breaks:
                each.axvline(float(at), color=paper.FAINT, lw=0.7, ls=":", zorder=0)
        _figures(under, breaks, x, lang)
        under.set_xlabel(paper.wrapped(x.title, 80))
        paper.titled(sheet, title)
    return Chart(sheet, title)


def _ranks(axes: Axes, ranks: Sequence[Stretch], lang: Lang) -> None:
    curves.draw(axes, ranks, paper.GREEN)
    worst = max(float(y) for each in ranks for _, y in each.points)
    best = min(float(y) for each in ranks for _, y in each.points)
    axes.set_ylim(worst + 0.6, best - 0.6)
    paper.numbered(axes.yaxis, "count", lang)
    axes.grid(axis="y")
    axes.set_ylabel("hạng" if lang == "vi" else "rank")


def _figures(axes: Axes, breaks: Sequence[Fraction], x: Axis, lang: Lang) -> None:
    """Name the breaks on the axis; those that stand close to one another in turn on two lines."""
    low, high = axes.get_xlim()
    inside = [at for at in sorted(set(breaks)) if low <= float(at) <= high]
    if not inside or len(inside) > _MOST_NAMED:
        paper.numbered(axes.xaxis, x.form, lang)
        return
    names = [paper.written(at, x.form, lang, most=4) for at in inside]
    axes.set_xticks([float(at) for at in inside], list(_staggered(names, inside, high - low)))


def _staggered(names: Sequence[str], at: Sequence[Fraction], span: float) -> Iterable[str]:
    """Put a name a line lower than those before it that it would run into; a letter is 1/80 of the axis."""
    taken: list[float] = []
    for name, place in zip(names, at, strict=True):
        half = span * len(name) / 160 + span / 160
        line = next((n for n, end in enumerate(taken) if float(place) - half >= end), len(taken))
        taken[line : line + 1] = [float(place) + half]
        yield "\n" * line + name
