"""Rulesets written by hypothesis as TOML: criteria in groups, classes, vetoes, a scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen
from generated_criteria import HALF, KINDS, Draw, Maker, criterion, rounding
from generated_measures import FACTS, Scope, Terms
from hypothesis import reject
from hypothesis import strategies as st
from staircase import plugins
from wide_criteria import WIDE_KINDS, WideMaker
from written_toml import document, loaded

from thidua_scoring.errors import RulesetError
from thidua_scoring.numbers import read_written, write
from thidua_scoring.plugins import Plugins
from thidua_scoring.ruleset.ruleset import Ruleset


@frozen
class Made:
    """A generated ruleset, and what is known of it beside its text."""

    text: str = field(repr=False)
    ruleset: Ruleset = field(repr=False)
    kinds: Mapping[str, str]
    better: Mapping[str, int] = field(repr=False)
    """Figures of which more (1) or less (-1) is surely better."""


@define
class Drawing:
    """A ruleset while it is drawn."""

    draw: Draw
    wide: bool
    groups: dict[str, dict[str, Any]] = field(factory=dict)
    criteria: dict[str, dict[str, Any]] = field(factory=dict)
    better: dict[str, int] = field(factory=dict)
    facts: dict[str, dict[str, Any]] = field(factory=dict)
    known: dict[str, list[str]] = field(factory=dict)
    """The figures that every rule may read, by kind."""

    def flip(self, chance: int = 2) -> bool:
        return bool(self.draw(st.integers(0, chance - 1)) == 0)

    def group(self, name: str) -> dict[str, Any]:
        """Draw a group without its points."""
        made: dict[str, Any] = {"title": f"Nhóm {name}"}
        if name.endswith(".a"):
            made["parent"] = name.removesuffix(".a")
        if self.flip(4):
            made["at_most"] = self.draw(st.integers(2, 60))
        if self.flip(4):
            made["at_least"] = self.draw(st.integers(-5, 1))
        return made

    def criterion(self, group: str, kinds: Sequence[str], plain: bool) -> None:
        """Draw a criterion of a group."""
        id_, points = f"C{len(self.criteria)}", self.draw(st.integers(1, 40)) * HALF
        maker = Maker(self.draw, id_, points)
        if self.wide:
            maker = WideMaker(self.draw, id_, points, known=self.known, earlier=tuple(self.criteria))
        self.criteria[id_], better = criterion(maker, group, self.draw(st.sampled_from(kinds)), plain)
        self.better |= {} if self.wide else better
        if isinstance(maker, WideMaker):
            maker.finish()

    def condition(self, disciplined: bool) -> Any:
        """Write a condition about the whole; a wide one may look at anything."""
        if not self.wide or self.flip(3):
            return {"fact": "disciplined", "is": disciplined}
        if self.flip():
            groups = [f"group.{name}" for name in self.groups]
            whole = ["total", "applicable", "base", "bonus", "deduct", *groups]
            points = {"points_of": self.draw(st.sampled_from([*sorted(self.criteria), *whole]))}
            return {"measure": points, "from": self.draw(st.integers(0, 20)) * HALF}
        if self.flip(4):
            block = self.draw(st.sampled_from(["criteria", *(f"group.{name}" for name in self.groups)]))
            limit = self.draw(st.sampled_from([0, HALF, "50%", "90%"]))
            return {"every": block, self.draw(st.sampled_from(["from", "above", "up_to"])): limit}

        def fact(**spec: Any) -> str:
            name = f"f{len(self.facts)}"
            self.facts[name] = spec
            return name

        rng = self.draw(st.randoms(use_true_random=True))
        return Terms(rng, "", fact, self.known, tuple(self.criteria)).condition(Scope(2))


@st.composite
def rulesets(draw: Draw, kinds: Sequence[str] | None = None, plain: bool = False, wide: bool = False) -> Made:
    """Draw a ruleset.

    A ``plain`` one has no criteria that count nothing without evidence. The rules of a ``wide``
    one look at everything that the language can say, whether or not it always has a value.
    """
    of = Drawing(draw, wide)
    if wide:
        of.facts |= FACTS
        for name, spec in FACTS.items():
            if not spec.get("optional"):
                of.known.setdefault(spec["kind"], []).append(f"unit.{name}")
    of.facts |= {"rural": {"kind": "yes-no", "title": "Nông thôn"},
                 "disciplined": {"kind": "yes-no", "title": "Kỷ luật"}}  # fmt: skip
    for top in range(draw(st.integers(1, 2 if wide else 3))):
        for name in [f"G{top}", f"G{top}.a"] if of.flip() else [f"G{top}"]:
            of.groups[name] = of.group(name)
            for _ in range(draw(st.integers(1, 2))):
                of.criterion(name, kinds or (WIDE_KINDS if wide else KINDS), plain)
    for name, group in of.groups.items():
        inside = [n for n in of.groups if n == name or n.startswith(f"{name}.")]
        if of.flip():
            group["points"] = _points(c for c in of.criteria.values() if c["group"] in inside)
    text, ruleset = _mended(_whole(of), plugins() if wide else None)
    return Made(text, ruleset, {name: made["kind"] for name, made in of.criteria.items()}, of.better)


CONTRADICTIONS = {"condition-never", "class-above-most", "class-never", "class-taken"}


def _mended(data: dict[str, Any], plugins: Plugins | None, tries: int = 4) -> tuple[str, Ruleset]:
    """Load a ruleset, without what contradicts itself in its classes and vetoes."""
    text = document(data)
    try:
        return text, loaded(text, plugins)
    except RulesetError as error:
        codes = {fault.code for fault in error.faults}
        if codes == {"field-kinds-disagree"}:
            # Seldom a fact is drawn as a count in one place and as a percentage in another.
            reject()
        if not codes <= CONTRADICTIONS:
            raise
        for fault in error.faults:
            _mend(data, fault.code, fault.place.path, tries)
        return _mended(data, plugins, tries - 1)


def _mend(data: dict[str, Any], code: str, path: tuple[Any, ...], tries: int) -> None:
    """Lower thresholds that nobody reaches; take away a condition that never holds."""
    classes = data.get("classes", [])
    if path[0] == "vetoes":
        data.pop("vetoes", None)
    elif code == "class-above-most" and tries:
        for each in classes:
            each["from"] = _halved(each["from"])
    elif code == "condition-never":
        for each in classes:
            each.pop("require", None)
    else:
        data.pop("classes", None)
        for veto in data.get("vetoes", {}).values():
            veto["outcome"] = "unrated"


def _halved(end: Any) -> Any:
    if isinstance(end, str):
        return f"{write(read_written(end) * 50)}%"
    return Fraction(end) / 2


def _points(criteria: Iterable[Mapping[str, Any]]) -> Fraction:
    return sum((criterion["points"] for criterion in criteria), Fraction(0))


def _whole(of: Drawing) -> dict[str, Any]:
    draw, flip = of.draw, of.flip
    places = ["total", *(at for at in ("line", "criterion", "group") if flip(4))]
    total = _points(of.criteria.values())
    scale: dict[str, Any] = {
        "points": total,
        "may_exceed": flip(),
        "rounding": [{"at": at, **rounding(draw)} for at in places],
        "not_applicable": draw(st.sampled_from(["drop", "full", "zero", "rescale"])),
    }
    if flip():
        scale["percent_rounding"] = rounding(draw)
    data: dict[str, Any] = {
        "format": 1, "id": "thu/sinh-ra", "title": "Bộ thử", "status": "illustrative", "source": "hypothesis",
        "scale": scale,
        "ranking": {"by": draw(st.sampled_from(["total", "percent"])), "rounded": flip()},
    }  # fmt: skip
    if of.wide:
        data["in_force"] = {"from": date(2025, 1, 1), "until": date(2025, 12, 31)}
        data["calendar"] = {"days_off": [date(2025, 2, 12)], "working_days": [date(2025, 2, 15)]}
    if flip():
        percent = flip()
        high, low = draw(st.integers(60, 99)), draw(st.integers(10, 59))
        ends: list[Any] = (
            [f"{high}%", f"{low}%", "0%"] if percent else [total * high / 100, total * low / 100, 0]
        )
        data["classes"] = [
            {"id": name, "title": name, "from": end} for name, end in zip("ABC", ends, strict=True)
        ]
        if flip():
            data["classes"][0]["require"] = [of.condition(False)]
        if flip(3):
            data["classes"][1]["require"] = [of.condition(False)]
    if flip():
        named = ["unrated", "demoted", "postponed", "B" if "classes" in data else "not-considered"]
        outcome = draw(st.sampled_from(named))
        data["vetoes"] = {"V": {"title": "V", "when": of.condition(True), "outcome": outcome}}
    return data | {"facts": of.facts, "groups": of.groups, "criteria": of.criteria}
