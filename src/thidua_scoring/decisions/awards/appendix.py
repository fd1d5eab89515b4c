"""The statistics appendix: awards counted by level, the collectives and the individuals apart.

Its form is that of the appendix "Tổng hợp kết quả khen thưởng" of yearly reports: a row for each
level and each award, and how many of those who were awarded are at the base or work directly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from attrs import evolve, field, frozen

from thidua_scoring.decisions.awards.records import Record, Records, records_of
from thidua_scoring.errors import Lang
from thidua_scoring.evidence.text import normalise
from thidua_scoring.numbers import show, write
from thidua_scoring.ruleset.decisions.awards import Award, Statistics
from thidua_scoring.ruleset.ruleset import Ruleset

TITLE: Final[Mapping[Lang, str]] = {
    "vi": "Tổng hợp kết quả khen thưởng",
    "en": "Awards: a summary",
}
COUNTS: Final = range(2, 9)
"""The columns that hold figures."""
HEADINGS: Final[Mapping[Lang, tuple[str, ...]]] = {
    "vi": (
        "Stt",
        "Danh hiệu thi đua, hình thức khen thưởng",
        "Tổng cộng",
        "Tập thể",
        "Cá nhân",
        "Cơ sở, lao động trực tiếp: tổng",
        "Cơ sở, lao động trực tiếp: tập thể",
        "Cơ sở, lao động trực tiếp: cá nhân",
        "Tỷ lệ người lao động trực tiếp",
        "Ghi chú",
    ),
    "en": (
        "No.",
        "Award",
        "Total",
        "Collectives",
        "Individuals",
        "Base, direct labour: total",
        "Base, direct labour: collectives",
        "Base, direct labour: individuals",
        "Share of direct labour",
        "Note",
    ),
}
SHOWN_PLACES: Final = 2
"""How many decimals of a percentage are shown that nobody said how to round; the rest is cut, and marked."""
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@frozen
class Count:
    """How many collectives and individuals have an award."""

    collective: int = 0
    individual: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.collective + self.individual

    def __add__(self, other: Count) -> Count:
        return Count(self.collective + other.collective, self.individual + other.individual)


@frozen
class Tally:
    """What is counted in one row: everybody, and those at the base or in direct labour."""

    everybody: Count = field(factory=Count)
    direct: Count = field(factory=Count)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.everybody + other.everybody, self.direct + other.direct)

    @property
    def share(self) -> Fraction | None:
        """The share of direct labour among the individuals; None where there are no individuals."""
        people = self.everybody.individual
        return Fraction(self.direct.individual, people) if people else None


@frozen(kw_only=True)
class AppendixRow:
    """A row: of a level, of an award, or of a part of an award."""

    number: str
    """As in the table: ``II``, ``3``, ``3.1``."""
    title: str
    level: str
    award: str = ""
    part: str = ""
    tally: Tally | None
    """None for an award whose parts have rows of their own."""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the row for machines, the ratio exact; figures of a row without any are None."""
        ids = {"level": self.level, "award": self.award, "part": self.part}
        found: dict[str, Any] = {"number": self.number, "title": self.title}
        found |= {name: value for name, value in ids.items() if value}
        for name, count in _counts(self.tally):
            found[name] = count and {
                "total": count.total,
                "collective": count.collective,
                "individual": count.individual,
            }
        share = None if self.tally is None else self.tally.share
        return found | {"share": None if share is None else write(share), "notes": list(self.notes)}


@frozen(kw_only=True)
class Appendix:
    """Hold the table; `cells` are its cells as they are printed, ten a row."""

    ruleset: Ruleset
    records: Records = field(repr=False)
    """The records that were counted, or belong to no level."""
    years: tuple[int, ...] | None
    rows: tuple[AppendixRow, ...]

    @cached_property
    def without_row(self) -> tuple[Record, ...]:
        """The records that no row counts: classes, and awards without a level of the ruleset."""
        shown = {row.award for row in self.rows}
        return tuple(record for record in self.records if record.award not in shown)

    def cells(self, lang: Lang = "vi") -> tuple[tuple[str, ...], ...]:
        """Write every row as it is printed; empty where the table has nothing.

        A cell holds no line break; against formulas of spreadsheets it is not guarded.
        """
        statistics = self.ruleset.written.decisions.statistics
        return tuple(tuple(_cells(row, statistics, lang)) for row in self.rows)

    def text(self, lang: Lang = "vi") -> str:
        """Write the table under its title and headings, its cells parted by tabs."""
        years = ", ".join(map(str, self.years or ()))
        title = TITLE[lang] + (f" ({years})" if years else "")
        lines = [title, "", *("\t".join(cells) for cells in (HEADINGS[lang], *self.cells(lang)))]
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return the table for machines, with the digests of what it was made from."""
        printed = zip(self.rows, self.cells("vi"), strict=True)
        return {
            "ruleset": {"id": self.ruleset.id, "digest": self.ruleset.digest},
            "records": {"digest": self.records.digest, "count": len(self.records)},
            "years": None if self.years is None else list(self.years),
            "rows": [{**row.to_dict(), "cells": list(cells)} for row, cells in printed],
            "without_row": len(self.without_row),
        }


def appendix(records: Records, ruleset: Ruleset, *, years: Collection[int] | None = None) -> Appendix:
    """Count records by the levels and awards of a ruleset, in its order, those without any included.

    ``years`` are the years of the achievements; None takes all records. A level's row adds up its
    awards. Raises `EvidenceError` with every fault of the records by the ruleset.
    """
    checked = records_of(records, ruleset)
    counted = evolve(checked, items=tuple(each for each in checked if years is None or each.year in years))
    return Appendix(
        ruleset=ruleset,
        records=counted,
        years=None if years is None else tuple(sorted(set(years))),
        rows=tuple(_rows(counted, ruleset)),
    )


def _rows(records: Records, ruleset: Ruleset) -> Iterator[AppendixRow]:
    decisions = ruleset.written.decisions
    by_award: dict[str, list[Record]] = {}
    for record in records:
        by_award.setdefault(record.award, []).append(record)
    for number, level in enumerate(decisions.levels.values(), start=1):
        awards = [award for award in decisions.awards.values() if award.level == level.id]
        below = [
            row
            for place, award in enumerate(awards, start=1)
            for row in _award_rows(award, str(place), by_award.get(award.id, ()))
        ]
        together = sum((row.tally for row in below if row.tally is not None), Tally())
        yield AppendixRow(number=roman(number), title=level.title, level=level.id, tally=together)
        yield from below


def _award_rows(award: Award, number: str, records: Iterable[Record]) -> Iterator[AppendixRow]:
    found = tuple(records)
    if not award.parts:
        tally, notes = _counted(found)
        yield AppendixRow(
            number=number, title=award.title, level=award.level, award=award.id, tally=tally, notes=notes
        )
        return
    yield AppendixRow(number=number, title=award.title, level=award.level, award=award.id, tally=None)
    for place, part in enumerate(award.parts, start=1):
        tally, notes = _counted(record for record in found if record.part == part.id)
        yield AppendixRow(
            number=f"{number}.{place}",
            title=part.title,
            level=award.level,
            award=award.id,
            part=part.id,
            tally=tally,
            notes=notes,
        )


def _counted(records: Iterable[Record]) -> tuple[Tally, tuple[str, ...]]:
    """Count some records, and gather their notes, each once."""
    tally, notes = Tally(), dict[str, None]()
    for record in records:
        one = Count(int(record.kind == "collective"), int(record.kind == "individual"))
        tally += Tally(one, one if record.direct else Count())
        if record.note:
            notes[record.note] = None
    return tally, tuple(notes)


def roman(number: int) -> str:
    """Write a number, 1 or more, in Roman numerals.

    >>> roman(4), roman(14)
    ('IV', 'XIV')
    """
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


# ── cells ───────────────────────────────────────────────────────────────────────────


def _counts(tally: Tally | None) -> tuple[tuple[str, Count | None], tuple[str, Count | None]]:
    everybody, direct = (None, None) if tally is None else (tally.everybody, tally.direct)
    return ("everybody", everybody), ("direct", direct)


def _cells(row: AppendixRow, statistics: Statistics, lang: Lang) -> Iterator[str]:
    yield row.number
    yield normalise(row.title)
    for _, count in _counts(row.tally):
        figures = (None, None, None) if count is None else (count.total, count.collective, count.individual)
        yield from ("" if figure is None else str(figure) for figure in figures)
    yield "" if row.tally is None else ratio(row.tally, statistics, lang)
    yield ", ".join(row.notes)


def ratio(tally: Tally, statistics: Statistics, lang: Lang = "vi") -> str:
    """Write the ratio of direct labour as the ruleset says: ``69/84 (82,14%)``.

    Without a rounding the percentage is exact, or cut and marked: ``69/84 (82,14…%)``. Where no
    individual is direct labour stands what the ruleset has for that; else ``0/1 (0%)``, and
    nothing where there is no individual.

    >>> ratio(Tally(Count(0, 84), Count(0, 69)), Statistics())
    '69/84 (82,14…%)'
    """
    share, rounding = tally.share, statistics.ratio_rounding
    if not share and statistics.ratio_of_none is not None:
        return statistics.ratio_of_none
    if share is None:
        return ""
    percent = share * 100 if rounding is None else rounding.apply(share * 100)
    shown = show(percent, lang, most=SHOWN_PLACES if rounding is None else 6)
    return f"{tally.direct.individual}/{tally.everybody.individual} ({shown}%)"
