"""Every form of rule in docs/t-codes.md scores as its examples say; the docs mention every key."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
import tomli
from attrs import frozen

import thidua_criteria
from thidua_criteria.checklist import Part
from thidua_criteria.clauses import Annulment, Clause
from thidua_scoring.criterion import FieldSpec, documented
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.expression import conditions, measures
from thidua_scoring.numbers import exact
from thidua_scoring.plugins import installed
from thidua_scoring.ruleset import read
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.toml import parse_toml

DOCS = Path(__file__).parents[1] / "docs"
AROUND = """
format = 1
id = "t-codes"
title = "A form of rule"
status = "illustrative"
source = "docs/t-codes.md"
in_force = {{ from = 2022-01-01, until = 2022-12-31 }}

[scale]
points = {points}
may_exceed = true
rounding = {{ at = "criterion", places = 2, mode = "half-up" }}

[groups.all]
title = "All"
"""
REST = """
[criteria.rest]
group = "all"
kind = "ledger"
title = "The rest of the scale"
points = 100
"""


@frozen
class Example:
    """One form: the block of TOML, and the rows of the table below it."""

    code: str
    block: str
    rows: tuple[tuple[dict[str, Any], Fraction, str], ...]


def examples() -> list[Example]:
    """Read the document: under each heading, blocks each with a table below it."""
    text = (DOCS / "t-codes.md").read_text(encoding="utf-8")
    found = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        for block, table in re.findall(r"```toml\n(.*?)```\n\n((?:\|[^\n]*\n)+)", section, flags=re.DOTALL):
            found.append(Example(section.split()[0], block, tuple(map(_row, table.splitlines()[2:]))))
    return found


def _row(line: str) -> tuple[dict[str, Any], Fraction, str]:
    evidence, points, *outcome = (cell.strip() for cell in line.strip().strip("|").split("|"))
    figures = parse_toml("\n".join(re.findall(r"`([^`]*)`", evidence)), "t-codes.md").data
    return figures, Fraction(points), outcome[0] if outcome else ""


EXAMPLES = examples()


def test_all_codes_are_there() -> None:
    """Every code has at least one block, and every block at least two examples."""
    assert list(dict.fromkeys(each.code for each in EXAMPLES)) == [f"T{n}" for n in range(1, 38)]
    assert all(len(each.rows) >= 2 for each in EXAMPLES)
    text = (DOCS / "t-codes.md").read_text(encoding="utf-8")
    assert len(EXAMPLES) == text.count("```toml")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.code)
def test_examples_score_as_written(example: Example, tmp_path: Path) -> None:
    """The points are equal in every digit."""
    points = tomli.loads(example.block, parse_float=str)["criteria"][example.code].get("points", 0)
    text = AROUND.format(points=points or 100) + ("" if points else REST) + example.block
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")
    rules = load_ruleset(path)
    units = [f"unit-{n}" for n in range(len(example.rows))]
    names = list(example.rows[0][0])
    columns = {f"{example.code}.{name}": [row[0][name] for row in example.rows] for name in names}
    board = rules.score(Evidence.from_columns(units, columns, rules.formulas))
    for unit, (_, expected, outcome) in zip(units, example.rows, strict=True):
        score = board[unit][example.code]
        assert score.points is not None, board.explain(unit, example.code).text("en")
        assert exact(score.points) == expected, board.explain(unit, example.code).text("en")
        assert (board[unit].outcome or "") == outcome


# ── the docs name everything ────────────────────────────────────────────────────────


def mentioned(name: str, page: str) -> bool:
    """Say whether a page writes the name as code."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.search(rf"`[^`\n]*(?<![\w-]){re.escape(name)}(?![\w-])[^`\n]*`", text) is not None


def section(page: str, heading: str) -> str:
    """Return what stands below a heading, up to the next one of its rank."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert found is not None, f"{page} has no section {heading}"
    return found[1]


SHIPPED = thidua_criteria.thidua_criteria()
COMMON = {name for name, _, _ in documented(SHIPPED[0])} & {name for name, _, _ in documented(SHIPPED[1])}
SECTIONS = [
    *((f"`{kind.kind}`", kind, COMMON) for kind in SHIPPED),  # type: ignore[misc]
    ("Clauses", Clause, set[str]()),
    ("Annulments", Annulment, set[str]()),
    ("Parts", Part, set[str]()),
]


@pytest.mark.parametrize(("heading", "kind", "without"), SECTIONS, ids=[heading for heading, *_ in SECTIONS])
def test_every_key_has_its_row(heading: str, kind: type, without: set[str]) -> None:
    """The table of each kind is exactly what the kind says of itself."""
    rows = re.findall(
        r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", section("criteria.md", heading), flags=re.MULTILINE
    )
    expected = [
        (name, doc, "required" if required else default(kind, name))
        for name, doc, required in documented(kind)
        if name not in without
    ]
    assert rows == expected


def test_keys_of_all_kinds_have_their_rows() -> None:
    """What every shipped kind has is documented once."""
    rows = re.findall(
        r"^\| `(\w+)` \| (.*?) \|", section("criteria.md", "Keys of every shipped kind"), flags=re.MULTILINE
    )
    assert rows == [(name, doc) for name, doc, _ in documented(SHIPPED[0]) if name in COMMON]


def default(kind: type, name: str) -> str:
    """Write what holds where a key is absent."""
    value = attrs.fields_dict(kind)[name].default
    if value is None or value in ((), ""):
        return "—"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def test_every_head_is_mentioned() -> None:
    """Each way to write a measure or a condition is in the page on the language."""
    heads = [*measures._HEADS, *conditions._HEADS, *conditions._RELATIONS, "is", "is_not", "in"]
    heads += [*measures._FOLDS, *measures._STANDINGS, "of", "where", "distinct", "drop_lowest", "when_zero"]
    heads += ["drop_highest", "among", "due", "working", "divide_by", "at_least", "at_most", "beyond"]
    heads += [
        "rows",
        "columns",
        "otherwise",
        "closes_hole",
        "at",
        "values",
        "then",
        "else",
    ]
    assert [head for head in heads if not mentioned(head, "rulesets.md")] == []


def test_every_key_of_the_language_is_mentioned() -> None:
    """All keys of a ruleset, of a criterion, of a figure."""
    names = [
        attribute.name for attribute in attrs.fields(FieldSpec) if attribute.name not in ("name", "declared")
    ]
    names += [
        *read.COMMON_KEYS,
        *read._KINDS,
        "override",
        "extends",
        "drop",
        "format",
        "id",
        "status",
        "family",
    ]
    names += ["in_force", "scale", "ranking", "calendar", "groups", "criteria", "facts", "classes", "vetoes"]
    names += ["percent_rounding", "not_applicable", "may_exceed", "rescale", "require", "outcome", "parent"]
    names += ["days_off", "working_days", "rounded", "by", "places", "step", "mode", "line", "total", "group"]
    names += ["half-up", "half-down", "half-even", "down", "up", "floor", "ceiling", "official", "partial"]
    names += ["illustrative", "claimed", "from", "until"]
    assert [name for name in names if not mentioned(name, "rulesets.md")] == []


def test_every_installed_kind_is_documented() -> None:
    """No shipped kind without a section."""
    ours = {name for name, given in installed().criteria.items() if given.origin.plugin == "thidua_criteria"}
    assert ours == {kind.kind for kind in SHIPPED}  # type: ignore[attr-defined]
    for name in ours:
        assert section("criteria.md", f"`{name}`")


def test_the_whole_ruleset_of_the_page_scores(tmp_path: Path) -> None:
    """What the page shows first loads, and its evidence is accepted."""
    text = (DOCS / "rulesets.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    rules, evidence, table = tmp_path / "rules.toml", tmp_path / "evidence.toml", tmp_path / "evidence.csv"
    rules.write_text(blocks[0], encoding="utf-8")
    evidence.write_text(blocks[-1], encoding="utf-8")
    table.write_text(re.findall(r"```csv\n(.*?)```", text, flags=re.DOTALL)[0], encoding="utf-8")
    loaded = load_ruleset(rules)
    score = loaded.score(evidence)["so-xay-dung"]
    assert score["A1"].points == 81
    assert score["B1"].bounds == (0, 10)
    assert loaded.score(table)["so-xay-dung"]["A1"].points == 81
