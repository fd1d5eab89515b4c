"""Every reason has a sentence in both languages, with the same parts, and no sentence is left over."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import thidua_scoring
from thidua_scoring.decisions.words import WORDS
from thidua_scoring.ruleset.decisions.classes import OUTCOMES

ROOT = Path(thidua_scoring.__file__).parent
ROOMS = (ROOT / "decisions", ROOT / "whatif")
SOURCE = "\n".join(
    file.read_text("utf-8")
    for room in ROOMS
    for file in sorted(room.rglob("*.py"))
    if file.parent.name != "words"
)
MADE = {
    *(f"veto-{outcome}" for outcome in OUTCOMES),
    *(f"quota-{verdict}" for verdict in ("kept", "cut", "open", "waiting")),
    *(f"award-{outcome}" for outcome in ("unrated", "not-considered")),
    *(f"award-{how}-among" for how in ("tie", "open")),
}
"""Codes that are put together."""


def parts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", WORDS)
def test_both_languages_say_the_same_things(code: str) -> None:
    vietnamese, english = WORDS[code]
    assert parts(vietnamese) == parts(english)
    assert not vietnamese.endswith(".")
    assert vietnamese[0] in "{«" or vietnamese[0].islower()


def test_every_code_that_is_given_has_a_sentence() -> None:
    given = set(re.findall(r'Reason\(\s*"([a-z-]+)"', SOURCE)) | MADE
    assert given - WORDS.keys() == set()


def test_every_sentence_is_given() -> None:
    begun = tuple(re.findall(r'f"([a-z]+-(?:[a-z]+-)*)\{', SOURCE))
    assert {
        code for code in WORDS if f'"{code}"' not in SOURCE and not code.startswith(begun)
    } - MADE == set()
