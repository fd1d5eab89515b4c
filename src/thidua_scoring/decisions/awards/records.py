"""Award records: what past years brought, and what decisions ask of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from thidua_scoring.decisions.rows import Column, Row, Taking, read_rows
from thidua_scoring.errors import Place, Problem, nearest
from thidua_scoring.evidence.names import match
from thidua_scoring.evidence.text import match_key, normalise
from thidua_scoring.numbers import exact
from thidua_scoring.ruleset.decisions.awards import Award, Holder
from thidua_scoring.ruleset.ruleset import Ruleset

SECTION: Final = "records"
"""The array of tables that holds records in a TOML file."""
FIRST_YEAR: Final = 1948
"""The year of the first call to emulation; no record is older."""
LAST_YEAR: Final = 2100
"""A year after this one is a slip of the pen."""
KINDS: Final[Mapping[str, str]] = {"collective": "tập thể", "individual": "cá nhân"}

COLUMNS: Final = (
    Column("holder", also=("đối tượng", "tên", "tên tập thể, cá nhân", "họ và tên"), needed=True),
    Column(
        "award",
        also=("danh hiệu", "hình thức khen thưởng", "danh hiệu thi đua, hình thức khen thưởng"),
        needed=True,
    ),
    Column("year", "count", also=("năm", "năm thành tích"), needed=True),
    Column("kind", also=("loại", "loại đối tượng", "tập thể/cá nhân"), needed=True),
    Column("unit", also=("đơn vị", "đơn vị công tác")),
    Column("direct", "yes-no", also=("trực tiếp", "lao động trực tiếp", "cơ sở, lao động trực tiếp")),
    Column("part", also=("phần", "mục")),
    Column("achievement", also=("thành tích",)),
    Column("decision", also=("quyết định", "số quyết định")),
    Column("note", also=("ghi chú",)),
)


@frozen(kw_only=True)
class Record:
    """One award, title or class that somebody came to have."""

    holder: str
    award: str
    """The id of an award of the ruleset, or of a class."""
    year: int
    """The year of the achievement, which may be before that of the decision."""
    kind: Holder
    unit: str = ""
    """The collective that the holder belongs to."""
    direct: bool | None = None
    """Whether the holder is at the base or works directly; None where nobody asked."""
    part: str = ""
    """The row of the award in the appendix, for an award that is reported apart."""
    achievement: str = ""
    """What was rewarded; once checked, that of the award where the record names none."""
    decision: str = ""
    """The number of the decision."""
    note: str = ""
    place: Place = field(factory=Place, eq=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return what the record says, without what it leaves open."""
        found = {column.name: getattr(self, column.name) for column in COLUMNS}
        return {name: value for name, value in found.items() if value not in ("", None)}


@frozen
class Records:
    """Hold award records; two spellings of a name that `match_key` takes for one are one holder.

    Made by `read_records` or `records_of`, which check them by the rules of a ruleset.
    """

    items: tuple[Record, ...] = ()
    thematic: frozenset[str] = frozenset()
    """The awards that reward a movement of its own; questions pass over them unless they ask for them."""

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.items)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the records say, in whatever order."""
        lines = sorted(json.dumps(record.to_dict(), ensure_ascii=False, sort_keys=True) for record in self)
        return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @cached_property
    def _by_holder(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped(self, lambda record: record.holder)

    @cached_property
    def _by_unit(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped((record for record in self if record.unit), lambda record: record.unit)

    def _wanted(self, what: Collection[str], thematic: bool) -> frozenset[str]:
        """Return the awards and classes that count; a single one may stand alone."""
        ids = frozenset({what} if isinstance(what, str) else what)
        return ids if thematic else ids - self.thematic

    def of_holder(self, holder: str) -> tuple[Record, ...]:
        """Return all records of a holder, in their order."""
        return self._by_holder.get(match_key(holder), ())

    def times(self, holder: str, what: Collection[str], *, thematic: bool = False) -> Counter[int]:
        """Count in each year the records of some awards or classes, by id; a year without is 0."""
        wanted = self._wanted(what, thematic)
        return Counter(record.year for record in self.of_holder(holder) if record.award in wanted)

    def years(self, holder: str, what: Collection[str], *, thematic: bool = False) -> frozenset[int]:
        """Return the years in which a holder has one of some awards or classes."""
        return frozenset(self.times(holder, what, thematic=thematic))

    def of_members(
        self, unit: str, what: Collection[str], year: int, *, thematic: bool = False
    ) -> frozenset[str]:
        """Return the individuals of a unit who have one of some awards or classes in a year."""
        wanted = self._wanted(what, thematic)
        spelt: dict[str, str] = {}
        for record in self._by_unit.get(match_key(unit), ()):
            if record.kind == "individual" and record.year == year and record.award in wanted:
                key = match_key(record.holder)
                spelt[key] = min(spelt.get(key, record.holder), record.holder)
        return frozenset(spelt.values())

    def rewarded(self, holder: str, year: int) -> frozenset[str]:
        """Return the achievements of a year that some award has rewarded already, a thematic one too."""
        of_year = (record for record in self.of_holder(holder) if record.year == year)
        return frozenset(record.achievement for record in of_year if record.achievement)


def _grouped(items: Iterable[Record], name: Callable[[Record], str]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for record in items:
        found.setdefault(match_key(name(record)), []).append(record)
    return {key: tuple(items) for key, items in found.items()}


def run_up_to(years: Collection[int], last: int) -> int:
    """Count the years running that end with ``last``; a gap breaks the chain.

    >>> run_up_to({2014, 2016, 2017, 2018}, 2018), run_up_to({2016, 2017}, 2018)
    (3, 0)
    """
    count = 0
    while last - count in years:
        count += 1
    return count


# ── taking records in ───────────────────────────────────────────────────────────────


def read_records(path: str | Path, ruleset: Ruleset, *, names: Mapping[str, str] | None = None) -> Records:
    """Read records from CSV, XLSX, or the array ``records`` of a TOML file.

    Columns are headed in English or Vietnamese. Awards, classes and parts are given by id or
    title; ``names`` are the names of units by id, so that a record may give either. Raises
    `EvidenceError` with every fault of the cells or, where all cells can be read, with every
    fault of what they say; ``OSError`` if there is no file.
    """
    reading = _Reading(ruleset, names or {})
    for row in read_rows(path, COLUMNS, SECTION):
        reading.take(row)
    return reading.records()


def records_of(
    items: Iterable[Record], ruleset: Ruleset, *, names: Mapping[str, str] | None = None
) -> Records:
    """Check records that were made in Python as if they had been read from a file."""
    reading = _Reading(ruleset, names or {})
    for index, record in enumerate(items):
        reading.take(_as_row(record, Place(path=(SECTION, index))))
    return reading.records()


def _as_row(record: Record, otherwise: Place) -> Row:
    cells = {
        name: exact(value) if name == "year" else normalise(value) if isinstance(value, str) else value
        for name, value in record.to_dict().items()
    }
    place = otherwise if record.place == Place() else record.place
    return Row(cells, lambda column: place)


@define
class _Reading:
    """Take rows in, one after another; what is wrong becomes a fault."""

    ruleset: Ruleset
    names: Mapping[str, str]
    taking: Taking = field(factory=Taking)
    items: list[Record] = field(factory=list)
    _same: dict[tuple[str, str, int, str], list[Record]] = field(factory=dict)
    _first: dict[str, Record] = field(factory=dict)
    """The first record of each holder."""

    def records(self) -> Records:
        """Return what was taken in; raises `EvidenceError` with every fault."""
        self.taking.close()
        thematic = frozenset(name for name, award in self._awards.items() if award.thematic)
        return Records(tuple(self.items), thematic)

    def take(self, row: Row) -> None:
        """Take one record in, if nothing is wrong with it alone; then look at it beside the others."""
        before = len(self.taking.faults)
        if not row.text("holder"):
            self._fault(Problem("cell-missing", column="holder"), row, "holder")
        name = self._award(row)
        award = self._awards.get(name)
        kind, year = self._kind(row, award), self._year(row)
        # Of an unknown award nobody can say what parts it has.
        part = self._part(row, award) if name else ""
        if award is not None and award.level and row.flag("direct") is None:
            self._fault(Problem("record-direct-missing", award=award.title), row, "direct")
        if len(self.taking.faults) == before:
            record = Record(
                holder=self._named(row, "holder"),
                award=name,
                year=year,
                kind=kind,
                unit=self._named(row, "unit"),
                direct=row.flag("direct"),
                part=part,
                achievement=self._achievement(row, award),
                decision=row.text("decision"),
                note=row.text("note"),
                place=row.place("holder"),
            )
            self._beside_others(record, row)
            self.items.append(record)

    def _fault(self, problem: Problem, row: Row, column: str) -> None:
        self.taking.fault(problem, row.place(column))

    @property
    def _awards(self) -> Mapping[str, Award]:
        return self.ruleset.written.decisions.awards

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        classes = {each.id: each.title for each in self.ruleset.written.classes}
        return classes | {name: award.title for name, award in self._awards.items()}

    # ── single cells ────────────────────────────────────────────────────────────────

    def _named(self, row: Row, column: str) -> str:
        """Return the id of a unit that is called by its name; any other name as it is written."""
        written = row.text(column)
        return match(written, self.names) or written

    def _award(self, row: Row) -> str:
        written = row.text("award")
        found = match(written, self._titles)
        if found is None:
            close = nearest(written, [*self._titles, *self._titles.values()])
            self._fault(Problem("record-award-unknown", got=written, nearest=close), row, "award")
        return found or ""

    def _kind(self, row: Row, award: Award | None) -> Holder:
        written = row.text("kind")
        found = match(written, KINDS)
        if found is None:
            close = nearest(written, [*KINDS.values(), *KINDS])
            self._fault(Problem("record-kind-unknown", got=written, nearest=close), row, "kind")
        elif award is not None and found not in award.to:
            problem = Problem("record-kind-not-meant", got=KINDS[found], award=award.title)
            self._fault(problem, row, "kind")
        return "collective" if found == "collective" else "individual"

    def _year(self, row: Row) -> int:
        year = row.whole("year") or 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            problem = Problem("record-year", got=year, first=FIRST_YEAR, last=LAST_YEAR)
            self._fault(problem, row, "year")
        return year

    def _part(self, row: Row, award: Award | None) -> str:
        written, parts = row.text("part"), award.parts if award is not None else ()
        titles = {part.id: part.title for part in parts}
        found, listed = match(written, titles), ", ".join(titles)
        if found is None and written and not titles:
            self._fault(Problem("record-part-unused", got=written), row, "part")
        elif found is None and titles and not written:
            self._fault(Problem("record-part-missing", expected=listed), row, "part")
        elif found is None and titles:
            close = nearest(written, [*titles, *titles.values()])
            problem = Problem("record-part-unknown", got=written, expected=listed, nearest=close)
            self._fault(problem, row, "part")
        return found or ""

    def _achievement(self, row: Row, award: Award | None) -> str:
        """Return an achievement as the ruleset spells it, if it knows it."""
        written = row.text("achievement")
        if not written:
            return award.achievement if award is not None else ""
        return match(written, {each.achievement for each in self._awards.values()}) or written

    # ── beside the others ───────────────────────────────────────────────────────────

    def _beside_others(self, record: Record, row: Row) -> None:
        """Refuse a record that is there already, and a holder who is a person here and a unit there."""
        holder = match_key(record.holder)
        first = self._first.setdefault(holder, record)
        if first.kind != record.kind:
            got, where = KINDS[record.kind], first.place
            self._fault(Problem("record-two-kinds", holder=record.holder, got=got, place=where), row, "kind")
        # A holder has one class a year: all classes are one thing.
        what = record.award if record.award in self._awards else ""
        alike = self._same.setdefault((holder, what, record.year, record.part), [])
        again = next((other for other in alike if _may_be_same(record, other)), None)
        if again is not None:
            title, where = self._titles[again.award], again.place
            problem = Problem("record-twice", holder=again.holder, award=title, year=again.year, place=where)
            self._fault(problem, row, "award")
        alike.append(record)


def _may_be_same(one: Record, other: Record) -> bool:
    """Say whether two records, of one award in one year, do not name two achievements."""
    achievements = {match_key(one.achievement), match_key(other.achievement)}
    return len(achievements) == 1 or "" in achievements
