"""Every figure of a shipped ruleset has a title in Vietnamese words, which forms, reports and charts show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.ruleset.load import catalogue, load_ruleset
from thidua_scoring.ruleset.model import UNIT_FACTS

LONGEST = 60
NAME = re.compile(r"\b[a-z]+_[a-z_]+\b")
UNITS = re.compile(r"\((?:%|ha|tấn|triệu đồng)\)")

each_shipped = pytest.mark.parametrize(
    "name", sorted(name for name, path in catalogue().items() if "thidua_rulesets" in str(path))
)


def shown(name: str) -> Iterator[tuple[str, FieldSpec]]:
    """Yield every figure, every fact and every column of a small table, with its key."""
    for key, spec in load_ruleset(name).formulas.fields.items():
        if key.startswith(".") and spec.name in UNIT_FACTS:
            continue
        yield key, spec
        yield from ((f"{key}[].{column.name}", column) for column in spec.columns)


@each_shipped
def test_every_figure_has_a_title(name: str) -> None:
    assert [key for key, spec in shown(name) if not spec.title] == []


@each_shipped
def test_a_title_is_a_short_phrase_without_the_name_or_the_unit_of_measure(name: str) -> None:
    for key, spec in shown(name):
        title = spec.title
        assert len(title) <= LONGEST, key
        assert title == " ".join(title.split()), key
        assert title[0].isupper() or title[0].isdigit(), key
        assert title[-1] not in ".:;,", key
        assert not NAME.search(title), key
        assert not UNITS.search(title), key


@each_shipped
def test_no_two_figures_of_a_criterion_have_the_same_title(name: str) -> None:
    counted = Counter((key.rpartition(".")[0], spec.title) for key, spec in shown(name))
    assert [where for where, times in counted.items() if times > 1] == []


@each_shipped
def test_levels_are_words_for_people(name: str) -> None:
    for key, spec in shown(name):
        for level in spec.levels:
            assert level[0].isupper(), (key, level)
            assert " " in level or "-" not in level, (key, level)
