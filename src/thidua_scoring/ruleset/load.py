"""Load rulesets: by path, or by name from the catalogue of installed packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from thidua_scoring.criterion import Line
from thidua_scoring.errors import Fault, NoSuchName, Place, Problem, Problems, RulesetError, Step, nearest
from thidua_scoring.expression import tables
from thidua_scoring.formula import nodes
from thidua_scoring.plugins import Plugins, installed
from thidua_scoring.ruleset.assemble import Assembly
from thidua_scoring.ruleset.checks import check, check_groups
from thidua_scoring.ruleset.decisions.needs import formulas_in
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import CriterionSpec, Written
from thidua_scoring.ruleset.read import SECTIONS, Reading
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.ruleset.toml import Document, Layered, TomlDocument, layer, read_toml


def load_ruleset(name: str | Path, *, on: date | None = None, plugins: Plugins | None = None) -> Ruleset:
    """Load a ruleset by its path, its name in the catalogue, or the name of its family.

    ``on`` picks the edition of a family that is in force that day. Raises `RulesetError` with
    every fault of the file, and `NoSuchName` where there is no such ruleset.
    """
    plugins = plugins or installed()
    path = _found(name, on, plugins)
    return Loading(plugins).load(path)


def catalogue(plugins: Plugins | None = None) -> dict[str, Path]:
    """List the rulesets of all installed packs by name."""
    found: dict[str, Path] = {}
    for pack in (plugins or installed()).rulesets:
        for path in sorted(pack.thing.rglob("*.toml")):
            if not path.name.endswith(".cases.toml"):
                found.setdefault(path.relative_to(pack.thing).with_suffix("").as_posix(), path)
    return found


def _found(name: str | Path, on: date | None, plugins: Plugins) -> Path:
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return path
    known = catalogue(plugins)
    if str(name) in known:
        return known[str(name)]
    editions = list(_editions(str(name), known, plugins))
    if on is not None:
        editions = [(written, file) for written, file in editions if written.in_force.holds(on)]
    if len(editions) == 1:
        return editions[0][1]
    code = "several-editions" if editions else "no-such-ruleset"
    listed = ", ".join(written.id for written, _ in editions) or ", ".join(known)
    raise NoSuchName(
        [Fault(code, Place(), {"got": str(name), "expected": listed}, nearest(str(name), known))]
    )


def _editions(family: str, known: dict[str, Path], plugins: Plugins) -> Iterator[tuple[Written, Path]]:
    for path in known.values():
        document = read_toml(path)
        if document.data.get("family") == family:
            yield Reading(document, plugins).written(), path


@define
class Loading:
    """Load one ruleset, with those it extends."""

    plugins: Plugins
    faults: list[Fault] = field(factory=list)

    def load(self, path: Path) -> Ruleset:
        """Read, assemble and check; raise everything that is wrong at once."""
        return self.made(self._layered(path, ()))

    def made(self, document: Document, *, checked: bool = True) -> Ruleset:
        """Assemble and check a document; unchecked, rules may contradict each other, but not themselves."""
        reading = Reading(document, self.plugins, self.faults)
        written = reading.written()

        def report(problem: Problem, *at: Step) -> None:
            reading.fault(problem, *at)

        assembly = Assembly(written, report)
        formulas = assembly.formulas()
        written, formulas = self._with_calendar(assembly.written, formulas, report)
        notes: list[Fault] = []
        disagree = any(fault.code == "field-kinds-disagree" for fault in self.faults)
        if not checked:
            check_groups(assembly.written, report)
        elif not disagree and _dated(formulas):
            # Formulas over figures of no settled kind, or without a calendar, have no bounds to check.
            check(
                written, formulas, report, lambda p, *at: notes.append(p.placed(document.place((*at, *p.at))))
            )
        if self.faults:
            raise RulesetError(sorted(_distinct(self.faults), key=_order))
        files = tuple(each.file for each in _documents(document))
        return Ruleset(written, formulas, document.data, files, tuple(notes))

    # ── inheritance ─────────────────────────────────────────────────────────────────

    def _layered(self, path: Path, below: tuple[Path, ...]) -> TomlDocument | Layered:
        """Lay a document over the one it extends."""
        document = read_toml(path)
        base_name = document.data.get("extends")
        if base_name is None:
            return document
        if not isinstance(base_name, str):
            self._fault(document, Problem("not-a-text", got=base_name), "extends")
            return document
        try:
            base_path = self._base(path, base_name)
        except NoSuchName as error:
            self.faults += [evolve(fault, place=document.place(("extends",))) for fault in error.faults]
            return document
        if base_path.resolve() in (*below, path.resolve()):
            around = " → ".join(each.stem for each in (*below, path, base_path))
            self._fault(document, Problem("extends-cycle", got=around), "extends")
            return document
        base = self._layered(base_path, (*below, path.resolve()))
        return layer(base, document, self._merged(base.data, document))

    def _base(self, path: Path, name: str) -> Path:
        """Find a base beside the file that names it, or in the catalogue: nowhere else (R5)."""
        beside = path.parent / f"{name}.toml"
        if "/" not in name and ".." not in name and beside.is_file():
            return beside
        return _found(name, None, self.plugins)

    def _fault(self, document: TomlDocument | Layered, problem: Problem, *path: Step) -> None:
        self.faults.append(problem.placed(document.place((*path, *problem.at))))

    def _merged(self, base: dict[str, Any], document: TomlDocument) -> dict[str, Any]:
        """Return what the base says, less what is dropped, with what the document adds or overrides."""
        merged = {key: dict(value) if isinstance(value, dict) else value for key, value in base.items()}
        for index, dropped in enumerate(self._dropped(document)):
            section, _, name = dropped.partition(".")
            if name not in merged.get(section, {}):
                known = [f"{s}.{n}" for s in SECTIONS for n in merged.get(s, {})]
                problem = Problem("drops-nothing", got=dropped, nearest=nearest(dropped, known))
                self._fault(document, problem, "drop", index)
            else:
                del merged[section][name]
        for key, value in document.data.items():
            if key in SECTIONS and isinstance(value, dict):
                self._overlay(merged.setdefault(key, {}), value, document, key)
            elif key == "scale" and isinstance(value, dict):
                merged[key] = {**merged.get(key, {}), **value}
            else:
                merged[key] = value
        for key in ("extends", "drop"):
            merged.pop(key, None)
        return merged

    def _dropped(self, document: TomlDocument) -> tuple[str, ...]:
        try:
            return tables.list_of(tables.text)(document.data.get("drop", []))
        except (Problem, Problems) as error:
            for problem in tables.below(error, "drop"):
                self._fault(document, problem)
        return ()

    def _overlay(
        self, base: dict[str, Any], over: dict[str, Any], document: TomlDocument, section: str
    ) -> None:
        for name, value in over.items():
            if name not in base or not isinstance(value, dict):
                base[name] = value
                continue
            added = dict(value)
            if added.pop("override", False) is not True:
                self._fault(document, Problem("override-missing", got=name), section, name)
            base[name] = {**base[name], **added}

    # ── the calendar ────────────────────────────────────────────────────────────────

    def _with_calendar(self, written: Written, formulas: Formulas, report: Any) -> tuple[Written, Formulas]:
        """Put the calendar into formulas that count working days."""
        decided = (root for _, part in written.decided() for _, root in formulas_in(part))
        roots = nodes.walk(*formulas.roots(), *decided)
        if not any(isinstance(node, nodes.WorkIndex) for node in roots):
            return written, formulas
        from thidua_scoring.calendar import work_calendar

        start, end, spec = written.in_force.from_, written.in_force.until, written.calendar
        if start is None or end is None:
            report(Problem("calendar-needs-dates"), "in_force")
        # With one end alone, the checks that follow still need some calendar to go on with.
        first = (start or end or date(2025, 1, 1)).year
        last = (end or start or date(2025, 1, 1)).year
        try:
            calendar = work_calendar(range(first - 1, last + 2), spec.days_off, spec.working_days)
        except Problem as problem:
            report(problem, "calendar")
            return written, formulas

        def put(node: nodes.Node) -> nodes.Node:
            return evolve(node, calendar=calendar) if isinstance(node, nodes.WorkIndex) else node

        # The checks bound each line as written, so lines need the calendar as formulas do.
        criteria = {name: _with_lines(spec, put) for name, spec in written.criteria.items()}
        written = evolve(written, criteria=criteria).rewritten(lambda root: nodes.rewrite(root, put))
        return written, formulas.rewritten(lambda root: nodes.rewrite(root, put))


def _dated(formulas: Formulas) -> bool:
    """Say whether all formulas that count working days have a calendar."""
    parts = nodes.walk(*formulas.roots())
    return all(part.calendar is not None for part in parts if isinstance(part, nodes.WorkIndex))


def _with_lines(spec: CriterionSpec, change: Callable[[nodes.Node], Any]) -> CriterionSpec:
    def changed(line: Line) -> Line:
        of: Any = nodes.rewrite(line.of, change)
        return evolve(line, of=of)

    return evolve(spec, rule=evolve(spec.rule, lines=map(changed, spec.rule.lines)))


def _documents(document: Document) -> tuple[Document, ...]:
    return document.documents if isinstance(document, Layered) else (document,)


def _order(fault: Fault) -> tuple[str, int, int]:
    return fault.place.file or "", fault.place.line or 0, fault.place.column or 0


def _distinct(faults: list[Fault]) -> list[Fault]:
    """Leave out a fault that was found twice: once for each formula that a figure is in."""
    return list({fault.line("en"): fault for fault in faults}.values())
