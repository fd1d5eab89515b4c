"""Who reads a report, and what of it they may see.

The words of the grade are public. Points, ranks and what they rest on go to the unit itself and to
the council only; other units' points go to the council alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from attrs import frozen

from thidua_scoring.errors import Fault, FaultsError, NoSuchName, nearest

if TYPE_CHECKING:
    from thidua_scoring.decisions.reasons import Reason
    from thidua_scoring.decisions.standing import Standing

Audience: TypeAlias = Literal["public", "unit", "council"]
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)
_COMPARED: Final = frozenset(("own", "other"))
"""The parameters of a reason that sets a unit's figure against another's."""
_OTHERS: Final = frozenset(("units", "others"))
"""The parameters of a reason that names units of which it says that they are equal, or before it."""


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
        return tuple(each for each in given if self.council or not _compares(each))


def _compares(reason: Reason) -> bool:
    return compares(reason.parameters) or any(map(_compares, reason.parts))


def compares(parameters: Mapping[str, Any]) -> bool:
    """Say whether a reason with these parameters tells of other units' points or places."""
    return parameters.keys() >= _COMPARED or not parameters.keys().isdisjoint(_OTHERS)


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
