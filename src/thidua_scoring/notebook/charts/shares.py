"""How large a share of all weights, or of all cases, gives each unit each rank.

Rank acceptability after Lahdelma and Salminen, SMAA-2, Operations Research 49 (2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from thidua_scoring.errors import Lang
from thidua_scoring.frames.extras import library
from thidua_scoring.notebook.charts import paper
from thidua_scoring.notebook.charts.chart import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROOM = Fraction(4, 100)
"""The least share in which its rank is written."""


def _shares(shares: Iterable[Fraction]) -> tuple[Fraction, ...]:
    return tuple(shares)


@frozen
class Acceptability:
    """A unit and the shares in which it comes first, second, and so on; each 0 to 1."""

    name: str
    shares: tuple[Fraction, ...] = field(converter=_shares)


def acceptability(rows: Sequence[Acceptability], *, title: str = "", lang: Lang = "vi") -> Chart:
    """Draw one bar a unit, the shares of its ranks side by side from the best, in the order given.

    Ranks stand in order, the best dark and the last light, with their number where there is room.
    """
    title = title or ("Tỷ lệ đạt từng hạng" if lang == "vi" else "Share of each rank")
    names = [row.name for row in rows]
    tall = paper.heights(names, 0.34)
    ranks = max((len(row.shares) for row in rows), default=1)
    with paper.drawn():
        sheet = paper.figure(sum(tall) + 1.5)
        axes = sheet.subplots()
        colors = [_color(rank, ranks) for rank in range(ranks)]
        for row, y in zip(rows, paper.rows(axes, names, tall), strict=True):
            _bar(axes, row, y, colors)
        axes.set_xlim(0, 1)
        paper.numbered(axes.xaxis, "percent", lang)
        axes.set_xlabel("tỷ lệ" if lang == "vi" else "share")
        _legend(sheet, colors, lang)
        paper.titled(sheet, title)
    return Chart(sheet, title)


def _color(rank: int, ranks: int) -> tuple[float, ...]:
    """Return a shade of cividis, dark for the first rank; dark and light survive print without colour."""
    shades = library("matplotlib", "charts").colormaps["cividis"]
    return tuple(shades(rank / max(ranks - 1, 1)))


def _bar(axes: Axes, row: Acceptability, y: float, colors: Sequence[Any]) -> None:
    at = Fraction(0)
    for rank, share in enumerate(row.shares):
        if not share:
            continue
        dark = sum(colors[rank][:3]) < 1.4
        axes.barh(y, float(share), 0.24, left=float(at), color=colors[rank], edgecolor="white", lw=0.6)
        if share >= _ROOM:
            ink = "white" if dark else paper.INK
            middle = float(at + share / 2)
            axes.text(middle, y, str(rank + 1), ha="center", va="center", fontsize=8, color=ink)
        at += share


def _legend(sheet: Any, colors: Sequence[Any], lang: Lang) -> None:
    from matplotlib.patches import Patch

    word = "hạng" if lang == "vi" else "rank"
    count = len(colors)
    told = range(count) if count <= 8 else sorted({n * (count - 1) // 7 for n in range(8)})
    keys = [Patch(facecolor=colors[n], edgecolor="white") for n in told]
    sheet.legend(keys, [f"{word} {n + 1}" for n in told], loc="outside lower center",
                 ncols=len(keys), frameon=False)  # fmt: skip
