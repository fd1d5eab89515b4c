"""In the notebook: results show themselves as tables and charts, and figures can be tried by hand.

``board`` shows its table, ``board.plot()`` and ``board["unit"].plot()`` draw it (extra ``charts``),
`sliders` lets figures be tried (extra ``notebook``), and `save_html` keeps any of these views as a
file. Charts of plain data are in `thidua_scoring.notebook.charts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.lazy import lazy

if TYPE_CHECKING:
    from thidua_scoring.notebook.saving import View, page, save_html
    from thidua_scoring.notebook.trying import sliders

__all__ = ["View", "page", "save_html", "sliders"]

_HOMES = {"sliders": "trying", **dict.fromkeys(["View", "page", "save_html"], "saving")}

__getattr__ = lazy(__name__, _HOMES)
