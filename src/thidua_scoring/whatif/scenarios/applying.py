"""Apply edits: check that they fit, change the rules, change the evidence, score what is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from attrs import define, evolve, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, FaultsError, Place, Problem, Step
from thidua_scoring.evidence.cells import Cell, Key, cell_in, cell_of, with_cells
from thidua_scoring.evidence.columns import Column, pack
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.evidence.fitting import check_cell
from thidua_scoring.plugins import Plugins, installed
from thidua_scoring.ruleset.load import Loading
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.engine import score
from thidua_scoring.scoring.rescoring import rescored
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.scenarios.edits import Edit
from thidua_scoring.whatif.scenarios.paths import Path, write_path
from thidua_scoring.whatif.scenarios.targets import Cells, check_end, content, edited

_SOURCE: Final = "Giả định: {}"


@define(eq=False)
class Applying:
    """Apply the edits of one scenario to one scoreboard."""

    before: Scoreboard
    edits: Sequence[Edit]
    name: str = ""
    plugins: Plugins | None = None
    checked: bool = True
    """Whether the changed rules are checked for what contradicts itself, as those of a file are."""
    faults: list[Fault] = field(factory=list)

    def board(self) -> Scoreboard:
        """Return the scoreboard as it would be."""
        if not self.edits:
            return self.before
        self._refuse_settled()
        self._refuse_overlaps()
        ruleset = self.ruleset()
        evidence, touched = self._evidence(ruleset)
        self._close()
        if ruleset is self.before.ruleset:
            return rescored(self.before, evidence, touched)
        return score(ruleset, evidence)

    def _guarded(self, edit: Edit, do: Callable[[], None]) -> None:
        try:
            do()
        except Problem as problem:
            self.faults.append(problem.placed(evolve(edit.place, path=(*edit.path, *problem.at))))

    def _close(self) -> None:
        if self.faults:
            raise EvidenceError(self.faults)

    def _refuse_settled(self) -> None:
        rows = range(len(self.before))
        if self.before.unrated or any(self.before.settled(row) for row in rows):
            raise EvidenceError([Fault("scenario-on-settled")])

    def _refuse_overlaps(self) -> None:
        paths = sorted(self.edits, key=lambda edit: [str(step) for step in edit.path])
        for one, other in pairwise(paths):
            if other.path[: len(one.path)] == one.path and not one.of_evidence:
                fault = Problem("paths-overlap", one=write_path(one.path), other=write_path(other.path))
                self.faults.append(fault.placed(other.place))

    # ── rules ───────────────────────────────────────────────────────────────────────

    def ruleset(self) -> Ruleset:
        """Return the rules with what is changed in them; they are told as a whole where at fault."""
        changes = {edit.path[1:]: edit.new for edit in self.edits if not edit.of_evidence}
        if not changes:
            return self.before.ruleset
        for edit in self.edits:
            if not edit.of_evidence:
                self._guarded(edit, lambda edit=edit: self._check_rule(edit))  # type: ignore[misc]
        self._close()
        document = _Edited(self.before.ruleset, edited(self.before.ruleset.data, changes), self._place)
        loading = Loading(self.plugins or installed())
        return loading.made(document, checked=self.checked)

    def _check_rule(self, edit: Edit) -> None:
        found = content(self.before.ruleset.data, edit.path)
        if not edit.same(found, edit.old):
            raise edit.differing(found)
        check_end(self.before.ruleset.data, edit.path, edit.new)

    def _place(self, path: Path) -> Place:
        """Return where what stands at a path of the changed rules is written."""
        for edit in self.edits:
            inner = edit.path[1:]
            if not edit.of_evidence and (path[: len(inner)] == inner or inner[: len(path)] == path):
                return evolve(edit.place, path=path)
        return Place(file=self.before.ruleset.id, path=path)

    # ── evidence ────────────────────────────────────────────────────────────────────

    def _evidence(self, ruleset: Ruleset) -> tuple[Evidence, set[int]]:
        """Return the evidence with what is changed in it, and the rows that were touched."""
        evidence = self.before.evidence
        if ruleset is not self.before.ruleset:
            evidence = evolve(evidence, columns=self._fitting(evidence, ruleset))
        cells = Cells.of(evidence, ruleset)
        new: dict[Key, Cell] = {}
        for edit in self.edits:
            if edit.of_evidence:
                self._guarded(edit, lambda edit=edit: self._put(edit, cells, evidence, new))  # type: ignore[misc]
        touched = {row for _, row in new}
        if new:
            source = _SOURCE.format(self.name)
            evidence = with_cells(evidence, new, ruleset.formulas.fields, source)
        if ruleset is not self.before.ruleset:
            self._check_fit(evidence, ruleset)
        return evidence, touched

    def _put(self, edit: Edit, cells: Cells, evidence: Evidence, new: dict[Key, Cell]) -> None:
        try:
            there = cells.at(edit.path)
        except Problem:
            if self.checked:
                raise
            return  # other edits that bring the figure about are left out
        found = cell_of(evidence, *there.key)
        if found != edit.old:
            raise edit.differing(found)
        if there.key in new:
            raise Problem("paths-overlap", one=write_path(edit.path), other=write_path(edit.path))
        new[there.key] = edit.new

    def _fitting(self, evidence: Evidence, ruleset: Ruleset) -> Mapping[str, Column]:
        """Return a column for every figure of other rules; what they do not ask for is kept with its kind.

        Figures that are now of another kind are refused.
        """
        before, now = self.before.ruleset.formulas.fields, ruleset.formulas.fields
        columns: dict[str, Column] = {}
        for key, column in evidence.columns.items():
            old, spec = before.get(key), now.get(key)
            kind = column.kind if old is None else old.kind
            names = [name for name, _ in column.columns]
            if spec is None:
                columns[key] = evolve(column, kind=kind)
                continue
            same = kind == spec.kind and names == [each.name for each in spec.columns]
            if not same and not column.empty:
                problem = Problem("figure-of-other-kind", field=key, old=kind, new=spec.kind)
                self.faults.append(problem.placed(Place(path=(key,))))
            columns[key] = evolve(column, kind=None) if same else pack({}, spec, len(evidence.units))
        return {**{k: pack({}, spec, len(evidence.units)) for k, spec in now.items()}, **columns}

    def _check_fit(self, evidence: Evidence, ruleset: Ruleset) -> None:
        """Refuse figures that the limits of the changed rules do not allow."""
        before = self.before.ruleset.formulas.fields
        for key, spec in ruleset.formulas.fields.items():
            if before.get(key) == spec:
                continue
            for row, unit in enumerate(evidence.units):
                try:
                    check_cell(cell_in(evidence.columns[key], row), spec)
                except Problem as problem:
                    self.faults.append(problem.placed(Place(path=(unit.id, key))))


def ruleset_under(board: Scoreboard, edits: Iterable[Edit]) -> Ruleset:
    """Return the rules as edits leave them, unchecked; those of the board where they are at fault.

    What is wrong with them is told when a scenario is applied.
    """
    try:
        return Applying(board, [edit for edit in edits if not edit.of_evidence], checked=False).ruleset()
    except FaultsError:
        return board.ruleset


@frozen
class _Edited:
    """The rules as a document: what they say, and where a part of it is written."""

    before: Ruleset
    data: dict[str, Any]
    _place: Callable[[Path], Place]

    @property
    def file(self) -> str:
        """Name the ruleset in the place of a file."""
        return self.before.id

    def place(self, path: Sequence[Step]) -> Place:
        """Return where what stands at a path is written."""
        return self._place(tuple(path))
