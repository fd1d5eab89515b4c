"""``thidua report --as docx`` and ``--as xlsx``: files on the disk, and what is refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from click.testing import CliRunner, Result
from docx import Document
from office_examples import EXAMPLES

from thidua_scoring.cli import main

RULES, EVIDENCE = "bac-ninh/khoi-kinh-te-2019", str(EXAMPLES / "bac_ninh_2019" / "full_year.csv")
BALLOTS = ("--ballots", str(EXAMPLES / "bac_ninh_2019" / "ballots.toml"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", *arguments])


def text_of(path: Path) -> str:
    document = Document(BytesIO(path.read_bytes()))
    return "\n".join(each.text or "" for each in document.element.body.iter() if each.tag.endswith("}t"))


def test_a_document_has_the_letterhead_of_a_file_and_what_options_say(tmp_path: Path) -> None:
    head, to = tmp_path / "so.toml", tmp_path / "a.docx"
    head.write_text('agency = "Sở Nội vụ"\nplace = "Bắc Ninh"\nsign = "BC-SNV"\n', encoding="utf-8")
    options = ("--as", "docx", "--audience", "council", "--letterhead", str(head), "--date", "2020-02-09")
    found = run(RULES, EVIDENCE, *options, "-o", str(to))
    assert found.exit_code == 0, found.output
    text = text_of(to)
    assert "SỞ NỘI\u00a0VỤ" in text
    assert "Bắc Ninh, ngày 09 tháng 02 năm 2020" in text
    assert "Tổng điểm" in text


def test_without_an_audience_a_document_is_for_the_public(tmp_path: Path) -> None:
    to = tmp_path / "a.docx"
    assert run(RULES, EVIDENCE, "--as", "docx", "-o", str(to)).exit_code == 0
    assert "Tổng điểm" not in text_of(to)


def test_minutes_are_refused_to_the_public_and_written_for_the_council(tmp_path: Path) -> None:
    to = tmp_path / "a.docx"
    how = (RULES, EVIDENCE, "--as", "docx", "--kind", "ballot", *BALLOTS, "-o", str(to))
    refused = run(*how)
    assert (refused.exit_code, to.exists()) == (2, False)
    assert "report-council-only" in refused.stderr
    assert run(*how, "--audience", "council").exit_code == 0
    assert "BIÊN BẢN" in text_of(to)


def test_a_template_of_ones_own_is_filled_in(tmp_path: Path) -> None:
    template, to = tmp_path / "mau.docx", tmp_path / "a.docx"
    document = Document()
    document.add_paragraph("{{ rows|length }} đơn vị, {{ letterhead.agency }}")
    document.save(str(template))
    found = run(
        RULES, EVIDENCE, "--as", "docx", "--template", str(template), "--agency", "Sở Y tế", "-o", str(to)
    )
    assert found.exit_code == 0, found.output
    assert text_of(to) == "8 đơn vị, Sở Y tế"


def test_a_workbook_and_an_appendix_are_written(tmp_path: Path) -> None:
    book, appendix = tmp_path / "a.xlsx", tmp_path / "b.docx"
    assert run(RULES, EVIDENCE, "--as", "xlsx", "--audience", "council", "-o", str(book)).exit_code == 0
    assert book.read_bytes()[:2] == b"PK"
    records = str(EXAMPLES / "cao_bang_so_khcn_2018" / "awards.csv")
    how = ("cao-bang/so-khcn-2018", "--records", records, "--as", "docx", "--kind", "appendix")
    found = run(*how, "-o", str(appendix))
    assert found.exit_code == 0, found.output
    assert "69/84 (82,14%)" in text_of(appendix)
