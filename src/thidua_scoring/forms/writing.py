"""Write a form as a workbook: what is to be filled in is open, all else is locked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Final

from attrs import define, field

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Place, Problem
from thidua_scoring.evidence.text import normalise
from thidua_scoring.evidence.workbook_cells import letters
from thidua_scoring.evidence.workbook_package import needed
from thidua_scoring.forms.cells import at, lines_of, summed, unit_of
from thidua_scoring.forms.checking import FORMATS, validation
from thidua_scoring.forms.looks import Looks
from thidua_scoring.forms.plan import SHEET, Computed, Guard, Input, Plan, TableColumn
from thidua_scoring.forms.rows import Row, rows_of
from thidua_scoring.numbers import present, terminates, write
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset

MAIN: Final = "Phiếu tự chấm"
_HEADS: Final = (
    ("Mã", 8), ("Tiêu chí, quy định, số liệu", 46), ("Điểm chuẩn", 7), ("Thưởng", 8), ("Trừ", 6),
    ("Căn cứ", 14), ("Số liệu", 14), ("Đơn vị tính", 9), ("Tình trạng", 14), ("Điểm tự chấm", 9),
    ("Điểm tối đa", 8), ("Ghi chú", 17), ("Minh chứng", 15),
)  # fmt: skip
_A, _TITLE, _BASE, _BONUS, _DEDUCT, _SOURCE, _VALUE, _UNIT, _STATUS, _CLAIM, _MOST, _NOTE, _PROOF = range(13)
_HEAD_ROW: Final = 5
_SIGNED: Final = (
    (2, _MOST, "………………, ngày …… tháng …… năm ………", "remark"),
    (3, _TITLE, "NGƯỜI LẬP PHIẾU", "subtitle"),
    (3, _MOST, "THỦ TRƯỞNG ĐƠN VỊ", "subtitle"),
)
"""Where a printed form is signed, below the last row; these columns are not guarded."""
_STATUSES: Final = ("đã xác nhận", "chưa xác nhận", "thiếu")
_AWAY: Final = "không áp dụng"
_TABLE_HEAD: Final = 3
_LINE: Final = 16.5
"""The height of a line of text, in points."""
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same for every form, so that equal forms are equal bytes."""
GUIDE: Final = (
    "Chỉ điền vào ô màu vàng. Số liệu: gõ số rồi xem lại số hiện trong ô. Tình trạng để trống là đã xác nhận;"
    " số liệu chưa có thì chọn «thiếu», không ghi 0."
)


def make_form(
    ruleset: Ruleset, unit: str, *, name: str = "", bloc: str = "", kind: str = "", table_rows: int = 20
) -> bytes:
    """Return the self-scoring workbook of a unit (.xlsx).

    ``name``, ``bloc`` and ``kind`` are filled in beforehand; each small table has room for
    ``table_rows`` rows. Equal arguments give equal bytes. Raises `EvidenceError` with ``form-no-unit``
    where ``unit`` is blank, and ``needs-extra`` without the extra ``excel``.

    >>> from thidua_scoring.ruleset.load import load_ruleset
    >>> make_form(load_ruleset("quy-dinh/366-tap-the"), "phong-a")[:2]
    b'PK'
    """
    try:
        if not normalise(unit):
            raise Problem("form-no-unit")
        xlsxwriter = needed("xlsxwriter")
    except Problem as problem:
        raise EvidenceError([problem.placed(Place())]) from None
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(held, options)
    book.set_properties({"title": ruleset.written.title, "subject": ruleset.id, "created": _CREATED})
    _Form(ruleset, normalise(unit), book, Looks(book), max(1, table_rows)).write(
        dict(zip(UNIT_FACTS, (name, bloc, kind), strict=True))
    )
    book.close()
    return held.getvalue()


@define(eq=False)
class _Form:
    """The workbook while it is written, and what its hidden sheet is to say."""

    ruleset: Ruleset
    unit: str
    book: Any
    looks: Looks
    table_rows: int
    inputs: list[Input] = field(factory=list)
    columns: list[TableColumn] = field(factory=list)
    guards: list[Guard] = field(factory=list)
    computed: list[Computed] = field(factory=list)
    lists: dict[tuple[str, ...], str] = field(factory=dict)
    sheet: Any = None
    counted: dict[str, list[str]] = field(factory=dict)
    """The cells of claimed points that each block adds up."""
    sums: dict[str, int] = field(factory=dict)
    """The row of each block, under the empty id that of the total."""

    def write(self, facts: dict[str, str]) -> None:
        self.sheet = self.book.add_worksheet(MAIN)
        self._head(facts["name"])
        for first, end in ((_VALUE, _VALUE), (_STATUS, _CLAIM), (_NOTE, _PROOF)):
            self.guards.append(Guard(MAIN, str(_HEAD_ROW + 2), letters(first + 1), letters(end + 1)))
        last = _HEAD_ROW
        for last, row in enumerate(rows_of(self.ruleset, facts), start=_HEAD_ROW + 1):
            self._row(last, row)
        self._add_up()
        self._finish(last)
        self._hidden()

    def _head(self, name: str) -> None:
        written, looks = self.ruleset.written, self.looks
        whom = f"{name} ({self.unit})" if name else self.unit
        self.sheet.write_string(0, 0, written.title, looks("title"))
        self.sheet.write_string(1, 0, f"Phiếu tự chấm điểm của {whom}", looks("subtitle"))
        self.sheet.write_string(2, 0, f"Bộ tiêu chí: {written.id}. {written.source}", looks("remark"))
        self.sheet.write_string(3, 0, GUIDE, looks("remark"))
        for column, (title, width) in enumerate(_HEADS):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(_HEAD_ROW, column, title, looks("head"))
        self.sheet.set_row(_HEAD_ROW, 2 * _LINE)

    # ── rows ────────────────────────────────────────────────────────────────────────

    def _row(self, at_row: int, row: Row) -> None:
        self._height(at_row, {_A: row.number, _TITLE: "  " * row.depth + row.title, _SOURCE: row.source,
                              _VALUE: row.value, _UNIT: unit_of(row.spec) if row.spec else ""})  # fmt: skip
        for column in range(len(_HEADS)):
            self.sheet.write_blank(at_row, column, None, self.looks(row.kind))
        self.sheet.write_string(at_row, _A, row.number, self.looks(row.kind))
        self.sheet.write_string(
            at_row, _TITLE, row.title, self.looks(row.kind, align="left", indent=min(row.depth, 6))
        )
        for name, column in (("base", _BASE), ("bonus", _BONUS), ("deduct", _DEDUCT)):
            self._points(at_row, column, row.amounts.get(name), row.kind)  # type: ignore[call-overload]
        self.sheet.write_string(at_row, _SOURCE, row.source, self.looks(row.kind))
        self._points(at_row, _MOST, row.most if row.kind != "line" else None, row.kind)
        if row.kind == "criterion":
            self._criterion(at_row, row)
        elif row.kind == "figure":
            self._figure(at_row, row)
        elif row.kind in ("group", "total") and (row.number or row.kind == "total"):
            self.sums[row.number] = at_row
            if row.number:
                self.counted.setdefault(row.parent, []).append(at(at_row, _CLAIM))

    def _height(self, row: int, texts: Mapping[int, str]) -> None:
        """Make a row high enough where a text needs several lines; programs fit other rows themselves."""
        lines = max(lines_of(text, _HEADS[column][1]) for column, text in texts.items())
        if lines > 1:
            self.sheet.set_row(row, _LINE * lines)

    def _points(self, row: int, column: int, amount: Fraction | None, kind: str) -> None:
        if amount is None:
            return
        if terminates(amount):
            self.sheet.write_number(row, column, present(amount), self.looks(kind, align="right"))
        else:
            self.sheet.write_string(row, column, write(amount), self.looks(kind, align="right"))

    def _criterion(self, row: int, of: Row) -> None:
        assert of.key is not None
        assert of.spec is not None
        self.counted.setdefault(of.parent, []).append(at(row, _CLAIM))
        self._open(row, _CLAIM, of.spec)
        self._choice(row, [_AWAY])
        self._remarks(row)
        places = at(row, _STATUS), at(row, _NOTE), at(row, _PROOF)
        self._input(of.key[0], of.key[1], row, of.title, at(row, _CLAIM), "")
        self.inputs.append(Input(MAIN, of.key[0], "", places[0], *places, at(row, _TITLE), of.title))

    def _figure(self, row: int, of: Row) -> None:
        assert of.key is not None
        assert of.spec is not None
        column = _CLAIM if of.key == ("", "claimed") else _VALUE
        self._open(row, column, of.spec)
        if of.value:
            self.sheet.write_string(row, column, of.value, self.looks.open(FORMATS.get(of.spec.kind, "")))
        self.sheet.write_string(row, _UNIT, unit_of(of.spec), self.looks(of.kind))
        status = column == _VALUE and of.key not in {("", fact) for fact in UNIT_FACTS}
        if status:
            self._choice(row, [*_STATUSES, *[_AWAY] * of.spec.optional])
        self._remarks(row)
        self._input(*of.key, row, of.title, at(row, column), at(row, _STATUS) if status else "")
        if of.spec.kind == "table":
            self.sheet.write_string(row, _UNIT, self._table(of), self.looks(of.kind))

    def _input(self, criterion: str, name: str, row: int, title: str, value: str, status: str) -> None:  # noqa: PLR0917
        note, proof, label = at(row, _NOTE), at(row, _PROOF), at(row, _TITLE)
        self.inputs.append(Input(MAIN, criterion, name, value, status, note, proof, label, title))

    def _open(self, row: int, column: int, spec: FieldSpec) -> None:
        """Open a cell for a figure, and say what may be typed there."""
        self.sheet.write_blank(row, column, None, self.looks.open(FORMATS.get(spec.kind, "")))
        self.sheet.data_validation(row, column, row, column, validation(spec, at(row, column), self._listed))

    def _choice(self, row: int, words: Sequence[str]) -> None:
        self.sheet.write_blank(row, _STATUS, None, self.looks.open("@"))
        self.sheet.data_validation(
            row, _STATUS, row, _STATUS, {"validate": "list", "source": self._listed(words)}
        )

    def _remarks(self, row: int) -> None:
        for column in (_NOTE, _PROOF):
            self.sheet.write_blank(row, column, None, self.looks.open("@"))

    def _listed(self, words: Sequence[str]) -> str:
        """Return where a list stands on the hidden sheet: each has a column of its own."""
        column = letters(len(self.lists) + 20)
        area = f"={SHEET}!${column}$1:${column}${len(words)}"
        return self.lists.setdefault(tuple(words), area)

    # ── small tables ────────────────────────────────────────────────────────────────

    def _table(self, of: Row) -> str:
        """Write the sheet of a small table and return its name."""
        assert of.key is not None
        assert of.spec is not None
        name = f"Bảng {1 + len({column.sheet for column in self.columns})}"
        sheet, main, first = self.book.add_worksheet(name), self.sheet, _TABLE_HEAD + 1
        self.sheet = sheet
        sheet.write_string(0, 0, f"{name}. {of.title}", self.looks("title"))
        sheet.write_string(
            1, 0, "Mỗi dòng một mục, điền đủ các cột; dòng trống bỏ qua.", self.looks("remark")
        )
        sheet.write_string(_TABLE_HEAD, 0, "STT", self.looks("head"))
        sheet.set_column(0, 0, 6)
        sheet.set_row(_TABLE_HEAD, 2 * _LINE)
        for row in range(first, first + self.table_rows):
            sheet.write_number(row, 0, row - _TABLE_HEAD, self.looks("figure"))
        for column, spec in enumerate(of.spec.columns, start=1):
            title = (spec.title or spec.name) + (f" ({unit_of(spec)})" if unit_of(spec) else "")
            sheet.write_string(_TABLE_HEAD, column, title, self.looks("head"))
            width = max(24 if spec.kind in ("text", "level") else 18, -(-len(title) // 2))
            sheet.set_column(column, column, width)
            for row in range(first, first + self.table_rows):
                self.sheet.write_blank(row, column, None, self.looks.open(FORMATS.get(spec.kind, "")))
            check = validation(spec, at(first, column), self._listed)
            sheet.data_validation(first, column, first + self.table_rows - 1, column, check)
            places = at(first, column), str(self.table_rows), at(_TABLE_HEAD, column)
            self.columns.append(TableColumn(name, *of.key, spec.name, *places, title))
        self.guards.append(Guard(name, str(first + 1), "B", "XFD"))
        self._print(first + self.table_rows - 1, len(of.spec.columns), _TABLE_HEAD)
        self.sheet = main
        return name

    # ── sums, print, protection ─────────────────────────────────────────────────────

    def _add_up(self) -> None:
        """Write the running totals of claimed points, each block from what is directly in it."""
        for name, row in self.sums.items():
            look = self.looks("total" if not name else "group", align="right")
            self.sheet.write_formula(row, _CLAIM, f"={summed(self.counted.get(name, []))}", look, 0)
            self.computed.append(Computed(MAIN, at(row, _CLAIM)))

    def _finish(self, last: int) -> None:
        """Mark claims above the most, freeze the header, and set the sheet up for print."""
        first, claim, most = _HEAD_ROW + 1, at(_HEAD_ROW + 1, _CLAIM), at(_HEAD_ROW + 1, _MOST)
        over = f"=AND(ISNUMBER(${claim}),ISNUMBER(${most}),${claim}>${most})"
        rule = {"type": "formula", "criteria": over, "format": self.looks.over()}
        self.sheet.conditional_format(first, _CLAIM, last, _CLAIM, rule)
        for row, column, text, look in _SIGNED:
            self.sheet.write_string(last + row, column, text, self.looks(look, align="center"))
        self._print(last + _SIGNED[-1][0] + 4, len(_HEADS) - 1, _HEAD_ROW)

    def _print(self, last: int, width: int, head: int) -> None:
        sheet = self.sheet
        sheet.freeze_panes(head + 1, 2 if width > 6 else 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.print_area(0, 0, last, width)
        sheet.set_footer('&L&"Times New Roman,Regular"&A&R&"Times New Roman,Regular"Trang &P/&N')
        allowed = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
        sheet.protect("", allowed)

    def _hidden(self) -> None:
        """Write the hidden sheet: what each cell stands for, and the lists to choose from."""
        sheet = self.book.add_worksheet(SHEET)
        plan = Plan(
            ruleset=self.ruleset.id,
            digest=self.ruleset.digest,
            unit=self.unit,
            inputs=tuple(self.inputs),
            columns=tuple(self.columns),
            guards=tuple(self.guards),
            computed=tuple(self.computed),
        )
        for row, texts in enumerate(plan.rows()):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
        for column, words in enumerate(self.lists, start=19):
            for row, word in enumerate(words):
                sheet.write_string(row, column, word)
        sheet.protect("")
        sheet.very_hidden()
