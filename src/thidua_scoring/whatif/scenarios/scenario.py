"""A scenario: a named, sparse difference over evidence and rules, applied to a scoreboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from attrs import evolve, field, frozen

from thidua_scoring.decisions.reasons import Said
from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.cells import cell_of
from thidua_scoring.plugins import Plugins
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import Heading, Table, Tabled
from thidua_scoring.whatif.scenarios.applying import Applying, ruleset_under
from thidua_scoring.whatif.scenarios.contents import rule_from, toml_value
from thidua_scoring.whatif.scenarios.edits import Edit
from thidua_scoring.whatif.scenarios.paths import EVIDENCE, Path, checked_path, parse_path, write_path
from thidua_scoring.whatif.scenarios.targets import Cells, content


def _edits(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(edits)


@frozen(repr=False)
class Scenario(Tabled):
    """A named difference: at each path, what stands there and what is to stand there instead.

    >>> from thidua_scoring import load_ruleset
    >>> board = load_ruleset("cao-bang/khoi-ii-2015").score("examples/cao_bang_2015/evidence.csv")
    >>> path = "evidence.so-cong-thuong.ct-xuat-nhap-khau.share_of_plan"
    >>> scenario = Scenario.of(board, "Xuất nhập khẩu đạt kế hoạch", {path: "50%"})
    >>> board["so-cong-thuong"].total, scenario.apply(board)["so-cong-thuong"].total
    (Decimal('50.83'), Decimal('58'))
    >>> print(scenario.to_toml())
    format = 1
    name = "Xuất nhập khẩu đạt kế hoạch"
    <BLANKLINE>
    [[changes]]
    path = "evidence.so-cong-thuong.ct-xuat-nhap-khau.share_of_plan"
    old = "14.17%"
    new = "50%"
    <BLANKLINE>
    """

    name: str
    edits: tuple[Edit, ...] = field(converter=_edits)
    note: str = ""
    ruleset: str = ""
    """The name or file of the ruleset that the scenario was made for, beside its own file."""
    evidence: str = ""
    """The file of the evidence, likewise."""

    @classmethod
    def of(
        cls, board: Scoreboard, name: str, changes: Mapping[str | Path, Any], *, note: str = ""
    ) -> Scenario:
        """Make the scenario that puts new contents at paths of a scoreboard's evidence and rules.

        A figure is an integer, a decimal, a fraction, a date, an answer or a text such as ``"98%"``; a
        number for a percentage is its share. None leaves it missing, and a mapping says more:
        ``{"value": 3, "status": "unconfirmed"}``, ``{"from": 3, "up_to": 5}``. In the rules `ABSENT`
        takes a key away.

        Raises `EvidenceError` with every path that leads nowhere and every content that is refused.
        """
        faults, rules, figures = list[Fault](), list[Edit](), list[tuple[Path, Any]]()
        order: list[Path] = []

        def guarded(path: Path, do: Callable[[], None]) -> None:
            try:
                do()
            except Problem as problem:
                faults.append(problem.placed(Place(path=(*path, *problem.at))))

        def sort(given: str | Path, new: Any) -> None:
            path = parse_path(given) if isinstance(given, str) else checked_path(given)
            order.append(path)
            if path[0] == EVIDENCE:
                figures.append((path, new))
            else:
                rules.append(Edit(path, content(board.ruleset.data, path), rule_from(new)))

        for given, new in changes.items():
            guarded((given,) if isinstance(given, str) else given, partial(sort, given, new))
        cells, edits = Cells.of(board.evidence, ruleset_under(board, rules)), list(rules)
        for path, new in figures:
            guarded(path, lambda path=path, new=new: edits.append(_figure(board, cells, path, new)))  # type: ignore[misc]
        if faults:
            raise EvidenceError(faults)
        return cls(name, sorted(edits, key=lambda edit: order.index(edit.path)), note)

    def apply(self, board: Scoreboard, *, plugins: Plugins | None = None) -> Scoreboard:
        """Return the scoreboard as it would be; the one given stays as it is.

        Only what the changes touch is scored again, with the same digits as scoring everything. A
        scenario without changes gives back the scoreboard itself. ``plugins`` are those that the
        ruleset was loaded with, if not the installed ones.

        Raises `EvidenceError` with every path that leads nowhere, every old content that is no longer
        there, and figures that other rules refuse; `RulesetError` where the changed rules are at fault.
        """
        return Applying(board, self.edits, self.name, plugins).board()

    @property
    def inverse(self) -> Scenario:
        """The scenario that leads back."""
        return evolve(self, edits=tuple(edit.inverse for edit in reversed(self.edits)))

    def then(self, other: Scenario, name: str = "") -> Scenario:
        """Join with a scenario that begins where this one ends.

        Raises `EvidenceError` where this one leaves something else than the other expects.
        """
        made, faults = {edit.path: edit for edit in self.edits}, list(_overlaps(self.edits, other.edits))
        for edit in other.edits:
            before = made.get(edit.path, edit)
            if edit.path in made and not edit.same(before.new, edit.old):
                place = evolve(edit.place, path=edit.path)
                faults.append(edit.differing(before.new).placed(place))
            made[edit.path] = evolve(before, new=edit.new)
        if faults:
            raise EvidenceError(faults)
        kept = [edit for edit in made.values() if not edit.same(edit.old, edit.new)]
        return evolve(self, name=name or f"{self.name}; {other.name}", edits=kept)

    def to_toml(self) -> str:
        """Write the scenario as a file that `read_scenario` reads."""
        head = ["format = 1", f"name = {toml_value(self.name)}"]
        head += [
            f"{key} = {toml_value(said)}"
            for key in ("note", "ruleset", "evidence")
            if (said := getattr(self, key))
        ]
        return "\n\n".join(["\n".join(head), *(edit.toml() for edit in self.edits)]) + "\n"

    def table(self) -> Table:
        """List the changes."""
        headings = (
            Heading("path", "Thay đổi", "Change"),
            Heading("old", "Hiện tại", "Now"),
            Heading("new", "Giả định", "Then"),
        )
        rows = [(write_path(edit.path), edit.shown(edit.old), edit.shown(edit.new)) for edit in self.edits]
        return Table(Said(self.name, self.name), headings, rows)

    def told(self, board: Scoreboard) -> Table:
        """List the changes by the titles that units, criteria and figures have on a scoreboard."""
        from thidua_scoring.whatif.scenarios.telling import told

        return told(self, board)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, contents as a file of scenarios writes them."""
        return {"name": self.name, "changes": self.table().records()}


def _figure(board: Scoreboard, cells: Cells, path: Path, new: Any) -> Edit:
    there = cells.at(path)
    old = cell_of(board.evidence, *there.key)
    return Edit(path, old, there.cell(new), there.spec.kind, there.spec.columns)


def _overlaps(edits: Iterable[Edit], others: Iterable[Edit]) -> Iterator[Fault]:
    """Yield a fault for each change of a part of the rules that another one lies in, or lies in itself."""
    rules = [edit.path for edit in edits if not edit.of_evidence]
    for other in others:
        for path in rules:
            shorter = min(len(path), len(other.path))
            if path != other.path and path[:shorter] == other.path[:shorter]:
                problem = Problem("paths-overlap", one=write_path(path), other=write_path(other.path))
                yield problem.placed(evolve(other.place, path=other.path))


def joined(scenarios: Iterable[Scenario], name: str) -> Scenario:
    """Join scenarios one after another."""
    made = Scenario(name, ())
    for each in scenarios:
        made = made.then(each, name)
    return made
