"""Worked cases beside a ruleset: figures and the points they must come to (promise R4).

The file ``name.cases.toml`` lies beside ``name.toml``::

    [[cases]]
    title = "Hai báo cáo chậm"
    [cases.evidence.a1]
    late_reports = 2
    [cases.expect]
    a1 = 2

Facts of the unit stand under ``[cases.evidence.unit]``. ``expect`` names criteria, groups as
``group.1a``, ``total``, ``percent``, ``class`` and ``outcome``; what it does not name is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import field, frozen

from thidua_scoring.errors import Fault, Place, Problem, Problems, RulesetError, Step
from thidua_scoring.evidence.build import build_evidence
from thidua_scoring.evidence.nested import read_tables
from thidua_scoring.expression import tables
from thidua_scoring.expression.measures import UNIT
from thidua_scoring.expression.tables import Table
from thidua_scoring.numbers import exact
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.ruleset.toml import TomlDocument, read_toml
from thidua_scoring.scoring.unit_score import UnitScore

_ID = "case"


@frozen
class Mismatch:
    """One figure that a case does not come to."""

    name: str
    expected: str
    found: str
    place: Place


@frozen
class CaseResult:
    """One worked case, scored."""

    title: str
    place: Place
    mismatches: tuple[Mismatch, ...]
    score: UnitScore = field(repr=False)
    """The case's unit as it was scored: what to explain where a case does not hold."""

    @property
    def holds(self) -> bool:
        """Whether the case comes to everything that it expects."""
        return not self.mismatches


def cases_beside(ruleset: Ruleset) -> Path | None:
    """Return the file of worked cases that lies beside a ruleset, if there is one."""
    path = Path(ruleset.files[-1]).with_suffix(".cases.toml")
    return path if path.is_file() else None


def run_cases(ruleset: Ruleset, path: Path) -> tuple[CaseResult, ...]:
    """Score every case of a file.

    Raises `RulesetError` for a file that cannot be read, and `EvidenceError` for figures that
    the ruleset does not know.
    """
    document = read_toml(path)
    try:
        raw = tables.list_of(tables.table_of(lambda value: value), least=1)(document.data.get("cases"))
    except (Problem, Problems) as error:
        faults = [problem.placed(document.place(problem.at)) for problem in tables.below(error, "cases")]
        raise RulesetError(faults) from None
    return tuple(_run(ruleset, document, case, index) for index, case in enumerate(raw))


def _run(ruleset: Ruleset, document: TomlDocument, case: dict[str, Any], index: int) -> CaseResult:
    table = Table(case)
    title = table.need("title", tables.text, "?")
    figures: dict[str, Any] = table.need("evidence", tables.table_of(_as_it_is), {})
    expect: dict[str, Any] = table.need("expect", tables.table_of(_as_it_is), {})
    try:
        table.close()
    except (Problem, Problems) as error:
        raise RulesetError(_placed(document, tables.below(error, "cases", index))) from None
    unit = {**figures.get(UNIT, {}), "criteria": {k: v for k, v in figures.items() if k != UNIT}}

    def place(steps: Sequence[Step]) -> Place:
        inner = [step for step in steps[2:] if step != "criteria"]
        owner = [UNIT] if len(steps) > 2 and steps[2] != "criteria" else []
        return document.place(("cases", index, "evidence", *owner, *inner))

    statements = read_tables({"units": {_ID: unit}}, document.file, place)
    # A text in TOML writes its decimals as TOML does.
    evidence = build_evidence(statements, ruleset.written, ruleset.formulas, "en")
    score = ruleset.score(evidence)[_ID]

    def expected_at(name: str) -> Place:
        return document.place(("cases", index, "expect", name))

    mismatches = tuple(_mismatches(score, expect, expected_at))
    return CaseResult(title, document.place(("cases", index)), mismatches, score)


def _as_it_is(raw: object) -> Any:
    return raw


def _placed(document: TomlDocument, problems: list[Problem]) -> list[Fault]:
    return [problem.placed(document.place(problem.at)) for problem in problems]


def _mismatches(
    score: UnitScore, expect: dict[str, Any], place: Callable[[str], Place]
) -> Iterator[Mismatch]:
    for name, expected in expect.items():
        found = _found(score, name)
        if isinstance(expected, int | Decimal) and not isinstance(expected, bool):
            same = found is not None and not isinstance(found, str) and Fraction(found) == exact(expected)
        else:
            same = str(expected) == str(found)
        if not same:
            yield Mismatch(name, str(expected), str(found), place(name))


def _found(score: UnitScore, name: str) -> Any:
    named = {"total": "total", "percent": "percent", "class": "class_", "outcome": "outcome"}
    if name in named:
        return getattr(score, named[name])
    if name.startswith("group."):
        return score.groups.get(name.removeprefix("group."))
    return score[name].points
