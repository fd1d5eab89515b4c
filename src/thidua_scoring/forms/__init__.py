"""Self-scoring forms: a workbook made from a ruleset for one unit, and read back when filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thidua_scoring.lazy import lazy

if TYPE_CHECKING:
    from thidua_scoring.forms.reading import read_forms
    from thidua_scoring.forms.writing import make_form

__all__ = ["make_form", "read_forms"]

__getattr__ = lazy(__name__, {"make_form": "writing", "read_forms": "reading"})
