"""Word documents: the layout of Nghị định 30/2020/NĐ-CP, whole packages, and nothing for the wrong eyes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from posixpath import normpath
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from attrs import evolve
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from generated_rulesets import Made, rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_examples import HARMFUL, LETTERHEAD, bac_ninh, cao_bang, harmful

from thidua_scoring import decide
from thidua_scoring.decisions import Standing
from thidua_scoring.decisions.ballots.polls import Candidate, Paper
from thidua_scoring.decisions.reasons import Reason
from thidua_scoring.decisions.standing import UnitStanding
from thidua_scoring.decisions.telling import class_name
from thidua_scoring.errors import EvidenceError, FaultsError
from thidua_scoring.reports.word import REPORTS, Letterhead, read_letterhead, write_by_template
from thidua_scoring.reports.word.widths import shared_out

UNIT = "so-xay-dung"
KINDS = tuple(REPORTS)
PROSE = tuple(kind for kind in KINDS if kind != "appendix")


def written(kind: str, standing: Standing | None = None, **how: Any) -> bytes:
    result: Any = cao_bang() if kind == "appendix" else standing or bac_ninh()
    options = {"unit": UNIT, **how} if kind == "unit" else how
    return REPORTS[kind](result, options.pop("letterhead", LETTERHEAD), **options)


def opened(content: bytes) -> Word:
    return Document(BytesIO(content))


def paragraphs(document: Word) -> list[Any]:
    """Return all paragraphs in the order in which they stand, those in cells among them."""
    from docx.text.paragraph import Paragraph

    return [Paragraph(each, document._body) for each in document.element.body.iter(qn("w:p"))]


def text_of(content: bytes) -> str:
    return "\n".join(each.text for each in paragraphs(opened(content)))


# ── the file ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(kind: str) -> None:
    assert written(kind) == written(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_all_parts_are_well_formed_and_all_relationships_lead_to_a_part(kind: str) -> None:
    with ZipFile(BytesIO(written(kind))) as package:
        assert package.testzip() is None
        names = set(package.namelist())
        assert len(names) == len(package.namelist())
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in names:
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(package.read(name))
            if name.endswith(".rels"):
                home = Path(name).parent.parent
                for each in root:
                    assert each.get("TargetMode") is None
                    target = str(each.get("Target"))
                    at = target[1:] if target.startswith("/") else normpath(home / target)
                    assert at in names


def test_tables_and_borders_come_in_the_order_of_the_schema() -> None:
    document = opened(written("summary"))
    order = ["pStyle", "keepNext", "keepLines", "pBdr", "spacing", "ind", "jc", "rPr"]
    for properties in document.element.body.iter(qn("w:pPr")):
        names = [order.index(child.tag.rpartition("}")[2]) for child in properties]
        assert names == sorted(names)
    parts = ["tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"]
    for properties in document.element.body.iter(qn("w:tblPr")):
        names = [parts.index(child.tag.rpartition("}")[2]) for child in properties]
        assert names == sorted(names)


# ── the layout that the decree asks for ─────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_a4_with_the_margins_of_the_decree(kind: str) -> None:
    (section,) = opened(written(kind)).sections
    size = (round(section.page_width.mm), round(section.page_height.mm))
    assert size == ((297, 210) if kind == "appendix" else (210, 297))
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_number_stands_in_the_middle_above_from_the_second_page(kind: str) -> None:
    (section,) = opened(written(kind)).sections
    assert section.different_first_page_header_footer
    assert "".join(each.text for each in section.first_page_header.paragraphs) == ""
    (number,) = section.header.paragraphs
    assert [each.text for each in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert number.alignment == 1
    assert section.header_distance < section.top_margin


@pytest.mark.parametrize("kind", KINDS)
def test_every_script_is_in_times_new_roman_and_the_language_is_vietnamese(kind: str) -> None:
    document = opened(written(kind))
    for root in (document.styles.element, document.element):
        for fonts in root.iter(qn("w:rFonts")):
            assert dict(fonts.attrib) == {
                qn(f"w:{script}"): "Times New Roman" for script in ("ascii", "hAnsi", "cs", "eastAsia")
            }
        for language in root.iter(qn("w:lang")):
            assert set(language.attrib.values()) == {"vi-VN"}
    assert document.styles["Normal"].font.name == "Times New Roman"  # type: ignore[attr-defined]


def runs(content: bytes, text: str) -> list[Any]:
    found = [run for each in paragraphs(opened(content)) for run in each.runs if run.text == text]
    assert found
    return found


@pytest.mark.parametrize("kind", PROSE)
def test_the_head_is_set_as_the_decree_asks(kind: str) -> None:
    content = written(kind)
    (country,) = runs(content, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    (motto,) = runs(content, "Độc lập - Tự do - Hạnh phúc")
    (agency,) = runs(content, "SỞ NỘI\u00a0VỤ")
    (parent,) = runs(content, "ỦY BAN NHÂN DÂN TỈNH BẮC\u00a0NINH")
    assert (country.bold, country.font.size.pt) == (True, 12)
    assert (motto.bold, motto.font.size.pt) == (True, 13)
    assert (agency.bold, parent.bold) == (True, None)
    assert runs(content, "Số: 07/BC-SNV")[0].font.size.pt == 13
    if kind != "ballot":
        (dated,) = runs(content, "Bắc Ninh, ngày 05 tháng 01 năm 2020")
        assert (dated.italic, dated.font.size.pt) == (True, 13)


@pytest.mark.parametrize("kind", PROSE)
def test_a_line_stands_beneath_the_agency_the_motto_and_the_subject(kind: str) -> None:
    above = [
        paragraphs(opened(written(kind)))[index - 1].text
        for index, each in enumerate(paragraphs(opened(written(kind))))
        if each._p.find(f".//{qn('w:pBdr')}") is not None
    ]
    assert above[:2] == ["SỞ NỘI\u00a0VỤ", "Độc lập - Tự do - Hạnh phúc"]
    assert len(above) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_sign_of_the_end_stands_once_and_no_text_follows_but_recipients_and_signatures(kind: str) -> None:
    lines = [each.text for each in paragraphs(opened(written(kind))) if each.text]
    (end,) = [index for index, line in enumerate(lines) if line.endswith("./.")]
    after = set(lines[end + 1 :])
    assert after <= {
        "Nơi nhận:", "- Ủy ban nhân dân tỉnh;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC",
        "Nguyễn Văn Ước", "THƯ KÝ", "CHỦ TỌA", "Trần Thị Hường",
    }  # fmt: skip
    assert ("Nơi nhận:" in after) == (kind != "appendix")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2020, 2, 29), "ngày 29 tháng 02 năm 2020"),
        (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
        (date(2020, 12, 10), "ngày 10 tháng 12 năm 2020"),
        (None, "ngày …… tháng …… năm ……"),
    ],
)
def test_dates_have_a_zero_before_small_days_and_the_first_two_months(day: date | None, said: str) -> None:
    assert f"Bắc Ninh, {said}" in text_of(written("summary", letterhead=evolve(LETTERHEAD, day=day)))


@pytest.mark.parametrize("kind", PROSE)
def test_what_the_caller_does_not_give_is_left_blank(kind: str) -> None:
    text = text_of(written(kind, letterhead=Letterhead(agency="")))
    assert "Số: ……/……" in text
    assert "None" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_tables_repeat_their_headings_split_no_row_and_fill_the_width(kind: str) -> None:
    document = opened(written(kind))
    (section,) = document.sections
    room = section.page_width - section.left_margin - section.right_margin
    framed = [table for table in document.tables if table.style.name == "Table Grid"]
    assert framed
    for table in framed:
        first, *rest = table._tbl.tr_lst
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in (first, *rest))
        assert not table.autofit
        assert abs(sum(column.width for column in table.columns) - room) < 36_000
        widths = [column.width for column in table.columns]
        assert all([cell.width for cell in row.cells] == widths for row in table.rows)


@given(
    st.lists(st.lists(st.text("abc ", max_size=80), min_size=3, max_size=3), max_size=6),
    st.integers(40, 300),
)
def test_columns_share_the_width_and_none_is_lost(rows: list[list[str]], width: int) -> None:
    found = shared_out(width, ["Stt", "Đơn vị", "Lý do"], rows, 11)
    assert sum(found) == pytest.approx(width)
    assert min(found) > 0


# ── what they say ───────────────────────────────────────────────────────────────────


def test_the_appendix_in_word_is_the_appendix_cell_by_cell() -> None:
    (table,) = opened(written("appendix")).tables
    heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert len(heads) == 10
    assert rows == [list(cells) for cells in cao_bang().cells()]
    assert len(rows) == 14
    assert rows[10][2:9] == ["104", "20", "84", "89", "20", "69", "69/84 (82,14%)"]


def test_the_summary_has_a_row_for_each_unit() -> None:
    table = opened(written("summary")).tables[1]
    assert [cell.text for cell in table.rows[0].cells] == [
        "Stt", "Đơn vị", "Tổng điểm", "Hạng", "Xếp loại", "Đề nghị khen thưởng",
    ]  # fmt: skip
    assert [row.cells[0].text for row in table.rows[1:]] == [str(n) for n in range(1, 9)]
    assert [row.cells[1].text for row in table.rows[1:]] == [unit.unit.name for unit in bac_ninh()]


def test_the_score_sheet_gives_points_class_and_reasons() -> None:
    unit = bac_ninh()[UNIT]
    text = text_of(written("unit"))
    assert "Tổng điểm: 55,5" in text
    for reason in unit.class_reasons:
        assert reason.text("vi") in text
    for name in unit.score.criteria:
        assert name in text.splitlines()


def test_the_minutes_hold_every_vote_and_what_came_of_it() -> None:
    content = written("ballot")
    text = text_of(content)
    tables = opened(content).tables[1:3]
    results = list(bac_ninh().ballots.values())
    for table, result in zip(tables, results, strict=True):
        votes = [[cell.text for cell in row.cells] for row in table.rows[1:]]
        assert len(votes) == len(result.outcomes)
        for row, outcome in zip(votes, result.outcomes, strict=True):
            assert str(outcome.tally.votes) in row
            assert row[-1] == {True: "Đạt", False: "Không đạt", None: "Chưa quyết định"}[outcome.elected]
    assert "Số phiếu thu về: 8; hợp lệ: 8; không hợp lệ: 0." in text
    assert "7/8 (87,5\u00a0%)" in text
    assert "THƯ KÝ" in text


def open_ballot() -> Standing:
    """The example, its second ballot held openly by three named members and undecided."""
    found = bac_ninh()
    first, second = found.ballots.items()
    key, result = second
    (outcome,) = result.outcomes
    chosen = frozenset({outcome.candidate})
    papers = (
        Paper(id="1", voter="Bà Đặng Thị Ư", chosen=chosen),
        Paper(id="2", voter="Ông Lê Văn Ỷ"),
        Paper(id="3", voter="Ông Hồ Sỹ Ộ", spoiled=True),
    )
    poll = evolve(result.poll, papers=papers, absent=frozenset({"Ông Vắng"}))
    waiting = evolve(outcome, reasons=(*outcome.reasons, Reason("ballot-chair-unknown", holds=None)))
    other = Candidate("so-xay-dung")
    ties = ((outcome.candidate, other),)
    changed = evolve(
        result, spec=evolve(result.spec, secret=False), poll=poll, outcomes=(waiting,), ties=ties
    )
    return evolve(found, ballots=dict([first, (key, changed)]))


def test_minutes_of_an_open_ballot_say_who_voted_for_whom_and_what_is_left_open() -> None:
    text = text_of(written("ballot", open_ballot()))
    name = "Sở Nông nghiệp và Phát triển nông thôn"
    assert f"Bà Đặng Thị Ư\n{name}\nÔng Lê Văn Ỷ\nKhông chọn đơn vị nào" in text
    assert "Ông Hồ Sỹ Ộ\nPhiếu không hợp lệ" in text
    assert "(vắng: Ông Vắng)" in text
    assert f"Chưa quyết định, vì:\n- {name}: chưa rõ người chủ trì" in text
    assert f"Bằng phiếu, hội đồng quyết định: {name}, Sở Xây dựng." in text


def test_the_minutes_of_a_secret_ballot_name_no_voter() -> None:
    standing = open_ballot()
    secret = {k: evolve(each, spec=evolve(each.spec, secret=True)) for k, each in standing.ballots.items()}
    assert "Bà Đặng Thị Ư" not in text_of(written("ballot", evolve(standing, ballots=secret)))


def test_the_proposal_names_everybody_who_is_proposed_or_open() -> None:
    text = text_of(written("proposal"))
    found = bac_ninh()
    for result in found.awards.values():
        rows = result.rows("proposed", "undecided")
        assert (f". {result.award.title}" in text) == bool(rows)
        assert all(found.named(row).name in text for row in rows)


# ── who may read what ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["ballot", "proposal"])
@pytest.mark.parametrize("audience", ["public", "unit"])
def test_minutes_and_proposals_are_for_the_council_only(kind: str, audience: str) -> None:
    with pytest.raises(FaultsError) as refused:
        written(kind, audience=audience, unit=UNIT)
    assert [each.code for each in refused.value.faults] == ["report-council-only"]


def test_a_score_sheet_says_whose_it_is_and_minutes_need_a_ballot() -> None:
    with pytest.raises(FaultsError) as refused:
        REPORTS["unit"](bac_ninh(), LETTERHEAD)
    assert [each.code for each in refused.value.faults] == ["report-needs-unit"]
    with pytest.raises(FaultsError) as refused:
        REPORTS["ballot"](decide(bac_ninh().board), LETTERHEAD)
    assert [each.code for each in refused.value.faults] == ["report-no-ballot"]


@st.composite
def standings(draw: Callable[..., Any]) -> Standing:
    made: Made = draw(rulesets())
    return decide(made.ruleset.score(draw(sheets(made, 2, 4)).evidence(made.ruleset)))


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(standings())
def test_the_public_gets_names_classes_and_awards_and_nothing_else(standing: Standing) -> None:
    words = {"—", "A", "B", *(unit.unit.name for unit in standing), *(class_name(u, "vi") for u in standing)}
    letterhead = Letterhead(agency="Sở")
    document = opened(written("summary", standing, audience="public", letterhead=letterhead))
    table = document.tables[1]
    assert {cell.text for cell in table.rows[0].cells} <= {
        "Stt",
        "Đơn vị",
        "Khối",
        "Xếp loại",
        "Đề nghị khen thưởng",
    }
    for number, row in enumerate(table.rows[1:], start=1):
        first, *others = [cell.text for cell in row.cells]
        assert first == str(number)
        assert set(others) <= words | {"; ".join(awarded(unit)) for unit in standing}
    sheet = text_of(written("unit", standing, audience="public", unit="don-vi-0", letterhead=letterhead))
    for word in ("Tổng điểm", "Xếp hạng", "Cách tính", "Tự chấm", "Điểm chuẩn"):
        assert word not in sheet


def awarded(unit: UnitStanding) -> list[str]:
    titles = {name: result.award.title for name, result in unit.standing.awards.items()}
    return [titles[name] for name, proposal in unit.awards.items() if proposal.verdict == "proposed"]


# ── names that do harm ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", PROSE)
def test_harmful_names_are_text_and_signs_that_xml_cannot_hold_are_replaced(kind: str) -> None:
    content = written(kind, harmful())
    text = text_of(content)
    if kind == "summary":
        assert all(name in text for name in HARMFUL[:6])
        assert "Sở\ufffd gnud yâX\ufffd\ufffd\ufffd" in text
    assert "\u202e" not in text
    with ZipFile(BytesIO(content)) as package:
        assert b"<script>" not in package.read("word/document.xml")


# ── templates ───────────────────────────────────────────────────────────────────────


def template(folder: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    path = folder / "mau.docx"
    document.save(str(path))
    return path


def test_a_template_is_filled_in_with_names_as_they_are(tmp_path: Path) -> None:
    path = template(
        tmp_path,
        "{{ letterhead.agency }}: {{ letterhead.dated }}",
        "{%p for row in rows %}",
        "{{ row[0] }} | {{ row[-2] }}",
        "{%p endfor %}",
        "{%p for unit in units %}",
        "{{ unit.name }} = {{ unit.total }}: {% for each in unit.decisions %}{{ each.result }}; {% endfor %}",
        "{%p endfor %}",
    )
    content = write_by_template(harmful(), LETTERHEAD, path, audience="council")
    text = text_of(content)
    assert text.startswith("Sở Nội vụ: Bắc Ninh, ngày 05 tháng 01 năm 2020")
    assert all(f"{name} | " in text for name in HARMFUL[:6])
    assert "= 55,5: " in text
    assert content == write_by_template(harmful(), LETTERHEAD, path, audience="council")


def test_a_template_for_the_public_gets_no_cards_and_no_points(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ units|length }} {{ headings|join(', ') }} {{ open|length }}")
    text = text_of(write_by_template(bac_ninh(), LETTERHEAD, path, audience="public"))
    assert text == "0 Đơn vị, Xếp loại, Đề nghị khen thưởng 0"


@pytest.mark.parametrize(
    "line",
    [
        "{{ unknown }}",
        "{% for x in %}",
        "{{ rows.__class__.__mro__ }}",
        "{{ title.__init__.__globals__ }}",
        "{{ letterhead.update({}) }}",
    ],
)
def test_a_template_that_fails_or_reaches_out_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(FaultsError) as refused:
        write_by_template(bac_ninh(), LETTERHEAD, template(tmp_path, line), audience="public")
    assert [each.code for each in refused.value.faults] == ["word-template-fails"]


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(b"khong phai")
    with pytest.raises(FaultsError) as refused:
        write_by_template(bac_ninh(), LETTERHEAD, path, audience="public")
    assert [each.code for each in refused.value.faults] == ["word-template-fails"]


# ── letterheads in files ────────────────────────────────────────────────────────────


def test_a_letterhead_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "so.toml"
    path.write_text(
        'agency = "Sở Nội vụ"\nparent = "Ủy ban nhân dân tỉnh Bắc Ninh"\nplace = "Bắc Ninh"\n'
        'day = 2020-01-05\nnumber = 7\nsign = "BC-SNV"\nauthority = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]\n'
        'to = ["Hội đồng Thi đua - Khen thưởng tỉnh"]\nsigner = "Nguyễn Văn Ước"\n'
        'grounds = ["Căn cứ quy chế của khối", "Theo đề nghị của Trưởng khối"]\n'
        'secretary = "Trần Thị Hường"\nrecipients = ["Ủy ban nhân dân tỉnh", "Lưu: VT"]\n',
        encoding="utf-8",
    )
    assert read_letterhead(path) == LETTERHEAD


def test_every_fault_of_a_letterhead_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "so.toml"
    path.write_text('number = 0\nday = "hôm nay"\nsingner = "A"\n', encoding="utf-8")
    with pytest.raises(EvidenceError) as refused:
        read_letterhead(path)
    found = {(each.code, each.place.line, each.nearest) for each in refused.value.faults}
    assert found >= {("not-positive", 1, None), ("unknown-key", 3, "signer")}
    assert {each.code for each in refused.value.faults} >= {"missing-key"}
    assert len(found) == 4


def test_without_its_library_a_document_asks_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(FaultsError) as refused:
        written("summary")
    assert [(each.code, each.parameters["extra"]) for each in refused.value.faults] == [
        ("needs-extra", "word")
    ]
