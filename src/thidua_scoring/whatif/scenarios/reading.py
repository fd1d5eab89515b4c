"""Read scenarios from TOML files."""

from __future__ import annotations

from pathlib import Path as File
from typing import Any, Final

from attrs import define, field

from thidua_scoring.errors import EvidenceError, Fault, Problem, Step, nearest
from thidua_scoring.evidence.cells import MISSING, Cell
from thidua_scoring.ruleset.toml import TomlDocument, read_toml
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.scenarios.applying import ruleset_under
from thidua_scoring.whatif.scenarios.contents import ABSENT
from thidua_scoring.whatif.scenarios.edits import Edit
from thidua_scoring.whatif.scenarios.paths import EVIDENCE, parse_path
from thidua_scoring.whatif.scenarios.scenario import Scenario
from thidua_scoring.whatif.scenarios.targets import Cells, Target

_TEXTS: Final = ("name", "note", "ruleset", "evidence")
_KEYS: Final = ("format", *_TEXTS, "changes")
_OF_CHANGE: Final = ("path", "old", "new")


def read_scenario(file: str | File, board: Scoreboard) -> Scenario:
    """Read a scenario; the scoreboard says of what kind each figure is.

    Raises `EvidenceError` with every fault of the file, `RulesetError` where it is no TOML, and
    ``OSError`` if there is no file. Whether old contents still hold is found when it is applied.
    """
    reading = _Reading(read_toml(file), board)
    scenario = reading.scenario()
    if reading.faults:
        raise EvidenceError(reading.faults)
    return scenario


def base_of(file: str | File) -> tuple[str, File]:
    """Return the ruleset and the evidence that a scenario's file names, files beside it where they are.

    Raises `EvidenceError` where it does not name both.
    """
    document, folder = read_toml(file), File(file).parent
    missing = [key for key in ("ruleset", "evidence") if not isinstance(document.data.get(key), str)]
    if missing:
        raise EvidenceError(
            [Problem("scenario-without-base", key=key).placed(document.place(())) for key in missing]
        )
    ruleset, evidence = document.data["ruleset"], folder / document.data["evidence"]
    beside = folder / ruleset
    return str(beside) if beside.is_file() else ruleset, evidence


@define
class _Reading:
    """Read one file, gathering what is wrong."""

    document: TomlDocument
    board: Scoreboard
    faults: list[Fault] = field(factory=list)

    def scenario(self) -> Scenario:
        data = self.document.data
        self._known(data, _KEYS)
        if data.get("format") != 1:
            self._fault(Problem("unknown-format", got=data.get("format", "—"), expected=1), "format")
        name, *texts = (self._text(key) for key in _TEXTS)
        if not name:
            self._fault(Problem("missing-key", key="name"))
        changes = data.get("changes", [])
        if not isinstance(changes, list) or not all(isinstance(each, dict) for each in changes):
            self._fault(Problem("not-a-list", got="changes"), "changes")
            return Scenario(name, ())
        # Figures are read by the rules as the scenario leaves them, whatever the order of the file.
        rules = {n: edit for n, each in enumerate(changes) if (edit := self._rule(each, n)) is not None}
        cells = Cells.of(self.board.evidence, ruleset_under(self.board, rules.values()))
        read = {n: edit for n, each in enumerate(changes) if (edit := self._cell(each, n, cells)) is not None}
        return Scenario(name, [edit for _, edit in sorted({**rules, **read}.items())], *texts)

    def _text(self, key: str) -> str:
        found = self.document.data.get(key, "")
        if isinstance(found, str):
            return found
        self._fault(Problem("not-a-text", got=found), key)
        return ""

    def _fault(self, problem: Problem, *path: Step) -> None:
        self.faults.append(problem.placed(self.document.place((*path, *problem.at))))

    def _known(self, table: dict[str, Any], keys: tuple[str, ...], *path: Step) -> None:
        for key in table.keys() - set(keys):
            problem = Problem("unknown-key", nearest=nearest(key, keys), key=key, expected=", ".join(keys))
            self._fault(problem, *path, key)

    def _rule(self, change: dict[str, Any], index: int) -> Edit | None:
        self._known(change, _OF_CHANGE, "changes", index)
        try:
            path = parse_path(str(change.get("path", "")))
        except Problem as problem:
            self._fault(problem, "changes", index, "path")
            return None
        if path[0] == EVIDENCE:
            return None
        place = self.document.place(("changes", index))
        return Edit(path, change.get("old", ABSENT), change.get("new", ABSENT), place=place)

    def _cell(self, change: dict[str, Any], index: int, cells: Cells) -> Edit | None:
        """Read a change of the evidence, by the figures that the changed rules know."""
        try:
            path = parse_path(str(change.get("path", "")))
        except Problem:
            return None  # told already
        if path[0] != EVIDENCE:
            return None
        try:
            there = cells.at(path)
        except Problem as problem:
            self._fault(problem, "changes", index, "path")
            return None
        place = self.document.place(("changes", index))
        old, new = (self._content(change, name, there, index) for name in ("old", "new"))
        return Edit(path, old, new, there.spec.kind, there.spec.columns, place)

    def _content(self, change: dict[str, Any], name: str, there: Target, index: int) -> Cell:
        try:
            return there.cell(change.get(name), written=True)
        except Problem as problem:
            self._fault(problem, "changes", index, name)
            return MISSING
