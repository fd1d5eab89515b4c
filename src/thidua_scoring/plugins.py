"""Find plugins, refuse bad ones by name, and remember where everything came from (promise P1)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs
import pluggy
from attrs import define, field, frozen

from thidua_scoring import hookspecs
from thidua_scoring.criterion import COMMON_KEYS
from thidua_scoring.errors import Fault, PluginError, Problem, nearest
from thidua_scoring.hookspecs import PROJECT

T = TypeVar("T")
_HOOKS: Final = ("thidua_criteria", "thidua_rulesets", "thidua_evidence_readers", "thidua_reports")


@frozen
class Origin:
    """The plugin that something came from."""

    plugin: str
    distribution: str = ""
    version: str = ""

    def __str__(self) -> str:
        return f"{self.plugin} ({self.distribution} {self.version})" if self.distribution else self.plugin


@frozen
class Provided:
    """One thing that a plugin provides, under its name."""

    name: str
    thing: Any
    origin: Origin


@frozen
class Failure:
    """A plugin that could not be loaded, and why."""

    origin: Origin
    reason: str


@define
class Plugins:
    """Hold what plugins provide.

    A plugin that fails to load is kept in ``failures``: it is an error only when a ruleset
    needs what it would have given.
    """

    criteria: dict[str, Provided] = field(factory=dict)
    rulesets: list[Provided] = field(factory=list)
    readers: dict[str, Provided] = field(factory=dict)
    reports: dict[str, Provided] = field(factory=dict)
    failures: list[Failure] = field(factory=list)
    origins: list[Origin] = field(factory=list)

    def register(self, plugin: object, origin: Origin | None = None) -> None:
        """Take in a plugin: a module or object with hook implementations.

        Raises `PluginError` naming the plugin and everything wrong with it; nothing of it is
        then kept.
        """
        origin = origin or Origin(getattr(plugin, "__name__", type(plugin).__name__))
        found, faults = _provisions(plugin, origin)
        faults += self._taken(found)
        if faults:
            raise PluginError(faults)
        self.origins.append(origin)
        for hook, provided in found:
            if hook == "thidua_rulesets":
                self.rulesets.append(provided)
            else:
                self._shelf(hook)[provided.name] = provided

    def _shelf(self, hook: str) -> dict[str, Provided]:
        return {
            "thidua_criteria": self.criteria,
            "thidua_evidence_readers": self.readers,
            "thidua_reports": self.reports,
        }[hook]

    def _taken(self, found: list[tuple[str, Provided]]) -> list[Fault]:
        """Refuse a name that another plugin, or this one, has already given."""
        faults = []
        seen: dict[tuple[str, str], Provided] = {}
        for hook, provided in found:
            if hook == "thidua_rulesets":
                continue
            owner = self._shelf(hook).get(provided.name) or seen.get((hook, provided.name))
            seen[hook, provided.name] = provided
            if owner is not None:
                faults.append(
                    _fault("plugin-name-taken", provided.origin, name=provided.name, owner=owner.origin)
                )
        return faults

    def criterion(self, kind: str) -> type[Any]:
        """Return a kind of criterion.

        Raises ``Problem`` naming the nearest kind, and the plugins that failed to load.
        """
        if kind in self.criteria:
            found: type[Any] = self.criteria[kind].thing
            return found
        failed = "; ".join(f"{failure.origin}: {failure.reason}" for failure in self.failures)
        raise Problem(
            "unknown-kind" if not failed else "unknown-kind-failures",
            nearest=nearest(kind, self.criteria),
            got=kind,
            expected=", ".join(sorted(self.criteria)),
            failures=failed,
        )


@cache
def installed() -> Plugins:
    """Load every plugin that is installed, once."""
    plugins = Plugins()
    for entry in sorted(metadata.entry_points(group=PROJECT), key=lambda entry: (entry.name, entry.value)):
        origin = _origin(entry)
        try:
            plugins.register(entry.load(), origin)
        except PluginError as error:
            plugins.failures.append(Failure(origin, "; ".join(fault.text("en") for fault in error.faults)))
        except Exception as error:
            plugins.failures.append(Failure(origin, f"{type(error).__name__}: {error}"))
    return plugins


def _origin(entry: metadata.EntryPoint) -> Origin:
    if entry.dist is None:
        return Origin(entry.name)
    return Origin(entry.name, entry.dist.name, entry.dist.version)


# ── checking what a plugin gives ────────────────────────────────────────────────────


def _provisions(plugin: object, origin: Origin) -> tuple[list[tuple[str, Provided]], list[Fault]]:
    """Call the plugin's hooks and check what each one gives."""
    found: list[tuple[str, Provided]] = []
    faults: list[Fault] = []
    for code, parameters in _misnamed(plugin):
        faults.append(_fault(code, origin, **parameters))
    for hook, given in _called(plugin, origin, faults):
        try:
            found += [(hook, Provided(name, thing, origin)) for name, thing in _CHECKS[hook](given)]
        except Problem as problem:
            parameters = {"hook": hook, **problem.parameters}
            faults.append(_fault(problem.code, origin, **parameters))
        except Exception as error:
            faults.append(
                _fault("hook-gives-wrong", origin, hook=hook, reason=f"{type(error).__name__}: {error}")
            )
    return found, faults


def _misnamed(plugin: object) -> Iterator[tuple[str, dict[str, str]]]:
    """Find hook implementations that no specification asks for, or that ask for arguments."""
    for name in dir(plugin):
        member = getattr(plugin, name, None)
        if not inspect.isroutine(member) or not hasattr(member, f"{PROJECT}_impl"):
            continue
        if name not in _HOOKS:
            yield "unknown-hook", {"hook": name, "expected": ", ".join(_HOOKS)}
        elif inspect.signature(member).parameters:
            yield "hook-arguments", {"hook": name}


def _called(plugin: object, origin: Origin, faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    if faults:
        return
    manager.register(plugin, name=origin.plugin)
    if not any(getattr(manager.hook, hook).get_hookimpls() for hook in _HOOKS):
        faults.append(_fault("plugin-without-hooks", origin, expected=", ".join(_HOOKS)))
    for hook in _HOOKS:
        try:
            results = getattr(manager.hook, hook)()
        except Exception as error:
            faults.append(_fault("hook-fails", origin, hook=hook, reason=f"{type(error).__name__}: {error}"))
            continue
        yield from ((hook, result) for result in results)


def _fault(code: str, origin: Origin, **parameters: object) -> Fault:
    return Fault(
        code, parameters={"plugin": str(origin), **{name: str(value) for name, value in parameters.items()}}
    )


def _kinds(given: Any) -> Iterator[tuple[str, Any]]:
    for kind in given:
        yield _checked_kind(kind), kind


def _checked_kind(kind: Any) -> str:
    """Return the name of a kind that keeps the contract."""
    name = getattr(kind, "kind", None)
    if not inspect.isclass(kind) or not attrs.has(kind):
        raise Problem("kind-not-attrs", got=getattr(kind, "__name__", repr(kind)))
    if not isinstance(name, str) or not name:
        raise Problem("kind-without-name", got=kind.__name__)
    compile_ = getattr(kind, "compile", None)
    if not callable(compile_) or len(inspect.signature(compile_).parameters) != 2:
        raise Problem("kind-without-compile", got=kind.__name__)
    if not (kind.__doc__ or "").strip():
        raise Problem("kind-without-doc", got=kind.__name__)
    taken = sorted({attribute.name for attribute in attrs.fields(kind)} & _COMMON)
    if taken:
        raise Problem("kind-takes-common-key", got=kind.__name__, keys=", ".join(taken))
    return name


_COMMON: Final = frozenset({*COMMON_KEYS, "override"})
"""The keys that no kind may take for itself."""


def _folders(given: Any) -> Iterator[tuple[str, Any]]:
    for folder in given:
        path = Path(folder)
        if not path.is_dir():
            raise Problem("rulesets-not-a-folder", got=str(folder))
        yield str(path), path


def _named(given: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(given, Mapping):
        raise Problem("hook-gives-no-mapping", got=repr(given))
    for name, thing in given.items():
        if not callable(thing):
            raise Problem("hook-gives-no-callable", got=repr(thing))
        yield name, thing


_CHECKS: Final[dict[str, Callable[[Any], Iterator[tuple[str, Any]]]]] = {
    "thidua_criteria": _kinds,
    "thidua_rulesets": _folders,
    "thidua_evidence_readers": _named,
    "thidua_reports": _named,
}
