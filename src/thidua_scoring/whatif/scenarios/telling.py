"""Tell the changes of a scenario with the names of units, criteria and figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, Final

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.decisions.reasons import Named, Said
from thidua_scoring.evidence.cells import Cell
from thidua_scoring.evidence.evidence import CLAIMED
from thidua_scoring.evidence.kinds import Known
from thidua_scoring.numbers import show, show_percent
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import Heading, Table
from thidua_scoring.whatif.scenarios.applying import ruleset_under
from thidua_scoring.whatif.scenarios.edits import Edit
from thidua_scoring.whatif.scenarios.paths import Path, write_path
from thidua_scoring.whatif.scenarios.scenario import Scenario
from thidua_scoring.whatif.scenarios.targets import Cells

_HEADINGS: Final = (
    Heading("unit", "Đơn vị", "Unit"),
    Heading("criterion", "Tiêu chí", "Criterion"),
    Heading("figure", "Chỉ tiêu", "Figure"),
    Heading("old", "Hiện tại", "Now", right=True),
    Heading("new", "Giả định", "Then", right=True),
)
_RULES: Final = Said("(quy định)", "(rules)")
_CLAIM: Final = Said("điểm tự chấm", "points claimed")
_APPLIES: Final = Said("có áp dụng", "applies")
_STATUSES: Final = {
    "missing": Said("thiếu", "missing"),
    "not-applicable": Said("không áp dụng", "does not apply"),
}
_YES_NO: Final = {True: Said("có", "yes"), False: Said("không", "no")}


def told(scenario: Scenario, board: Scoreboard) -> Table:
    """Return the table of the changes, each with what its path leads to on a scoreboard."""
    ruleset = ruleset_under(board, scenario.edits)
    cells = Cells.of(board.evidence, ruleset)
    title = Said(scenario.name, scenario.name)
    return Table(title, _HEADINGS, (_row(edit, ruleset, cells) for edit in scenario.edits))


def _row(edit: Edit, ruleset: Ruleset, cells: Cells) -> tuple[Any, ...]:
    if not edit.of_evidence:
        return (_RULES, *_rule(edit.path[1:], ruleset), edit.shown(edit.old), edit.shown(edit.new))
    there = cells.at(edit.path)
    key, row = there.key
    unit = cells.evidence.units[row]
    owner, _, name = key.rpartition(".")
    title = ruleset.written.criteria[owner].head.title if owner else ""
    figure: Said | str = there.spec.title or name
    if name == CLAIMED:
        figure = _CLAIM
    elif len(edit.path) == 3 and owner:
        figure = _APPLIES
    sides = (cell_said(content, there.spec) for content in (edit.old, edit.new))
    return (Named(unit.id, unit.name), title, figure, *sides)


def _rule(path: Path, ruleset: Ruleset) -> tuple[str, str]:
    """Return the title of the criterion, group or class in whose rules a path lies, and the rest of it."""
    written = ruleset.written
    match path:
        case ("criteria", str(name), _, *_) if name in written.criteria:
            title = written.criteria[name].head.title
        case ("groups", str(name), _, *_) if name in written.groups:
            title = written.groups[name].title
        case ("classes", int(place), _, *_) if place < len(written.classes):
            title = written.classes[place].title
        case _:
            return "", write_path(path)
    return title, write_path(path[2:])


def cell_said(cell: Cell, spec: FieldSpec) -> Said:
    """Write what a cell says, and how sure it is."""
    vi, en = _said(cell, spec, "vi"), _said(cell, spec, "en")
    return Said(vi, en)


def _said(cell: Cell, spec: FieldSpec, lang: str) -> str:
    value = "" if cell.value is None else _value(cell.value, spec, lang)
    if cell.between is not None:
        low, high = ("…" if end is None else _value(end, spec, lang) for end in cell.between)
        words = (f"từ {low} đến {high}", f"{low} to {high}")[lang == "en"]
        return f"{value} ({words})" if value else words
    if cell.status == "unconfirmed":
        words = ("chưa xác nhận", "not confirmed")[lang == "en"]
        return f"{value} ({words})" if value else words
    if value:
        return value
    word = _STATUSES["missing" if cell.status == "confirmed" else cell.status]
    return word.en if lang == "en" else word.vi


def _value(value: Known, spec: FieldSpec, lang: str) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} {('dòng', 'rows')[lang == 'en']}"
    if isinstance(value, bool):
        word = _YES_NO[value]
        return word.en if lang == "en" else word.vi
    if not isinstance(value, Fraction):
        return value
    if spec.kind == "date":
        day = date.fromordinal(int(value))
        return day.isoformat() if lang == "en" else f"{day:%d/%m/%Y}"
    return show_percent(value, lang, most=6) if spec.kind == "percent" else show(value, lang)
