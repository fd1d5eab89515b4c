"""Read a TOML document into a typed ruleset, gathering every fault."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final, TypeVar

from attrs import define, field

from thidua_scoring.criterion import COMMON_KEYS, FieldSpec, Head, Rule
from thidua_scoring.errors import Fault, Problem, Problems, Step
from thidua_scoring.expression import conditions, measures, tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.numbers import Rounding
from thidua_scoring.plugins import Plugins
from thidua_scoring.ruleset.decisions import appraisal, awards, ballots, classes, quotas
from thidua_scoring.ruleset.decisions.awards import Statistics
from thidua_scoring.ruleset.decisions.classes import ClassSpec
from thidua_scoring.ruleset.decisions.ranking import Ranking, ranking
from thidua_scoring.ruleset.model import (
    ROUNDED_AT,
    STATUSES,
    TRANSITIONS,
    CalendarSpec,
    CriterionSpec,
    Decisions,
    GroupSpec,
    InForce,
    RoundedAt,
    Scale,
    Written,
)
from thidua_scoring.ruleset.toml import Document
from thidua_scoring.structure import structure

T = TypeVar("T")
FORMAT: Final = 1
SECTIONS: Final = (
    "groups",
    "criteria",
    "facts",
    "vetoes",
    "quotas",
    "caps",
    "ballots",
    "awards",
    "levels",
)
"""The sections whose tables are named by ids, and to which a ruleset that extends another adds."""
_KINDS: Final = ("number", "count", "percent", "date", "yes-no", "level", "text", "table")


@define
class Reading:
    """Read one document; ``faults`` holds what was wrong."""

    document: Document
    plugins: Plugins
    faults: list[Fault] = field(factory=list)

    def fault(self, problem: Problem, *path: Step) -> None:
        """Place a problem under a path of the document."""
        whole = (*path, *problem.at)
        # A missing key and an unknown table stand at their header; a wrong value at itself.
        place = self.document.place(whole)
        self.faults.append(problem.placed(place))

    def attempt(self, read: Callable[[], T], otherwise: T, *path: Step) -> T:
        """Read something; keep its problems and go on with ``otherwise``."""
        try:
            return read()
        except Problem as problem:
            self.fault(problem, *path)
        except Problems as several:
            for each in several.problems:
                self.fault(each, *path)
        return otherwise

    def written(self) -> Written:
        """Read the whole document."""
        table = Table(self.document.data)
        table.need("format", _format, FORMAT)
        for key in ("classes", "extends", "drop", *SECTIONS):
            table.has(key)
        written = Written(
            id=table.need("id", tables.text, "?"),
            title=table.need("title", tables.text, "?"),
            status=table.need("status", tables.choice(*STATUSES), "partial"),
            source=table.need("source", tables.text, "?"),
            family=table.read("family", tables.text, ""),
            note=table.read("note", tables.text, ""),
            in_force=table.read("in_force", _in_force, InForce()),
            scale=table.need("scale", _scale, Scale(Fraction(0))),
            ranking=table.read("ranking", ranking, Ranking()),
            calendar=table.read("calendar", _calendar, CalendarSpec()),
            groups=self._each("groups", _group),
            criteria=self._criteria(),
            facts=self._each("facts", field_spec),
            classes=self._classes(),
            vetoes=tuple(self._each("vetoes", classes.veto).values()),
            decisions=self._decisions(table),
            transition=table.pick("transition", TRANSITIONS, "own-date"),
        )
        self.attempt(table.close, None)
        return written

    def _each(self, section: str, read: Callable[[str, object], T]) -> dict[str, T]:
        raw = self._section(section)
        found: dict[str, T] = {}
        for name, value in raw.items():
            item = self.attempt(lambda name=name, value=value: read(name, value), None, section, name)  # type: ignore[misc]
            if item is not None:
                found[name] = item
        return found

    def _section(self, section: str) -> dict[str, Any]:
        raw = self.document.data.get(section, {})
        return self.attempt(lambda: Table(raw).raw, {}, section)

    def _classes(self) -> tuple[ClassSpec, ...]:
        raw = self.document.data.get("classes", [])
        read = tables.list_of(classes.class_spec)
        return self.attempt(lambda: classes.falling(read(raw)), (), "classes")

    def _decisions(self, table: Table) -> Decisions:
        return Decisions(
            quotas=self._each("quotas", quotas.quota),
            caps=self._each("caps", classes.cap),
            ballots=self._each("ballots", ballots.ballot),
            awards=self._each("awards", awards.award),
            levels=self._each("levels", awards.level),
            statistics=table.read("statistics", awards.statistics, Statistics()),
            appraisal=table.read("appraisal", appraisal.appraisal, None),
            periods=table.read("periods", appraisal.periods, None),
        )

    def _criteria(self) -> dict[str, CriterionSpec]:
        found = {}
        for name, raw in self._section("criteria").items():
            if not isinstance(raw, dict):
                self.fault(Problem("not-a-table", got=tables.shown(raw)), "criteria", name)
                continue
            found[name] = self._criterion(name, Table(raw))
        return found

    def _criterion(self, name: str, table: Table) -> CriterionSpec:
        """Read one criterion; one at fault keeps its group and points, and has no lines."""
        own = {key: value for key, value in table.raw.items() if key not in COMMON_KEYS}
        common = Table({key: value for key, value in table.raw.items() if key in COMMON_KEYS})
        head = _head(name, common)
        kind = None
        try:
            common.close()
        except (Problem, Problems) as error:
            table.problems += tables.below(error)
        try:
            kind = self.plugins.criterion(head.kind)
        except Problem as problem:
            if head.kind:
                table.problems += tables.below(problem, "kind")
        rule = Rule([])
        if kind is not None:
            try:
                rule = structure(own, kind, COMMON_KEYS).compile(head)
            except (Problem, Problems) as error:
                table.problems += tables.below(error)
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                table.refuse("kind-fails", "kind", kind=head.kind, reason=reason)
        for each in table.problems:
            self.fault(each, "criteria", name)
        return CriterionSpec(head, Rule([]) if table.problems else rule)


def _format(raw: object) -> int:
    if raw != FORMAT or isinstance(raw, bool):
        raise Problem("unknown-format", got=tables.shown(raw), expected=FORMAT)
    return FORMAT


def _in_force(raw: object) -> InForce:
    table = Table(raw)
    start, end = table.read("from", tables.day, None), table.read("until", tables.day, None)
    if start is not None and end is not None and start > end:
        table.refuse("in-force-upside-down", "until", start=start, end=end)
    table.close()
    return InForce(start, end)


def _scale(raw: object) -> Scale:
    table = Table(raw)
    points = table.need("points", tables.number, Fraction(1))
    if points <= 0:
        table.refuse("scale-not-positive", "points")
    absent = table.pick(
        "not_applicable",
        (
            "drop",
            "full",
            "zero",
            "rescale",
        ),
        "drop",
    )
    scale = Scale(
        points=points,
        may_exceed=table.read("may_exceed", tables.flag, False),
        rounding=table.read("rounding", _roundings, {}),
        percent_rounding=table.read("percent_rounding", measures.read_rounding, None),
        not_applicable="drop" if absent == "rescale" else absent,
        rescale=absent == "rescale",
    )
    table.close()
    return scale


def _roundings(raw: object) -> dict[RoundedAt, Rounding]:
    """Read one rounding with its place, or several."""
    found: dict[RoundedAt, Rounding] = {}

    def one(item: object) -> None:
        table = Table(item)
        at: RoundedAt = table.need("at", tables.choice(*ROUNDED_AT), "total")
        found[at] = measures.rounding(table)
        table.close()

    if isinstance(raw, list):
        tables.list_of(one)(raw)
    else:
        one(raw)
    return found


def _calendar(raw: object) -> CalendarSpec:
    table = Table(raw)
    off, working = (table.read(key, tables.list_of(tables.day), ()) for key in ("days_off", "working_days"))
    table.close()
    return CalendarSpec(off, working)


def _group(name: str, raw: object) -> GroupSpec:
    table = Table(raw)
    group = GroupSpec(
        id=name,
        title=table.need("title", tables.text, "?"),
        parent=table.read("parent", tables.text, ""),
        points=table.read("points", tables.number, None),
        assessor=table.read("assessor", tables.text, ""),
        source=table.read("source", tables.text, ""),
        note=table.read("note", tables.text, ""),
        at_least=table.read("at_least", tables.number, None),
        at_most=table.read("at_most", tables.number, None),
    )
    table.close()
    return group


def _head(name: str, table: Table) -> Head:
    return Head(
        id=name,
        kind=table.need("kind", tables.text, ""),
        title=table.need("title", tables.text, "?"),
        group=table.need("group", tables.text, ""),
        points=table.read("points", tables.number, Fraction(0)),
        source=table.read("source", tables.text, ""),
        note=table.read("note", tables.text, ""),
        assessor=table.read("assessor", tables.text, ""),
        applies=table.read("applies", conditions.condition, None),
        not_applicable=table.pick(
            "not_applicable",
            (
                "drop",
                "full",
                "zero",
            ),
            None,
        ),
        when_missing=table.pick(
            "when_missing",
            (
                "bounds",
                "zero",
            ),
            "bounds",
        ),
        rounding=table.read("rounding", measures.read_rounding, None),
        may_exceed=table.read("may_exceed", tables.flag, False),
        fields=table.read("fields", _fields, {}),
    )


def _fields(raw: object) -> dict[str, FieldSpec]:
    table = Table(raw)
    found: dict[str, FieldSpec] = {}
    for name, value in table.raw.items():
        try:
            found[name] = field_spec(name, value)
        except (Problem, Problems) as error:
            table.problems += tables.below(error, name)
    tables.raise_all(table.problems)
    return found


def field_spec(name: str, raw: object) -> FieldSpec:
    """Read what a ruleset says about a figure."""
    tables.name(name)
    table = Table(raw)
    spec = FieldSpec(
        name,
        kind=table.pick("kind", _KINDS, "number"),
        title=table.read("title", tables.text, ""),
        unit=table.read("unit", tables.text, None),
        minimum=table.read("minimum", _limit, Fraction(0)),
        maximum=table.read("maximum", _limit, None),
        step=table.read("step", tables.number, None),
        better=table.pick(
            "better",
            (
                "higher",
                "lower",
            ),
            None,
        ),
        levels=table.read("levels", tables.list_of(tables.text, least=1), ()),
        columns=tuple(table.read("columns", _fields, {}).values()),
        optional=table.read("optional", tables.flag, False),
        needs_note=table.read("needs_note", tables.flag, False),
    )
    if spec.minimum is not None and spec.maximum is not None and spec.minimum > spec.maximum:
        table.refuse("range-upside-down", "maximum")
    if spec.kind != "table" and spec.columns:
        table.refuse("columns-without-table", "columns")
    table.close()
    return spec


def _limit(raw: object) -> Fraction | None:
    return None if raw == "none" else tables.number(raw)
