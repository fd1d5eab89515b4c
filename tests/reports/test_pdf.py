"""Reports as PDF: every letter right, nothing lost, each reader shown what is theirs, the same bytes."""

from __future__ import annotations

import re
import sys
from datetime import date
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from click.testing import CliRunner
from drawn_reports import CLASSES, HOSTILE, LETTERS, Figures, marked, standings
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from written_toml import document, loaded

from thidua_scoring.cli import main
from thidua_scoring.decisions import Standing, decide
from thidua_scoring.decisions.telling import class_name
from thidua_scoring.errors import FaultsError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.reports.model import report
from thidua_scoring.reports.pdf import write_pdf
from thidua_scoring.reports.pdf.data import _matrices, settable
from thidua_scoring.tabular import plain_text

EXAMPLES = Path(__file__).parents[2] / "examples" / "bac_ninh_2019"
AUDIENCES = st.sampled_from(["public", "unit", "council"])
TONED = "àáảãạ ằắẳẵặ ầấẩẫậ èéẻẽẹ ềếểễệ ìíỉĩị òóỏõọ ồốổỗộ ờớởỡợ ùúủũụ ừứửữự ỳýỷỹỵ ăâêôơưđ"


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def letters(*texts: str) -> str:
    """Return texts without what laying out may put between letters."""
    return re.sub(r"[\s\u200b]", "", "".join(texts))


def large(names: list[str], criteria: int = 10, title: str = f"Tiêu chí {'rất dài ' * 12}") -> Standing:
    """Decide units with these names by marks in many criteria."""
    points = 100 // criteria
    mark = {"group": "G", "kind": "judged", "points": points, "mark": "m"}
    rules = loaded(
        document(
            {
                "format": 1, "id": "thu/lon", "title": "Bộ thử", "status": "official", "source": "thử",
                "scale": {"points": points * criteria}, "groups": {"G": {"title": "Nhóm"}},
                "criteria": {f"C{n}": {**mark, "title": f"{title}{n}"} for n in range(criteria)},
                "classes": CLASSES,
            }
        )
    )  # fmt: skip
    rows = range(len(names))
    columns = {
        f"C{n}.m": [Fraction((row % 9 * 8 + n) % (8 * points + 1), 8) for row in rows]
        for n in range(criteria)
    }
    who = {"blocs": ["Khối"] * len(names), "names": names}
    return decide(
        rules.score(Evidence.from_columns([f"u{row}" for row in rows], columns, rules.formulas, **who))
    )


# ── what stands in it ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_unit_stands_in_it_with_its_class_and_every_vietnamese_letter(lang: Any) -> None:
    names = [f"Xã {toned} {toned.upper()}" for toned in TONED.split()]
    standing = large(names, criteria=2)
    for audience in ("public", "council"):
        flowing = letters(*pages(write_pdf(standing, audience=audience, lang=lang)))
        for unit in standing:
            assert letters(unit.unit.name) in flowing
            assert letters(class_name(unit, lang)) in flowing


def test_letters_that_are_written_apart_are_put_together() -> None:
    standing = large([normalize("NFD", f"Xã {TONED}")], criteria=1)
    assert letters(TONED) in letters(*pages(write_pdf(standing, audience="public")))


def test_no_face_is_used_in_which_vietnamese_letters_are_wrong() -> None:
    made = write_pdf(large(["Xã Thử", "Xã Ữ"]), audience="council", place="Huế", on=date(2020, 1, 5))
    fonts = {
        font.get_object()["/BaseFont"].rpartition("+")[2].removesuffix("-Identity-H")
        for page in PdfReader(BytesIO(made)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    right = {f"LibertinusSerif-{face}" for face in ("Regular", "Italic", "Semibold")}
    assert {"LibertinusSerif-Regular"} < fonts <= right


def test_each_unit_has_a_page_of_its_own_for_the_council_with_its_decisions_and_reasons() -> None:
    standing = marked([95, 80, 60])
    read = pages(write_pdf(standing, audience="council", place="Huế", on=date(2020, 1, 5)))
    first, points, *cards = read
    assert "Điểm theo tiêu chí" in points
    assert "Huế, ngày 05 tháng 01 năm 2020" in first
    made = report(standing, audience="council")
    assert len(cards) == len(made.cards) == 3
    for number, (page, card) in enumerate(zip(cards, made.cards, strict=True), 3):
        assert page.split()[0] == str(number)
        flowing = letters(page)
        for each in card.decisions:
            assert letters(f"{each.what}: {each.result}") in flowing
            assert all(letters(reason) in flowing for reason in each.reasons)


def test_one_card_alone_tells_how_its_points_were_worked_out() -> None:
    standing = marked([95, 80, 60])
    [part] = report(standing, audience="unit", unit="b").cards[0].parts
    own = letters(*pages(write_pdf(standing, audience="unit", unit="b")))
    assert letters(part.heading) in own
    assert all(letters(figure) in own for figure in part.figures)
    assert letters(part.heading) not in letters(*pages(write_pdf(standing, audience="council")))


@pytest.mark.parametrize("name", ["Phòng Nông nghiệp và Phát triển nông thôn ", "W", "-1", "a\u00a0"])
def test_nothing_is_cut_at_thirty_units_with_long_names(name: str) -> None:
    names = [f"{(name * 200)[:196]} x{row}" for row in range(30)]
    made = write_pdf(large(names, criteria=5), audience="council")
    flowing = letters(*(text for page in PdfReader(BytesIO(made)).pages for *_, text in _texts(page)))
    assert all(flowing.count(letters(each)) >= 2 for each in names)
    assert_within_the_margins(made)


@pytest.mark.parametrize(
    "title",
    ["Tỷ lệ ", "Số hồ sơ đúng hạn " * 8, "W" * 100, "m-" * 60, "Ữ ½…" * 25],
    ids=["short", "long", "wide", "hyphens", "signs"],
)
def test_points_by_criterion_lie_across_the_page_and_nothing_lies_on_anything_else(title: str) -> None:
    standing = large([f"Xã {name}" for name in TONED.split()], criteria=30, title=title)
    made = write_pdf(standing, audience="council")
    assert_within_the_margins(made)
    across = [page for page in PdfReader(BytesIO(made)).pages if page.mediabox.width > page.mediabox.height]
    flowing = letters(*(page.extract_text() for page in across))
    matrix = report(standing, audience="council").matrix
    assert matrix is not None
    assert all(letters(settable(each.title("vi"))) in flowing for each in matrix.headings)
    for row in matrix.cells("vi"):
        assert all(flowing.count(cell) >= 1 for cell in map(letters, row))
    for page in across:
        turned = [at[4] for at, _, _ in _texts(page) if at[1]]
        # Headings are set from the left to the right, each of their lines beside the one before.
        starts = [now for before, now in pairwise([0, *turned]) if now < before]
        assert len(starts) <= 1
        assert all(now - before > 9 for before, now in pairwise(turned) if now > before)


@pytest.mark.parametrize(("criteria", "tables"), [(2, 1), (8, 1), (9, 1), (30, 2), (90, 6)])
def test_columns_are_shared_out_and_each_table_begins_with_the_units(criteria: int, tables: int) -> None:
    matrix = report(large(["Xã Ữ", "Xã Ẩ"], criteria, "Số hồ sơ đúng hạn "), audience="council").matrix
    assert matrix is not None
    parts = _matrices(matrix, "vi")
    assert len(parts) == tables
    heads = [heading.title("vi") for heading in matrix.headings]
    assert [parts[0]["heads"][0], *(each for part in parts for each in part["heads"][1:])] == heads
    for number, row in enumerate(matrix.cells("vi")):
        assert [cell for part in parts for cell in part["rows"][number][1:]] == row[1:]
        assert {part["rows"][number][0] for part in parts} == {row[0]}
    for part in parts:
        assert len(part["heads"]) == len(part["widths"]) == len(part["right"]) == len(part["rows"][0])


def assert_within_the_margins(made: bytes) -> None:
    for page in PdfReader(BytesIO(made)).pages:
        for at, size, text in _texts(page):
            # The narrowest letters are a quarter as wide as the type is large.
            length = len(letters(text)) * size / 4
            right, above = (at[4], at[5] + length) if at[1] else (at[4] + length, at[5])
            assert 84 < at[4] <= right < page.mediabox.width - 42
            assert 56 < at[5] <= above < page.mediabox.height - 28


def _texts(page: PageObject) -> list[tuple[list[float], float, str]]:
    """Return where each text begins and how it is turned, as a matrix, how large it is, and it."""
    found = []

    def seen(text: str, at: list[float], _: Any, __: Any, size: float) -> None:
        if text.strip():
            found.append((at, size, text))

    page.extract_text(visitor_text=seen)
    return found


# ── who sees what ───────────────────────────────────────────────────────────────────


@given(standings(LETTERS), st.sampled_from(["vi", "en"]))
@settings(max_examples=10, deadline=None)
def test_the_public_sees_no_point_percentage_or_claim(standing: Standing, lang: Any) -> None:
    text = " ".join(pages(write_pdf(standing, audience="public", lang=lang)))
    made = report(standing, audience="public", lang=lang)
    words = {made.title, made.source, *(cell for row in made.summary.cells(lang) for cell in row)}
    for word in sorted(words - {""}, key=len, reverse=True):
        text = re.sub(r"\s+".join(map(re.escape, word.split())), " ", text)
    assert Figures.of(standing).within(text) <= {str(count) for count in range(len(standing) + 1)}


@pytest.mark.parametrize("reader", [{"audience": "public"}, {"audience": "unit", "unit": "b"}])
def test_points_by_criterion_are_for_the_council_only(reader: dict[str, str]) -> None:
    made = PdfReader(BytesIO(write_pdf(marked([95, 80, 60]), **reader)))
    assert all(page.mediabox.width < page.mediabox.height for page in made.pages)
    assert "Điểm theo tiêu chí" not in " ".join(page.extract_text() for page in made.pages)


def test_a_units_own_report_has_no_other_units_points() -> None:
    one = write_pdf(marked([95, 80, 60]), audience="unit", unit="b")
    assert one == write_pdf(marked([97, 80, 55]), audience="unit", unit="b")
    assert one != write_pdf(marked([95, 81, 60]), audience="unit", unit="b")


# ── text stays text ─────────────────────────────────────────────────────────────────

MARKUP = st.sampled_from(
    [
        "#panic()",
        '#read("/etc/passwd")',
        "*a* _b_ $x^2$ @c <d>",
        "= e",
        "\\ \\u{41} `f`",
        "// g",
        "[h]",
        '"',
        "---",
    ]
)


@given(standings(st.one_of(HOSTILE, MARKUP)), AUDIENCES)
@settings(max_examples=10, deadline=None)
def test_names_are_shown_as_they_are_whatever_is_in_them(standing: Standing, audience: str) -> None:
    unit = standing.board.evidence.units[0].id if audience == "unit" else None
    flowing = letters(*pages(write_pdf(standing, audience=audience, unit=unit)))
    for each in standing.board.evidence.units:
        assert letters(settable(plain_text(each.name or each.id))) in flowing


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_set_and_keeps_its_letters(text: str) -> None:
    shown = settable(text, most=5)
    back = re.sub(r"\[U\+([0-9A-F]+)\]", lambda found: chr(int(found[1], 16)), shown.replace("\u200b", ""))
    assert "[U+" in text or letters(back) == letters(normalize("NFC", text).replace("\u200b", ""))


def test_every_letter_that_is_let_through_is_in_the_fonts_in_every_face() -> None:
    known = [chr(code) for code in range(0x21, 0x10000) if not 0xD800 <= code < 0xE000]
    known = [each for each in known if normalize("NFC", each) == each and settable(each) == each]
    assert set(TONED) - {" "} < set(known)
    text = " ".join(known)
    made = write_pdf(large([text], criteria=1), audience="council", place=text, on=date(2020, 1, 5))
    flowing = letters(*pages(made))
    assert not [each for each in known if flowing.count(each) < 3 and each != "\u00a0"]


# ── the file ────────────────────────────────────────────────────────────────────────


@given(standings(LETTERS), AUDIENCES)
@settings(max_examples=5, deadline=None)
def test_the_same_result_gives_the_same_bytes(standing: Standing, audience: str) -> None:
    unit = standing.board.evidence.units[0].id if audience == "unit" else None
    first, again = (write_pdf(standing, audience=audience, unit=unit) for _ in range(2))
    assert first == again


def test_it_says_what_it_is() -> None:
    read = PdfReader(BytesIO(write_pdf(marked([95, 80, 60]), audience="public")))
    assert read.metadata is not None
    assert read.metadata.title == "Bộ thử — K"
    [width, height] = (round(float(side) / 72 * 25.4) for side in read.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    xmp = read.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part\W+2\b", xmp)
    assert re.search(r"pdfaid:conformance\W+B\b", xmp)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(FaultsError) as caught:
        write_pdf(marked([95, 80, 60]), audience="public")
    [fault] = caught.value.faults
    assert (fault.code, fault.parameters["extra"]) == ("needs-extra", "pdf")


@pytest.mark.parametrize("source", [b'#panic("x")', b'#set text(font: "No Such Font")\nx'])
def test_what_typst_refuses_or_warns_of_makes_no_file(monkeypatch: pytest.MonkeyPatch, source: bytes) -> None:
    monkeypatch.setattr("thidua_scoring.reports.pdf.writing._template", lambda: source)
    with pytest.raises(FaultsError) as caught:
        write_pdf(marked([95, 80, 60]), audience="public")
    assert [fault.code for fault in caught.value.faults] == ["pdf-fails"]


def test_the_command_writes_it_for_the_public_unless_another_audience_is_named(tmp_path: Path) -> None:
    def run(*options: str) -> str:
        to = tmp_path / "a.pdf"
        command = ["report", "bac-ninh/khoi-kinh-te-2019", str(EXAMPLES / "full_year.csv"), "--as", "pdf"]
        done = CliRunner().invoke(main, [*command, "-o", str(to), *options])
        assert done.exit_code == 0, done.output
        return " ".join(pages(to.read_bytes()))

    assert "55,5" not in run()
    assert "55,5" in run("--audience", "unit", "--unit", "so-xay-dung", "--place", "Bắc Ninh")
