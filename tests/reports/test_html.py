"""Reports as HTML: nothing from outside, all text escaped, each reader shown what is theirs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn_reports import (
    HOSTILE,
    LETTERS,
    WRITERS,
    Figures,
    Read,
    cards_of,
    marked,
    marks,
    standings,
    told_apart,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thidua_scoring.decisions import Standing
from thidua_scoring.errors import EvidenceError, FaultsError, NoSuchName
from thidua_scoring.reports.html import policy, write_html
from thidua_scoring.reports.model import report
from thidua_scoring.tabular import plain_text

OURS = {
    "html", "head", "meta", "title", "style", "body", "header", "p", "h1", "h2", "h3", "h4", "main", "input",
    "div", "table", "thead", "tr", "th", "tbody", "td", "a", "span", "section", "dl", "dt", "dd", "details",
    "summary", "ul", "b", "li", "strong", "footer", "script", "caption",
}  # fmt: skip
AUDIENCES = st.sampled_from(["public", "unit", "council"])
LANGS = st.sampled_from(["vi", "en"])


def shown(text: str, kind: str) -> str:
    """Return what a reader sees of it, cells apart from each other."""
    if kind in ("html", "table"):
        return " ".join(Read.of(text).texts)
    return text.replace(",", " ") if kind == "csv" else text


# ── who sees what ───────────────────────────────────────────────────────────────────


@given(standings(LETTERS), st.sampled_from(sorted(WRITERS)), LANGS)
@settings(max_examples=40, deadline=None)
def test_the_public_sees_no_point_percentage_or_claim(standing: Standing, kind: str, lang: Any) -> None:
    text = WRITERS[kind](standing, audience="public", lang=lang)
    text = shown(text, kind)
    # How many units there are, and names with figures in them, are no secrets.
    written = standing.board.ruleset.written
    words = [written.id, written.title, written.source, standing.board.ruleset.digest, "thidua-result-1"]
    words += [each.title for each in written.classes] + [each.id for each in written.classes]
    words += [part for unit in standing.board.evidence.units for part in (unit.id, unit.name, unit.bloc)]
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(word, " ")
    counts = {str(count) for count in range(len(standing) + 1)}
    assert Figures.of(standing).within(text) <= counts


@given(marks(), marks(), st.sampled_from(sorted(WRITERS)), LANGS)
@settings(max_examples=40, deadline=None)
def test_the_public_report_depends_on_classes_alone(
    one: list[int], other: list[int], kind: str, lang: Any
) -> None:
    write = WRITERS[kind]
    before = write(marked(one), audience="public", lang=lang)
    assert before == write(marked(other, claims=[7, None, 8]), audience="public", lang=lang)
    assert write(marked(one), audience="council", lang=lang) != before or kind == "findings"


@given(marks(), marks(), st.sampled_from("abc"), st.sampled_from(sorted(WRITERS)), LANGS)
@settings(max_examples=50, deadline=None)
def test_a_units_report_depends_on_no_other_units_points(
    one: list[int], other: list[int], unit: str, kind: str, lang: Any
) -> None:
    row = "abc".index(unit)
    other[row] = one[row]
    claims = [3 if n != row else None for n in range(3)]
    write = WRITERS[kind]
    own = write(marked(one), audience="unit", unit=unit, lang=lang)
    assert own == write(marked(other, claims), audience="unit", unit=unit, lang=lang)


@given(marks(), st.sampled_from(["html", "markdown", "csv", "json"]), st.sampled_from("abc"))
@settings(max_examples=20, deadline=None)
def test_a_unit_sees_its_own_points(given_: list[int], kind: str, unit: str) -> None:
    own = WRITERS[kind](marked(given_), audience="unit", unit=unit)
    assert Figures(frozenset([str(given_["abc".index(unit)])])).within(shown(own, kind))


@pytest.mark.parametrize("kind", ["html", "markdown", "json"])
def test_a_unit_is_not_told_by_which_figures_others_stand_above_it(kind: str) -> None:
    figures = Figures(frozenset(["57"]))
    assert figures.within(WRITERS[kind](told_apart(), audience="council", unit="b"))
    assert not figures.within(WRITERS[kind](told_apart(), audience="unit", unit="b"))
    assert Figures(frozenset(["55"])).within(WRITERS[kind](told_apart(), audience="unit", unit="b"))


@given(marks(), LANGS)
@settings(max_examples=10, deadline=None)
def test_cards_for_the_public_hold_words_alone(given_: list[int], lang: Any) -> None:
    for text in cards_of(marked(given_), audience="public", lang=lang):
        assert not any(letter.isdigit() for letter in "".join(Read.of(text).texts))


def test_a_reader_has_to_be_one_that_there_is() -> None:
    standing = marked([95, 80, 60])
    with pytest.raises(NoSuchName, match=r"«counsil».*«council»"):
        write_html(standing, audience="counsil")
    with pytest.raises(NoSuchName, match="«d»"):
        write_html(standing, audience="unit", unit="d")
    with pytest.raises(FaultsError, match="report-needs-unit"):
        write_html(standing, audience="unit")


# ── safe ────────────────────────────────────────────────────────────────────────────


@given(standings(HOSTILE), AUDIENCES, LANGS)
@settings(max_examples=25, deadline=None)
def test_names_are_text_and_nothing_else(standing: Standing, audience: str, lang: Any) -> None:
    unit = standing.board.evidence.units[0]
    text = write_html(
        standing, audience=audience, unit=unit.id if audience == "unit" else None, lang=lang,
        period=unit.name, place=unit.name, on=date(2025, 1, 5),
    )  # fmt: skip
    read = Read.of(text)
    assert {tag for tag, _ in read.elements} <= OURS
    assert len(read.scripts) == 1
    for tag, attributes in read.elements:
        assert not any(name.startswith("on") or name in ("src", "action") for name in attributes), tag
        assert (attributes.get("href") or "#").startswith("#")
    flowing = " ".join("".join(read.texts).split())
    for each in standing.board.evidence.units:
        assert " ".join(plain_text(each.name or each.id).split()) in flowing
    assert not set("\u202e\u200f\u2066\x00\x1b\x07") & set(text)


def test_the_page_may_load_nothing_and_run_our_script_alone() -> None:
    read = Read.of(write_html(marked([95, 80, 60]), audience="council"))
    [meta] = [each for tag, each in read.elements if each.get("http-equiv") == "Content-Security-Policy"]
    assert meta["content"] == policy()
    assert "default-src 'none'; script-src 'sha256-" in policy()
    assert "http" not in policy()


def test_every_cell_of_a_card_has_its_explanation_beside_it() -> None:
    standing = marked([95, 80, 60])
    made = report(standing, audience="council")
    read = Read.of(write_html(standing, audience="council"))
    assert sum(tag == "details" for tag, _ in read.elements) == sum(len(card.parts) for card in made.cards)
    targets = {each["id"] for tag, each in read.elements if tag == "section"}
    assert targets == {f"card-{n}" for n in (1, 2, 3)}
    assert {f"#{target}" for target in targets} < {each["href"] for tag, each in read.elements if tag == "a"}


def test_every_cell_of_the_points_by_criterion_leads_to_its_explanation() -> None:
    standing = told_apart()
    made = report(standing, audience="council")
    assert made.matrix is not None
    text = write_html(standing, audience="council")
    matrix = text[text.index('<div class="across">') :]
    cells = re.findall(
        r'<td class="figure"><a href="#([^"]+)">([^<]+)</a></td>', matrix[: matrix.index("</table>")]
    )
    points = [cell for row in made.matrix.cells("vi") for cell in row[1:-1]]
    assert [cell for _, cell in cells] == points == ["57", "37", "55", "39"]
    headings = [part.heading for card in made.cards for part in card.parts]
    for (target, _), heading in zip(cells, headings, strict=True):
        assert text.count(f'id="{target}"') == 1
        beside = text[text.index(f'<div id="{target}">') :]
        assert beside[: beside.index("</p>")].endswith(f"<p>{heading}")


def test_all_names_of_places_in_a_page_differ_and_every_link_leads_to_one() -> None:
    elements = Read.of(write_html(told_apart(), audience="council", unit="b")).elements
    places = [each["id"] for _, each in elements if "id" in each]
    assert len(places) == len(set(places))
    assert {str(each["href"])[1:] for tag, each in elements if tag == "a"} <= set(places)


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_points_by_criterion_are_for_the_council_only(kind: str) -> None:
    standing = marked([95, 80, 60])
    heading = ">Điểm theo tiêu chí<" if kind == "html" else "## Điểm theo tiêu chí\n"
    assert WRITERS[kind](standing, audience="council").count(heading) == 1
    for reader in ({"audience": "public"}, {"audience": "unit", "unit": "b"}):
        assert "Điểm theo tiêu chí" not in WRITERS[kind](standing, **reader)


# ── templates of the user's own ─────────────────────────────────────────────────────


def with_template(tmp_path: Path, text: str, **reader: Any) -> str:
    (tmp_path / "own.html").write_text(text, encoding="utf-8")
    return write_html(
        marked([95, 80, 60]), **{"audience": "council", **reader}, template=tmp_path / "own.html"
    )


def test_a_template_of_the_users_own_is_filled(tmp_path: Path) -> None:
    text = '{% from "parts.html" import grid with context %}<h1>{{ report.title }}</h1>'
    text += "{{ grid(report.summary) }}"
    made = with_template(tmp_path, text)
    assert made.startswith("<h1>Bộ thử — K</h1>")
    assert "Xã Một" in made


def test_a_template_sees_no_more_than_its_reader_may(tmp_path: Path) -> None:
    made = with_template(tmp_path, "{{ report }}", audience="public")
    assert not Figures(frozenset(["95", "80", "60"])).within(made)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{{ report.titel }}", 1),
        ("\n{% if %}", 2),
        ("\n\n{{ report.title.__class__.__mro__ }}", 3),
        ("{{ report.title.format(1, 2).x }}", 1),
        ("{% include '/etc/passwd' %}", 1),
        ("\n{{ 1 / 0 }}", 2),
        ("{{ range(99999999) | list }}", 1),
    ],
)
def test_a_template_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(EvidenceError) as caught:
        with_template(tmp_path, text)
    [fault] = caught.value.faults
    assert fault.code == "template-fails"
    assert (fault.place.file, fault.place.line) == ("own.html", line)


# ── the words ───────────────────────────────────────────────────────────────────────


@given(standings(LETTERS), LANGS)
@settings(max_examples=15, deadline=None)
def test_the_same_result_gives_the_same_bytes(standing: Standing, lang: Any) -> None:
    assume(len(standing) > 1)
    first, again = (write_html(standing, audience="council", lang=lang) for _ in range(2))
    assert first == again
