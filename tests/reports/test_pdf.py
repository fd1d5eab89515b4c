"""Reports as PDF: every letter right, nothing lost, each reader shown what is theirs, the same bytes."""

from __future__ import annotations

import re
import sys
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from click.testing import CliRunner
from drawn_reports import CLASSES, HOSTILE, LETTERS, Figures, marked, standings
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from written_toml import document, loaded

from thidua_scoring.cli import main
from thidua_scoring.decisions import Standing, decide
from thidua_scoring.decisions.telling import class_name
from thidua_scoring.errors import FaultsError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.reports.model import report
from thidua_scoring.reports.pdf import write_pdf
from thidua_scoring.reports.pdf.data import settable
from thidua_scoring.tabular import plain_text

EXAMPLES = Path(__file__).parents[2] / "examples" / "bac_ninh_2019"
AUDIENCES = st.sampled_from(["public", "unit", "council"])
TONED = "àáảãạ ằắẳẵặ ầấẩẫậ èéẻẽẹ ềếểễệ ìíỉĩị òóỏõọ ồốổỗộ ờớởỡợ ùúủũụ ừứửữự ỳýỷỹỵ ăâêôơưđ"


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def letters(*texts: str) -> str:
    """Return texts without what laying out may put between letters."""
    return re.sub(r"[\s\u200b]", "", "".join(texts))


def large(names: list[str], criteria: int = 10) -> Standing:
    """Decide units with these names by marks in many criteria."""
    mark = {"group": "G", "kind": "judged", "points": 100 // criteria, "mark": "m"}
    rules = loaded(
        document(
            {
                "format": 1, "id": "thu/lon", "title": "Bộ thử", "status": "official", "source": "thử",
                "scale": {"points": 100}, "groups": {"G": {"title": "Nhóm"}},
                "criteria": {f"C{n}": {**mark, "title": f"Tiêu chí {'rất dài ' * 12}{n}"}
                             for n in range(criteria)},
                "classes": CLASSES,
            }
        )
    )  # fmt: skip
    rows = range(len(names))
    columns = {f"C{n}.m": [Fraction(row % 9 * 8 + n, 8) for row in rows] for n in range(criteria)}
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
    first, cards = read[0], read[1:]
    assert "Huế, ngày 05 tháng 01 năm 2020" in first
    made = report(standing, audience="council")
    assert len(cards) == len(made.cards) == 3
    for number, (page, card) in enumerate(zip(cards, made.cards, strict=True), 2):
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
    lines = _lines(write_pdf(large(names, criteria=5), audience="council"))
    flowing = letters(*(text for *_, text in lines))
    assert all(flowing.count(letters(each)) >= 2 for each in names)
    for left, above, size, text in lines:
        # The narrowest letters are a quarter as wide as the type is large.
        assert left + len(letters(text)) * size / 4 < 595 - 42
        assert above > 56


def _lines(made: bytes) -> list[tuple[float, float, float, str]]:
    """Return where on its page each text begins, in points from the lower left, how large it is, and it."""
    found = []

    def seen(text: str, shift: list[float], _: Any, __: Any, size: float) -> None:
        if text.strip():
            found.append((shift[4], shift[5], size, text))

    for page in PdfReader(BytesIO(made)).pages:
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
