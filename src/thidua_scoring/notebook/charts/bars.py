"""The totals of units one below the other, over the bands of the classes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import bands as laid
from thidua_scoring.notebook.charts import paper
from thidua_scoring.notebook.charts.bands import Band
from thidua_scoring.notebook.charts.chart import Chart
from thidua_scoring.notebook.charts.curves import Axis


@frozen
class TotalBar:
    """What a unit came to; ``low`` and ``high`` are its bounds where evidence leaves it open."""

    name: str
    total: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    said: str = ""
    """What stands at the right: rank and class."""


def totals(
    rows: Sequence[TotalBar],
    *,
    x: Axis,
    bands: Sequence[Band] = (),
    title: str = "",
    lang: Lang = "vi",
) -> Chart:
    """Draw one bar a unit, in the order given; what is open has a line from its least to its most."""
    names = [row.name for row in rows]
    tall = paper.heights(names)
    ends = [float(end) for row in rows for end in (row.total, row.low, row.high) if end is not None]
    with paper.drawn():
        sheet = paper.figure(sum(tall) + 1.6)
        axes = sheet.subplots()
        middles = paper.rows(axes, names, tall)
        low, high = min([0.0, *ends]), max([0.0, *ends])
        room = (high - low or 1.0) * 0.04
        axes.set_xlim(low - (room if low < 0 else 0), high + room)
        told = laid.lay_across(axes, bands, x.form, lang)
        for row, y in zip(rows, middles, strict=True):
            if row.total is not None:
                axes.barh(y, float(row.total), 0.17, color=paper.BLUE)
            if row.low is not None and row.high is not None and row.low < row.high:
                paper.whisker(axes, row.low, row.high, y)
            axes.annotate(
                paper.lettered(_told(row, x, lang)),
                (1.01, y),
                xycoords=("axes fraction", "data"),
                va="center",
            )
        axes.grid(axis="x")
        axes.axvline(0, color=paper.INK, lw=0.8)
        paper.numbered(axes.xaxis, x.form, lang)
        axes.set_xlabel("\n".join(filter(None, [paper.lettered(x.title), told])))
        paper.titled(sheet, title)
    return Chart(sheet, title)


def _told(row: TotalBar, x: Axis, lang: Lang) -> str:
    open_ = row.low is not None and row.low != row.high
    if row.total is not None:
        text = paper.written(row.total, x.form, lang) + ("*" if open_ else "")
    elif row.low is not None and row.high is not None:
        text = f"{paper.written(row.low, x.form, lang)}…{paper.written(row.high, x.form, lang)} *"
    else:
        text = "—"
    return f"{text}  {row.said}".rstrip()
