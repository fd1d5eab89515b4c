"""Apply edits: check that they fit, change the rules, change the evidence, score what is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from attrs import define, evolve, field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, Step
from thidua_scoring.evidence.cells import Cell, Key, cell_of, with_cells
from thidua_scoring.evidence.columns import Column, pack
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.evidence.kinds import check_limits
from thidua_scoring.plugins import Plugins, installed
from thidua_scoring.ruleset.load import Loading
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.engine import score
from thidua_scoring.scoring.rescoring import rescored
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.scenarios.edits import Edit
from thidua_scoring.whatif.scenarios.paths import Path, write_path
from thidua_scoring.whatif.scenarios.targets import Cells, content, edited

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
        if not new:
            return evidence, set()
        made = with_cells(evidence, new, ruleset.formulas.fields, _SOURCE.format(self.name))
        return made, {row for _, row in new}

    def _put(self, edit: Edit, cells: Cells, evidence: Evidence, new: dict[Key, Cell]) -> None:
        there = cells.at(edit.path)
        found = cell_of(evidence, *there.key)
        if found != edit.old:
            raise edit.differing(found)
        new[there.key] = edit.new

    def _fitting(self, evidence: Evidence, ruleset: Ruleset) -> Mapping[str, Column]:
        """Return a column for every figure of other rules; what they do not ask for is kept.

        Figures of another kind, or out of the limits that the other rules set, are refused.
        """
        before, columns = self.before.ruleset.formulas.fields, dict(evidence.columns)
        for key, spec in ruleset.formulas.fields.items():
            column = columns.get(key)
            old = before.get(key)
            if column is None or old is None:
                columns.setdefault(key, pack({}, spec, len(evidence.units)))
            elif old != spec and not column.empty:
                self.faults += _unfit(evidence, key, old, spec)
        return columns


def _unfit(evidence: Evidence, key: str, old: FieldSpec, spec: FieldSpec) -> Iterator[Fault]:
    """Yield a fault for a figure whose kind has changed, or for each cell out of its new limits."""
    if old.kind != spec.kind or old.columns != spec.columns:
        problem = Problem("figure-of-other-kind", field=key, old=old.kind, new=spec.kind)
        yield problem.placed(Place(path=(key,)))
        return
    for row, unit in enumerate(evidence.units):
        value = cell_of(evidence, key, row).value
        try:
            if not isinstance(value, bool | str | tuple | None) and spec.kind != "date":
                check_limits(value, spec)
        except Problem as problem:
            yield problem.placed(Place(path=(unit.id, key)))


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
