"""Which forms are of one unit, however its id is spelt in each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from thidua_scoring.errors import Fault, Place, Problem
from thidua_scoring.evidence.names import unit_ids
from thidua_scoring.evidence.statements import Statement
from thidua_scoring.evidence.text import match_key, normalise

_PARTED: Final = re.compile(r"[\s._-]+")


@frozen
class _Spelling:
    """An id as a form has it, and what it shares with other spellings of it."""

    unit: str
    key: str
    """The same whether words are parted by spaces, hyphens or points."""
    plain: str
    """The key without the marks of Vietnamese letters."""
    place: Place

    @classmethod
    def of(cls, unit: str, id_: str, place: Place) -> _Spelling:
        """Fold an id: ``unit`` is how it is spelt."""
        key = _PARTED.sub("-", match_key(id_)).strip("-") or id_
        marks = unicodedata.normalize("NFD", key.replace("đ", "d"))
        plain = "".join(letter for letter in marks if not unicodedata.combining(letter))
        return cls(unit, key, plain, place)

    def meets(self, other: _Spelling) -> bool:
        """Say whether both are one unit: *Tân Lập* and *Tấn Lập* are two, *tan-lap* may be either."""
        return self.key == other.key or (self.plain == other.plain and self.plain in (self.key, other.key))


def second_forms(found: Sequence[tuple[Place, list[Statement]]]) -> Iterator[Fault]:
    """Report the second form of a unit, with the first and its spelling."""
    ids = unit_ids([item for _, items in found for item in items])
    known: dict[str, list[_Spelling]] = {}
    for place, items in found:
        unit = items[0].unit
        spelling = _Spelling.of(unit, ids[normalise(unit)], place)
        others = known.setdefault(spelling.plain, [])
        first = next((other for other in others if other.meets(spelling)), None)
        if first is not None:
            yield Problem("form-unit-twice", unit=unit, other=first.unit, first=first.place).placed(place)
        others.append(spelling)
