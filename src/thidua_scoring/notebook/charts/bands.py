"""Classes as bands beneath a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import frozen

from thidua_scoring.errors import Lang
from thidua_scoring.notebook.charts import paper

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_RING: Final = {"boxstyle": "circle,pad=0.25", "fc": "white", "ec": paper.INK, "lw": 0.8}


@frozen
class Band:
    """A class and the least that it takes; None where it begins below everything."""

    name: str
    from_: Fraction | None = None


def lay(axes: Axes, bands: Sequence[Band]) -> None:
    """Lay bands from below upwards beneath a drawing whose limits are set, each named at the right."""
    bottom, top = sorted(axes.get_ylim())
    room = (top - bottom) / 11
    last = bottom - room
    for index, (band, low, high) in enumerate(_between(bands, bottom, top)):
        axes.axhspan(low, high, color=paper.GREYS[index % 2], lw=0, zorder=-2)
        if low > bottom:
            axes.axhline(low, color=paper.INK, lw=0.9, ls=(0, (5, 2)), zorder=1)
        last = max((low + high) / 2, last + room)
        name = paper.wrapped(band.name, 20)
        axes.annotate(name, (1.01, last), xycoords=("axes fraction", "data"), va="center", fontsize=8)


def lay_across(axes: Axes, bands: Sequence[Band], form: paper.Form, lang: Lang) -> str:
    """Lay bands side by side, each with its number above; return what the numbers stand for."""
    left, right = sorted(axes.get_xlim())
    room = (right - left) / 30
    last = left - room
    named: list[str] = []
    found = _between(bands, left, right)
    for index, (band, low, high) in enumerate(found):
        axes.axvspan(low, high, color=paper.GREYS[index % 2], lw=0, zorder=-2)
        if low > left:
            axes.axvline(low, color=paper.INK, lw=0.9, ls=(0, (5, 2)), zorder=1)
        last = max((low + high) / 2, last + room)
        number = str(len(found) - index)
        axes.annotate(number, (last, 1.0), (0, 9), xycoords=("data", "axes fraction"), ha="center",
                      textcoords="offset points", va="center", fontsize=8,
                      bbox=_RING)  # fmt: skip
        since = "từ" if lang == "vi" else "from"
        least = "" if band.from_ is None else f" ({since} {paper.written(band.from_, form, lang)})"
        named.append(f"{number} = {band.name}{least}")
    return "\n".join(map(paper.lettered, reversed(named)))


def _between(bands: Sequence[Band], bottom: float, top: float) -> list[tuple[Band, float, float]]:
    """Return the bands that are seen between two ends, from the lowest, each with what is seen of it."""
    ordered = sorted(bands, key=lambda band: (band.from_ is not None, band.from_ or Fraction(0)))
    starts = [bottom if band.from_ is None else float(band.from_) for band in ordered]
    ends = [*starts[1:], top][: len(starts)]
    cut = zip(ordered, (max(each, bottom) for each in starts), (min(each, top) for each in ends), strict=True)
    return [(band, low, high) for band, low, high in cut if low < high]
