"""Draw evidence for a ruleset: units of one bloc, each figure within what is declared of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from attrs import evolve
from hypothesis import strategies as st

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset

MOST_UNITS: Final = 4
MOST_ROWS: Final = 4
_FAR: Final = {"percent": Fraction(3, 2), "count": Fraction(20), "number": Fraction(200)}
"""How far beyond its minimum a figure without a maximum is drawn."""
_STEPS: Final = {"percent": Fraction(1, 200), "count": Fraction(1), "number": Fraction(1, 4)}
_WORDS: Final = ("a", "b", "c")
_ABSENT: Final = "…"
"""Stands for a figure that does not apply to the unit."""


@st.composite
def evidence_for(draw: st.DrawFn, ruleset: Ruleset) -> Evidence:
    """Draw one to four units of which every figure is known, or marked as not applying if it may be."""
    count = draw(st.integers(1, MOST_UNITS))
    columns = {
        key: draw(st.lists(_figure(spec), min_size=count, max_size=count))
        for key, spec in ruleset.formulas.fields.items()
        if key not in (f".{name}" for name in UNIT_FACTS)
    }
    kind = ruleset.formulas.fields.get(".kind")
    levels = kind.levels if kind is not None and kind.levels else _WORDS
    kinds = draw(st.lists(st.sampled_from(levels), min_size=count, max_size=count))
    return evidence_of(ruleset, columns, kinds)


def evidence_of(ruleset: Ruleset, columns: dict[str, list[Any]], kinds: Sequence[str]) -> Evidence:
    """Make evidence of drawn columns."""
    units = [f"unit-{n}" for n in range(len(kinds))]
    known = {
        key: [None if value == _ABSENT else value for value in values] for key, values in columns.items()
    }
    evidence = Evidence.from_columns(
        units, known, ruleset.formulas, blocs=["bloc"] * len(units), kinds=kinds, names=units
    )
    absent = {
        key: frozenset(row for row, value in enumerate(values) if value == _ABSENT)
        for key, values in columns.items()
    }
    made = {
        key: evolve(column, absent=absent.get(key, frozenset())) for key, column in evidence.columns.items()
    }
    return evolve(evidence, columns=made)


def _figure(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Draw one figure by what is known of it."""
    drawn = _table(spec) if spec.kind == "table" else _single(spec)
    return st.one_of(drawn, st.just(_ABSENT)) if spec.optional else drawn


def _table(spec: FieldSpec) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries({column.name: _single(column) for column in spec.columns})
    return st.lists(row, max_size=MOST_ROWS)


def _single(spec: FieldSpec) -> st.SearchStrategy[Any]:
    if spec.kind == "yes-no":
        return st.booleans()
    if spec.kind == "level":
        return st.sampled_from(spec.levels or _WORDS)
    if spec.kind == "text":
        return st.sampled_from(_WORDS)
    if spec.kind == "date":
        return st.dates(date(2022, 1, 1), date(2022, 12, 31))
    return numbers(spec)


def numbers(spec: FieldSpec) -> st.SearchStrategy[Fraction]:
    """Draw a number within its limits, small and whole ones more often than others."""
    step = spec.step or _STEPS[spec.kind]
    far = _FAR[spec.kind]
    high = spec.maximum
    low = spec.minimum if spec.minimum is not None else (-far if high is None else high - far)
    if high is None:
        high = max(low, Fraction(0)) + far
    first, last = -(-low // step), high // step
    ends = st.sampled_from([first, last])
    near = st.integers(first, min(last, first + 5))
    return st.one_of(near, ends, st.integers(first, last)).map(lambda steps: steps * step)
