"""The page about forms says what happens, and names everything that is public or refused."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import thidua_scoring.forms
from thidua_scoring.messages.forms import FORMS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "forms.md"


def test_the_examples_of_the_page_run() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert found.attempted
    assert found.failed == 0


@pytest.mark.parametrize("name", [*thidua_scoring.forms.__all__, *sorted(FORMS)])
def test_every_public_name_and_every_fault_is_mentioned(name: str) -> None:
    assert re.search(rf"\b{name}\b", PAGE.read_text("utf-8"))
