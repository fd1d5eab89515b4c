"""Points by criterion on paper: every column on some page, its heading on each, as the browser prints it."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from test_pdf import large

from thidua_scoring.reports.html import write_html
from thidua_scoring.reports.model import report
from thidua_scoring.reports.sharing import NAMES, parts, shared, turned

CHROMIUM = shutil.which("chromium")
TITLE = "Tỷ lệ hồ sơ giải quyết đúng hạn số "


def units(count: int) -> list[str]:
    return [f"Phòng Nông nghiệp và Phát triển nông thôn số {number}" for number in range(count)]


def copies(criteria: int) -> list[str]:
    """Return the tables of a page that are for paper only."""
    page = write_html(large(units(3), criteria, TITLE), audience="council")
    return re.findall(r'<table class="matrix tall paper">.*?</table>', page, re.DOTALL)


@pytest.mark.parametrize(("criteria", "tables"), [(2, 0), (10, 0), (11, 1), (12, 1), (25, 2), (50, 3)])
def test_wide_tables_are_shared_out_for_paper_with_every_column_once(criteria: int, tables: int) -> None:
    found = copies(criteria)
    assert len(found) == tables
    heads = re.findall(r'<th scope="col" class="figure"[^>]*><span>([^<]*)', "".join(found))
    matrix = report(large(units(3), criteria, TITLE), audience="council").matrix
    assert matrix is not None
    assert heads == ([each.title("vi") for each in matrix.headings[1:]] if tables else [])
    for table in found:
        assert re.findall(r'<th scope="row">([^<]*)', table) == units(3)
        widths = [float(each) for each in re.findall(r'style="width:([\d.]+)%"', table)]
        assert sum(widths) == pytest.approx(100, abs=0.5)


def test_what_is_seen_and_what_is_printed_are_never_both_shown() -> None:
    page = write_html(large(units(3), 25, TITLE), audience="council")
    style = page[page.index("<style>") : page.index("</style>")]
    screen, paper = style.split("@media print")
    assert ".paper{display:none}" in screen
    assert ".screen{display:none}" in paper
    assert ".paper{display:table;table-layout:fixed" in paper
    assert page.count('<div class="wide screen">') == 1
    assert '<div class="wide screen">' not in write_html(large(units(3), 8, TITLE), audience="council")


def test_each_share_fits_a_page_and_begins_with_the_units() -> None:
    matrix = report(large(units(3), 50, TITLE), audience="council").matrix
    assert matrix is not None
    shares = shared(matrix, "vi")
    assert all(sum(share.widths) <= 700 and share.widths[0] == NAMES for share in shares)
    for number, row in enumerate(matrix.rows):
        assert {share.table.rows[number][0] for share in shares} == {row[0]}
        assert tuple(cell for share in shares for cell in share.table.rows[number][1:]) == row[1:]


def test_what_no_page_holds_stands_alone() -> None:
    assert parts([900, 10, 900]) == [slice(1, 2), slice(2, 3), slice(3, 4)]
    assert turned("A" * 29, "1") < turned("A" * 60, "1")
    assert turned("A", "1,5") < turned("A", "12.345,678901…")


# ── as the browser prints it ────────────────────────────────────────────────────────


def printed(page: str, folder: Path) -> list[str]:
    """Return the text of the pages that lie across."""
    (folder / "a.html").write_text(page, encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
    ]
    subprocess.run(
        [str(CHROMIUM), *options, f"--print-to-pdf={folder / 'a.pdf'}", (folder / "a.html").as_uri()],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    pages: list[Any] = list(PdfReader(BytesIO((folder / "a.pdf").read_bytes())).pages)
    return [page.extract_text() for page in pages if page.mediabox.width > page.mediabox.height]


@pytest.mark.long
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
@pytest.mark.parametrize(("count", "criteria"), [(40, 25), (60, 50), (60, 12), (60, 20)])
def test_every_page_has_its_headings_and_no_column_is_lost(count: int, criteria: int, tmp_path: Path) -> None:
    pages = printed(write_html(large(units(count), criteria, TITLE), audience="council"), tmp_path)
    assert len(pages) > 1
    flowing = [re.sub(r"\s", "", text) for text in pages]
    for text in flowing:
        assert len(set(re.findall(r"C\d+·", text))) > 5
    for number in range(criteria):
        assert any(f"C{number}·" in text for text in flowing)
    assert "Tổngđiểm" in flowing[-1]
