"""What all charts are drawn on: sizes, colours that survive print, letters, and Vietnamese figures.

Colours are of the Okabe and Ito palette (2008), told apart by people who see few colours; nothing is
told by colour alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from thidua_scoring.errors import Lang
from thidua_scoring.frames.extras import library
from thidua_scoring.numbers import show, show_percent
from thidua_scoring.tabular import plain_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Form: TypeAlias = Literal["number", "count", "percent", "date"]
INK: Final = "#222222"
FAINT: Final = "#777777"
BLUE: Final = "#0072B2"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
RED: Final = "#D55E00"
YELLOW: Final = "#F0E442"
GREYS: Final = ("#ffffff", "#ececec")
"""Bands that lie beneath a drawing, in turn."""
LETTERS: Final = 36
"""How many letters of a name stand on a line."""
LINE: Final = 0.17
"""The height of a line of text, in inches."""
WIDTH: Final = 9.0
_FONT: Final = "DejaVu Sans"
"""It comes with matplotlib and has all letters of Vietnamese."""
_LOOK: Final[dict[str, Any]] = {
    "font.family": _FONT,
    "font.size": 9,
    "text.parse_math": False,  # a name with dollar signs is no formula
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.7,
    "svg.fonttype": "path",
    "svg.hashsalt": "thidua",
    "path.simplify": False,
}


@contextmanager
def drawn() -> Iterator[None]:
    """Draw by the look of this library, whatever the user has set; it is put back afterwards."""
    style = library("matplotlib.style", "charts")
    with style.context(["default", _LOOK]):
        yield


def figure(height: float, width: float = WIDTH) -> Figure:
    """Make a sheet of a height in inches, which belongs to no window and no global state."""
    made: Figure = library("matplotlib.figure", "charts").Figure(
        figsize=(width, height), layout="constrained"
    )
    return made


@cache
def _letters() -> frozenset[int]:
    """Return the letters that the font has, by their code points."""
    manager = library("matplotlib.font_manager", "charts")
    font = library("matplotlib.ft2font", "charts").FT2Font(manager.findfont(_FONT))
    return frozenset(font.get_charmap())


def lettered(text: str) -> str:
    """Replace letters that the font cannot draw."""
    known = _letters()
    flat = " ".join(plain_text(text).split())
    return "".join(each if ord(each) in known else "\N{REPLACEMENT CHARACTER}" for each in flat)


def wrapped(name: str, letters: int = LETTERS) -> str:
    """Break a name into lines of about the same length; none of it is cut."""
    text = lettered(name)
    lines = textwrap.wrap(text, letters, break_on_hyphens=False)
    for width in range(-(-len(text) // max(len(lines), 1)), letters):
        if len(even := textwrap.wrap(text, max(width, 1), break_on_hyphens=False)) == len(lines):
            return "\n".join(even) or " "
    return "\n".join(lines) or " "


def heights(names: Sequence[str], least: float = 0.3, letters: int = LETTERS) -> list[float]:
    """Return the height in inches that each name's row needs."""
    return [max(least, LINE * (wrapped(name, letters).count("\n") + 1) + 0.1) for name in names]


def rows(axes: Axes, names: Sequence[str], tall: Sequence[float], letters: int = LETTERS) -> list[float]:
    """Name the rows of a chart from above, each as tall as its name; return their middles in inches."""
    middles, at = [], 0.0
    for height in tall:
        middles.append(at + height / 2)
        at += height
    axes.set_ylim(at, 0)
    axes.set_yticks(middles, [wrapped(name, letters) for name in names])
    axes.tick_params(axis="y", length=0)
    return middles


def written(value: Fraction, form: Form, lang: Lang, *, most: int = 2) -> str:
    """Write a figure for a chart: a share as a percentage, an ordinal as its date."""
    if form == "date":
        day = date.fromordinal(min(max(int(value), 1), date.max.toordinal()))
        return f"{day:%d/%m/%Y}" if lang == "vi" else day.isoformat()
    text = show_percent(value, lang, most=most) if form == "percent" else show(value, lang, most=most)
    return text.replace("-", "\N{MINUS SIGN}")


def numbered(axis: Any, form: Form = "number", lang: Lang = "vi", *, whole: bool = False) -> None:
    """Write the figures of an axis as people of the language do."""
    ticker = library("matplotlib.ticker", "charts")
    if whole or form in ("count", "date"):
        axis.set_major_locator(ticker.MaxNLocator("auto", integer=True, min_n_ticks=1, steps=[1, 2, 5, 10]))
    else:
        axis.set_major_locator(ticker.MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(lambda value, _: written(Fraction(f"{value:.10g}"), form, lang, most=6))


def whisker(axes: Axes, low: Fraction, high: Fraction, y: float) -> None:
    """Draw a line from the least to the most of what is open, with a stroke at both ends."""
    for color, width in (("white", 3.4), (INK, 1.4)):  # the white shows it on a dark bar
        axes.plot([float(low), float(high)], [y, y], color=color, lw=width, marker="|", ms=9, mew=width,
                  zorder=4)  # fmt: skip


def titled(sheet: Figure, title: str) -> None:
    """Write a title at the left, above everything, in as many lines as it takes."""
    if title:
        sheet.suptitle(wrapped(title, 88), x=0.01, ha="left", fontsize=11, fontweight="bold")
