"""What the paths of a scenario lead to, in the evidence and in the rules of a scoreboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem, Step, dotted, nearest
from thidua_scoring.evidence.cells import APPLIES, MISSING, Cell, Key
from thidua_scoring.evidence.evidence import CLAIMED, Evidence
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.whatif.scenarios.contents import ABSENT, cell_from
from thidua_scoring.whatif.scenarios.paths import Path

_APPLIES: Final = FieldSpec("applies", "yes-no")
_CLAIMED: Final = FieldSpec(CLAIMED, minimum=None)


@frozen
class Target:
    """A cell that a path leads to."""

    key: Key
    spec: FieldSpec

    def cell(self, raw: Any, *, written: bool = False) -> Cell:
        """Make a cell of a value given for it. Raises ``Problem`` for what it cannot hold."""
        made = cell_from(raw, self.spec, written=written)
        owner, _, name = self.key[0].rpartition(".")
        plain = name in (APPLIES, CLAIMED) or (not owner and name in UNIT_FACTS)
        if plain and (made.between is not None or made.status not in ("confirmed", "missing")):
            raise Problem("cell-holds-value-only", field=self.spec.name)
        if name == APPLIES and not isinstance(made.value, bool):
            raise Problem("applies-or-not", got=raw)
        return MISSING if made.value == "" else made


@frozen(eq=False)
class Cells:
    """The cells that paths may lead to."""

    evidence: Evidence
    figures: Mapping[tuple[str, ...], tuple[str, FieldSpec]]
    """By the steps after the unit: the key of a figure, and what the ruleset says of it."""

    @classmethod
    def of(cls, evidence: Evidence, ruleset: Ruleset) -> Cells:
        """List everything that is known of a unit: figures, claims, facts, which criteria apply."""
        found: dict[tuple[str, ...], tuple[str, FieldSpec]] = {}
        for criterion in ruleset.formulas.criteria:
            found[criterion,] = (f"{criterion}.{APPLIES}", _APPLIES)
            found[criterion, CLAIMED] = (f"{criterion}.{CLAIMED}", _CLAIMED)
        found[CLAIMED,] = (f".{CLAIMED}", _CLAIMED)
        for name in UNIT_FACTS:
            found[name,] = (f".{name}", FieldSpec(name, "text"))
        for key, spec in ruleset.formulas.fields.items():
            owner, _, name = key.rpartition(".")
            found[(owner, name) if owner else (name,)] = (key, spec)
        return cls(evidence, found)

    def at(self, path: Path) -> Target:
        """Find the cell of a path that begins with ``evidence``.

        Raises ``Problem`` for a unit, criterion or figure that there is none of, with the nearest.
        """
        unit, *rest = map(str, path[1:])
        rows = self.evidence.rows
        if unit not in rows:
            few = ", ".join(list(rows)[:20]) + ("…" if len(rows) > 20 else "")
            raise Problem("no-such-unit", got=unit, nearest=nearest(unit, rows), expected=few)
        if tuple(rest) not in self.figures:
            got = dotted(rest)
            raise Problem("path-leads-nowhere", got=got, nearest=nearest(got, map(dotted, self.figures)))
        key, spec = self.figures[tuple(rest)]
        return Target((key, rows[unit]), spec)


# ── rules ───────────────────────────────────────────────────────────────────────────


def content(data: Mapping[str, Any], path: Path) -> Any:
    """Return what stands at a path below ``rules``; `ABSENT` for a key that is not there.

    Raises ``Problem`` where the way to the last step does not exist.
    """
    whole = _way(data, path[1:-1])
    last = path[-1]
    if isinstance(whole, list) and isinstance(last, int):
        if last > len(whole):
            raise Problem("path-leads-nowhere", got=dotted(path[1:]))
        return whole[last] if last < len(whole) else ABSENT
    if not isinstance(whole, Mapping) or not isinstance(last, str):
        raise Problem("path-leads-nowhere", got=dotted(path[1:]))
    return whole.get(last, ABSENT)


def _way(data: Any, steps: Path) -> Any:
    for depth, step in enumerate(steps):
        inside = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not inside and not (isinstance(data, Mapping) and step in data):
            close = nearest(str(step), map(str, data)) if isinstance(data, Mapping) else None
            raise Problem("path-leads-nowhere", got=dotted(steps[: depth + 1]), nearest=close)
        data = data[step]
    return data


def check_end(data: Mapping[str, Any], path: Path, new: Any) -> None:
    """Refuse to take an element out of a list before its end: those behind it would change their paths.

    Raises ``Problem``.
    """
    if new is ABSENT and isinstance(path[-1], int) and path[-1] != len(_way(data, path[1:-1])) - 1:
        raise Problem("element-before-end", path=dotted(path[1:]), whole=dotted(path[1:-1]))


def edited(data: Any, changes: Mapping[Path, Any]) -> Any:
    """Return the rules with other contents at some paths, from below ``rules`` on; shared elsewhere."""
    if () in changes:
        return changes[()]
    below: dict[Step, dict[Path, Any]] = {}
    for path, new in changes.items():
        below.setdefault(path[0], {})[path[1:]] = new
    made: Any = list(data) if isinstance(data, list) else dict(data)
    for step, inner in below.items():
        there = made[step] if step in _steps_of(made) else None
        value = edited(there, inner)
        if isinstance(made, list) and step == len(made):
            made.append(value)
        else:
            made[step] = value
    if isinstance(made, list):
        return [value for value in made if value is not ABSENT]
    return {key: value for key, value in made.items() if value is not ABSENT}


def _steps_of(part: Any) -> Iterator[Step]:
    return iter(range(len(part))) if isinstance(part, list) else iter(part)
