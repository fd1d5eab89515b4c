"""From the criteria to the total: what each adds, what was taken away, what could have been had."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import frozen

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import paper
from thidua_scoring.notebook.charts.chart import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ZERO: Final = Fraction(0)
_KEYS: Final = {
    "base": ("điểm đạt", "base"),
    "bonus": ("điểm cộng", "bonus"),
    "deduct": ("điểm trừ", "deducted"),
    "most": ("mức tối đa", "the most there is"),
    "open": ("chưa chắc chắn", "not certain"),
    "other": ("khác: chốt, tự chấm, giới hạn, làm tròn", "other: settled, claimed, limits, rounding"),
}


@frozen
class Part:
    """What one criterion, group or limit brings to a total, in points.

    ``deduct`` is a positive amount. ``other`` is what is of none of the three columns: points that
    were settled, what a limit takes from the sum.
    """

    name: str
    base: Fraction = _ZERO
    bonus: Fraction = _ZERO
    deduct: Fraction = _ZERO
    other: Fraction = _ZERO
    most: Fraction | None = None
    """The most that could be had; None where that says nothing."""
    ends: tuple[Fraction | None, Fraction | None] | None = None
    """Between what the points lie, where they are open; None is without end."""
    note: str = ""
    """What stands in the place of the points: that the criterion does not apply."""

    @property
    def points(self) -> Fraction:
        """What the part adds to the total."""
        return self.base + self.bonus - self.deduct + self.other


def waterfall(parts: Sequence[Part], *, title: str, lang: Lang = "vi", unsure: bool = False) -> Chart:
    """Draw parts one after another, each from where the last one ended, and their sum beneath.

    ``unsure`` marks the sum as open. Figures at the right are points of the most that there is.
    """
    total = sum((part.points for part in parts), _ZERO)
    names = [*(part.name for part in parts), "Tổng điểm" if lang == "vi" else "Total"]
    tall = paper.heights(names, 0.34)
    with paper.drawn():
        sheet = paper.figure(sum(tall) + 1.3)
        axes = sheet.subplots()
        middles = paper.rows(axes, names, tall)
        at, used = _ZERO, set[str]()
        for part, y, below in zip(parts, middles, middles[1:], strict=False):
            used |= _part(axes, part, at, y, lang)
            at += part.points
            axes.plot([float(at)] * 2, [y, below], color=paper.FAINT, lw=0.7, zorder=0)
        axes.barh(middles[-1], float(total), 0.24, color=paper.INK)
        axes.axhline(middles[-1] - tall[-1] / 2, color=paper.INK, lw=0.8)
        mark = "*" if unsure else ""
        _told(axes, middles[-1], paper.written(total, "number", lang) + mark, bold=True)
        _finish(axes, used, lang)
        paper.titled(sheet, title)
    sum_ = paper.written(total, "number", lang)
    return Chart(sheet, f"{title}: {names[-1]} {sum_}{mark}")


def _part(axes: Axes, part: Part, at: Fraction, y: float, lang: Lang) -> set[str]:
    """Draw one row; return the kinds of bars in it."""
    used = set[str]()

    def bar(kind: str, start: Fraction, width: Fraction, tall: float, y: float, **how: object) -> None:
        if width:
            used.add(kind)
            axes.barh(y, float(width), tall, left=float(start), linewidth=0.8, **how)  # type: ignore[arg-type]

    if part.most is not None:
        bar("most", at, part.most, 0.26, y, facecolor="none", edgecolor=paper.FAINT, linestyle=(0, (3, 2)))
    bar("base", at, part.base, 0.2, y, color=paper.BLUE)
    gained = at + part.base
    bar("bonus", gained, part.bonus, 0.2, y, facecolor="#bfe5d9", edgecolor=paper.GREEN, hatch="////")
    gained += part.bonus
    bar("other", gained, part.other, 0.2, y, facecolor="#dddddd", edgecolor=paper.INK, hatch="....")
    gained += part.other
    bar("deduct", gained - part.deduct, part.deduct, 0.1, y + 0.05,
        facecolor="#fbe0d0", edgecolor=paper.RED, hatch="xxxx")  # fmt: skip
    if part.ends is not None:
        used.add("open")
        low, high = (at + part.points if end is None else at + end for end in part.ends)
        paper.whisker(axes, low, high, y)
    _told(axes, y, part.note or _amount(part, lang))
    return used


def _amount(part: Part, lang: Lang) -> str:
    if part.ends is not None:
        low, high = ("∞" if end is None else paper.written(end, "number", lang) for end in part.ends)
        return f"{low}…{high} *"
    points = paper.written(part.points, "number", lang)
    return points if part.most is None else f"{points} / {paper.written(part.most, 'number', lang)}"


def _told(axes: Axes, y: float, text: str, *, bold: bool = False) -> None:
    axes.annotate(
        paper.lettered(text), (1.01, y), xycoords=("axes fraction", "data"), va="center", ha="left",
        fontweight="bold" if bold else "normal", annotation_clip=False,
    )  # fmt: skip


def _finish(axes: Axes, used: set[str], lang: Lang) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    faces = {
        "base": Patch(color=paper.BLUE),
        "bonus": Patch(facecolor="#bfe5d9", edgecolor=paper.GREEN, hatch="////"),
        "deduct": Patch(facecolor="#fbe0d0", edgecolor=paper.RED, hatch="xxxx"),
        "other": Patch(facecolor="#dddddd", edgecolor=paper.INK, hatch="...."),
        "most": Patch(facecolor="none", edgecolor=paper.FAINT, linestyle=(0, (3, 2))),
        "open": Line2D([], [], color=paper.INK, marker="|", lw=1.3),
    }
    shown = [key for key in faces if key in used]
    axes.axvline(0, color=paper.INK, lw=0.8)
    axes.grid(axis="x")
    axes.margins(x=0.02)
    paper.numbered(axes.xaxis, "number", lang)
    axes.set_xlabel("điểm cộng dồn" if lang == "vi" else "points so far")
    if shown:
        names = [_KEYS[key][lang == "en"] for key in shown]
        across = len(shown) if len(shown) < 5 else 3  # as many as the width holds
        axes.figure.legend(
            [faces[key] for key in shown], names, loc="outside lower center", ncols=across, frameon=False
        )
