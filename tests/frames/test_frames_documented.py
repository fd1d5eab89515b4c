"""The page about frames says what happens."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "frames.md"


def test_the_page_is_true() -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    source = PAGE.read_text(encoding="utf-8").replace("\n…\n", "\n...\n")
    examples = doctest.DocTestParser().get_doctest(source, {}, "frames.md", str(PAGE), 0)
    assert examples.examples
    assert doctest.DocTestRunner(optionflags=flags).run(examples).failed == 0
