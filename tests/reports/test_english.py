"""Reports in English call lines in English where it is the library, not a ruleset, that names them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drawn_reports import WRITERS, marked

import thidua_criteria
from thidua_scoring.reports.model import report
from thidua_scoring.scoring.explain import LINE_TITLES

KINDS = sorted(Path(thidua_criteria.__file__).parent.glob("*.py"))


def test_every_title_that_a_kind_of_criterion_gives_is_known_in_english() -> None:
    given = {title for kind in KINDS for title in re.findall(r'title="([^"]+)"', kind.read_text("utf-8"))}
    assert len(given) >= 9
    assert given == set(LINE_TITLES)
    assert all(title.isascii() for title in LINE_TITLES.values())


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_a_judged_criterion_is_explained_in_the_language_of_the_report(kind: str) -> None:
    for lang, said, other in (("en", "Points given", "Điểm chấm"), ("vi", "Điểm chấm", "Points given")):
        text = WRITERS[kind](marked([95, 80, 60]), audience="council", lang=lang)
        assert said in text
        assert other not in text


def test_a_rulesets_own_titles_stay_as_they_are() -> None:
    [part] = report(marked([95, 80, 60]), audience="unit", unit="b", lang="en").cards[0].parts
    assert part.heading.startswith("A · Mục: 80/100 points")
