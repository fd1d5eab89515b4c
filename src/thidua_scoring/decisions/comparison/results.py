"""A result as it was stored, read back: only what two results are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, Step
from thidua_scoring.numbers import read_written


@frozen
class Rules:
    """What a part of a ruleset is told apart by."""

    digest: str
    points: Fraction | None = None


@frozen
class Decided:
    """The rank and class that a unit has; None where it has none, or it is not decided."""

    rank: Fraction | None
    class_: str | None


@frozen
class UnitResult:
    """The result of one unit."""

    id: str
    name: str
    bloc: str
    total: Fraction | None
    criteria: Mapping[str, Fraction | None]
    absent: frozenset[str]
    """The criteria that do not apply."""
    by_points: Decided
    by_standing: Decided | None
    """What was decided beyond points: ties, quotas, caps; None where nothing was."""
    scope: tuple[str, ...] | None = None
    """Among whom the standing ranks the unit; None where a stored result does not say."""


@frozen
class Result:
    """A stored result."""

    id: str
    title: str
    scale: Rules
    ranking: Rules
    classes: Rules
    class_titles: Mapping[str, str]
    """From the best class down."""
    rules: Mapping[str, Rules]
    units: Mapping[str, UnitResult]

    @property
    def decided(self) -> bool:
        """Whether more than points was decided of every unit."""
        return all(unit.by_standing is not None for unit in self.units.values())


def read_result(data: Mapping[str, Any], *path: Step) -> Result:
    """Read a result in the form for machines; ``path`` stands before the places of faults.

    Raises `EvidenceError` with everything that is missing or wrong.
    """
    return _Reading(path).result(data)


class _Wrong(Exception):
    """A part that cannot be read, after its fault was recorded."""


@define
class _Reading:
    """Read a result, gathering what is wrong."""

    path: tuple[Step, ...]
    faults: list[Fault] = field(factory=list)

    def result(self, data: Mapping[str, Any]) -> Result:
        found: Result | None = None
        try:
            if not isinstance(data, Mapping):
                raise self._wrong(Problem("result-part", key="ruleset"))
            ruleset = self._mapping(data, "ruleset")
            if "rules" not in ruleset:
                raise self._wrong(Problem("result-without-rules"), "ruleset")
            found = self._read(data, ruleset)
        except _Wrong:
            pass
        if self.faults or found is None:
            raise EvidenceError(self.faults)
        return found

    def _read(self, data: Mapping[str, Any], ruleset: Mapping[str, Any]) -> Result:
        classes = self._mapping(ruleset, "classes", "ruleset")
        titles = self._mapping(classes, "titles", "ruleset", "classes")
        rules = self._mapping(ruleset, "rules", "ruleset")
        return Result(
            id=self._text(ruleset, "id", "ruleset"),
            title=self._text(ruleset, "title", "ruleset"),
            scale=self._rules(ruleset, "scale", "ruleset"),
            ranking=self._rules(ruleset, "ranking", "ruleset"),
            classes=self._rules(ruleset, "classes", "ruleset"),
            class_titles={id_: self._text(titles, id_, "ruleset", "classes", "titles") for id_ in titles},
            rules={name: self._rules(rules, name, "ruleset", "rules") for name in rules},
            units={unit.id: unit for unit in self._units(data)},
        )

    def _units(self, data: Mapping[str, Any]) -> Iterator[UnitResult]:
        units = data.get("units")
        if not isinstance(units, list):
            raise self._wrong(Problem("result-part", key="units"), "units")
        for index, unit in enumerate(units):
            try:
                yield self._unit(unit, "units", index)
            except _Wrong:
                continue

    def _unit(self, unit: Any, *at: Step) -> UnitResult:
        if not isinstance(unit, Mapping):
            raise self._wrong(Problem("result-part", key="units"), *at)
        criteria = {
            name: self._mapping(unit["criteria"], name, *at, "criteria")
            for name in self._mapping(unit, "criteria", *at)
        }
        standing = self._mapping(unit, "standing", *at) if "standing" in unit else None
        return UnitResult(
            id=self._text(unit, "unit", *at),
            name=self._text(unit, "name", *at),
            bloc=self._text(unit, "bloc", *at),
            total=self._number(unit, "total", *at),
            criteria={n: self._number(each, "points", *at, "criteria", n) for n, each in criteria.items()},
            absent=frozenset(n for n, each in criteria.items() if each.get("status") == "not-applicable"),
            by_points=self._decided(unit, *at),
            by_standing=None if standing is None else self._decided(standing, *at, "standing"),
        )

    def _decided(self, of: Mapping[str, Any], *at: Step) -> Decided:
        class_ = of.get("class")
        if class_ is not None and not isinstance(class_, str):
            raise self._wrong(Problem("result-part", key="class"), *at, "class")
        return Decided(self._number(of, "rank", *at), class_)

    # ── single values ───────────────────────────────────────────────────────────────

    def _rules(self, of: Mapping[str, Any], key: str, *at: Step) -> Rules:
        found = self._mapping(of, key, *at)
        digest = self._text(found, "digest", *at, key)
        return Rules(digest, self._number(found, "points", *at, key) if "points" in found else None)

    def _mapping(self, of: Mapping[str, Any], key: str, *at: Step) -> Mapping[str, Any]:
        found = of.get(key)
        if not isinstance(found, Mapping):
            raise self._wrong(Problem("result-part", key=key), *at, key)
        return found

    def _text(self, of: Mapping[str, Any], key: str, *at: Step) -> str:
        found = of.get(key)
        if not isinstance(found, str):
            raise self._wrong(Problem("result-part", key=key), *at, key)
        return found

    def _number(self, of: Mapping[str, Any], key: str, *at: Step) -> Fraction | None:
        found = of.get(key)
        if found is None or (isinstance(found, int) and not isinstance(found, bool)):
            return None if found is None else Fraction(found)
        if isinstance(found, str):
            top, slash, bottom = found.partition("/")
            if not slash and "%" not in found:
                return self._read_number(found, *at, key)
            if bottom.isdecimal() and int(bottom):
                return self._read_number(top, *at, key) / int(bottom)
        raise self._wrong(Problem("result-number", got=found), *at, key)

    def _read_number(self, text: str, *at: Step) -> Fraction:
        try:
            return read_written(text)
        except Problem:
            raise self._wrong(Problem("result-number", got=text), *at) from None

    def _wrong(self, problem: Problem, *at: Step) -> _Wrong:
        self.faults.append(problem.placed(Place(path=(*self.path, *at))))
        return _Wrong()
