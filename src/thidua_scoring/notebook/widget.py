"""The widget of `sliders`: what passes between Python and the page, as text and lists of text."""

from __future__ import annotations

from typing import Any, ClassVar

import anywidget
import traitlets

from thidua_scoring.errors import EvidenceError, Lang
from thidua_scoring.notebook.figures import controls
from thidua_scoring.notebook.script import ESM, LOOK, WORDS
from thidua_scoring.notebook.trying import difference, rescored
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Table


class Sliders(anywidget.AnyWidget):
    """One unit's figures as controls, and the table of what it comes to.

    The page sets ``asked``, by key; Python answers with ``result``, or with ``faults`` and the last
    result left standing.
    """

    _esm: ClassVar[str] = ESM
    _css: ClassVar[str] = LOOK
    lang = traitlets.Unicode("vi").tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    controls: Any = traitlets.List().tag(sync=True)
    asked = traitlets.Any({}).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)
    faults: Any = traitlets.List().tag(sync=True)

    def __init__(self, score: UnitScore, keys: tuple[str, ...], lang: Lang):
        self._score, self._keys, self._lang = score, keys, lang
        self._now = score
        super().__init__(
            lang=lang,
            words=WORDS[lang],
            controls=list(controls(score, keys)),
            result=shown(difference(score, score), lang),
        )
        self.observe(self._set, "asked")

    @property
    def board(self) -> Scoreboard:
        """The scoreboard as the controls are set."""
        return self._now.board

    @property
    def table(self) -> Table:
        """What the unit came to before, and as the controls are set."""
        return difference(self._score, self._now)

    def __repr__(self) -> str:
        # What a page without a kernel shows in the place of the controls.
        return repr(self.table)

    def _set(self, change: Any) -> None:
        try:
            self._now = rescored(self._score, self._keys, change["new"], self._lang)
        except EvidenceError as error:
            self.faults = [fault.text(self._lang) for fault in error.faults]
            return
        with self.hold_sync():
            self.faults = []
            self.result = shown(self.table, self._lang)


def shown(table: Table, lang: Lang) -> dict[str, Any]:
    """Return a table as texts for the page, which writes them as text and never as markup."""
    return {
        "title": table.caption(lang),
        "headings": [heading.title(lang) for heading in table.headings],
        "rows": table.cells(lang),
        "marked": sorted(table.marked),
        "notes": table.beneath(lang),
    }
