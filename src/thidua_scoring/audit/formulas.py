"""The row that numbers the columns of a table, and what its formulas say: ``5=4/3*100``.

A formula is read whole, by what it gives, and never by how it looks: what is not understood is told
to be so, for another column may then be meant than the words of the header name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal

from attrs import define, field, frozen

_LONGEST: Final = 60
"""Of a formula; its brackets are then few enough to be read one within the other."""
_LONGEST_LINE: Final = 500
"""Of one that numbers columns."""
_SIGNS: Final = str.maketrans("–\u2212:÷x×.[]{}", "--//***()()")
_LETTER: Final = re.compile("[a-zđ]")
_NUMBERED: Final = re.compile(r"\(?([0-9]{1,2})\)?(?:=.+)?")
_FORMULA: Final = re.compile(r"(?:\(?[0-9]{1,2}\)?)?=([-+*/()0-9%]{1,60})")
_WITHIN: Final = re.compile(r"\(([0-9]{1,2}=.*)\)")
_TOKEN: Final = re.compile("[0-9]+|[-+*/()]")
_TRIALS: Final = ((7, 3), (11, 13), (5, 17))
"""Figures that tell one way of computing from another."""


@frozen
class Formula:
    """What a formula says: the numbers of two columns, and how they are compared."""

    result: int
    base: int
    growth: Literal["", "rise"]
    percent: bool
    """Whether it says that what it gives are percentages, and not shares of 1."""


def plain(text: str) -> str:
    """Write a cell of such a row without blanks, and with one sign for each operation."""
    written = re.sub(r"\s", "", text[: 4 * _LONGEST].lower()).translate(_SIGNS)
    within = _WITHIN.fullmatch(written)
    return within[1] if within else written


def is_numbering(texts: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: ``A | B | 1 | 2 | 3=2/1``.

    >>> is_numbering(["A", "1", "2", "(3)=(2)/(1)%"]), is_numbering(["Lúa", "1", "2", "3"])
    (True, False)
    """
    cells = [text for text in map(plain, texts) if text]
    while cells and _LETTER.fullmatch(cells[0].strip("()")):
        cells.pop(0)
    counted = [int(match[1]) for text in cells if (match := _NUMBERED.fullmatch(text))]
    whole = len(counted) == len(cells) >= 3
    return whole and counted == list(range(counted[0], counted[0] + len(counted)))


def states_nothing(text: str) -> bool:
    """Say whether a line or a cell only numbers columns: ``3=2/1%`` is no percentage."""
    if "=" not in text or len(text) > _LONGEST_LINE:
        return False
    match = _FORMULA.fullmatch(plain(text)) if len(text) <= _LONGEST else None
    formula = match is not None and re.search("[-+*/]", match[1]) is not None
    return formula or is_numbering(text.split("\t")) or is_numbering(text.split())


def numbers_of(texts: Sequence[str]) -> dict[int, int]:
    """Return at which place each number of a column stands."""
    found = ((_NUMBERED.fullmatch(plain(text)), at) for at, text in enumerate(texts))
    return {int(match[1]): at for match, at in found if match}


def read_formula(text: str) -> Formula | Literal["", "unread"]:
    """Read the formula of a cell: nothing where it has none.

    >>> read_formula("5=(4-3)/3*100")
    Formula(result=4, base=3, growth='rise', percent=True)
    >>> read_formula("(5)=((3)+(4))/(2)"), read_formula("5")
    ('unread', '')
    """
    written = plain(text)
    if "=" not in written:
        return ""
    match = _FORMULA.fullmatch(written)
    if match is None or len(written) > _LONGEST:
        return "unread"
    told = match[1]
    columns = sorted({int(each) for each in re.findall("[0-9]+", told) if len(each) < 3})
    if len(columns) != 2:
        return "unread"
    for result, base in (columns, columns[::-1]):
        growth = _growth(told.replace("%", ""), result, base)
        if growth is not None:
            return Formula(result, base, growth, "100" in told or "%" in told)
    return "unread"


def _growth(told: str, result: int, base: int) -> Literal["", "rise"] | None:
    """Say whether a ratio or a change is computed, by what comes of a few figures."""
    for growth in ("", "rise"):
        for scale in (1, 100):
            wanted = (Fraction(one, two) - (growth == "rise") for one, two in _TRIALS)
            given = (_computed(told, {result: one, base: two}) for one, two in _TRIALS)
            if all(one == scale * two for one, two in zip(given, wanted, strict=True)):
                return "rise" if growth else ""
    return None


def _computed(told: str, figures: Mapping[int, int]) -> Fraction | None:
    try:
        return _Sum(_TOKEN.findall(told), figures).whole()
    except (IndexError, KeyError, ValueError, ZeroDivisionError):
        return None


@define
class _Sum:
    """Compute a formula with the rules of arithmetic; numbers of one or two digits are columns."""

    tokens: list[str]
    figures: Mapping[int, int]
    _at: int = field(default=0, init=False)

    def whole(self) -> Fraction:
        value = self._terms()
        if self._at != len(self.tokens):
            raise ValueError
        return value

    def _next(self, *wanted: str) -> str:
        """Take the next sign if it is one of those wanted."""
        if self._at < len(self.tokens) and self.tokens[self._at] in wanted:
            self._at += 1
            return self.tokens[self._at - 1]
        return ""

    def _terms(self) -> Fraction:
        value = self._factors()
        while sign := self._next("+", "-"):
            term = self._factors()
            value = value + term if sign == "+" else value - term
        return value

    def _factors(self) -> Fraction:
        value = self._one()
        while sign := self._next("*", "/"):
            factor = self._one()
            value = value * factor if sign == "*" else value / factor
        return value

    def _one(self) -> Fraction:
        if self._next("("):
            value = self._terms()
            if not self._next(")"):
                raise ValueError
            return value
        token = self.tokens[self._at]
        self._at += 1
        return Fraction(int(token) if len(token) > 2 else self.figures[int(token)])
