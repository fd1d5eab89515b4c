"""What the header of a table says of a column: what it holds, for which year and months, of what.

The header may have several rows; the lowest that names a role settles it, and those above tell the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Final, Literal, TypeAlias

from attrs import define

Role: TypeAlias = Literal["plan", "previous", "result"]

_NAMES: Final[Mapping[str, tuple[Role, re.Pattern[str]]]] = {
    "kế hoạch": ("plan", re.compile(r"\b(?:kế hoạch|kh)\b")),
    "chỉ tiêu": ("plan", re.compile(r"\bchỉ tiêu\b")),
    "dự toán": ("plan", re.compile(r"\bdự toán\b")),
    "mục tiêu": ("plan", re.compile(r"\bmục tiêu\b")),
    "cùng kỳ": ("previous", re.compile(r"\b(?:cùng k[ỳì]|ck)\b")),
    "năm trước": ("previous", re.compile(r"\b(?<!k[ỳì] )năm trước\b")),
    "tháng trước": ("previous", re.compile(r"\btháng trước\b")),
    "quý trước": ("previous", re.compile(r"\bquý trước\b")),
    "kỳ trước": ("previous", re.compile(r"\bk[ỳì] trước\b")),
    "thực hiện": ("result", re.compile(r"\b(?:thực hiện|th|kết quả|đạt)\b")),
    "ước": ("result", re.compile(r"\bước\b")),
    "giải ngân": ("result", re.compile(r"\bgiải ngân\b")),
}
"""What columns are called, each with its role."""
_SHARE: Final = re.compile(r"%|\bt[ỷỉ] lệ\b|\bphần trăm\b")
_COMPARES: Final = re.compile(
    r"\bso\b|\btăng\b|\bgiảm\b|\bvượt\b|\bđạt\b(?! được)|\bhoàn thành\b|\bchênh lệch\b"
)
_GROWTH: Final = re.compile(r"\btăng\b|\bgiảm\b|\bvượt\b|\bchênh lệch\b")
_SIGNED: Final = re.compile(r"\(?\+\)?\s?[,;/]?\s?(?:giảm\s?)?\(?[-–\u2212]")
_TIMES: Final = re.compile(r"\blần\b")
_AGAINST: Final = re.compile(r"\bso(?: sánh)?\b(?: với\b)?")
_YEAR: Final = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_SPAN: Final = re.compile(r"\b((?:19|20)[0-9]{2})\s?[-–]\s?((?:19|20)[0-9]{2})\b")
_PERIOD: Final = re.compile(
    r"\b0?([0-9]{1,2} tháng)(?: (?:đầu|cuối))?(?: năm)?\b|\b(tháng [0-9]{1,2}|quý (?:[ivx]+|[0-9]))\b"
    r"|\b(?<!kỳ )(?<!kì )(năm)\b(?! trước)"
)
_BRACKETS: Final = re.compile(r"\(([^()]{0,40})\)")
_FORMULA: Final = re.compile(r"\(?[0-9]{1,2}\)?\s?=.*")
_WORD: Final = re.compile(r"[^\W\d_]+")
_IN_FULL: Final[Mapping[str, str]] = {"tw": "trung ương", "đp": "địa phương", "luỹ": "lũy"}
_SHORT: Final = re.compile(rf"\b({'|'.join(_IN_FULL)})\b")
"""Words that one header of a table has in full, and the next one not."""
LONGEST: Final = 200
"""Of a text of a header: what is longer is no name of a column."""
_MEAN: Final = re.compile(r"\b(?:bình quân|trung bình|bq|tb)\b")
_FILLING: Final = frozenset(
    _WORD.findall(
        "so sánh với trên cả đạt được hoàn thành mức của các và hay tổng số lượng năm nay"
        " kỳ kì báo cáo đầu cuối tháng quý giao đã dự kiến tăng giảm vượt chênh lệch tốc độ trưởng trong là"
        " i ii iii iv"
    )
)
"""Words of a header that name nothing of what is counted."""


_kept: Final = lru_cache(maxsize=2048)
"""For headers that stand again on every page."""


@_kept
def roles_of(text: str) -> frozenset[Role]:
    """Return what the words name; *thực hiện cùng kỳ* is of the earlier period.

    >>> sorted(roles_of("th so với kh"))
    ['plan', 'result']
    """
    found = {_NAMES[name][0] for name in names_of(text)}
    return frozenset(found - {"result"} if "previous" in found else found)


@_kept
def names_of(text: str) -> frozenset[str]:
    """Return what columns are called in a text; *cùng kỳ năm trước* is one name."""
    return frozenset(name for name, (_, words) in _NAMES.items() if words.search(text))


@_kept
def years_of(text: str) -> frozenset[str]:
    """Return the years that are named, those within a span as well.

    >>> sorted(years_of("kh 2021-2023"))
    ['2021', '2022', '2023']
    """
    found = set(_YEAR.findall(text))
    for first, last in _SPAN.findall(text):
        found.update(map(str, range(int(first), int(last) + 1)))
    return frozenset(found)


@_kept
def periods_of(text: str) -> frozenset[str]:
    """Return the parts of a year, or the whole, that are named.

    >>> sorted(periods_of("kh 06 tháng đầu năm")), sorted(periods_of("cả năm 2021"))
    (['6 tháng'], ['năm'])
    """
    return frozenset("".join(found) for found in _PERIOD.findall(text))


@_kept
def things_of(text: str) -> frozenset[str]:
    """Return the words that tell what is counted, without what stands in brackets."""
    text = _SHARE.sub(" ", _BRACKETS.sub(" ", text))
    for _, words in _NAMES.values():
        text = words.sub(" ", text)
    return frozenset(_WORD.findall(_PERIOD.sub(" ", text))) - _FILLING


def agree(one: frozenset[str], two: frozenset[str]) -> bool:
    """Say whether a column of ``two`` may be the one that ``one`` names: nothing said contradicts nothing."""
    return not one or not two or one <= two


@define(eq=False, slots=False)
class Heading:
    """What stands above one column, row by row, in lower case."""

    at: int
    levels: tuple[str, ...]
    guessed: bool = False
    """Whether a text that stands further left was taken to go on above it."""
    formula: bool = False
    """Whether a formula stands in the header itself."""

    @cached_property
    def text(self) -> str:
        """Return all of it."""
        return " ".join(self.levels)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return what the lowest row that names any names."""
        return next(filter(None, map(roles_of, reversed(self.levels))), frozenset())

    @cached_property
    def names(self) -> frozenset[str]:
        """Return what it is called."""
        return names_of(self.text)

    @cached_property
    def years(self) -> frozenset[str]:
        """Return the years that are named."""
        return years_of(self.text)

    @cached_property
    def periods(self) -> frozenset[str]:
        """Return the parts of a year that are named."""
        return periods_of(self.text)

    @cached_property
    def things(self) -> frozenset[str]:
        """Return what is counted, its unit apart."""
        return things_of(self.text)

    @cached_property
    def unit(self) -> str:
        """Return the unit of measure, which stands in brackets."""
        for text in reversed(_BRACKETS.findall(self.text)):
            if text.strip() == "%" or (_WORD.search(text) and not _named(text)):
                return str(text.strip())
        return ""

    @cached_property
    def subject(self) -> frozenset[str]:
        """Return what is counted, also in brackets: no column of percentages has a unit but percent."""
        inside = " ".join(_BRACKETS.findall(self.text))
        return self.things | things_of(inside)

    @cached_property
    def percent(self) -> bool:
        """Say whether the header itself says that figures are percentages, not shares of 1."""
        return "%" in self.text or "phần trăm" in self.text

    @cached_property
    def is_share(self) -> bool:
        """Say whether the column holds percentages that may come of a comparison.

        *Kế hoạch (%)* may be a plan in percent, and is taken for that.
        """
        if not _SHARE.search(self.text) or _TIMES.search(self.text):
            return False
        pair = self.compared()
        if pair and pair[0]:
            return True
        lowest = self.levels[-1]
        one = len(roles_of(lowest)) == 1 and not _SHARE.search(_BRACKETS.sub(" ", lowest))
        return not one or _COMPARES.search(self.text) is not None

    @cached_property
    def is_mean(self) -> bool:
        """Say whether it is of a mean, such as a growth per year, which two figures do not give."""
        return _MEAN.search(self.text) is not None

    @cached_property
    def growth(self) -> Literal["", "either", "rise", "fall"]:
        """Say whether a change is stated, and which way it goes where no sign says so."""
        if not _GROWTH.search(self.text) and not _SIGNED.search(self.text):
            return ""
        if _SIGNED.search(self.text):
            return "rise"
        rises, falls = re.search(r"\btăng\b|\bvượt\b", self.text), re.search(r"\bgiảm\b", self.text)
        if rises and not falls:
            return "rise"
        return "fall" if falls and not rises else "either"

    @property
    def names_comparison(self) -> bool:
        """Say whether it names that something is compared."""
        return self.compared() is not None or _COMPARES.search(self.text) is not None

    def compared(self) -> tuple[str, str] | None:
        """Return what is compared with what, in the words of the lowest row that says so.

        The first may be empty: *% so KH năm*.
        """
        for level in reversed(self.levels):
            left, slash, right = level.partition("/")
            if slash and _named(left) and _named(right):
                return _AGAINST.sub(" ", left), right
            found = _AGAINST.search(level)
            if found and _named(level[found.end() :]):
                now, with_, then = level[found.end() :].partition(" với ")
                return (
                    (now, then) if with_ and _named(now) else (level[: found.start()], level[found.end() :])
                )
            if roles_of(level) & {"plan", "previous"}:
                return "", level
        return None


def _named(text: str) -> bool:
    return bool(roles_of(text) or _YEAR.search(text) or _PERIOD.search(text))


def is_of_header(text: str) -> bool:
    """Say whether a text has words that headers are made of."""
    words = cleaned(text)
    return _named(words) or _SHARE.search(words) is not None or _COMPARES.search(words) is not None


def cleaned(text: str) -> str:
    """Write a text of a header as it is matched: lower case, no formula; of a long one the start."""
    return _cleaned(text[:LONGEST])


@_kept
def _cleaned(text: str) -> str:
    text = _FORMULA.sub(" ", " ".join(text.lower().split())).strip()
    return _SHORT.sub(lambda match: _IN_FULL[match[1]], text)


def has_formula(text: str) -> bool:
    """Say whether a text of a header holds a formula between columns."""
    return _FORMULA.search(text[:LONGEST]) is not None
