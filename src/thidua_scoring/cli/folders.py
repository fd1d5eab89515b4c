"""Files of which there is one for each unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from thidua_scoring.evidence.evidence import Unit

_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]+$')
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[.].*)?", re.I)
"""What Windows takes for a device."""
_LONGEST: Final = 80
"""A name takes at most 255 bytes, and a letter up to three."""


def file_names(units: Sequence[Unit]) -> list[str]:
    """Name a file by each unit's id, as every system allows; names that would be one are numbered."""
    names: list[str] = []
    taken: set[str] = set()
    for unit in units:
        plain = _NOT_IN_NAMES.sub("-", unit.id[:_LONGEST])
        name = plain = f"{plain}-" if _DEVICES.fullmatch(plain) else plain
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names
