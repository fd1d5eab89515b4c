"""The page about what-if says what happens, and names everything that is public."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
import tomli

import thidua_scoring.whatif

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "whatif.md"


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert found.attempted
    assert found.failed == 0


@pytest.mark.parametrize("name", thidua_scoring.whatif.__all__)
def test_every_public_name_is_mentioned(name: str) -> None:
    assert re.search(rf"\b{name}\b", PAGE.read_text("utf-8"))
    assert getattr(thidua_scoring.whatif, name) is not None


def test_every_block_of_toml_is_read() -> None:
    for block in re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL):
        tomli.loads(block)
