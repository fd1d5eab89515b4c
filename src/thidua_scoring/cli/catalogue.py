"""``thidua list`` and ``thidua show``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from thidua_scoring.cli.base import Command, language
from thidua_scoring.cli.tables import add, console, figure, status_line, table
from thidua_scoring.cli.texts import say
from thidua_scoring.terminal import harmless

if TYPE_CHECKING:
    from thidua_scoring.formula.nodes import Field, Number
    from thidua_scoring.plugins import Origin, Plugins
    from thidua_scoring.ruleset.decisions.classes import ClassSpec
    from thidua_scoring.ruleset.formulas import CriterionFormulas
    from thidua_scoring.ruleset.ruleset import Ruleset


@click.command("list", cls=Command)
def list_() -> None:
    """List what is installed."""
    from thidua_scoring.plugins import installed

    plugins, to = installed(), console()
    failures = [(str(failure.origin), failure.reason) for failure in plugins.failures]
    to.print(_rulesets(failures), "")
    to.print(_kinds(plugins), "")
    to.print(_plugins(plugins))
    if failures:
        made = table("plugin", "reason", title=say("failures", language()))
        for name, reason in failures:
            add(made, name, reason)
        to.print("", made)


def _rulesets(failures: list[tuple[str, str]]) -> Any:
    from thidua_scoring.errors import ThiduaError
    from thidua_scoring.ruleset.load import catalogue, load_ruleset

    lang = language()
    made = table("ruleset", "status", "title")
    for name, path in catalogue().items():
        try:
            written = load_ruleset(path).written
        except ThiduaError as error:
            failures.append((name, str(error) if not hasattr(error, "text") else error.text(lang)))
            continue
        add(made, name, say(written.status, lang), written.title)
    return made


def _kinds(plugins: Plugins) -> Any:
    from thidua_scoring.criterion import documented

    made = table("kind", "meaning", "keys", title=say("kinds", language()))
    for name, provided in plugins.criteria.items():
        first = (provided.thing.__doc__ or "").strip().partition("\n")[0]
        keys = (key if required else f"[{key}]" for key, _, required in documented(provided.thing))
        add(made, name, first, " ".join(keys))
    return made


def _plugins(plugins: Plugins) -> Any:
    made = table("plugin", "gives", title=say("plugins", language()))
    for origin in plugins.origins:
        add(made, str(origin), _given(plugins, origin))
    return made


def _given(plugins: Plugins, origin: Origin) -> str:
    def count(provided: Any) -> int:
        return sum(each.origin == origin for each in provided)

    return say("gives-counts", language()).format(
        kinds=count(plugins.criteria.values()),
        packs=count(plugins.rulesets),
        readers=count(plugins.readers.values()),
        reports=count(plugins.reports.values()),
    )


@click.command("show", cls=Command)
@click.argument("ruleset")
def show(ruleset: str) -> None:
    """Print a ruleset."""
    from thidua_scoring.ruleset.load import load_ruleset

    click.echo(harmless("\n".join(Shown(load_ruleset(ruleset)).lines())))


class Shown:
    """Write a ruleset as a person reads it."""

    def __init__(self, ruleset: Ruleset):
        self.ruleset = ruleset
        self.written = ruleset.written
        self.lang = language()

    def say(self, key: str, **parts: str) -> str:
        """Return a text in the chosen language."""
        return say(key, self.lang).format(**parts)

    def lines(self) -> list[str]:
        """Return all lines of the text."""
        written = self.written
        found = [written.title, f"{written.id} · {self.say(written.status)}"]
        found += filter(None, [status_line(self.ruleset)])
        found.append(f"{figure(written.scale.points)} {self.say('points')}")
        if written.in_force.from_ or written.in_force.until:
            days = (str(day or "…") for day in (written.in_force.from_, written.in_force.until))
            found.append(f"{self.say('in force')}: {' – '.join(days)}")
        found += self._remarks("", written.source, written.note)
        found.append(f"{self.say('digest')}: {self.ruleset.digest}")
        found += self._inside("", 0)
        return [*found, *self._classes()]

    def _remarks(self, indent: str, source: str, note: str) -> list[str]:
        found = [f"{indent}{self.say('source')}: {source}"] if source else []
        parts = note.strip().splitlines()
        found += [
            f"{indent}{self.say('note')}: {part}" if n == 0 else f"{indent}  {part}"
            for n, part in enumerate(parts)
        ]
        return found

    def _inside(self, parent: str, depth: int) -> list[str]:
        """Write the criteria of a group and the groups in it."""
        found: list[str] = []
        indent = "  " * depth
        for name, criterion in self.written.criteria.items():
            if criterion.head.group == parent:
                found += self._criterion(name, indent)
        for name, group in self.written.groups.items():
            if group.parent != parent or name == parent:
                continue
            found += ["", f"{indent}{self._headed(name, group.title, group.points)}"]
            if group.assessor:
                found.append(f"{indent}  {self.say('assessor')}: {group.assessor}")
            found += self._remarks(f"{indent}  ", group.source, group.note)
            found += self._inside(name, depth + 1)
        return found

    def _headed(self, name: str, title: str, points: Fraction | None) -> str:
        amount = "" if points is None else f" ({figure(points)} {self.say('points')})"
        return f"{name}. {title}{amount}"

    def _criterion(self, name: str, indent: str) -> list[str]:
        head = self.written.criteria[name].head
        found = [f"{indent}{self._headed(name, head.title, head.points)} [{head.kind}]"]
        inner = f"{indent}    "
        if head.applies is not None:
            found.append(f"{inner}({self.say('some units')})")
        found += self._rule(self.ruleset.formulas.criteria[name], name, inner)
        if head.assessor:
            found.append(f"{inner}{self.say('assessor')}: {head.assessor}")
        return found + self._remarks(inner, head.source, head.note)

    def _rule(self, formulas: CriterionFormulas, name: str, indent: str) -> list[str]:
        signs = {"base": "=", "bonus": "+", "deduct": "−"}
        found = []
        for line in formulas.lines:
            if line.reason == "rule" and line.title:
                source = f" [{line.source}]" if line.source else ""
                amount = self._amount(line.of)
                found.append(f"{indent}{signs[line.column]} {line.title}{amount}{source}")
        rule = self.written.criteria[name].rule
        for column, limit in rule.most.items():
            most = self.say("at most", limit=figure(limit))
            found.append(f"{indent}{signs[column]} {self.say(column)}: {most}")
        found += [f"{indent}0 {void.title or '…'}: {self.say('void')}" for void in rule.voids]
        return found

    def _amount(self, of: Number) -> str:
        """Write points where they are a plain figure, or one for each case."""
        from thidua_scoring.formula import nodes

        nothing = nodes.Const(Fraction(0))
        match of:
            case nodes.Const():
                return f": {figure(of.value)}"
            case nodes.Field():
                return f": {self._titled(of)}"
            case nodes.If() if of.other == nothing:
                return self._amount(of.then)
            case nodes.Mul(factors=(nodes.Const() as each, nodes.Field() as cases)):
                return f": {figure(each.value)} × {self._titled(cases)}"
            case nodes.Mul(factors=(nodes.Field() as cases, nodes.Const() as each)):
                return f": {figure(each.value)} × {self._titled(cases)}"
        return ""

    def _titled(self, of: Field) -> str:
        spec = self.ruleset.formulas.fields.get(of.key)
        return spec.title if spec is not None and spec.title else of.name

    def _classes(self) -> list[str]:
        found: list[str] = []
        if self.written.classes:
            found += ["", f"{self.say('classes')}:"]
        for each in self.written.classes:
            more = f", {self.say('class-more')}" if each.require else ""
            found.append(f"  {each.title}: {self.say('class-from', from_=self._threshold(each))}{more}")
        titles = {each.id: each.title for each in self.written.classes}
        if self.written.vetoes:
            found += ["", f"{self.say('vetoes')}:"]
        for veto in self.written.vetoes:
            outcome = titles.get(veto.outcome) or self.say(f"outcome {veto.outcome}")
            found.append(f"  {veto.title} → {outcome}" + (f" [{veto.source}]" if veto.source else ""))
        return found

    def _threshold(self, each: ClassSpec) -> str:
        """Write the threshold of a class; one that is not the same for all, level by level."""

        from thidua_scoring.formula.nodes import Lookup

        def written(value: Fraction) -> str:
            return figure(value * 100) + " %" if each.of_percent else figure(value)

        if isinstance(each.from_, Lookup):
            return ", ".join(f"{written(value)} ({level})" for level, value in each.from_.values)
        return self.say("class-varies") if each.threshold is None else written(each.threshold)
