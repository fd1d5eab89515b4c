"""Pieces of reports, to be set into other documents: a table, a unit's card, a chart, a paragraph.

Each is for an audience, as whole reports are. ``table`` and ``card`` give HTML that brings its own
look and touches nothing around it, ``chart`` an SVG element, ``findings`` plain text.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Final

from attrs import evolve

from thidua_scoring.decisions.telling import class_name
from thidua_scoring.errors import Lang
from thidua_scoring.reports.audience import reader_of
from thidua_scoring.reports.html import rendered
from thidua_scoring.reports.model import report, standing_of
from thidua_scoring.reports.model_findings import paragraph
from thidua_scoring.reports.model_tables import summary_table
from thidua_scoring.reports.model_words import word
from thidua_scoring.tabular import plain_text

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.scoring.scoreboard import Scoreboard

_CARD: Final = (
    '{% from "parts.html" import card with context %}'
    '<div class="thidua-card" lang="{{ lang }}"><style>@scope (.thidua-card){ {{ style }} }</style>'
    "{{ card(report.cards[0], place, top=false) }}</div>"
)
_ROW: Final = 30
_NAMES: Final = 320
_BARS: Final = 260
"""Measures of the chart of classes, in pixels."""


def findings(
    result: Scoreboard | Standing, *, audience: str, unit: str | None = None, lang: Lang = "vi"
) -> str:
    """Say in a paragraph how many units are in which class, and to the council who leads.

    See `reports.model.report` for the arguments and for what is raised.
    """
    standing = standing_of(result)
    return plain_text(paragraph(standing, reader_of(standing, audience, unit), lang))


def table(result: Scoreboard | Standing, *, audience: str, unit: str | None = None, lang: Lang = "vi") -> str:
    """Return the table of all units as a piece of HTML.

    See `reports.model.report` for the arguments and for what is raised.
    """
    standing = standing_of(result)
    return summary_table(standing, reader_of(standing, audience, unit)).html(lang)


def card(result: Scoreboard | Standing, unit: str, *, audience: str, lang: Lang = "vi") -> str:
    """Return the card of a unit as a piece of HTML; the public is told the words of the grade alone.

    See `reports.model.report` for the arguments and for what is raised.
    """
    standing = standing_of(result)
    if reader_of(standing, audience, unit).audience == "public":
        shown = summary_table(standing, reader_of(standing, audience))
        own = [shown.rows[standing.board.evidence.rows[unit]]]
        return evolve(shown, rows=own).html(lang)
    made = report(standing, audience=audience, unit=unit, lang=lang)
    place = f"card-{sha256(unit.encode()).hexdigest()[:10]}"
    return rendered(_CARD, made, "card", place=place)


def chart(result: Scoreboard | Standing, *, audience: str, unit: str | None = None, lang: Lang = "vi") -> str:
    """Draw a chart as one SVG element: for the public how many units are in which class.

    For the council it shows the totals of all units, or how the total of ``unit`` is made up; for a
    unit how its own is. These two need the extra ``charts``; without it, `FaultsError` with
    ``needs-extra``. See `reports.model.report` for what else is raised.
    """
    standing = standing_of(result)
    reader = reader_of(standing, audience, unit)
    if reader.audience == "public":
        return _classes(standing, lang)
    if not len(standing):
        # There is nothing to draw, of which the library that draws would complain.
        return _svg("", 0, lang)
    if reader.unit is not None:
        return standing.board[reader.unit].plot(lang).svg
    return standing.board.plot(lang).svg


def _classes(standing: Standing, lang: Lang) -> str:
    """Draw how many units are in each class, the best first, then all that is left open."""
    titles = {each.title: 0 for each in standing.board.ruleset.written.classes}
    counts = titles | Counter(class_name(unit, lang) for unit in standing)
    most = max([1, *counts.values()])
    bars = []
    for index, (title, count) in enumerate(counts.items()):
        middle = index * _ROW + _ROW // 2
        width = _BARS * count // most
        bars.append(
            f'<text x="{_NAMES - 8}" y="{middle}" text-anchor="end" dominant-baseline="central"'
            f"{_fitted(title)}>{escape(plain_text(title))}</text>"
            f'<rect x="{_NAMES}" y="{middle - 9}" width="{width}" height="18" fill="#0b4f94"/>'
            f'<text x="{_NAMES + width + 6}" y="{middle}" dominant-baseline="central">{count}</text>'
        )
    return _svg("".join(bars), len(bars), lang)


def _svg(bars: str, count: int, lang: Lang) -> str:
    said = escape(word("chart", lang))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" '
        f'viewBox="0 0 {_NAMES + _BARS + 60} {_ROW * count}" '
        f'style="width:100%;max-width:{_NAMES + _BARS + 60}px;height:auto;background:#fff" '
        f'font-family="system-ui,sans-serif" font-size="14">{bars}</svg>'
    )


def _fitted(title: str) -> str:
    """Squeeze a long title into its place; without fonts at hand, by the number of its letters."""
    return f' textLength="{_NAMES - 16}" lengthAdjust="spacingAndGlyphs"' if len(title) > 40 else ""
