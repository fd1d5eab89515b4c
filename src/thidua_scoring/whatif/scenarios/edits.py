"""One change of a scenario: what stands at a path before, and what is to stand there."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Place, Problem
from thidua_scoring.evidence.cells import MISSING, Cell
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.ruleset.ruleset import canonical
from thidua_scoring.whatif.scenarios.contents import ABSENT, cell_as_written, toml_value
from thidua_scoring.whatif.scenarios.paths import EVIDENCE, Path, write_path


@frozen
class Edit:
    """A change at one path: of a cell of the evidence, or of a part of the rules.

    ``evidence.UNIT.CRITERION.FIELD`` is a figure, ``evidence.UNIT.FACT`` a fact of the unit, and
    ``evidence.UNIT.CRITERION`` whether the criterion applies; below ``rules`` stands the way through
    the ruleset's file.
    """

    path: Path
    old: Any
    new: Any
    kind: FieldKind = "number"
    """The kind of the figure, by which cells are written."""
    columns: tuple[FieldSpec, ...] = ()
    """Of a small table: its columns."""
    place: Place = field(factory=Place, eq=False, repr=False)
    """Where the change is written."""

    @property
    def of_evidence(self) -> bool:
        """Whether the evidence changes, and not the rules."""
        return self.path[0] == EVIDENCE

    @property
    def inverse(self) -> Edit:
        """The change back."""
        return Edit(self.path, self.new, self.old, self.kind, self.columns, self.place)

    def same(self, one: Any, other: Any) -> bool:
        """Say whether two contents of the path are the same."""
        if self.of_evidence or one is ABSENT or other is ABSENT:
            return bool(one == other)
        return bool(canonical(one) == canonical(other))

    def written(self, content: Any) -> Any:
        """Return a content in types that TOML has; None where nothing stands there."""
        if isinstance(content, Cell):
            return cell_as_written(content, self.kind, self.columns)
        return None if content is ABSENT else content

    def shown(self, content: Any) -> str:
        """Write a content as a file of scenarios does; a dash for nothing."""
        written = self.written(content)
        if written is None or content == MISSING:
            return "—"
        return written if isinstance(written, str) else toml_value(written)

    def differing(self, found: Any) -> Problem:
        """Return the problem that something else stands at the path than is expected."""
        return Problem("old-differs", got=self.shown(self.old), found=self.shown(found))

    def toml(self) -> str:
        """Write the change as a table of an array in TOML."""
        lines = ["[[changes]]", f"path = {toml_value(write_path(self.path))}"]
        for name, content in (("old", self.old), ("new", self.new)):
            written = self.written(content)
            if written is not None:
                lines.append(f"{name} = {toml_value(written)}")
        return "\n".join(lines)
