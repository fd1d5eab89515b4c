"""Between what ranks each unit can come, and where it stands today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import paper
from thidua_scoring.notebook.charts.chart import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@frozen
class RankInterval:
    """The best and the worst rank of a unit; ``now`` is today's, None where that is not decided."""

    name: str
    best: int
    worst: int
    now: int | None = None


def rank_intervals(rows: Sequence[RankInterval], *, title: str = "", lang: Lang = "vi") -> Chart:
    """Draw one bar a unit from its best to its worst rank, in the order given, with today's rank as a mark.

    A unit whose rank is certain has its mark alone.
    """
    names = [row.name for row in rows]
    tall = paper.heights(names)
    last = max((row.worst for row in rows), default=1)
    with paper.drawn():
        sheet = paper.figure(sum(tall) + 1.5)
        axes = sheet.subplots()
        middles = paper.rows(axes, names, tall)
        for index, (row, y) in enumerate(zip(rows, middles, strict=True)):
            if index % 2 == 0:
                axes.axhspan(y - tall[index] / 2, y + tall[index] / 2, color="#f3f3f3", lw=0, zorder=0)
            if row.best < row.worst:
                axes.barh(y, row.worst - row.best, 0.13, left=row.best, color=paper.SKY,
                          edgecolor=paper.BLUE, linewidth=0.8)  # fmt: skip
            if row.now is not None:
                axes.plot(row.now, y, "D", color=paper.INK, ms=5.5, zorder=3)
            span = f"{row.best}" if row.best == row.worst else f"{row.best}–{row.worst}"
            axes.annotate(span, (1.01, y), xycoords=("axes fraction", "data"), va="center")
        axes.set_xlim(0.5, last + 0.5)
        step = max(1, -(-last // 16))
        axes.set_xticks([1, *range(step, last + 1, step)] if step > 1 else range(1, last + 1))
        axes.tick_params(axis="x", top=True, labeltop=True)
        axes.grid(axis="x")
        axes.set_xlabel("hạng" if lang == "vi" else "rank")
        _legend(sheet, lang)
        paper.titled(sheet, title or _title(lang))
    return Chart(sheet, title or _title(lang))


def _title(lang: Lang) -> str:
    return "Hạng tốt nhất và thấp nhất có thể đạt" if lang == "vi" else "The best and worst rank of each unit"


def _legend(sheet: Figure, lang: Lang) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=paper.SKY, edgecolor=paper.BLUE),
        Line2D([], [], marker="D", color=paper.INK, lw=0),
    ]
    names = (
        ["hạng có thể đạt", "hạng hiện tại"] if lang == "vi" else ["ranks that are possible", "rank today"]
    )
    sheet.legend(keys, names, loc="outside lower center", ncols=2, frameon=False)
