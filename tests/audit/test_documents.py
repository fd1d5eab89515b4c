"""Reports of every kind: where statements are found, what is refused, and how long hostile ones take."""

from __future__ import annotations

import random
import sys
import tracemalloc
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from thidua_scoring.audit import audit
from thidua_scoring.audit.word import read_word
from thidua_scoring.errors import EvidenceError

RIGHT = "Trồng được 1.463/1.498,3 ha, đạt 98% kế hoạch."
WRONG = "Gieo được 350,3 ha/350 ha, đạt 101% KH."


def places(path: Path) -> dict[str, str]:
    return {each.stated: str(each.place).removeprefix(str(path)).strip() for each in audit(path).findings}


def codes(path: Path) -> set[str]:
    with pytest.raises(EvidenceError) as error:
        audit(path)
    return {fault.code for fault in error.value.faults}


# ── text ────────────────────────────────────────────────────────────────────────────


def test_a_line_of_text_is_the_place(tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.txt"
    file.write_text(f"\ufeffBÁO CÁO\n\n{RIGHT}\n{WRONG}\n", "utf-8")
    assert places(file) == {"98": ":3", "101": ":4"}


def test_a_sentence_broken_between_lines_is_read_whole() -> None:
    found = audit("Đạt 245 tấn (cùng kỳ 100 tấn), tăng\n\n145% và\nđạt 50/50 ha, đạt\n100% kế hoạch").findings
    assert [(each.stated, each.verdict, each.place.line) for each in found] == [
        ("145", "follows", 3), ("100", "follows", 5),
    ]  # fmt: skip


def test_letters_in_parts_and_characters_that_take_no_room_change_nothing() -> None:
    text = unicodedata.normalize("NFD", RIGHT).replace("98%", "98\u200b%")
    assert [each.verdict for each in audit(text).findings] == ["follows"]


def test_a_title_does_not_run_into_the_paragraph_below() -> None:
    found = audit("Được 40/50 ha\nĐạt 98% kế hoạch").findings
    assert [each.verdict for each in found] == ["cannot-be-told"]


def test_a_table_parted_by_tabs_is_computed_by_its_header(tmp_path: Path) -> None:
    file = tmp_path / "bieu.txt"
    file.write_text(
        "Chỉ tiêu\tKế hoạch\tThực hiện\tTH/KH (%)\n"
        "Lúa\t50\t52\t104\nNgô\t1.498,3\t1.463\t99,1\nLạc\t\t5\t80\n",
        "utf-8",
    )
    found = audit(file).findings
    assert [(each.label, each.verdict) for each in found] == [
        ("Lúa", "follows"), ("Ngô", "does-not-follow"), ("Lạc", "cannot-be-told"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "B¸o c¸o kÕt qu¶ thùc hiÖn: ®¹t 52/50 ha, ®¹t 104% kÕ ho¹ch",
        "Baùo caùo: ñaït 52/50 ha, ñaït 104% keá hoaïch",
    ],
)
def test_text_from_before_unicode_is_refused_with_its_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "cu.txt"
    file.write_text(f"{RIGHT}\n{text}\n", "utf-8")
    with pytest.raises(EvidenceError) as error:
        audit(file)
    assert [(fault.code, fault.place.line) for fault in error.value.faults] == [("legacy-encoding", 2)]


def test_text_that_is_not_utf8_and_endings_that_are_not_known_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\n\xd0\xff")
    assert codes(file) == {"not-utf8"}
    assert codes(file.with_suffix(".doc")) == {"unknown-ending"}
    for name in ("khong-co.txt", "khong co.txt"):
        with pytest.raises(FileNotFoundError):
            audit(str(tmp_path / name))


# ── Word ────────────────────────────────────────────────────────────────────────────


def test_paragraphs_and_tables_of_word_are_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("BÁO CÁO")
    paragraph = document.add_paragraph("Trồng được 1.463/1.498,3 ha, ")
    paragraph.add_run("đạt 98").bold = True
    paragraph.add_run("% kế hoạch.")
    table = document.add_table(rows=2, cols=4)
    for at, text in enumerate(["Chỉ tiêu", "KH năm", "Thực hiện", "Tỷ lệ (%)"]):
        table.cell(0, at).text = text
    for at, text in enumerate(["Ngô xuân", "25.156,5", "25.748,75", "102,3"]):
        table.cell(1, at).text = text
    document.add_paragraph(WRONG)
    file = tmp_path / "bao-cao.docx"
    document.save(str(file))
    assert places(file) == {"98": ":2", "101": ":3", "102,3": "1!R2C4"}
    assert [each.judgement.how for each in audit(file).findings] == ["half-up", None, "truncated"]


def test_a_text_of_any_size_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as to:
        to.truncate(60_000_000)
    assert codes(file) == {"document-too-large"}


def archive(**parts: str) -> bytes:
    to = BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", text)
    return to.getvalue()


def test_a_missing_library_is_told_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(archive(word__document=BODY.format("a")))
    monkeypatch.setitem(sys.modules, "defusedxml.ElementTree", None)
    with pytest.raises(EvidenceError) as error:
        audit(file)
    assert error.value.faults[0].parameters == {"what": "defusedxml", "extra": "word"}


BODY = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7", "not-a-document"),
        (archive(other="<a/>"), "not-a-document"),
        (archive(word__document="<a>"), "not-a-document"),
        (archive(word__document="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "document-unsafe"),
        (archive(word__document=BODY.format("a" * 20_000_000)), "document-too-large"),
        (archive(word__document=BODY.format("a"), word__vbaProject="x"), "document-unsafe"),
    ],
)
def test_what_is_not_a_safe_document_is_refused(raw: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "la.docx"
    file.write_bytes(raw)
    assert codes(file) == {code}


def test_text_for_old_programs_and_struck_text_are_not_read_again(tmp_path: Path) -> None:
    body = (
        '<w:document xmlns:w="w" xmlns:mc="m"><w:body><w:p><w:r><w:t>{0}</w:t><w:delText>{0}</w:delText>'
        "<mc:Fallback><w:p><w:r><w:t>{0}</w:t></w:r></w:p></mc:Fallback></w:r></w:p></w:body></w:document>"
    )
    file = tmp_path / "a.docx"
    file.write_bytes(archive(word__document=body.format(RIGHT)))
    assert len(audit(file).findings) == 1


def rows_of_word(*rows: str) -> bytes:
    body = "".join(f"<w:tr>{cells}</w:tr>" for cells in rows)
    return archive(
        word__document=f'<w:document xmlns:w="w"><w:body><w:tbl>{body}</w:tbl></w:body></w:document>'
    )


def cell_of_word(text: str, *marks: str) -> str:
    marked = "".join(f"<w:{mark}/>" for mark in marks)
    return f"<w:tc><w:tcPr>{marked}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


SPAN = 'gridSpan w:val="63"'


@pytest.mark.parametrize("title", ["", "KH ", "TH/KH (%) "])
def test_a_long_text_over_many_cells_is_kept_once(title: str, tmp_path: Path) -> None:
    text = title + "".join(random.Random(1).choices("abcd efgh", k=200_000))
    first = cell_of_word(text, SPAN, 'vMerge w:val="restart"')
    file = tmp_path / "a.docx"
    file.write_bytes(rows_of_word(first, *[cell_of_word("", SPAN, "vMerge")] * 400))
    assert file.stat().st_size < 200_000
    tracemalloc.start()
    assert audit(file).findings == ()
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_table_of_very_many_cells_is_refused(tmp_path: Path) -> None:
    file, drawn = tmp_path / "a.docx", random.Random(1)
    file.write_bytes(rows_of_word(*(cell_of_word(str(drawn.random()), SPAN) for _ in range(8_000))))
    tracemalloc.start()
    assert codes(file) == {"document-too-large"}
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


def test_a_title_goes_down_no_further_than_a_header(tmp_path: Path) -> None:
    first = cell_of_word("KH", 'vMerge w:val="restart"')
    file = tmp_path / "a.docx"
    file.write_bytes(rows_of_word(first, *[cell_of_word("", "vMerge")] * 60))
    _, [table] = read_word(file)
    assert [row[0].over for row in table] == ["", *["KH"] * 40, *[""] * 20]


def test_blank_lines_of_a_cell_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(rows_of_word(cell_of_word("a</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>b")))
    assert read_word(file)[1][0][0][0].text == "a\nb"


# ── Excel ───────────────────────────────────────────────────────────────────────────


def test_cells_and_columns_of_a_workbook_are_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Biểu kết quả 6 tháng"])
    sheet.append(["Chỉ tiêu", "Kế hoạch", "Thực hiện", "Cùng kỳ", "% so KH", "Tăng, giảm so cùng kỳ (%)"])
    sheet.append(["Lúa", 3621.7, 3669.25, 3640, 3669.25 / 3621.7, 0.8])
    sheet.append(["Đàn trâu", 1.498, 1.463, 1.6, "98%", "-8,6"])
    sheet["E3"].number_format = "0.0%"
    sheet["A6"] = WRONG
    file = tmp_path / "bieu.xlsx"
    book.save(file)
    found = {each.place.cell: (each.verdict, each.judgement.how) for each in audit(file).findings}
    assert found == {
        "Sheet!A6": ("does-not-follow", None),
        "Sheet!E3": ("follows", "half-up"),
        "Sheet!F3": ("follows", "half-up"),
        "Sheet!E4": ("follows", "half-up"),
        "Sheet!F4": ("follows", "half-up"),
    }


# ── hostile text ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "piece",
    [
        "1", "1 234 ", ".", "%", "1/", "1,", "đạt 5% ", "5 ha/", "tăng 3 con (", "( ", "đạt ", "=1%", "a",
        "5/6 ha, đạt 83% KH, ", "tăng 3 con (bằng 101%), ", "giảm 2 vụ = 5%, ", "\t", "trong đó ", "1.000 ",
        "\u00a0", "-", "cùng kỳ 3 tấn ", "vốn 5 đồng giải ngân 3 đồng đạt 60% ", "/ ", "12 trên tổng số ",
        "KH\tTH\t% so KH\t", "KH\tTH\t% so KH\n1\t2\t3=2/1\n", "mức tăng (", "x1 500 200 ",
    ],
)  # fmt: skip
def test_long_hostile_lines_are_read_to_their_end(piece: str) -> None:
    found = audit(f"{piece * (100_000 // len(piece))} \nĐạt 5/10 ha, đạt 50% KH.\n").findings
    assert found[-1].stated == "50"
    assert found[-1].verdict == "follows"


@pytest.mark.long
@pytest.mark.parametrize(
    "piece", ["1", "1 234 ", ".", "5 ha/", "đạt 5% ", "tăng 3 con (bằng 101%), ", "a", "1."]
)
def test_a_line_of_a_megabyte_is_read_to_its_end(piece: str) -> None:
    found = audit(f"{piece * (1_000_000 // len(piece))} \nĐạt 5/10 ha, đạt 50% KH.\n").findings
    assert found[-1].verdict == "follows"
