"""Which columns of a table a column of percentages is computed from, as far as the header says.

Sure is only what the numbers of columns say (``5=4/3``), or a header that names both columns and
explains all others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from attrs import evolve, frozen

from thidua_scoring.audit.documents import GridCell
from thidua_scoring.audit.explained import all_explained, is_of_units, only_two
from thidua_scoring.audit.formulas import Formula, numbers_of, read_formula
from thidua_scoring.audit.headings import (
    Heading,
    Role,
    agree,
    cleaned,
    has_formula,
    names_of,
    periods_of,
    roles_of,
    things_of,
    years_of,
)  # fmt: skip

Pair = tuple[int, int]
"""A column of results, and the column that they are held against."""

_MOST_LIKELY: Final = 8
"""How many columns are taken into account for the result, and for what it is held against."""
_MOST: Final = 4
"""How many pairs of columns are tried where a header leaves a choice."""
_WIDEST: Final = 64
"""How many columns are looked at."""
_RESULTS: Final[frozenset[Role]] = frozenset({"result"})
_BASES: Final[frozenset[Role]] = frozenset({"plan", "previous"})
_GENERAL: Final = frozenset({"thực hiện", "kế hoạch"})
"""Names that other results and plans go by as well: estimates, budgets."""


@frozen
class Column:
    """A column of percentages: which columns it may be computed from, the likeliest first."""

    at: int
    pairs: tuple[Pair, ...]
    against: Literal["plan", "previous", ""]
    growth: Literal["", "either", "rise", "fall"] = ""
    firm: bool = False
    percent: bool = True
    """Whether it is said that the figures are percentages, and not shares of 1."""
    one_unit: bool = True
    """Whether the columns are in one unit of measure, as far as they say."""
    words: str = ""
    """What the header says of the columns that are compared."""
    formula: Literal["", "read", "unread"] = ""
    """Whether the numbers of columns say how it is computed."""
    units: bool = False
    """Whether each row has a unit of its own."""
    cells: tuple[int, int] = (0, _WIDEST)
    """How many cells a row has at least and at most, if none was left out."""


def headings_of(rows: Sequence[Sequence[GridCell]]) -> list[Heading]:
    """Join the rows of a header into one heading for each column."""
    width = min(max(map(len, rows), default=0), _WIDEST)
    levels: list[list[str]] = [[] for _ in range(width)]
    guessed, formula = [False] * width, [False] * width
    for number, row in enumerate(rows):
        last = ""
        for at in range(min(len(row), width)):
            own = cleaned(row[at].text or row[at].over)
            formula[at] |= has_formula(row[at].text)
            below = number + 1 < len(rows) and at < len(rows[number + 1]) and bool(rows[number + 1][at].text)
            if own:
                last = own
            elif last and below:
                own, guessed[at] = last, True
            if own and own not in levels[at][-1:]:
                levels[at].append(own)
    return [Heading(at, tuple(each), guessed[at], formula[at]) for at, each in enumerate(levels) if each]


def columns_of(
    headings: Sequence[Heading], numbers: Sequence[GridCell] | None, holding: frozenset[int]
) -> list[Column]:
    """Find the columns of percentages, given those that hold figures; ``numbers`` is the row of numbers."""
    texts = [cell.text for cell in numbers[:_WIDEST]] if numbers else []
    formulas = {at: formula for at, text in enumerate(texts) if (formula := read_formula(text))}
    found: dict[int, Column] = {}
    for at, formula in formulas.items():
        if formula != "unread" and (column := _by_formula(at, formula, numbers_of(texts), headings)):
            found[at] = column
    shares = [each.text for each in headings if each.is_share]
    for heading in headings:
        if heading.is_share and heading.at not in found and not heading.is_mean:
            by_words = _by_words(heading, headings, holding)
            if by_words is not None:
                # A formula that is not understood may name other columns than the words do.
                unread = heading.at in formulas or heading.formula
                firm = by_words.firm and not unread and shares.count(heading.text) == 1
                found[heading.at] = evolve(by_words, firm=firm, formula="unread" if unread else "")
    units = any(map(is_of_units, headings))
    cells = max(holding, default=-1) + 1, max([len(texts), *(each.at + 1 for each in headings)])
    return [evolve(found[at], units=units, cells=cells) for at in sorted(found)]


# ── by the numbers of columns ───────────────────────────────────────────────────────


def _by_formula(
    at: int, formula: Formula, places: Mapping[int, int], headings: Sequence[Heading]
) -> Column | None:
    above = {each.at: each for each in headings}
    heading = above.get(at, Heading(at, ("",)))
    percent = formula.percent or heading.percent
    if (not percent and not heading.is_share) or not {formula.result, formula.base} <= {*places}:
        return None
    blank = Heading(at, ("",))
    places_of = places[formula.result], places[formula.base]
    result, base = (above.get(each, blank) for each in places_of)
    return Column(
        at, (places_of,), _against(base), formula.growth, True, percent, _one_unit(result, base),
        _words(result, base), "read",
    )  # fmt: skip


def _against(base: Heading) -> Literal["plan", "previous", ""]:
    if "plan" in base.roles:
        return "plan"
    return "previous" if "previous" in base.roles or base.years else ""


# ── by words ────────────────────────────────────────────────────────────────────────


def _by_words(share: Heading, headings: Sequence[Heading], holding: frozenset[int]) -> Column | None:
    """Pick the columns that the words of a header name; nothing where there are none."""
    operands = [each for each in headings if each.at in holding and not each.is_share]
    now, then = share.compared() or ("", "")
    context = share.text.replace(then, " ") if then else share.text
    pairs = _pairs_of(share, _Meant(now, context), _Meant(then, ""), operands)
    if not share.names_comparison:  # a rate of its own, unless it is named as the columns are
        pairs = [(one, two) for one, two in pairs if share.subject <= one.things | two.things]
    # *TH/KH (%)* of one part of the figures, such as a level, is of the columns of that part.
    same = [(one, two) for one, two in pairs if share.things and share.things <= one.things & two.things]
    pairs = same or pairs
    if not pairs:
        return None
    pairs.sort(key=lambda pair: [(each.at > share.at, abs(each.at - share.at)) for each in pair])
    result, base = pairs[0]
    firm = len(pairs) == 1 and _is_sure(share, result, base)
    firm = firm and _are_called(result, now or context) and _are_called(base, then)
    firm = firm and _are_dated(result, now) and _are_dated(base, then)
    # A change of which no base is named is one since an earlier time, be there a column of that or not.
    firm = firm and not (share.growth and not then and "plan" in base.roles)
    bare = not then and names_of(share.text) <= {"thực hiện"}
    firm = firm and all_explained(share, headings, holding)
    firm = firm and (not bare or only_two(share, headings, holding))
    alike = {(one.text, two.text): (one.at, two.at) for one, two in reversed(pairs)}  # the nearest of a name
    chosen = tuple(reversed(alike.values()))[:_MOST]
    return Column(
        share.at, chosen, _against(base) or "plan", share.growth, firm, share.percent,
        _one_unit(result, base), _words(result, base),
    )  # fmt: skip


def _pairs_of(
    share: Heading, now: _Meant, then: _Meant, operands: Sequence[Heading]
) -> list[tuple[Heading, Heading]]:
    """Return the columns that may be compared, by what the header says of both."""
    named = roles_of(now.text)
    results = now.among(operands, named & _RESULTS or named or _RESULTS)
    if not results and not named:
        results = now.among(operands, frozenset())
    wanted = (roles_of(then.text) & _BASES or roles_of(then.text)) if then.text else _BASES
    bases = then.among(operands, wanted)
    pairs = [(one, two) for one in results for two in bases if _may_compare(one, two)]
    if not pairs and wanted == {"previous"}:
        pairs = [(one, two) for one in results for two in results if _follows_on(one, two)]
    return pairs


@frozen
class _Meant:
    """The words of a header for one side of a comparison, and those that tell what they leave out."""

    text: str
    context: str

    def among(self, operands: Sequence[Heading], roles: frozenset[Role]) -> list[Heading]:
        """Return the columns that may be meant; without a role to go by, only those of the very years."""
        years = years_of(self.text) or years_of(self.context)
        periods = periods_of(self.text) or periods_of(self.context)
        things = things_of(self.text)
        if not roles and not years:
            return []
        found = [
            each
            for each in operands
            if (each.roles & roles if roles else years <= each.years)
            and agree(years, each.years)
            and agree(periods, each.periods)
            and agree(things, each.things)
        ]
        called = re.sub(r"[()%]", "", self.text).strip()
        names = names_of(self.text or self.context) - _GENERAL
        # *TH* alone may be any result, though one column is called just that.
        told = years or periods or things or names
        if told and (exactly := [each for each in found if each.text == called]):
            return exactly
        return ([each for each in found if names & each.names] or found)[:_MOST_LIKELY]


def _are_called(column: Heading, words: str) -> bool:
    """Say whether a column is called as the words say, if they call it anything."""
    names = {name for name in names_of(words) if roles_of(name) & column.roles}
    return names - _GENERAL <= column.names and (not names or bool(names & column.names))


def _are_dated(column: Heading, words: str) -> bool:
    """Say whether a column is of the years and months that the words name."""
    return years_of(words) <= column.years and periods_of(words) - {"năm"} <= column.periods


def _may_compare(result: Heading, base: Heading) -> bool:
    """Say whether one may be held against the other: a plan is one of the same year."""
    years = result.years, base.years
    return result is not base and not ("plan" in base.roles and all(years) and years[0].isdisjoint(years[1]))


def _follows_on(result: Heading, base: Heading) -> bool:
    """Say whether two results are of the same months of two years that follow each other."""
    now, then = result.years, base.years
    if len(now) != 1 or len(then) != 1 or result.periods != base.periods:
        return False
    return int(*now) - int(*then) == 1


def _is_sure(share: Heading, result: Heading, base: Heading) -> bool:
    """Say whether the header is about this comparison and nothing else, of figures that can be compared."""
    if share.guessed or result.guessed or base.guessed or len(result.roles) > 1 or len(base.roles) > 1:
        return False
    if max(len(result.years), len(base.years)) > 1:
        return False
    # Of a month held against a year, the percentage may be the one since the year began.
    short = {each for each in result.periods if each.startswith(("tháng", "quý"))} - base.periods
    if not short | (base.periods - result.periods - {"năm"}) <= share.periods or "cuối" in result.text:
        return False
    alike = not result.things or not base.things or result.things == base.things
    return alike and "%" not in (result.unit, base.unit) and share.subject <= result.things | base.things


def _one_unit(one: Heading, two: Heading) -> bool:
    return not one.unit or not two.unit or one.unit == two.unit


def _words(result: Heading, base: Heading) -> str:
    return f"{result.text} | {base.text}"
