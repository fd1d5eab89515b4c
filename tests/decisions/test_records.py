"""Award records: read from every kind of file, refused with all faults, asked by decisions."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve, fields
from awards_ruleset import AWARDS, CLASSES, PEOPLE, record_lists, ruleset
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.decisions.awards.records import Record, Records, read_records, records_of, run_up_to
from thidua_scoring.errors import EvidenceError, Fault

ENGLISH = ["holder", "award", "year", "kind", "unit", "direct", "part", "achievement", "decision", "note"]
VIETNAMESE = [
    "Đối tượng", "Danh hiệu", "Năm", "Loại", "Đơn vị", "Lao động trực tiếp", "Phần", "Thành tích",
    "Số quyết định", "Ghi chú",
]  # fmt: skip
ROWS = [
    ["Trần Thị Bình", "ldtt", "2018", "individual", "Văn phòng", "có", "", "", "12/QĐ-SKHCN", ""],
    ["Trần Thị Bình", "Sáng kiến", "2018", "cá nhân", "Văn phòng", "", "", "Sổ tay điện tử", "", ""],
    ["Trần Thị Bình", "SÁNG KIẾN", "2018", "Cá nhân", "Văn phòng", "", "", "Kho mẫu biểu", "", ""],
    [
        "Văn phòng",
        "Bằng khen của Chủ tịch UBND tỉnh",
        "2017",
        "tập thể",
        "",
        "x",
        "thành tích một năm",
        "",
        "",
        "VP",
    ],
    ["Văn phòng", "tot", "2017", "collective", "", "", "", "", "", ""],
    ["Văn phòng", "Hoàn thành xuất sắc nhiệm vụ", "2018", "tập thể", "", "", "", "", "", ""],
]
READ = (
    Record(holder="Trần Thị Bình", award="ldtt", year=2018, kind="individual", unit="Văn phòng", direct=True,
           decision="12/QĐ-SKHCN"),
    Record(holder="Trần Thị Bình", award="sang-kien", year=2018, kind="individual", unit="Văn phòng",
           achievement="Sổ tay điện tử"),
    Record(holder="Trần Thị Bình", award="sang-kien", year=2018, kind="individual", unit="Văn phòng",
           achievement="Kho mẫu biểu"),
    Record(holder="Văn phòng", award="bang-khen", year=2017, kind="collective", direct=True, part="nam",
           note="VP"),
    Record(holder="Văn phòng", award="tot", year=2017, kind="collective"),
    Record(holder="Văn phòng", award="xuat-sac", year=2018, kind="collective"),
)  # fmt: skip


def as_csv(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def as_xlsx(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [header, *rows]:
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    book.save(path)
    return path


def as_toml(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    written = []
    for row in rows:
        cells = {name: cell for name, cell in zip(header, row, strict=True) if cell}
        lines = (f"{name} = {cell if name == 'year' else repr(cell)}" for name, cell in cells.items())
        written.append("[[records]]\n" + "\n".join(lines) + "\n")
    path.write_text("\n".join(written), encoding="utf-8")
    return path


class TestReading:
    """Records are read from tables of text, workbooks and TOML, in both languages."""

    @pytest.mark.parametrize("header", [ENGLISH, VIETNAMESE, [name.upper() for name in VIETNAMESE]])
    def test_from_csv(self, tmp_path: Path, header: list[str]) -> None:
        assert read_records(as_csv(tmp_path / "a.csv", header, ROWS), ruleset()).items == READ

    @pytest.mark.parametrize("header", [ENGLISH, VIETNAMESE])
    def test_from_a_workbook(self, tmp_path: Path, header: list[str]) -> None:
        assert read_records(as_xlsx(tmp_path / "a.xlsx", header, ROWS), ruleset()).items == READ

    def test_from_toml(self, tmp_path: Path) -> None:
        found = read_records(as_toml(tmp_path / "a.toml", ENGLISH, ROWS), ruleset())
        assert found.items == READ
        assert found.items[3].place.path == ("records", 3, "holder")

    def test_from_python(self) -> None:
        assert records_of(READ, ruleset()).items == READ

    def test_every_record_knows_its_place(self, tmp_path: Path) -> None:
        path = as_csv(tmp_path / "a.csv", ENGLISH, ROWS)
        assert [str(each.place) for each in read_records(path, ruleset())] == [
            f"{path}:{line} holder" for line in range(2, 8)
        ]

    def test_no_records_are_records(self, tmp_path: Path) -> None:
        assert len(read_records(as_csv(tmp_path / "a.csv", ENGLISH, []), ruleset())) == 0

    def test_units_may_be_called_by_their_names(self, tmp_path: Path) -> None:
        path = as_csv(tmp_path / "a.csv", ENGLISH, ROWS)
        found = read_records(path, ruleset(), names={"vp": "VĂN PHÒNG", "tt": "Trung tâm"})
        assert {each.unit for each in found} == {"vp", ""}
        assert found.years("vp", ["bang-khen"]) == {2017}

    def test_an_achievement_is_spelt_as_in_the_ruleset(self) -> None:
        one = Record(
            holder="a", award="giay-khen-nam", year=2018, kind="collective", achievement="thành tích NĂM"
        )
        assert records_of([one], ruleset()).rewarded("a", 2018) == {"Thành tích năm"}


# ── faults ──────────────────────────────────────────────────────────────────────────

GOOD = dict(zip(ENGLISH, ROWS[0], strict=True))
PRIZE = {"award": "bang-khen", "part": "nam"}
FAULTS: list[tuple[dict[str, str], str, str, str | None]] = [
    # what is written, the code, the column, the nearest name
    ({"award": "ldt"}, "record-award-unknown", "award", "ldtt"),
    ({"award": "Lao động tiên tiên"}, "record-award-unknown", "award", "Lao động tiên tiến"),
    ({"award": "xuất-sắc"}, "record-award-unknown", "award", "xuat-sac"),
    ({"award": "huân chương"}, "record-award-unknown", "award", None),
    ({"kind": "tập thế"}, "record-kind-unknown", "kind", "tập thể"),
    ({"kind": "individuals"}, "record-kind-unknown", "kind", "individual"),
    ({"kind": "tập thể"}, "record-kind-not-meant", "kind", None),
    ({"award": "tap-the-ldtt"}, "record-kind-not-meant", "kind", None),
    ({"direct": ""}, "record-direct-missing", "direct", None),
    ({"year": "1918"}, "record-year", "year", None),
    ({"year": "18"}, "record-year", "year", None),
    ({"year": "20188"}, "record-year", "year", None),
    ({"year": "-2018"}, "record-year", "year", None),
    ({**PRIZE, "part": ""}, "record-part-missing", "part", None),
    ({**PRIZE, "part": "nắm"}, "record-part-unknown", "part", "nam"),
    ({**PRIZE, "part": "Thành tích 1 năm"}, "record-part-unknown", "part", "Thành tích một năm"),
    ({"part": "nam"}, "record-part-unused", "part", None),
    ({"award": "tot", "part": "nam"}, "record-part-unused", "part", None),
]
UNREAD: list[tuple[dict[str, str], str, str]] = [
    ({"holder": " "}, "cell-missing", "holder"),
    ({"award": ""}, "cell-missing", "award"),
    ({"year": ""}, "cell-missing", "year"),
    ({"kind": ""}, "cell-missing", "kind"),
    ({"year": "2016-2017"}, "not-a-figure", "year"),
    ({"year": "2018,5"}, "not-whole", "year"),
    ({"direct": "có lẽ"}, "not-yes-no", "direct"),
]


def refused(path: Path, rows: list[list[str]], header: list[str] = ENGLISH) -> tuple[Fault, ...]:
    with pytest.raises(EvidenceError) as error:
        read_records(as_csv(path / "a.csv", header, rows), ruleset())
    return error.value.faults


def row(**cells: str) -> list[str]:
    return list({**GOOD, **cells}.values())


class TestFaults:
    """What is wrong is told with its place, its code and the nearest name, all of it at once."""

    @pytest.mark.parametrize(("cells", "code", "column", "close"), FAULTS)
    def test_a_fault(
        self, tmp_path: Path, cells: dict[str, str], code: str, column: str, close: str | None
    ) -> None:
        (fault,) = refused(tmp_path, [row(), row(holder="Lê Văn Cao", **cells)])
        assert (fault.code, fault.nearest) == (code, close)
        assert (fault.place.line, fault.place.path) == (3, (column,))

    @pytest.mark.parametrize(("cells", "code", "column"), UNREAD)
    def test_a_cell_that_cannot_be_read(
        self, tmp_path: Path, cells: dict[str, str], code: str, column: str
    ) -> None:
        (fault,) = refused(tmp_path, [row(), row(**{"holder": "Lê Văn Cao", **cells})])
        assert (fault.code, fault.place.line, fault.place.path) == (code, 3, (column,))

    def test_all_faults_are_told_at_once(self, tmp_path: Path) -> None:
        rows = [row(holder=f"Người {number}", **cells) for number, (cells, *_) in enumerate(FAULTS)]
        found = refused(tmp_path, rows)
        assert [(fault.code, fault.place.path) for fault in found] == [
            (code, (column,)) for _, code, column, _ in FAULTS
        ]

    def test_one_row_may_have_several(self, tmp_path: Path) -> None:
        found = refused(tmp_path, [row(award="bang-khen", kind="tổ", year="3", direct="")])
        assert {fault.code for fault in found} == {
            "record-kind-unknown", "record-year", "record-part-missing", "record-direct-missing",
        }  # fmt: skip

    def test_of_an_unknown_award_nothing_more_is_said(self, tmp_path: Path) -> None:
        (fault,) = refused(tmp_path, [row(award="ldttt", part="nam", direct="")])
        assert fault.code == "record-award-unknown"

    def test_a_column_that_is_missing_or_unknown(self, tmp_path: Path) -> None:
        header = ["holder", "awards", "year", "kind", *ENGLISH[4:]]
        found = refused(tmp_path, [row()], header)
        assert [(fault.code, fault.nearest) for fault in found] == [
            ("column-unknown", "award"), ("column-missing", None),
        ]  # fmt: skip

    def test_a_file_of_another_kind_is_one_fault(self, tmp_path: Path) -> None:
        (fault,) = refused(tmp_path, [row()], ["unit", "criterion", "field", "value", *ENGLISH[4:]])
        assert fault.code == "table-other-kind"
        assert "holder, award, year, kind" in fault.text()

    def test_a_workbook_tells_the_cell(self, tmp_path: Path) -> None:
        with pytest.raises(EvidenceError) as error:
            read_records(as_xlsx(tmp_path / "a.xlsx", ENGLISH, [row(award="ldt")]), ruleset())
        assert [fault.place.cell for fault in error.value.faults] == ["Sheet!B2"]

    @pytest.mark.parametrize("holder", ["Trần Thị Bình", "TRẦN THỊ  BÌNH", "Trần Thị Bình\u200b"])
    def test_the_same_record_twice(self, tmp_path: Path, holder: str) -> None:
        (fault,) = refused(tmp_path, [row(), row(holder=holder, decision="13/QĐ-SKHCN")])
        assert (fault.code, fault.place.line) == ("record-twice", 3)
        assert fault.parameters["place"].endswith("a.csv:2 holder")
        assert (fault.parameters["award"], fault.parameters["year"]) == ("Lao động tiên tiến", "2018")

    @pytest.mark.parametrize(
        ("first", "second", "same"),
        [
            ("", "", True),
            ("Sổ tay", "", True),
            ("", "Sổ tay", True),
            ("Sổ tay", "SỔ  TAY", True),
            ("Sổ tay", "Kho mẫu", False),
        ],
    )
    def test_two_of_a_year_name_two_achievements(
        self, tmp_path: Path, first: str, second: str, same: bool
    ) -> None:
        rows = [row(award="sang-kien", achievement=achievement) for achievement in (first, second)]
        if same:
            assert [fault.code for fault in refused(tmp_path, rows)] == ["record-twice"]
        else:
            found = read_records(as_csv(tmp_path / "a.csv", ENGLISH, rows), ruleset())
            assert found.times("Trần Thị Bình", {"sang-kien"}) == {2018: 2}

    def test_another_year_part_or_award_is_another_record(self, tmp_path: Path) -> None:
        rows = [
            row(),
            row(year="2017"),
            row(award="xuat-sac"),
            row(**PRIZE),
            row(**PRIZE | {"part": "hai-nam"}),
        ]
        assert len(read_records(as_csv(tmp_path / "a.csv", ENGLISH, rows), ruleset())) == 5

    def test_nobody_has_two_classes_in_a_year(self, tmp_path: Path) -> None:
        (fault,) = refused(tmp_path, [row(award="xuat-sac"), row(award="tot")])
        assert (fault.code, fault.parameters["award"]) == ("record-twice", "Hoàn thành xuất sắc nhiệm vụ")

    def test_nobody_is_a_person_here_and_a_unit_there(self, tmp_path: Path) -> None:
        (fault,) = refused(tmp_path, [row(), row(award="tap-the-ldtt", kind="tập thể")])
        assert (fault.code, fault.place.path) == ("record-two-kinds", ("kind",))

    def test_records_made_in_python_are_held_to_the_same(self) -> None:
        wrong = [evolve(READ[0], **change) for change in ({}, {"holder": " "}, {"year": 20188}, {})]
        with pytest.raises(EvidenceError) as error:
            records_of(wrong, ruleset())
        assert [(fault.code, str(fault.place)) for fault in error.value.faults] == [
            ("cell-missing", "records[1]"), ("record-year", "records[2]"), ("record-twice", "records[3]"),
        ]  # fmt: skip
        assert error.value.faults[2].parameters["place"] == "records[0]"

    def test_every_fault_is_told_in_two_languages(self, tmp_path: Path) -> None:
        rows = [row(holder=f"Người {number}", **cells) for number, (cells, *_) in enumerate(FAULTS)]
        for fault in refused(tmp_path, [*rows, row(), row(), row(award="tot", kind="tập thể", part="")]):
            for text in (fault.text("vi"), fault.text("en")):
                assert not set("{}") & set(text)


# ── questions ───────────────────────────────────────────────────────────────────────

WHAT = st.sets(st.sampled_from(AWARDS + CLASSES))
OF_PEOPLE = record_lists(PEOPLE)


def taken(records: list[Record]) -> Records:
    return records_of(records, ruleset())


class TestQuestions:
    """The answers are what one finds by looking at every record."""

    @given(OF_PEOPLE, st.sampled_from(PEOPLE), WHAT, st.booleans())
    def test_times_and_years(self, items: list[Record], holder: str, what: set[str], thematic: bool) -> None:
        counted = Counter(
            each.year
            for each in items
            if each.holder == holder and each.award in what
            if thematic or each.award != "giay-khen-chuyen-de"
        )
        assert taken(items).times(holder, what, thematic=thematic) == counted
        assert taken(items).years(holder, what, thematic=thematic) == set(counted)

    @given(OF_PEOPLE, WHAT, st.integers(2016, 2019), st.booleans())
    def test_the_members_who_hold_something(
        self, items: list[Record], what: set[str], year: int, thematic: bool
    ) -> None:
        for unit in ("van-phong", "trung-tam", "khac"):
            assert taken(items).of_members(unit, what, year, thematic=thematic) == {
                each.holder
                for each in items
                if (each.unit, each.year) == (unit, year) and each.award in what
                if thematic or each.award != "giay-khen-chuyen-de"
            }

    @given(OF_PEOPLE, st.sampled_from(PEOPLE), st.integers(2016, 2019))
    def test_what_is_rewarded_already(self, items: list[Record], holder: str, year: int) -> None:
        assert taken(items).rewarded(holder, year) == {
            each.achievement for each in items if (each.holder, each.year) == (holder, year)
        }

    @given(OF_PEOPLE.flatmap(lambda items: st.tuples(st.just(items), st.permutations(items))), WHAT)
    def test_the_order_of_records_changes_nothing(
        self, both: tuple[list[Record], list[Record]], what: set[str]
    ) -> None:
        one, other = map(taken, both)
        assert one.digest == other.digest
        for holder in PEOPLE:
            assert one.times(holder, what) == other.times(holder, what)
            assert sorted(map(str, one.of_holder(holder))) == sorted(map(str, other.of_holder(holder)))
        assert one.of_members("van-phong", what, 2018) == other.of_members("van-phong", what, 2018)

    def test_a_holder_is_asked_for_in_any_spelling(self) -> None:
        records = taken([*READ, evolve(READ[0], holder="TRẦN THỊ BÌNH", unit="văn phòng", year=2017)])
        assert records.years("trần thị  bình", {"ldtt"}) == {2017, 2018}
        assert records.of_members("VĂN PHÒNG", {"ldtt", "sang-kien"}, 2018) == {"Trần Thị Bình"}

    def test_a_member_in_two_spellings_is_one_member(self) -> None:
        two = [READ[0], evolve(READ[1], holder="TRẦN THỊ BÌNH")]
        for records in (taken(two), taken(two[::-1])):
            assert records.of_members("Văn phòng", {"ldtt", "sang-kien"}, 2018) == {"TRẦN THỊ BÌNH"}

    def test_members_are_individuals(self) -> None:
        group = Record(holder="Tổ 1", award="sang-kien", year=2018, kind="collective", unit="Văn phòng")
        assert taken([group]).of_members("Văn phòng", {"sang-kien"}, 2018) == frozenset()

    def test_one_award_may_be_asked_for_alone(self) -> None:
        assert taken(list(READ)).years("Trần Thị Bình", "ldtt") == {2018}

    def test_a_year_without_is_0_times(self) -> None:
        assert taken(list(READ)).times("Trần Thị Bình", {"ldtt"})[2016] == 0

    def test_nobody_has_nothing(self) -> None:
        records = taken([])
        assert (records.years("a", AWARDS), records.of_holder("a")) == (frozenset(), ())
        assert records.rewarded("a", 2018) == records.of_members("a", AWARDS, 2018) == frozenset()

    def test_an_award_stands_for_its_achievement_where_the_record_names_none(self) -> None:
        one = Record(holder="a", award="giay-khen-nam", year=2018, kind="collective")
        assert taken([one]).rewarded("a", 2018) == {"Thành tích năm"}
        assert taken([evolve(one, achievement="Vượt lũ")]).rewarded("a", 2018) == {"Vượt lũ"}


class TestDigest:
    """The digest is that of what the records say."""

    @pytest.mark.parametrize("name", [each.name for each in fields(Record) if each.name != "place"])
    def test_every_field_counts(self, name: str) -> None:
        other = {"year": 2011, "kind": "collective", "direct": False}.get(name, "khác")
        assert Records((evolve(READ[0], **{name: other}),)).digest != Records(READ[:1]).digest

    def test_the_place_and_the_order_do_not(self, tmp_path: Path) -> None:
        path = as_csv(tmp_path / "a.csv", ENGLISH, ROWS[::-1])
        assert read_records(path, ruleset()).digest == Records(READ).digest

    def test_not_asked_and_no_are_two_things(self) -> None:
        no, unasked = evolve(READ[1], direct=False), READ[1]
        assert Records((no,)).digest != Records((unasked,)).digest

    def test_how_often_counts(self) -> None:
        assert Records(READ[:1]).digest != Records(READ[:1] * 2).digest


class TestRuns:
    """k years in a row, up to a year; a gap breaks the chain."""

    @given(st.sets(st.integers(2010, 2020)), st.integers(2009, 2021))
    def test_the_longest_of_all_stretches_that_end_there(self, years: set[int], last: int) -> None:
        lengths = [n for n in range(13) if set(range(last - n + 1, last + 1)) <= years]
        assert run_up_to(years, last) == max(lengths)

    @given(st.sets(st.integers(2010, 2020)), st.integers(2010, 2020))
    def test_one_more_year_never_shortens_a_run(self, years: set[int], more: int) -> None:
        assert run_up_to(years | {more}, 2020) >= run_up_to(years, 2020)

    @pytest.mark.parametrize(
        ("years", "last", "run"),
        [((), 2018, 0), ((2018,), 2018, 1), ((2015, 2016, 2018), 2018, 1), ((2016, 2017), 2018, 0),
         ((2016, 2017, 2018, 2019), 2018, 3)],
    )  # fmt: skip
    def test_examples(self, years: tuple[int, ...], last: int, run: int) -> None:
        assert run_up_to(years, last) == run
