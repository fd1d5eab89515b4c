"""Write a form as a workbook: what is to be filled in is open, all else is locked."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Final

from attrs import define, evolve, field

from thidua_scoring.errors import EvidenceError, Place, Problem
from thidua_scoring.evidence.text import normalise
from thidua_scoring.evidence.workbook_cells import letters
from thidua_scoring.evidence.workbook_package import needed
from thidua_scoring.forms import heads
from thidua_scoring.forms.cells import at, run, summed, unit_of
from thidua_scoring.forms.closing import mark_claims, sign
from thidua_scoring.forms.heights import LINE, growing, height_of
from thidua_scoring.forms.live import cells_of, points_formula, sum_formula
from thidua_scoring.forms.looks import Looks
from thidua_scoring.forms.paper import Paper
from thidua_scoring.forms.plan import MOST_ROWS, SHEET, Head, Input, Layout, Page, TableColumn, Where
from thidua_scoring.forms.rows import Row, rows_of
from thidua_scoring.forms.spreadsheet import AWAY
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset

MAIN: Final = "Phiếu tự chấm"
"""The name of the sheet on which all stands but small tables."""
_LONGEST: Final[Mapping[str, int]] = {"unit": 200, "name": 500, "bloc": 500, "kind": 500}
"""A cell has room for more, but no heading and no message."""
_STATUSES: Final = ("đã xác nhận", "chưa xác nhận", "thiếu")
_TABLE_HEAD: Final = 3
_HEADING: Final = (1, 0)
_LISTS: Final = 20
"""The first column, from 1, of the hidden sheet that holds a list to choose from."""
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same for every form, so that equal forms are equal bytes."""
_NO_POINTS: Final = "—"


def make_form(
    ruleset: Ruleset, unit: str, *, name: str = "", bloc: str = "", kind: str = "", table_rows: int = 20
) -> bytes:
    """Return the self-scoring workbook of a unit (.xlsx).

    ``name``, ``bloc`` and ``kind`` are filled in beforehand; each small table has room for
    ``table_rows`` rows. Equal arguments give equal bytes. Raises `EvidenceError` with ``form-no-unit``
    where ``unit`` is blank, ``form-long-name`` for what has no room, ``form-table-rows`` for more than
    1000 rows, and ``needs-extra`` without the extra ``excel``.

    >>> from thidua_scoring.ruleset.load import load_ruleset
    >>> make_form(load_ruleset("quy-dinh/366-tap-the"), "phong-a")[:2]
    b'PK'
    """
    held = io.BytesIO()
    problems = list(_unfit({"unit": unit, "name": name, "bloc": bloc, "kind": kind}, table_rows))
    try:
        form = _Form.begun(ruleset, held, table_rows)
    except Problem as problem:
        problems.append(problem)
    if problems:
        raise EvidenceError([problem.placed(Place()) for problem in problems])
    form.write(dict(zip(UNIT_FACTS, (name, bloc, kind), strict=True)))
    form.address(normalise(unit), normalise(name))
    form.book.close()
    return growing(held.getvalue())


def _unfit(facts: Mapping[str, str], table_rows: int) -> Iterator[Problem]:
    """Yield why no form can be made for a unit."""
    if not normalise(facts["unit"]):
        yield Problem("form-no-unit")
    for name, text in facts.items():
        if len(text) > _LONGEST[name]:
            yield Problem("form-long-name", field=name, length=len(text), most=_LONGEST[name])
    if table_rows > MOST_ROWS:
        yield Problem("form-table-rows", got=table_rows, most=MOST_ROWS)


def layout_of(ruleset: Ruleset, table_rows: int) -> Layout:
    """Return how the forms of a ruleset are laid out, by laying one out. Raises ``Problem``."""
    form = _Form.begun(ruleset, io.BytesIO(), table_rows)
    form.write(dict.fromkeys(UNIT_FACTS, ""))
    return form.layout()


def heading(unit: str, name: str) -> dict[Where, str]:
    """Return where a form says whose it is, from 1, and how: it is all that differs among units."""
    row, column = _HEADING
    return {(row + 1, column + 1): f"Phiếu tự chấm điểm của {f'{name} ({unit})' if name else unit}"}


@define(eq=False)
class _Form:
    """The workbook while it is written."""

    ruleset: Ruleset
    book: Any
    looks: Looks
    table_rows: int
    inputs: list[Input] = field(factory=list)
    columns: list[TableColumn] = field(factory=list)
    lists: dict[tuple[str, ...], str] = field(factory=dict)
    papers: dict[str, Paper] = field(factory=dict)
    claims: dict[str, list[str]] = field(factory=dict)
    """The cells of claimed points that stand directly in each block, one below the other."""
    counted: dict[str, list[str]] = field(factory=dict)
    """The sums of the blocks that stand in each block."""
    criteria: dict[str, int] = field(factory=dict)
    """The row of each criterion."""
    sums: dict[str, int] = field(factory=dict)
    """The row of each block, under the empty id that of the total."""

    @classmethod
    def begun(cls, ruleset: Ruleset, held: io.BytesIO, table_rows: int) -> _Form:
        """Begin a workbook. Raises ``Problem`` without the extra ``excel``."""
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = needed("xlsxwriter").Workbook(held, options)
        book.set_properties({"title": ruleset.written.title, "subject": ruleset.id, "created": _CREATED})
        return cls(ruleset, book, Looks(book), max(1, table_rows))

    @property
    def main(self) -> Paper:
        """The sheet on which all figures stand but those of small tables."""
        return self.papers[MAIN]

    def write(self, facts: dict[str, str]) -> None:
        """Write all but whose form it is; ``facts`` are filled in beforehand."""
        self._begin(MAIN).page.label = heads.TITLE + 1
        self._head()
        last = heads.HEAD_ROW
        for last, row in enumerate(rows_of(self.ruleset, facts), start=heads.HEAD_ROW + 1):
            self._row(last, row)
        self._points()
        self._add_up()
        self._finish(last)

    def layout(self) -> Layout:
        """Return what was written, and what each cell stands for."""
        pages = {name: paper.page for name, paper in self.papers.items()}
        lists: dict[Where, str | Fraction] = {
            (row, column): word
            for column, words in enumerate(self.lists, start=_LISTS)
            for row, word in enumerate(words, start=1)
        }
        return Layout(tuple(self.inputs), tuple(self.columns), {**pages, SHEET: Page(said=lists)})

    def address(self, unit: str, name: str) -> None:
        """Say whose form it is, and write the hidden sheet."""
        for (row, column), text in heading(unit, name).items():
            self.main.sheet.write_string(row - 1, column - 1, text, self.looks("subtitle"))
        layout = self.layout()
        head = Head(
            ruleset=self.ruleset.id,
            digest=self.ruleset.digest,
            unit=unit,
            name=name,
            table_rows=self.table_rows,
            layout=layout.mark(unit, name),
        )
        sheet = self.book.add_worksheet(SHEET)
        for (row, column), said in {**layout.pages[SHEET].said, **head.said()}.items():
            sheet.write_string(row - 1, column - 1, said)
        sheet.protect("")
        sheet.very_hidden()

    def _begin(self, name: str) -> Paper:
        return self.papers.setdefault(name, Paper(self.book.add_worksheet(name), self.looks, self._listed))

    def _listed(self, words: Sequence[str]) -> str:
        """Return where a list stands on the hidden sheet: each has a column of its own."""
        column = letters(len(self.lists) + _LISTS)
        area = f"={SHEET}!${column}$1:${column}${len(words)}"
        return self.lists.setdefault(tuple(words), area)

    # ── rows ────────────────────────────────────────────────────────────────────────

    def _head(self) -> None:
        written, paper = self.ruleset.written, self.main
        paper.put(0, 0, written.title, self.looks("title"))
        paper.put(2, 0, f"Bộ tiêu chí: {written.id}. {written.source}", self.looks("remark"))
        paper.put(3, 0, heads.GUIDE, self.looks("remark"))
        paper.put(4, 0, heads.GUIDE_OF_POINTS, self.looks("remark"))
        for column, (title, width) in enumerate(heads.HEADS):
            paper.sheet.set_column(column, column, width)
            paper.put(heads.HEAD_ROW, column, title, self.looks("head"))
        paper.sheet.set_row(heads.HEAD_ROW, 2 * LINE)

    def _row(self, at_row: int, row: Row) -> None:
        look, right = self.looks(row.kind), self.looks(row.kind, align="right")
        texts = {heads.A: row.number, heads.TITLE: "  " * row.depth + row.title, heads.SOURCE: row.source,
                 heads.VALUE: row.value, heads.UNIT: unit_of(row.spec) if row.spec else ""}  # fmt: skip
        self.main.sheet.set_row(at_row, height_of(texts, [width for _, width in heads.HEADS]))
        for column in range(len(heads.HEADS)):
            self.main.put(at_row, column, None, look)
        self.main.put(at_row, heads.A, row.number, look)
        self.main.put(
            at_row, heads.TITLE, row.title, self.looks(row.kind, align="left", indent=min(row.depth, 6))
        )
        self.main.put(at_row, heads.SOURCE, row.source, look)
        most = row.most if row.kind != "line" else None
        amounts = [(column, row.amounts.get(name)) for name, column in heads.AMOUNTS.items()]
        for column, amount in [*amounts, (heads.MOST, most)]:
            if amount is not None:
                self.main.put(at_row, column, amount, right)
        if row.kind == "criterion":
            self._criterion(at_row, row)
        elif row.kind == "figure":
            self._figure(at_row, row)
        elif row.kind in ("group", "total") and (row.number or row.kind == "total"):
            self.sums[row.number] = at_row
            if row.number:
                self.counted.setdefault(row.parent, []).append(at(at_row, heads.CLAIM))

    def _criterion(self, row: int, of: Row) -> None:
        assert of.key is not None
        assert of.spec is not None
        self.claims.setdefault(of.parent, []).append(at(row, heads.CLAIM))
        self.main.open(row, heads.CLAIM, of.spec)
        self.main.choice(row, heads.STATUS, [AWAY])
        self.criteria[of.key[0]] = row
        self._input(of, row, at(row, heads.CLAIM), "")
        status = at(row, heads.STATUS)
        remarks = at(row, heads.NOTE), at(row, heads.PROOF)
        self.inputs.append(Input(MAIN, of.key[0], "", "text", status, status, *remarks, title=of.title))

    def _figure(self, row: int, of: Row) -> None:
        assert of.key is not None
        assert of.spec is not None
        column = heads.CLAIM if of.key == ("", "claimed") else heads.VALUE
        self.main.open(row, column, of.spec, of.value)
        status = column == heads.VALUE and of.key not in {("", fact) for fact in UNIT_FACTS}
        if status:
            self.main.choice(row, heads.STATUS, [*_STATUSES, *[AWAY] * of.spec.optional])
        self._input(of, row, at(row, column), at(row, heads.STATUS) if status else "")
        beside = self._table(of) if of.spec.kind == "table" else unit_of(of.spec)
        self.main.put(row, heads.UNIT, beside, self.looks(of.kind))

    def _input(self, of: Row, row: int, value: str, status: str) -> None:
        assert of.key is not None
        assert of.spec is not None
        for column in (heads.NOTE, heads.PROOF):
            self.main.remark(row, column)
        remarks = at(row, heads.NOTE), at(row, heads.PROOF)
        self.inputs.append(Input(MAIN, *of.key, of.spec.kind, value, status, *remarks, title=of.title))

    # ── small tables ────────────────────────────────────────────────────────────────

    def _table(self, of: Row) -> str:
        """Write the sheet of a small table and return its name."""
        assert of.key is not None
        assert of.spec is not None
        name = f"Bảng {len(self.papers)}"
        paper, first = self._begin(name), _TABLE_HEAD + 1
        paper.put(0, 0, f"{name}. {of.title}", self.looks("title"))
        paper.put(1, 0, "Mỗi dòng một mục, điền đủ các cột; dòng trống bỏ qua.", self.looks("remark"))
        paper.put(_TABLE_HEAD, 0, "STT", self.looks("head"))
        paper.sheet.set_column(0, 0, 6)
        paper.sheet.set_row(_TABLE_HEAD, 2 * LINE)
        for row in range(first, first + self.table_rows):
            paper.put(row, 0, Fraction(row - _TABLE_HEAD), self.looks("figure"))
        for column, spec in enumerate(of.spec.columns, start=1):
            title = (spec.title or spec.name) + (f" ({unit_of(spec)})" if unit_of(spec) else "")
            paper.put(_TABLE_HEAD, column, title, self.looks("head"))
            width = max(24 if spec.kind in ("text", "level") else 18, -(-len(title) // 2))
            paper.sheet.set_column(column, column, width)
            paper.open(first, column, spec, rows=self.table_rows)
            place = at(first, column), self.table_rows
            self.columns.append(TableColumn(name, *of.key, spec.name, spec.kind, *place, title=title))
        paper.finish(first + self.table_rows - 1, len(of.spec.columns), _TABLE_HEAD)
        return name

    # ── sums and the end ────────────────────────────────────────────────────────────

    def _points(self) -> None:
        """Write the points that the rules give, as far as a form can know them."""
        formulas = self.ruleset.formulas
        cells = cells_of(self.inputs, self.columns, formulas.fields)
        points: dict[str, str] = {}
        for name, row in self.criteria.items():
            of = formulas.criteria[name]
            text = points_formula(name, of.points, of.applies, cells)
            look = self.looks("criterion", align="right")
            if text is None:
                self.main.put(row, heads.POINTS, _NO_POINTS, look)
            else:
                points[name] = at(row, heads.POINTS)
                self.main.compute(row, heads.POINTS, text, look, "")
        cells = evolve(cells, points=points)
        for name, row in self.sums.items():
            text = sum_formula(formulas.groups[name].points if name else formulas.total, cells)
            look = self.looks("group" if name else "total", align="right")
            if text is None:
                self.main.put(row, heads.POINTS, _NO_POINTS, look)
            else:
                self.main.compute(row, heads.POINTS, text, look, 0)

    def _add_up(self) -> None:
        """Write the running totals of claimed points, each block from what is directly in it."""
        for name, row in self.sums.items():
            look = self.looks("total" if not name else "group", align="right")
            # The criteria of a block stand before the blocks in it, and no other row has a claim.
            cells = [*run(self.claims.get(name, [])), *self.counted.get(name, [])]
            self.main.compute(row, heads.CLAIM, summed(cells), look, 0)

    def _finish(self, last: int) -> None:
        """Mark claims that do not fit; set the sheet up for signing and print."""
        mark_claims(self.main, heads.HEAD_ROW + 1, last)
        end = sign(self.main, last + 2)
        self.main.finish(end, len(heads.HEADS) - 1, heads.HEAD_ROW)
