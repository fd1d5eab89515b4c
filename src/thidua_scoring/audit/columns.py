"""Which columns of a table a column of percentages is computed from, as far as the header says.

Sure is only what the numbers of columns say (``5=4/3``), or a header that leaves one choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from attrs import frozen

from thidua_scoring.audit.documents import GridCell
from thidua_scoring.audit.headings import (
    Heading,
    Role,
    agree,
    cleaned,
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
_COUNT: Final = re.compile(r"s?tt|số (?:tt|thứ tự)")
"""The header of the column that counts the rows."""
_LETTER: Final = re.compile("[a-zđ]")
_NUMBER: Final = re.compile("([0-9]{1,2})(?:=.+)?")
_BY_FORMULA: Final = re.compile(
    r"(?:[0-9]{1,2})?=(?:100[x*×.])?"
    r"(?:([0-9]{1,2})[/:÷]([0-9]{1,2})|([0-9]{1,2})[-–\u2212]([0-9]{1,2})[/:÷]([0-9]{1,2}))"
    r"([x*×.]100)?(%)?([-–\u2212]100%?)?"
)


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


def headings_of(rows: Sequence[Sequence[GridCell]]) -> list[Heading]:
    """Join the rows of a header into one heading for each column."""
    width = min(max(map(len, rows), default=0), _WIDEST)
    levels: list[list[str]] = [[] for _ in range(width)]
    guessed = [False] * width
    for number, row in enumerate(rows):
        last = ""
        for at in range(min(len(row), width)):
            own = cleaned(row[at].text or row[at].over)
            below = number + 1 < len(rows) and at < len(rows[number + 1]) and bool(rows[number + 1][at].text)
            if own:
                last = own
            elif last and below:
                own, guessed[at] = last, True
            if own and own not in levels[at][-1:]:
                levels[at].append(own)
    return [Heading(at, tuple(each), guessed[at]) for at, each in enumerate(levels) if each]


def columns_of(
    headings: Sequence[Heading], numbers: Sequence[GridCell] | None, holding: frozenset[int]
) -> list[Column]:
    """Find the columns of percentages, given those that hold figures; ``numbers`` is the row of numbers."""
    found = _by_numbers(headings, numbers) if numbers else {}
    operands = [each for each in headings if each.at in holding and not each.is_share]
    for heading in headings:
        if heading.is_share and heading.at not in found:
            column = _by_words(heading, operands)
            if column is not None:
                found[heading.at] = column
    return [found[at] for at in sorted(found)]


# ── by the numbers of columns ───────────────────────────────────────────────────────


def _plain(cell: GridCell) -> str:
    return re.sub(r"[\s()\[\]]", "", cell.text.lower())


def is_numbering(row: Sequence[GridCell]) -> bool:
    """Say whether a row only numbers the columns: ``A | B | 1 | 2 | 3=2/1``."""
    cells = [text for text in map(_plain, row[:_WIDEST]) if text]
    while cells and _LETTER.fullmatch(cells[0]):
        cells.pop(0)
    numbers = [_NUMBER.fullmatch(text) for text in cells]
    counted = [int(match[1]) for match in numbers if match]
    whole = len(counted) == len(cells) >= 3
    return whole and counted == list(range(counted[0], counted[0] + len(counted)))


def _by_numbers(headings: Sequence[Heading], numbers: Sequence[GridCell]) -> dict[int, Column]:
    """Return the columns that the row of numbers gives a formula for."""
    texts = dict(enumerate(map(_plain, numbers[:_WIDEST])))
    at = {int(match[1]): index for index, text in texts.items() if (match := _NUMBER.fullmatch(text))}
    above = {each.at: each for each in headings}
    found = {}
    for index, text in texts.items():
        column = _of_formula(index, text, at, above)
        if column is not None:
            found[index] = column
    return found


def _of_formula(index: int, text: str, at: Mapping[int, int], above: Mapping[int, Heading]) -> Column | None:
    match = _BY_FORMULA.fullmatch(text)
    if match is None or (match[3] and match[4] != match[5]):
        return None
    numbers = int(match[1] or match[3]), int(match[2] or match[5])
    heading = above.get(index, Heading(index, ("",)))
    percent = "100" in text or bool(match[7]) or heading.percent
    if (not percent and not heading.is_share) or not all(number in at for number in numbers):
        return None
    result, base = (at[number] for number in numbers)
    one_unit = result not in above or base not in above or _one_unit(above[result], above[base])
    growth: Literal["", "rise"] = "rise" if match[3] or match[8] else ""
    against = _against(above[base]) if base in above else ""
    return Column(index, ((result, base),), against, growth, True, percent, one_unit)


def _against(base: Heading) -> Literal["plan", "previous", ""]:
    if "plan" in base.roles:
        return "plan"
    return "previous" if "previous" in base.roles or base.years else ""


# ── by words ────────────────────────────────────────────────────────────────────────


def _by_words(share: Heading, operands: Sequence[Heading]) -> Column | None:
    """Pick the columns that the words of a header name; nothing where there are none."""
    now, then = share.compared() or ("", "")
    context = share.text.replace(then, " ") if then else share.text
    pairs = _pairs_of(share, _Meant(now, context), _Meant(then, ""), operands)
    if not share.names_comparison:  # a rate of its own, unless it is named as the columns are
        pairs = [(one, two) for one, two in pairs if share.subject <= one.things | two.things]
    if not pairs:
        return None
    pairs.sort(key=lambda pair: [(each.at > share.at, abs(each.at - share.at)) for each in pair])
    result, base = pairs[0]
    firm = len(pairs) == 1 and _is_sure(share, result, base)
    firm = firm and _are_called(result, now or context) and _are_called(base, then)
    # A change of which no base is named is one since an earlier time, be there a column of that or not.
    firm = firm and not (share.growth and not then and "plan" in base.roles)
    firm = firm and not _may_be_of_others(now, then, (share.at, result.at, base.at), operands)
    alike = {(one.text, two.text): (one.at, two.at) for one, two in reversed(pairs)}  # the nearest of a name
    chosen = tuple(reversed(alike.values()))[:_MOST]
    against = _against(base) or "plan"
    return Column(share.at, chosen, against, share.growth, firm, share.percent, _one_unit(result, base))


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
        if exactly := [each for each in found if each.text == called]:
            return exactly
        return ([each for each in found if names & each.names] or found)[:_MOST_LIKELY]


def _may_be_of_others(now: str, then: str, places: tuple[int, ...], operands: Sequence[Heading]) -> bool:
    """Say whether a column that is called neither result nor plan may be meant.

    Any may, such as the whole, where no base is named; one that stands between, where no result is.
    """
    others = [each.at for each in operands if not each.roles and not _COUNT.fullmatch(each.text)]
    if not then:
        return bool(others)
    named = roles_of(now) or years_of(now)
    return not named and any(min(places) < at < max(places) for at in others)


def _are_called(column: Heading, words: str) -> bool:
    """Say whether a column is called as the words say, if they call it anything."""
    names = {name for name in names_of(words) if roles_of(name) & column.roles}
    return not names or bool(names & column.names)


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
    alike = not result.things or not base.things or result.things == base.things
    return alike and "%" not in (result.unit, base.unit) and share.subject <= result.things | base.things


def _one_unit(one: Heading, two: Heading) -> bool:
    return not one.unit or not two.unit or one.unit == two.unit
