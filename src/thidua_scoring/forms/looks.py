"""How the cells of a form look: Times New Roman, blocks shaded, inputs yellow and open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import define, field

_FONT: Final = {"font_name": "Times New Roman", "font_size": 12, "font_color": "#000000"}
_CELL: Final = {**_FONT, "border": 1, "border_color": "#999999", "valign": "top", "text_wrap": True}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {**_FONT, "bold": True, "font_size": 14},
    "subtitle": {**_FONT, "bold": True},
    "remark": {**_FONT, "italic": True},
    "head": {**_CELL, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E1F2"},
    "group": {**_CELL, "bold": True, "bg_color": "#EDEDED"},
    "criterion": {**_CELL, "bold": True},
    "line": {**_CELL, "italic": True, "font_color": "#404040"},
    "figure": _CELL,
    "total": {**_CELL, "bold": True, "bg_color": "#D9E1F2"},
}


@define(eq=False)
class Looks:
    """The formats of a workbook, each made once."""

    book: Any
    _made: dict[tuple[Any, ...], Any] = field(factory=dict)

    def __call__(self, name: str, **more: Any) -> Any:
        """Return the format of that name, with more properties."""
        return self._format({**_LOOKS[name], **more})

    def open(self, number_format: str) -> Any:
        """Return the format of a cell that is to be filled in."""
        number = {"num_format": number_format} if number_format else {}
        return self._format({**_CELL, "bg_color": "#FFFBE0", "locked": False, **number})

    def signed(self, name: str) -> Any:
        """Return the format of that name for signing: open, and as text whatever is typed."""
        return self(name, align="center", num_format="@", locked=False)

    def unread(self) -> Any:
        """Return the format of a claim that is a text, which is in no sum."""
        return self._format({"bg_color": "#C00000", "font_color": "#FFFFFF", "bold": True})

    def over(self) -> Any:
        """Return the format of a claim above the most."""
        return self._format({"bg_color": "#F8CBAD", "bold": True})

    def different(self) -> Any:
        """Return the format of a claim that is not what the rules give."""
        return self._format({"bg_color": "#FFE0A3"})

    def _format(self, properties: Mapping[str, Any]) -> Any:
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self.book.add_format(dict(properties))
        return self._made[key]
