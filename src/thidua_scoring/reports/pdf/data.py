"""What a report hands to Typst: texts, lists and mappings of them, ready to be set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isqrt
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from thidua_scoring.reports.model_words import word
from thidua_scoring.reports.sharing import BREAK, NAMES, parts, turned

if TYPE_CHECKING:
    from thidua_scoring.errors import Lang
    from thidua_scoring.reports.model import Report
    from thidua_scoring.reports.model_cards import Card, Part
    from thidua_scoring.tabular import Table

_UNSETTABLE: Final = re.compile(
    "[^ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u04ff\u1e00-\u1eff\u2010-\u2027"
    "\u2030-\u2037\u2039\u203a\u2044\u2070\u2071\u2074-\u208e\u20a0-\u20bf\u2116"
    "\u2122\u2153-\u2183\u2190-\u2220\u2260-\u226b\u2500-\u25ff\ufffd]"
)
"""What the fonts that come with Typst do not have, or what would not be seen."""
_FIGURE: Final = re.compile(r"[\d.,/…%()=\u00a0-]{1,30}")
_APART: Final = re.compile("[ \u200b]|(?<=-)")
_LETTERS: Final = 76
"""How many letters of a table stand beside each other on a page."""
_SHORT: Final = 240
"""The most letters of a cell whose row is kept on one page: so many do not fill a page in any column."""
_FEW: Final = 8
"""The most criteria whose headings need not be turned."""
_IN_CELL, _IN_TEXT = 12, 24
"""The most letters of a word that are kept on one line."""


def settable(text: str, most: int = _IN_TEXT) -> str:
    """Write text so that all of it can be seen: unknown letters as code points, long words to be broken.

    Figures of up to 30 signs stay whole. A break is a space of no width.

    >>> settable("Xã 中"), settable("x" * 4 + "-ab", most=3).split("\u200b")
    ('Xã [U+4E2D]', ['x', 'x', 'x', 'x', '-', 'ab'])
    """
    text = " ".join(re.split(r"[ \t\r\n]+", normalize("NFC", text)))
    text = _UNSETTABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
    return re.sub(f"[^ ]{{{most + 1},}}", lambda found: _breakable(found[0], most), text)


def _breakable(long: str, most: int) -> str:
    if _FIGURE.fullmatch(long):
        return long
    pieces = re.findall("[^-]*-|[^-]+", long)
    return BREAK.join(piece if len(piece) <= most else BREAK.join(piece) for piece in pieces)


def data_of(made: Report) -> dict[str, Any]:
    """Return a report as data for the template, its texts in its language."""
    lang = made.lang
    told = {"period": made.period, "source": made.source}
    tables = {"ballots": made.ballots, "awards": made.awards}
    alone = len(made.cards) == 1
    return {
        "lang": lang,
        "version": settable(made.version),
        "place": settable(made.place_and_date),
        "title": settable(made.title),
        "told": [[word(key, lang), settable(text)] for key, text in told.items() if text],
        "status": settable(made.status),
        "findings": settable(made.findings),
        "summary": {"title": word("results", lang), **_table(made.summary, lang)},
        "links": [made.links.get(row, "") for row in range(len(made.summary.rows))],
        "notes": _texts(made.notes),
        "open": {"title": word("open", lang), "texts": _texts(made.open)},
        "matrix": {"title": word("matrix", lang), "tables": _matrices(made.matrix, lang)},
        "groups": [
            {"title": word(key, lang), "tables": [_table(each, lang) for each in given]}
            for key, given in tables.items()
            if given
        ],
        "cards": [
            {"id": f"card-{place}", **_card(card, lang, explained=alone)}
            for place, card in enumerate(made.cards, 1)
        ],
    }


def _texts(texts: Iterable[str]) -> list[str]:
    return [settable(text) for text in texts]


def _table(table: Table, lang: Lang) -> dict[str, Any]:
    heads = [settable(heading.title(lang), _IN_CELL) for heading in table.headings]
    rows = [[settable(cell, _IN_CELL) for cell in cells] for cells in table.cells(lang)]
    return {
        "caption": settable(table.caption(lang)),
        "heads": heads,
        "widths": _widths(zip(heads, *rows, strict=True)),
        "right": [heading.right for heading in table.headings],
        "rows": rows,
        "whole": [all(len(cell.replace(BREAK, "")) <= _SHORT for cell in row) for row in rows],
        "marked": sorted(table.marked),
        "beneath": _texts(table.beneath(lang)),
    }


def _widths(columns: Iterable[tuple[str, ...]]) -> list[int]:
    """Return how wide columns are beside each other: their longest words, and more where texts are long."""
    columns = list(columns)
    words = [max(len(word) for text in column for word in _APART.split(text)) + 2 for column in columns]
    wants = [
        isqrt(100 * max(0, max(map(len, column)) - word)) for column, word in zip(columns, words, strict=True)
    ]
    spare = max(0, _LETTERS - sum(words))
    return [
        10 * word + 10 * spare * want // (sum(wants) or 1) for word, want in zip(words, wants, strict=True)
    ]


def _matrices(table: Table | None, lang: Lang) -> list[dict[str, Any]]:
    """Return the points by criterion as tables that fit a page that lies across, units in each of them."""
    if table is None:
        return []
    if len(table.headings) <= _FEW + 2:
        return [{**_table(table, lang), "turned": False}]
    whole = _table(table, lang)
    room = [turned(*column) for column in zip(whole["heads"], *whole["rows"], strict=True)][1:]
    return [
        {
            **whole,
            "turned": True,
            "heads": [whole["heads"][0], *whole["heads"][part]],
            "widths": [NAMES, *room[part.start - 1 : part.stop - 1]],
            "right": [False, *whole["right"][part]],
            "rows": [[row[0], *row[part]] for row in whole["rows"]],
        }
        for part in parts(room)
    ]


def _card(card: Card, lang: Lang, *, explained: bool) -> dict[str, Any]:
    facts = {"total": card.total, "percent": card.percent, "rank": card.rank, "class": card.grade}
    return {
        "kind": word("card", lang),
        "name": settable(card.name),
        "bloc": settable(card.bloc),
        "facts": [[word(key, lang), settable(text, _IN_CELL)] for key, text in facts.items()],
        "criteria": {"title": word("criteria", lang), **_table(card.criteria, lang)},
        "decisions": {
            "title": word("decisions", lang),
            "each": [
                {"said": settable(f"{each.what}: {each.result}"), "reasons": _texts(each.reasons)}
                for each in card.decisions
            ],
        },
        "lines": {
            "title": word("lines", lang),
            "parts": [_part(each, lang) for each in card.parts] if explained else [],
        },
    }


def _part(part: Part, lang: Lang) -> dict[str, Any]:
    figures = [f"{word('figures', lang)}: {'; '.join(part.figures)}"] if part.figures else []
    lines = [_line(*cells) for cells in part.lines.cells(lang)]
    return {"heading": settable(part.heading), "texts": _texts([*lines, *figures])}


def _line(column: str, points: str, title: str, how: str, source: str) -> str:
    """Write one line of a rule: its column and points, what it is, how it was worked out, and its source."""
    said = f"{column} {points}: {title}"
    said += f" = {how}" if how else ""
    return f"{said} [{source}]" if source else said
