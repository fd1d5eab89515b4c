"""What files state about units, one figure at a time, before a ruleset says what it means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.errors import Fault, Place, Problem, nearest
from thidua_scoring.evidence.text import Locale, match_key, normalise

StatedValue: TypeAlias = "str | Fraction | date | bool | None"
Status: TypeAlias = Literal["confirmed", "unconfirmed", "not-applicable", "missing"]

EVERY: Final = "*"
"""The field that stands for every figure of a criterion that is not stated otherwise."""


@frozen
class Statement:
    """One figure as a file states it.

    An empty criterion makes it a fact of the unit; an empty field speaks of the criterion as a
    whole, and with an empty criterion only says that the unit exists.
    """

    unit: str
    criterion: str
    field: str
    value: StatedValue
    """A text still to be read, or what the file itself knows to be a number, a date or an answer."""
    place: Place
    source: str = ""
    status: str = ""
    note: str = ""
    percent: bool = False
    """Whether a number is a share, shown as a percentage; any other is a percentage as written."""
    status_place: Place | None = None
    """Where the status stands, if elsewhere than the value."""
    note_place: Place | None = None
    """Where the note stands, or should."""

    def placed(self, problem: Problem) -> Fault:
        """Place a problem at what it speaks of: the value, the status or the note."""
        place: Place | None = None
        if problem.code == "not-a-status" or (problem.code == "must-apply" and is_blank(self.value)):
            place = self.status_place
        elif problem.code == "no-note":
            place = self.note_place
        return problem.placed(place or self.place)


@frozen
class Statements:
    """All that one file states, and how it writes numbers."""

    items: tuple[Statement, ...]
    locale: Locale | None
    name: str


def is_blank(value: StatedValue) -> bool:
    """Say whether nothing is written."""
    return value is None or (isinstance(value, str) and not normalise(value))


# ── words ───────────────────────────────────────────────────────────────────────────

_STATUS_WORDS: Final[Mapping[Status, tuple[str, ...]]] = {
    "confirmed": ("", "đã xác nhận", "confirmed"),
    "unconfirmed": ("chưa xác nhận", "unconfirmed", "not confirmed"),
    "not-applicable": ("không áp dụng", "not-applicable", "not applicable", "n/a"),
    "missing": ("missing", "thiếu", "chưa có", "chưa có số liệu"),
}
_STATUSES: Final[Mapping[str, Status]] = {
    match_key(word): status for status, words in _STATUS_WORDS.items() for word in words
}
_NOT_APPLICABLE: Final = frozenset(map(match_key, _STATUS_WORDS["not-applicable"]))


@lru_cache(1024)
def read_status(text: str) -> Status:
    """Read the word for how sure a figure is. Raises ``Problem`` with ``not-a-status``.

    >>> read_status("Chưa xác nhận"), read_status("")
    ('unconfirmed', 'confirmed')
    """
    status = _STATUSES.get(match_key(text))
    if status is None:
        known = [word for words in _STATUS_WORDS.values() for word in words if word]
        raise Problem("not-a-status", got=text, nearest=nearest(text, known))
    return status


def says_not_applicable(value: StatedValue) -> bool:
    """Say whether the words in the place of a figure are that it does not apply."""
    return isinstance(value, str) and len(value) <= 40 and _says_not_applicable(value)


@lru_cache(1024)
def _says_not_applicable(text: str) -> bool:
    return match_key(text) in _NOT_APPLICABLE


def read_locale(text: str) -> Locale:
    """Read a declared locale. Raises ``Problem`` with ``not-a-locale``."""
    found = text.strip().lower()
    if found == "vi":
        return "vi"
    if found == "en":
        return "en"
    raise Problem("not-a-locale", got=text)
