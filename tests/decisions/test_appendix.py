"""The statistics appendix: the document's table to the cell, and what holds of every table."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from awards_ruleset import record_lists, ruleset
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring import load_ruleset
from thidua_scoring.cli.tables import csv_cell
from thidua_scoring.decisions.awards.appendix import (
    HEADINGS,
    Appendix,
    AppendixRow,
    Count,
    Tally,
    appendix,
    ratio,
    roman,
)
from thidua_scoring.decisions.awards.records import Record, Records, read_records
from thidua_scoring.errors import EvidenceError, RulesetError
from thidua_scoring.numbers import MODES, Mode, Rounding
from thidua_scoring.ruleset.decisions.awards import Statistics

AWARDS = Path(__file__).parents[2] / "examples" / "cao_bang_so_khcn_2018" / "awards.csv"
CENTRE = "Trung tâm Ứng dụng tiến bộ KH&CN"
ORDER = "Khen thưởng quá trình công hiến cho Đ/c Hoàng Giang - Nguyên Giám đốc Sở KH&CN"
FIGHTER = "Đ/c Phan Thị Huyền - Trưởng phòng Quản lý Chuyên ngành"
EXCELLENT = 'Danh hiệu "Tập thể Lao động xuất sắc"'
SO = "Khen thưởng thuộc thẩm quyền của Sở KH&CN"
BLANK = ("",) * 8
DOCUMENT = (
    ("I", "Khen cấp Nhà nước", "1", "0", "1", "0", "0", "0", "0", ""),
    ("1", "Huân chương Lao động hạng Ba", "1", "0", "1", "0", "0", "0", "0", ORDER),
    ("II", "Khen thưởng cấp tỉnh", "14", "4", "10", "7", "3", "4", "4/10 (40%)", ""),
    ("1", EXCELLENT, "2", "2", "0", "2", "2", "0", "0", f"Văn phòng, {CENTRE}"),
    ("2", "Chiến sĩ thi đua cấp tỉnh", "1", "0", "1", "0", "0", "0", "0", FIGHTER),
    ("3", "Bằng khen của Chủ tịch UBND tỉnh", *BLANK),
    ("3.1", "Thành tích năm 2017 (đối với tập thể)", "1", "1", "0", "0", "0", "0", "0", "Sở KH&CN"),
    ("3.2", "Thành tích năm 2016-2017 (đối với cá nhân)", "10", "1", "9", "5", "1", "4", "4/9 (44,44%)", ""),
    ("III", "Khen cấp bộ, ngành", "1", "1", "0", "1", "1", "0", "0", ""),
    ("1", "Bằng khen của Bộ trưởng Bộ KH&CN", "1", "1", "0", "1", "1", "0", "0", CENTRE),
    ("IV", SO, "104", "20", "84", "89", "20", "69", "69/84 (82,14%)", ""),
    ("1", "Danh hiệu Lao động tiên tiến", "78", "0", "78", "65", "0", "65", "65/78 (83,33%)", ""),
    ("2", "Danh hiệu Chiến sĩ thi đua cơ sở", "6", "0", "6", "4", "0", "4", "4/6 (66,67%)", ""),
    ("3", "Danh hiệu tập thể lao động tiên tiến", "20", "20", "0", "20", "20", "0", "0", ""),
)
"""Báo cáo 1176/BC-SKHCN of 27/12/2018, its appendix, as it is printed; "công hiến" is its own slip."""


@pytest.fixture(scope="module")
def printed() -> Appendix:
    rules = load_ruleset("cao-bang/so-khcn-2018")
    return appendix(read_records(AWARDS, rules), rules)


class TestTheDocument:
    """The appendix of Sở Khoa học và Công nghệ Cao Bằng, 2018, from 120 single records."""

    def test_it_counts_every_record(self, printed: Appendix) -> None:
        assert len(printed.records) == 120
        assert printed.without_row == ()
        assert len(printed.rows) == len(DOCUMENT)

    @pytest.mark.parametrize(
        ("row", "column"), [(row, column) for row in range(len(DOCUMENT)) for column in range(10)]
    )
    def test_every_cell_is_the_documents(self, printed: Appendix, row: int, column: int) -> None:
        assert printed.cells()[row][column] == DOCUMENT[row][column]

    def test_names_stand_only_where_the_document_has_them(self, printed: Appendix) -> None:
        named = {record.holder for record in printed.records if not record.holder[-3:].isdigit()}
        office = "so-khoa-hoc-va-cong-nghe"
        assert named == {"Hoàng Giang", "Phan Thị Huyền", "Văn phòng", CENTRE, office}

    def test_a_row_with_parts_has_no_figures_itself(self, printed: Appendix) -> None:
        (heading,) = [row for row in printed.rows if row.tally is None]
        assert (heading.level, heading.award, heading.part) == ("tinh", "bang-khen-tinh", "")
        assert heading.to_dict()["everybody"] is None

    def test_no_individual_has_no_share_and_none_in_direct_labour_the_share_0(
        self, printed: Appendix
    ) -> None:
        shares = {row.number + row.award: row.tally.share for row in printed.rows if row.tally is not None}
        assert shares["1tap-the-ldxs"] is None
        assert shares["2cstd-tinh"] == 0
        assert shares["IV"] == Fraction(69, 84)

    def test_the_years_of_achievements_part_the_table(self, printed: Appendix) -> None:
        part = appendix(printed.records, printed.ruleset, years=[2017])
        assert [row.number for row in part.rows if row.tally is not None and row.tally.everybody.total] == [
            "II", "3.1", "3.2",
        ]  # fmt: skip
        assert part.text().startswith("Tổng hợp kết quả khen thưởng (2017)\n")
        both = appendix(printed.records, printed.ruleset, years=[2018, 2017, 2018])
        assert (both.rows, both.years) == (printed.rows, (2017, 2018))

    def test_the_text_is_the_table_with_tabs(self, printed: Appendix) -> None:
        title, _, heading, *rows = printed.text().splitlines()
        assert title == "Tổng hợp kết quả khen thưởng"
        assert heading == "\t".join(HEADINGS["vi"])
        assert rows == ["\t".join(cells) for cells in DOCUMENT]

    def test_english_writes_the_decimal_point(self, printed: Appendix) -> None:
        assert printed.cells("en")[10][8] == "69/84 (82.14%)"

    def test_machines_get_exact_shares_and_digests(self, printed: Appendix) -> None:
        found = json.loads(json.dumps(printed.to_dict()))
        assert found["rows"][10] == {
            "number": "IV",
            "title": SO,
            "level": "so",
            "everybody": {"total": 104, "collective": 20, "individual": 84},
            "direct": {"total": 89, "collective": 20, "individual": 69},
            "share": "23/28",
            "notes": [],
            "cells": list(DOCUMENT[10]),
        }
        assert found["records"] == {"digest": printed.records.digest, "count": 120}
        assert found["ruleset"]["digest"] == printed.ruleset.digest
        assert (found["years"], found["without_row"]) == (None, 0)


HALF_UP = Rounding.to_places(2, "half-up")
RATIOS = (
    # individuals, in direct labour, rounding, what stands for none, the cell
    (84, 69, HALF_UP, None, "69/84 (82,14%)"),
    (84, 69, None, None, "69/84 (82,14…%)"),
    (10, 4, None, None, "4/10 (40%)"),
    (8, 5, HALF_UP, None, "5/8 (62,5%)"),
    (6, 4, Rounding.to_places(2, "down"), None, "4/6 (66,66%)"),
    (6, 4, Rounding.to_places(0, "half-up"), None, "4/6 (67%)"),
    (3000, 1, Rounding.to_places(1, "half-up"), None, "1/3000 (0%)"),
    (6, 6, HALF_UP, "0", "6/6 (100%)"),
    (1, 0, HALF_UP, None, "0/1 (0%)"),
    (0, 0, HALF_UP, None, ""),
    (1, 0, HALF_UP, "0", "0"),
    (0, 0, HALF_UP, "0", "0"),
    (1, 0, HALF_UP, "", ""),
    (0, 0, None, "–", "–"),
)


@pytest.mark.parametrize(("people", "direct", "rounding", "none", "cell"), RATIOS)
def test_how_a_ratio_is_written(
    people: int, direct: int, rounding: Rounding | None, none: str | None, cell: str
) -> None:
    tally = Tally(Count(3, people), Count(1, direct))
    assert ratio(tally, Statistics(rounding, none)) == cell


@given(st.integers(1, 300), st.data(), st.integers(0, 4), st.sampled_from(MODES))
def test_n2_a_ratio_is_rounded_as_a_percentage_where_the_ruleset_says(
    people: int, data: st.DataObject, places: int, mode: Mode
) -> None:
    direct = data.draw(st.integers(1, people))
    rounding = Rounding.to_places(places, mode)
    cell = ratio(Tally(Count(0, people), Count(0, direct)), Statistics(rounding))
    first, _, rest = cell.partition(" (")
    assert first == f"{direct}/{people}"
    shown = Fraction(rest.removesuffix("%)").replace(".", "").replace(",", "."))
    assert (shown * 10**places).denominator == 1
    assert abs(shown - Fraction(100 * direct, people)) < Fraction(1, 10**places)
    assert not rest.removesuffix("%)").endswith((",", "0")) or "," not in rest


def test_the_statistics_are_read_strictly() -> None:
    written = ruleset(
        '[statistics]\nratio_rounding = { places = 1, mode = "down" }\nratio_of_none = ""\n'
    ).written
    assert written.decisions.statistics == Statistics(Rounding.to_places(1, "down"), "")
    with pytest.raises(RulesetError) as refused:
        ruleset("[statistics]\nratio_of_none = 0\nratio_roundin = 2\n")
    assert [(each.code, each.nearest) for each in refused.value.faults] == [
        ("not-a-text", None),
        ("unknown-key", "ratio_rounding"),
    ]


def test_two_parts_of_one_id_are_refused() -> None:
    parts = 'parts = [{ id = "a", title = "A" }, { id = "b", title = "B" }, { id = "a", title = "C" }]\n'
    with pytest.raises(RulesetError) as refused:
        ruleset(f'[awards.x]\ntitle = "X"\nproposed = false\n{parts}')
    assert [(each.code, each.place.path[-3:]) for each in refused.value.faults] == [
        ("id-twice", ("parts", 2, "id"))
    ]


# ── what holds of every table ───────────────────────────────────────────────────────


def made(records: list[Record], years: list[int] | None = None) -> Appendix:
    return appendix(Records(tuple(records)), ruleset(), years=years)


def tallies(of: Appendix) -> list[Tally | None]:
    return [row.tally for row in of.rows]


def added(one: Appendix, other: Appendix) -> list[Tally | None]:
    pairs = zip(tallies(one), tallies(other), strict=True)
    return [None if a is None or b is None else a + b for a, b in pairs]


def of_row(row: AppendixRow, records: list[Record]) -> list[Record]:
    """Find the records of a row by what they say, without the code that counts."""
    level = {"bang-khen": "tinh", "ldtt": "so", "tap-the-ldtt": "so", "giay-khen-chuyen-de": "so"}
    if not row.award:
        return [each for each in records if level.get(each.award) == row.level]
    return [each for each in records if (each.award, each.part) == (row.award, row.part)]


@given(record_lists())
def test_every_figure_is_the_number_of_its_records(records: list[Record]) -> None:
    table = made(records)
    for row in table.rows:
        found = of_row(row, records)
        if row.tally is None:
            assert (row.award, found) == ("bang-khen", [])
            continue
        direct = [each for each in found if each.direct]
        for count, those in ((row.tally.everybody, found), (row.tally.direct, direct)):
            assert count.total == len(those)
            assert count.collective == sum(each.kind == "collective" for each in those)
            assert count.individual == sum(each.kind == "individual" for each in those)
    assert [row.number for row in table.rows] == ["I", "1", "1.1", "1.2", "II", "1", "2", "3"]


@given(record_lists())
def test_totals_add_up(records: list[Record]) -> None:
    table = made(records)
    levels = [row for row in table.rows if not row.award]
    for level in levels:
        below = [row.tally for row in table.rows if row.award and row.level == level.level and row.tally]
        assert level.tally == sum(below, Tally())
    for cells in table.cells():
        if cells[2]:
            total, collective, individual, of_direct, *direct = map(int, cells[2:8])
            assert (total, of_direct) == (collective + individual, sum(direct))
    counted = sum(row.tally.everybody.total for row in levels if row.tally is not None)
    assert counted + len(table.without_row) == len(records)


@given(record_lists().flatmap(lambda records: st.tuples(st.just(records), st.permutations(records))))
def test_the_order_of_records_changes_nothing_but_that_of_notes(
    both: tuple[list[Record], list[Record]],
) -> None:
    one, other = map(made, both)
    assert one.records.digest == other.records.digest
    for row, again in zip(one.rows, other.rows, strict=True):
        assert evolve(row, notes=()) == evolve(again, notes=())
        assert sorted(row.notes) == sorted(again.notes)


@given(record_lists(), st.integers(0, 20))
def test_tables_of_parts_add_up_to_that_of_the_whole(records: list[Record], cut: int) -> None:
    whole, parts = made(records), (made(records[:cut]), made(records[cut:]))
    assert added(*parts) == tallies(whole)
    for row, first, second in zip(whole.rows, parts[0].rows, parts[1].rows, strict=True):
        assert row.notes == tuple(dict.fromkeys(first.notes + second.notes))


@given(record_lists())
def test_the_tables_of_single_years_add_up_to_that_of_all(records: list[Record]) -> None:
    table = made(records, [])
    for year in range(2016, 2020):
        table = evolve(table, rows=tuple(
            evolve(row, tally=tally)
            for row, tally in zip(table.rows, added(table, made(records, [year])), strict=True)
        ))  # fmt: skip
    assert tallies(table) == tallies(made(records)) == tallies(made(records, [2016, 2017, 2018, 2019]))


@given(record_lists())
def test_notes_stand_once_each_in_the_order_of_the_records(records: list[Record]) -> None:
    for row, cells in zip((table := made(records)).rows, table.cells(), strict=True):
        notes = [each.note for each in of_row(row, records) if each.note] if row.award else []
        assert cells[9] == ", ".join(dict.fromkeys(notes))


@given(record_lists())
def test_cells_survive_csv_and_run_in_no_spreadsheet(records: list[Record]) -> None:
    file, cells = io.StringIO(), made(records).cells()
    csv.writer(file).writerows([map(csv_cell, row) for row in cells])
    found = list(csv.reader(io.StringIO(file.getvalue())))
    for row, written in zip(cells, found, strict=True):
        assert len(written) == len(HEADINGS["vi"]) == len(HEADINGS["en"]) == 10
        assert [cell.removeprefix("'") for cell in written] == list(row)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in written)
        assert not any(sign in cell for cell in row for sign in "\t\r\n")


def test_a_note_made_in_python_breaks_no_line() -> None:
    record = Record(
        holder="a", award="ldtt", year=2018, kind="individual", direct=True, note="Đ/c An,\n\tBình "
    )
    assert made([record]).cells()[5][9] == "Đ/c An, Bình"


def test_records_that_do_not_fit_the_ruleset_are_never_counted() -> None:
    wrong = Record(holder="a", award="ldt", year=2018, kind="individual", direct=True)
    unasked = Record(holder="b", award="ldtt", year=2018, kind="individual")
    with pytest.raises(EvidenceError) as refused:
        made([wrong, unasked])
    faults = [(each.code, str(each.place), each.nearest) for each in refused.value.faults]
    assert faults == [
        ("record-award-unknown", "records[0]", "ldtt"),
        ("record-direct-missing", "records[1]", None),
    ]


def test_roman_numerals() -> None:
    assert [roman(number) for number in range(1, 13)] == [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ]  # fmt: skip
    assert [roman(number) for number in (40, 90, 444, 1998)] == ["XL", "XC", "CDXLIV", "MCMXCVIII"]
