"""Who reads a report, and what of it they may see.

The words of the grade are public. Points, ranks and what they rest on go to the unit itself and to
the council only; other units' points go to the council alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from attrs import evolve, frozen

from thidua_scoring.decisions.reasons import Reason, Said
from thidua_scoring.errors import Fault, FaultsError, NoSuchName, nearest

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing

Audience: TypeAlias = Literal["public", "unit", "council"]
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)
_COMPARED: Final = frozenset(("own", "other"))
"""The parameters of a reason that sets a unit's figure against another's."""
_OTHERS: Final = frozenset(("units", "others"))
"""The parameters of a reason that names units of which it says that they are equal, or before it."""
_UNNAMED: Final = {
    "award-cut": "award-cut",
    "award-open": "award-open",
    "award-tie": "award-open-among",
    "quota-cut": "quota-cut",
    "quota-waiting": "quota-waiting",
}
"""The reasons that say nothing of others once these are not named, and as what they are said then.

Without them a unit would not know why it goes without; that it is level with another it is not told.
"""
_SOMEBODY: Final = (Said("đơn vị khác", "other units"),)


@frozen
class Reader:
    """Somebody who reads a report: of which audience, and of which unit.

    >>> Reader("public").points_of("so-xay-dung"), Reader("council").points_of("so-xay-dung")
    (False, True)
    >>> Reader("unit", "so-xay-dung").points_of("so-cong-thuong")
    False
    """

    audience: Audience
    unit: str | None = None

    @property
    def council(self) -> bool:
        """Whether this is the council, which may see everything."""
        return self.audience == "council"

    def points_of(self, unit: str) -> bool:
        """Say whether the points of a unit, and what they rest on, may be shown."""
        return self.council or (self.audience == "unit" and self.unit == unit)

    def card_of(self, unit: str) -> bool:
        """Say whether a report for this reader has the card of a unit."""
        return self.points_of(unit) and self.unit in (None, unit)

    def reasons(self, given: Iterable[Reason]) -> tuple[Reason, ...]:
        """Return the reasons that may be shown: only the council sees how units stand to each other."""
        return tuple(each if self.council else _unnamed(each) for each in given if self._told(each))

    def _told(self, reason: Reason) -> bool:
        return self.council or not _compares(reason)


def _compares(reason: Reason) -> bool:
    """Say whether a reason tells of other units' points or places, however it is put."""
    names = reason.parameters.keys()
    beside = reason.code not in _UNNAMED and not names.isdisjoint(_OTHERS)
    return beside or names >= _COMPARED or any(map(_compares, reason.parts))


def _unnamed(reason: Reason) -> Reason:
    """Return a reason without the names of other units."""
    if "others" not in reason.parameters:
        return evolve(reason, parts=tuple(map(_unnamed, reason.parts)))
    parameters = {**reason.parameters, "others": _SOMEBODY}
    return evolve(reason, code=_UNNAMED[reason.code], parameters=parameters)


def reader_of(standing: Standing, audience: str, unit: str | None = None) -> Reader:
    """Return the reader of a report about a standing.

    Raises `NoSuchName` for an audience or a unit that there is not, and `FaultsError` with
    ``report-needs-unit`` for a unit's own report that does not say whose it is.
    """
    found: Audience | None = next((each for each in AUDIENCES if each == audience), None)
    if found is None:
        parameters = {"got": audience, "expected": ", ".join(AUDIENCES)}
        raise NoSuchName(
            [Fault("no-such-audience", parameters=parameters, nearest=nearest(audience, AUDIENCES))]
        )
    if unit is not None:
        unit = standing[unit].unit.id
    elif found == "unit":
        raise FaultsError([Fault("report-needs-unit")])
    return Reader(found, unit)
