"""Results as tables: one description from which text, HTML, records and data frames are made.

A result says what its table holds; everything that shows it reads the same `Table`, so that a
notebook, a terminal and a data frame never differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field, frozen

from thidua_scoring.decisions.reasons import Parameter, Said, plain, shown
from thidua_scoring.errors import Lang
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from rich.table import Table as RichTable

Cell: TypeAlias = "Parameter | bool | None"
"""What stands in a table: None is shown as a dash."""
NOTHING: Final = "—"
WIDTH: Final = 110
"""The width of a table that is written as text."""
_YES_NO: Final = {True: Said("có", "yes"), False: Said("không", "no")}


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


@frozen
class Table:
    """A table: its title, its columns, its rows, and what is to be said beneath it.

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

    def records(self) -> list[dict[str, Any]]:
        """Return one mapping a row for machines: keys of columns, numbers as text, ids for names."""
        keys = [heading.key for heading in self.headings]
        return [dict(zip(keys, map(_plain, row), strict=True)) for row in self.rows]

    def text(self, lang: Lang = "vi", *, most: int | None = None) -> str:
        """Write the table in plain text; ``most`` limits the rows."""
        from rich.console import Console

        to = StringIO()
        console = Console(file=to, width=WIDTH, markup=False, emoji=False, highlight=False)
        console.print(harmless(shown(self.title, lang)))
        console.print(self.rich(lang, most=most))
        for line in self._beneath(lang, most):
            console.print(harmless(line))
        return "\n".join(line.rstrip() for line in to.getvalue().splitlines())

    def rich(self, lang: Lang = "vi", *, most: int | None = None) -> RichTable:
        """Make a table for a terminal; long texts are folded, not cut."""
        from rich import box
        from rich.table import Table as Made

        made = Made(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for heading in self.headings:
            made.add_column(
                heading.title(lang),
                justify="right" if heading.right else "left",
                overflow="fold",
                no_wrap=heading.right,
            )
        for index, row in enumerate(self.rows[:most]):
            made.add_row(*(harmless(_shown(cell, lang)) for cell in row), style=self._style(index))
        return made

    def _style(self, index: int) -> str | None:
        return "bold" if index in self.marked else None

    def html(self, lang: Lang = "vi", *, most: int | None = None) -> str:
        """Write the table as one piece of HTML that needs nothing from outside; all text is escaped."""
        heads = "".join(
            f'<th scope="col"{_side(each)}>{escape(each.title(lang))}</th>' for each in self.headings
        )
        body = "".join(self._html_row(index, lang) for index in range(len(self.rows[:most])))
        notes = "".join(f"<p>{escape(line)}</p>" for line in self._beneath(lang, most))
        caption = escape(shown(self.title, lang))
        return (
            f'<div class="thidua" lang="{lang}">{_STYLE}<table><caption>{caption}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{notes}</div>"
        )

    def _html_row(self, index: int, lang: Lang) -> str:
        pairs = zip(self.headings, self.rows[index], strict=True)
        cells = "".join(f"<td{_side(each)}>{escape(_shown(cell, lang))}</td>" for each, cell in pairs)
        return f"<tr{' class=marked' if index in self.marked else ''}>{cells}</tr>"

    def _beneath(self, lang: Lang, most: int | None) -> Iterator[str]:
        if most is not None and most < len(self.rows):
            more = len(self.rows) - most
            yield f"… và {more} dòng nữa" if lang == "vi" else f"… and {more} more rows"
        yield from (shown(note, lang) for note in self.notes)


class Tabled:
    """A result that shows itself as a table, in a terminal and in a notebook."""

    __slots__ = ()

    def table(self) -> Table:
        """Return the table of the result."""
        raise NotImplementedError

    def text(self, lang: Lang = "vi") -> str:
        """Write the table in plain text."""
        return self.table().text(lang)

    def html(self, lang: Lang = "vi") -> str:
        """Write the table as HTML that stands by itself."""
        return self.table().html(lang)

    def to_frame(self) -> Any:
        """Return the table as a Polars or pandas frame, whichever is installed; numbers as text."""
        from thidua_scoring.scoring.results import framed

        return framed(self.table().records())

    def __repr__(self) -> str:
        return self.table().text(most=MOST)

    def _repr_html_(self) -> str:
        return self.table().html(most=MOST)


MOST: Final = 60
"""How many rows a result shows of itself; `Tabled.text` and `Tabled.html` give all."""


def _side(heading: Heading) -> str:
    return " class=figure" if heading.right else ""


def _shown(cell: Cell, lang: Lang) -> str:
    if cell is None:
        return NOTHING
    return shown(_YES_NO[cell] if isinstance(cell, bool) else cell, lang)


def _plain(cell: Cell) -> Any:
    return cell if cell is None or isinstance(cell, bool) else plain(cell)


_STYLE: Final = (
    "<style>"
    ".thidua{font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#1a1a1a;"
    "background:#fff;overflow-x:auto}"
    ".thidua table{border-collapse:collapse;font-size:.9em}"
    ".thidua caption{text-align:left;font-weight:600;padding:.3em 0}"
    ".thidua th,.thidua td{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:left;"
    "vertical-align:top;background:#fff}"
    ".thidua thead th{border-bottom:2px solid #444}"
    ".thidua .figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".thidua .marked td{font-weight:600;background:#f2f2f2}"
    ".thidua p{font-size:.85em;color:#444;margin:.3em 0;max-width:48em}"
    "</style>"
)
