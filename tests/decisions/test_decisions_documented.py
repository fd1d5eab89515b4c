"""The page about decisions says what happens, and names every key."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
import tomli

import thidua_scoring.ruleset.decisions
from thidua_scoring.ruleset.decisions import needs
from thidua_scoring.ruleset.decisions.appraisal import ABSENT, ASSESSORS, FINALS, TAKES
from thidua_scoring.ruleset.decisions.ballots import BASES
from thidua_scoring.ruleset.decisions.classes import OUTCOMES
from thidua_scoring.ruleset.decisions.ranking import METHODS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "decisions.md").read_text("utf-8")
SPECS = Path(thidua_scoring.ruleset.decisions.__file__).parent
READ = re.compile(r'(?:read|need|pick)\(\s*"(\w+)"')
KEYS = {key for file in SPECS.glob("*.py") for key in READ.findall(file.read_text("utf-8"))}
WORDS = {*needs._HEADS, *OUTCOMES, *METHODS, *BASES, *TAKES, *ABSENT, *ASSESSORS, *FINALS}


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = str(ROOT / "docs" / "decisions.md")
    assert doctest.testfile(page, module_relative=False, encoding="utf-8").failed == 0


@pytest.mark.parametrize("key", sorted(KEYS | WORDS | {"transition"}))
def test_every_key_is_mentioned(key: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", PAGE)


def test_every_block_of_toml_is_read() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(blocks) > 8
    for block in blocks:
        tomli.loads(block)
