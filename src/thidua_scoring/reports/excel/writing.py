"""Write a report, or the appendix of awards, as a workbook."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Unpack

from thidua_scoring.decisions.awards.appendix import COUNTS, HEADINGS, TITLE
from thidua_scoring.decisions.reasons import Said
from thidua_scoring.errors import Lang
from thidua_scoring.frames.extras import library
from thidua_scoring.notebook.words import OUTCOMES, headings
from thidua_scoring.reports.excel.cells import Cells
from thidua_scoring.reports.excel.sheets import Sheets
from thidua_scoring.reports.model import Asked, Report, report
from thidua_scoring.reports.model_words import word
from thidua_scoring.reports.package import MADE, clean
from thidua_scoring.tabular import Cell, Heading, Table

if TYPE_CHECKING:
    from thidua_scoring.decisions.awards.appendix import Appendix
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.reports.model_cards import Card

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_DECISIONS: Final = (
    Heading("unit", "Đơn vị", "Unit"),
    Heading("decision", "Quyết định", "Decision"),
    Heading("result", "Kết quả", "Result"),
    Heading("because", "Lý do", "Reasons"),
)


def write_workbook(standing: Standing, **asked: Unpack[Asked]) -> bytes:
    """Write what an audience may see of a standing as a workbook (.xlsx); equal input gives equal bytes.

    For the council: the summary, points by criterion, decisions with reasons, ballots, a sheet for
    each unit. For a unit: the grades of all, and its own sheet. For the public: the grades.

    Numbers are kept as numbers where a workbook gives them back exactly, else as text. See
    `reports.model.report` for what can be asked for. Raises what `report` raises, and `FaultsError`
    with ``needs-extra`` without XlsxWriter.
    """
    made = report(standing, **asked)
    lang = made.lang
    to = BytesIO()
    book = _book(to, made.title)
    titles = [each.title for each in standing.board.ruleset.written.classes]
    outcomes = [each.en if lang == "en" else each.vi for each in OUTCOMES.values()]
    sheets = Sheets(book, Cells(book), lang, [*titles, *outcomes[:1]])
    _summary(sheets, made)
    if made.matrix is not None:
        title = word("matrix", lang)
        sheets.add(title, title).table(made.matrix, head=True)
    if made.cards:
        title = word("decisions", lang)
        sheets.add(title, title).table(_decisions(made), head=True)
    if made.ballots:
        sheet = sheets.add(word("ballots", lang), word("ballots", lang))
        for table in made.ballots:
            sheet.table(table, titled=True)
    for card in made.cards:
        _card(sheets, card)
    if made.cards:
        title = word("lines", lang)
        sheets.add(title, title).table(_workings(made), head=True)
    book.close()
    return to.getvalue()


def _book(to: BytesIO, title: str) -> Any:
    book = library("xlsxwriter", "excel").Workbook(to, dict(_OPTIONS))
    book.set_properties({"title": clean(title)[:200], "created": MADE.replace(tzinfo=None)})
    return book


def _summary(sheets: Sheets, made: Report) -> None:
    remarks = [made.ruleset, made.source, made.period, made.place_and_date, made.version, made.status]
    sheet = sheets.add(word("results", made.lang), made.title, remarks)
    sheet.table(made.summary, head=True)
    sheet.lines([made.findings, *made.notes] if made.findings else made.notes)
    if made.open:
        sheet.lines([f"{word('open', made.lang)}:", *(f"– {each}" for each in made.open)])


def _decisions(made: Report) -> Table:
    rows = [
        [card.name, decision.what, decision.result, "; ".join(decision.reasons)]
        for card in made.cards
        for decision in card.decisions
    ]
    return Table(Said("Quyết định và lý do", "Decisions and reasons"), _DECISIONS, rows)


def _card(sheets: Sheets, card: Card) -> None:
    """Write a unit's sheet: its points by criterion, under what came of them."""
    lang = sheets.lang
    told = (("total", card.total), ("percent", card.percent), ("rank", card.rank), ("class", card.grade))
    remarks = ["; ".join(f"{word(key, lang)}: {value}" for key, value in told), card.bloc]
    sheets.add(card.id, card.name, remarks).table(card.criteria, head=True)


def _workings(made: Report) -> Table:
    """Return the lines of all criteria of all units, and the figures that they read."""
    rows: list[list[Cell]] = []
    for card, part in ((each, part) for each in made.cards for part in each.parts):
        for (column, points, *_), told in zip(part.lines.rows, part.lines.cells(made.lang), strict=True):
            title, how, source = told[2:]
            said = ": ".join(filter(None, (title, how))) + (f" [{source}]" if source else "")
            rows.append([card.name, part.id, said, column, points])
        rows += ([card.name, part.id, f"· {figure}", "", ""] for figure in part.figures)
    name = Said("Cách tính", "How it was worked out")
    return Table(name, headings("unit", "criterion", "title", "column", "points"), rows)


def write_appendix(
    made: Appendix,
    *,
    audience: str = "public",
    unit: str | None = None,
    period: str = "",
    lang: Lang = "vi",
) -> bytes:
    """Write the statistics of awards as a workbook of one sheet; it holds no points, so that all may read it.

    Counts are numbers, ratios are texts, and the cells are those of ``made.cells(lang)``.
    """
    to = BytesIO()
    book = _book(to, TITLE[lang])
    years = ", ".join(map(str, made.years or ()))
    title = f"{TITLE[lang]} {period or years}".strip()
    columns = [Heading(str(n), name, name, n in COUNTS) for n, name in enumerate(HEADINGS[lang])]
    rows = [[_count(text) if n in COUNTS else text for n, text in enumerate(row)] for row in made.cells(lang)]
    levels = frozenset(index for index, row in enumerate(made.rows) if not row.award)
    table = Table(Said(title, title), tuple(columns), rows, marked=levels)
    Sheets(book, Cells(book), lang).add(TITLE[lang], title).table(table, head=True)
    book.close()
    return to.getvalue()


def _count(text: str) -> Cell:
    return int(text) if text.isdecimal() else text
