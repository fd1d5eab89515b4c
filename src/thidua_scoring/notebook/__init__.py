"""In the notebook: results show themselves as tables and charts, and figures can be tried by hand.

``board`` shows its table, ``board.plot()`` and ``board["unit"].plot()`` draw it (extra ``charts``),
`sliders` lets figures be tried (extra ``notebook``), and `save_html` keeps any of these views as a
file. Charts of plain data are in `thidua_scoring.notebook.charts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua_scoring.notebook.saving import View, page, save_html
    from thidua_scoring.notebook.trying import sliders

__all__ = ["View", "page", "save_html", "sliders"]

_HOMES = {"sliders": "trying", **dict.fromkeys(["View", "page", "save_html"], "saving")}


def __getattr__(name: str) -> Any:
    """Import a public name on first use; tables of results need neither charts nor widgets."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
