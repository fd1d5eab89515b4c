"""Results as tables: one description from which text, HTML, records and data frames are made.

A result says what its table holds; everything that shows it reads the same `Table`, so that a
notebook, a terminal and a data frame never differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field, frozen

from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from thidua_scoring.decisions.reasons import Parameter, Said
    from thidua_scoring.errors import Lang

Cell: TypeAlias = "Parameter | bool | None"
"""What stands in a table: None is shown as a dash."""
NOTHING: Final = "—"
WIDTH: Final = 110
"""The width of a table that is written as text."""
_STEERING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Marks that turn the direction of the text around them, and halves of letters."""
_FIGURE: Final = 30
"""The most letters of a figure that are kept on one line."""
_YES_NO: Final = {True: ("có", "yes"), False: ("không", "no")}


@frozen
class Heading:
    """A column of a table: its key for machines, its title for people."""

    key: str
    vi: str
    en: str
    right: bool = False
    """Whether the cells are figures, which stand at the right."""

    def title(self, lang: Lang) -> str:
        """Return the title in a language."""
        return self.en if lang == "en" else self.vi


def _rows(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(tuple, rows))


@frozen(repr=False)
class Table:
    """A table: its title, its columns, its rows, and what is to be said beneath it.

    >>> from thidua_scoring.decisions.reasons import Said
    >>> table = Table(Said("Điểm", "Points"), (Heading("unit", "Đơn vị", "Unit"),), [["Sở Xây dựng"]])
    >>> print(table.text("en"))
    Points
    Unit
    ───────────
    Sở Xây dựng
    """

    title: Said
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(converter=_rows)
    notes: tuple[Said, ...] = ()
    """Sentences beneath the table."""
    marked: frozenset[int] = frozenset()
    """The rows that stand out: the unit that is asked about, a total."""
    left_out: int = 0
    """How many rows there are beyond these, where a large result shows only its first."""

    def records(self) -> list[dict[str, Any]]:
        """Return one mapping a row for machines: keys of columns, numbers as text, ids for names."""
        keys = [heading.key for heading in self.headings]
        return [dict(zip(keys, map(_plain, row), strict=True)) for row in self.rows]

    def caption(self, lang: Lang) -> str:
        """Return the title as it is shown."""
        return _shown(self.title, lang)

    def cells(self, lang: Lang) -> list[list[str]]:
        """Return the cells as they are shown, row by row."""
        return [[_shown(cell, lang) for cell in row] for row in self.rows]

    def text(self, lang: Lang = "vi", *, most: int | None = None) -> str:
        """Write the table in plain text; ``most`` limits the rows."""
        from rich.console import Console

        to = StringIO()
        # Whatever the environment says: in a notebook, rich would show what it is to write.
        how: Any = {"force_terminal": False, "force_jupyter": False}
        console = Console(file=to, width=WIDTH, markup=False, emoji=False, highlight=False, **how)
        console.print(self.caption(lang))
        console.print(self.rich(lang, most=most))
        for line in self.beneath(lang, most):
            console.print(line)
        return "\n".join(line.rstrip() for line in to.getvalue().splitlines())

    def rich(self, lang: Lang = "vi", *, most: int | None = None) -> RichTable:
        """Make a table for a terminal; long texts are folded, not cut."""
        from rich import box
        from rich.table import Table as Made

        made = Made(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        rows = [[_shown(cell, lang) for cell in row] for row in self.rows[:most]]
        for index, heading in enumerate(self.headings):
            # Figures stay on one line, but a long title above them may be folded.
            widest = max((len(row[index]) for row in rows), default=0)
            made.add_column(
                heading.title(lang),
                justify="right" if heading.right else "left",
                overflow="fold",
                min_width=min(widest, _FIGURE) if heading.right else None,
            )
        for index, cells in enumerate(rows):
            made.add_row(*cells, style=self._style(index))
        return made

    def _style(self, index: int) -> str | None:
        return "bold" if index in self.marked else None

    def html(self, lang: Lang = "vi", *, most: int | None = None, style: bool = True) -> str:
        """Write the table as one piece of HTML that needs nothing from outside; all text is escaped.

        A page of several tables says once how they look (`STYLE`), and each table leaves it out.
        """
        heads = "".join(
            f'<th scope="col"{_side(each)}>{escape(each.title(lang))}</th>' for each in self.headings
        )
        body = "".join(self._html_row(index, lang) for index in range(len(self.rows[:most])))
        notes = "".join(f"<p>{escape(line)}</p>" for line in self.beneath(lang, most))
        caption = escape(self.caption(lang))
        return (
            f'<div class="thidua" lang="{lang}">{STYLE if style else ""}<table><caption>{caption}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{notes}</div>"
        )

    def __repr__(self) -> str:
        return self.text(most=MOST)

    def _repr_html_(self) -> str:
        return self.html(most=MOST)

    def _html_row(self, index: int, lang: Lang) -> str:
        cells = [escape(_shown(cell, lang)) for cell in self.rows[index]]
        first = "".join(f'<th scope="row"{_side(self.headings[0])}>{cell}</th>' for cell in cells[:1])
        rest = zip(self.headings[1:], cells[1:], strict=True)
        others = "".join(f"<td{_side(each)}>{cell}</td>" for each, cell in rest)
        row = '<tr class="marked">' if index in self.marked else "<tr>"
        return f"{row}{first}{others}</tr>"

    def beneath(self, lang: Lang, most: int | None = None) -> list[str]:
        """Return what stands beneath the table: how many rows are not shown, and the notes."""
        return [*self._left(lang, most), *(_sentence(_shown(note, lang)) for note in self.notes)]

    def _left(self, lang: Lang, most: int | None) -> Iterator[str]:
        more = self.left_out + (0 if most is None else max(0, len(self.rows) - most))
        if more:
            yield f"… và {more} dòng nữa" if lang == "vi" else f"… and {more} more rows"


class Tabled:
    """A result that shows itself as a table, in a terminal and in a notebook."""

    __slots__ = ()

    def table(self) -> Table:
        """Return the table of the result."""
        raise NotImplementedError

    def glance(self) -> Table:
        """Return what the result shows of itself; a large one makes no more of its table than that."""
        return self.table()

    def text(self, lang: Lang = "vi") -> str:
        """Write the table in plain text."""
        return self.table().text(lang)

    def html(self, lang: Lang = "vi") -> str:
        """Write the table as HTML that stands by itself."""
        return self.table().html(lang)

    def to_dict(self) -> dict[str, Any]:
        """Return the rows of the table for machines; most results say more."""
        return {"rows": self.table().records()}

    def to_frame(self) -> Any:
        """Return the table as a Polars or pandas frame, whichever is installed; numbers as text."""
        from thidua_scoring.scoring.results import framed

        return framed(self.table().records())

    def __repr__(self) -> str:
        return self.glance().text(most=MOST)

    def _repr_html_(self) -> str:
        return self.glance().html(most=MOST)


MOST: Final = 60
"""How many rows a result shows of itself; `Tabled.text` and `Tabled.html` give all."""


def _sentence(text: str) -> str:
    """Write a note as a sentence of its own; reasons begin small, since they may stand inside another."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."


def _side(heading: Heading) -> str:
    return ' class="figure"' if heading.right else ""


def plain_text(text: str) -> str:
    """Replace what could steer a terminal or turn the text around it: names come from files."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", harmless(text))


def _shown(cell: Cell, lang: Lang) -> str:
    if cell is None:
        return NOTHING
    if isinstance(cell, bool):
        return _YES_NO[cell][lang == "en"]
    # Only here, since scoring imports this module and does without decisions.
    from thidua_scoring.decisions.reasons import shown

    return plain_text(shown(cell, lang))


def _plain(cell: Cell) -> Any:
    from thidua_scoring.decisions.reasons import plain

    return cell if cell is None or isinstance(cell, bool) else plain(cell)


STYLE: Final = (
    "<style>"
    ".thidua{font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#1a1a1a;"
    "background:#fff;color-scheme:light;overflow-x:auto;line-height:1.45;padding:.1em .2em .4em}"
    ".thidua table{border-collapse:collapse;font-size:.9em;color:inherit}"
    ".thidua caption{text-align:left;font-weight:600;font-size:1.05em;padding:.4em 0}"
    ".thidua th,.thidua td{padding:.28em .7em;border-bottom:1px solid #ddd;"
    "vertical-align:top;background:#fff}"
    # Jupyter sets all tables to the right, by a rule as strong as that of two classes.
    ".thidua.thidua tr>*{text-align:left}"
    ".thidua tbody th{font-weight:400;min-width:8em;position:sticky;left:0}"
    ".thidua td:not(.figure){min-width:6em}"
    ".thidua thead th{border-bottom:2px solid #444;vertical-align:bottom}"
    ".thidua.thidua tr>.figure{text-align:right;font-variant-numeric:tabular-nums}"
    ".thidua td.figure{white-space:nowrap}"
    ".thidua .marked th,.thidua .marked td{font-weight:600;background:#f0f0f0}"
    ".thidua p{font-size:.85em;color:#444;margin:.35em 0;max-width:48em;"
    "overflow-wrap:anywhere}"
    "@media print{.thidua{overflow:visible}.thidua tr{break-inside:avoid}}"
    "</style>"
)
"""How tables look; it names no font or picture that has to be fetched."""
