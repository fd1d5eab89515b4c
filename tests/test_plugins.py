"""P1: a bad plugin is refused by name with what is wrong; one that fails to load is listed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import pytest
from attrs import frozen

import thidua_criteria
from thidua_scoring import plugins as plugins_module
from thidua_scoring.criterion import Head, Line, Rule, full, key
from thidua_scoring.errors import PluginError, RulesetError
from thidua_scoring.hookspecs import hookimpl
from thidua_scoring.plugins import Origin, Plugins, installed
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.testing import check_criterion

ORIGIN = Origin("mine", "thidua-mine", "2.1")
RULES = """
format = 1
id = "one-kind"
title = "A ruleset with one criterion"
status = "illustrative"
source = "The tests"
[scale]
points = 3
[groups.all]
title = "All"
[criteria.A1]
group = "all"
kind = "{kind}"
title = "A1"
points = 3
"""


@frozen
class Given:
    """All points are given."""

    kind: ClassVar[str] = "given"
    remark: str = key("a remark", "")

    def compile(self, head: Head) -> Rule:
        """Give them."""
        return Rule([Line("base", full(head))])


class Plain:
    """Not an attrs class."""

    kind = "plain"

    def compile(self, head: Head) -> Rule:
        """Give nothing."""
        return Rule([])


@frozen
class Idle:
    """Does not compile."""

    kind: ClassVar[str] = "idle"


@frozen
class Arguments:
    """Compiles with the wrong arguments."""

    kind: ClassVar[str] = "arguments"

    def compile(self) -> Rule:
        """Give nothing."""
        return Rule([])


@frozen
class Nameless(Idle):
    """Has no name."""

    kind: ClassVar[str] = ""


@frozen
class Taking(Given):
    """Takes a key that all criteria have."""

    kind: ClassVar[str] = "taking"
    points: Fraction = key("points", Fraction(0))


@frozen
class Ledger(Given):
    """Has the name of a shipped kind."""

    kind: ClassVar[str] = "ledger"


def undocumented() -> type:
    """Make a kind without docstring."""
    return frozen(type("Mute", (), {"kind": "mute", "compile": Given.compile}))


def plugin(**hooks: Callable[[], Any]) -> SimpleNamespace:
    """Make a plugin of hook implementations by name."""
    return SimpleNamespace(**{name: hookimpl(hook) for name, hook in hooks.items()})


def kinds(*given: Any) -> SimpleNamespace:
    """Make a plugin that gives kinds."""
    return plugin(thidua_criteria=lambda: list(given))


def refused(bad: object, into: Plugins | None = None) -> PluginError:
    """Register a bad plugin, and see that nothing of it is kept."""
    into = into or Plugins()
    before = dict(into.criteria), list(into.rulesets), dict(into.readers), dict(into.reports)
    with pytest.raises(PluginError) as caught:
        into.register(bad, ORIGIN)
    assert (into.criteria, into.rulesets, into.readers, into.reports) == before
    assert ORIGIN not in into.origins
    return caught.value


def raising() -> Any:
    """Fail, as a hook may."""
    raise RuntimeError("no database")


def nothing() -> Any:
    """Give nothing, as a hook may."""
    return []


BAD: dict[str, tuple[object, str]] = {
    "kind-not-attrs": (kinds(Plain), "Plain"),
    "kind-without-compile": (kinds(Idle), "Idle"),
    "kind-without-name": (kinds(Nameless), "Nameless"),
    "kind-without-doc": (kinds(undocumented()), "Mute"),
    "kind-takes-common-key": (kinds(Taking), "points"),
    "plugin-name-taken": (kinds(Given, Given), "given"),
    "unknown-hook": (plugin(thidua_criterias=nothing), "thidua_criterias"),
    "hook-arguments": (plugin(thidua_criteria=lambda config: []), "thidua_criteria"),
    "hook-fails": (plugin(thidua_criteria=raising), "no database"),
    "hook-gives-wrong": (plugin(thidua_criteria=lambda: 7), "thidua_criteria"),
    "hook-gives-no-mapping": (plugin(thidua_reports=lambda: ["pdf"]), "thidua_reports"),
    "hook-gives-no-callable": (plugin(thidua_evidence_readers=lambda: {".ods": 1}), "1"),
    "rulesets-not-a-folder": (plugin(thidua_rulesets=lambda: [Path("no-such-folder")]), "no-such-folder"),
    "plugin-without-hooks": (SimpleNamespace(), "thidua_criteria"),
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_plugin_is_refused_by_name(code: str) -> None:
    """The fault has the plugin with its distribution, and what is wrong, in both languages."""
    bad, said = BAD[code]
    faults = refused(bad).faults
    assert [fault.code for fault in faults] == [code]
    for lang in ("vi", "en"):
        text = faults[0].text(lang)
        assert "mine (thidua-mine 2.1)" in text
        assert said in text
        assert "{" not in text.replace("{field", "")


def test_compile_must_take_the_head() -> None:
    """A method of another form is no compile."""
    assert [fault.code for fault in refused(kinds(Arguments)).faults] == ["kind-without-compile"]


def test_a_name_has_one_owner() -> None:
    """Both plugins are named, and the first keeps the name."""
    plugins = Plugins()
    plugins.register(thidua_criteria, Origin("thidua_criteria", "thidua-scoring", "1"))
    error = refused(kinds(Ledger), plugins)
    assert [fault.code for fault in error.faults] == ["plugin-name-taken"]
    text = error.faults[0].text("en")
    assert "mine (thidua-mine 2.1)" in text
    assert "thidua_criteria (thidua-scoring 1)" in text
    assert plugins.criterion("ledger") is thidua_criteria.Ledger


def test_everything_wrong_is_said_at_once() -> None:
    """A plugin with several misnamed hooks gets several faults."""
    bad = plugin(thidua_criterias=nothing, thidua_rules=nothing)
    assert [fault.code for fault in refused(bad).faults] == ["unknown-hook", "unknown-hook"]


def test_a_good_plugin_is_taken_in(tmp_path: Path) -> None:
    """Everything that it gives is known with its origin."""
    good = plugin(
        thidua_criteria=lambda: [Given],
        thidua_rulesets=lambda: [tmp_path],
        thidua_evidence_readers=lambda: {".ods": raising},
        thidua_reports=lambda: {"pdf": raising},
    )
    plugins = Plugins()
    plugins.register(good, ORIGIN)
    assert plugins.origins == [ORIGIN]
    assert plugins.criterion("given") is Given
    shelves = [plugins.criteria["given"], plugins.readers[".ods"], plugins.reports["pdf"]]
    assert {provided.origin for provided in [*shelves, *plugins.rulesets]} == {ORIGIN}


# ── plugins that are installed ──────────────────────────────────────────────────────


@frozen
class Entry:
    """An entry point, as the standard library gives them."""

    name: str
    thing: Callable[[], Any]
    value: str = "module"
    dist: Any = SimpleNamespace(name="thidua-broken", version="0.3")

    def load(self) -> Any:
        """Import what the entry names."""
        return self.thing()


def missing_module() -> Any:
    """Fail as an import does."""
    raise ModuleNotFoundError("No module named 'numpyish'")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugins]:
    """Load shipped kinds, one plugin that cannot be imported, and one that is refused."""
    entries = [
        Entry("broken", missing_module),
        Entry("plain", lambda: kinds(Plain)),
        Entry("shipped", lambda: thidua_criteria),
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda group: entries)
    installed.cache_clear()
    yield plugins_module.installed()
    installed.cache_clear()


def test_a_failing_plugin_is_listed(broken: Plugins) -> None:
    """The others are loaded all the same."""
    reasons = {str(failure.origin): failure.reason for failure in broken.failures}
    assert list(reasons) == ["broken (thidua-broken 0.3)", "plain (thidua-broken 0.3)"]
    assert "numpyish" in reasons["broken (thidua-broken 0.3)"]
    assert "Plain" in reasons["plain (thidua-broken 0.3)"]
    assert "ledger" in broken.criteria


def test_a_failing_plugin_is_no_error_where_it_is_not_needed(broken: Plugins, tmp_path: Path) -> None:
    """A ruleset of shipped kinds loads."""
    path = tmp_path / "rules.toml"
    path.write_text(RULES.format(kind="ledger"), encoding="utf-8")
    assert load_ruleset(path).id == "one-kind"


def test_a_ruleset_that_needs_a_failing_plugin_says_so(broken: Plugins, tmp_path: Path) -> None:
    """The fault stands at the kind and names the plugins that failed, with their reasons."""
    path = tmp_path / "rules.toml"
    path.write_text(RULES.format(kind="attendance"), encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load_ruleset(path)
    (fault,) = caught.value.faults
    assert fault.code == "unknown-kind-failures"
    assert fault.place.path == ("criteria", "A1", "kind")
    assert "broken (thidua-broken 0.3)" in fault.text("en")
    assert "numpyish" in fault.text("en")


def test_an_unknown_kind_names_the_nearest(tmp_path: Path) -> None:
    """Where no plugin failed, the kind is misspelt."""
    plugins = Plugins()
    plugins.register(thidua_criteria)
    path = tmp_path / "rules.toml"
    path.write_text(RULES.format(kind="ledgr"), encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load_ruleset(path, plugins=plugins)
    (fault,) = caught.value.faults
    assert (fault.code, fault.nearest) == ("unknown-kind", "ledger")


def test_what_is_shipped_is_installed_like_any_plugin() -> None:
    """Shipped kinds and rulesets come by the same way, with their origin."""
    found = {origin.plugin: origin.distribution for origin in installed().origins}
    assert found["thidua_criteria"] == found["thidua_rulesets"] == "thidua-scoring"
    assert installed().failures == []


# ── the page on plugins ─────────────────────────────────────────────────────────────


def test_the_page_names_every_hook_and_its_code_keeps_the_contract(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The kind that the page shows passes the contract, with the example that it shows."""
    page = (Path(__file__).parents[1] / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert [hook for hook in plugins_module._HOOKS if f"`{hook}`" not in page] == []
    module = ModuleType("page_on_plugins")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    names = vars(module)
    for block in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL):
        exec(block, names)
    check_criterion(names["Visits"], *names["TestVisits"].examples, max_examples=3)
