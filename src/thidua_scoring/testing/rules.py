"""A ruleset around one criterion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Final

from attrs import frozen

from thidua_scoring.criterion import Criterion, Head, Line, Rule, full
from thidua_scoring.errors import RulesetError
from thidua_scoring.hookspecs import hookimpl
from thidua_scoring.plugins import Origin, Plugins
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.read import Reading
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.ruleset.toml import parse_toml

CRITERION: Final = "C1"
"""The id of the criterion that is tested."""

_AROUND: Final = """
format = 1
id = "contract"
title = "A criterion and what it needs"
status = "illustrative"
source = "An example of the kind's tests"
in_force = {{ from = 2022-01-01, until = 2022-12-31 }}

[scale]
points = {points}
may_exceed = true
rounding = {{ at = "total", places = 2, mode = "half-up" }}

[groups.all]
title = "All"

[criteria.rest]
group = "all"
kind = "{rest}"
title = "The rest of the scale"
points = 1

[criteria.{name}]
group = "all"
kind = "{kind}"
{keys}
"""


@frozen
class _Rest:
    """Give all points, so that the scale is never empty."""

    kind: ClassVar[str] = "contract-rest"

    def compile(self, head: Head) -> Rule:
        return Rule([Line("base", full(head))])


@frozen
class _Plugin:
    """Provide the kind that is tested, and what stands beside it."""

    kinds: tuple[type[Any], ...]

    @hookimpl
    def thidua_criteria(self) -> Sequence[type[Criterion]]:
        return self.kinds


def plugins_with(kind: type[Any]) -> Plugins:
    """Register a kind; raises `PluginError` with everything that is wrong with it."""
    plugins = Plugins()
    plugins.register(_Plugin((kind,)), Origin(f"{kind.__module__}.{kind.__qualname__}"))
    plugins.register(_Plugin((_Rest,)), Origin(__name__))
    return plugins


def ruleset_of(kind: type[Any], keys: str) -> Ruleset:
    """Load a ruleset with one criterion of the kind.

    ``keys`` is TOML: the criterion's keys but for ``group`` and ``kind``, its sub-tables as
    ``[criteria.C1.…]``; what follows may be any other part of a ruleset. Raises `RulesetError`.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contract.toml"
        path.write_text(_text(kind, keys), encoding="utf-8")
        return load_ruleset(path, plugins=plugins_with(kind))


def rule_of(kind: type[Any], keys: str) -> Rule:
    """Compile the criterion and no more, so that a rule can be looked at which would not load."""
    reading = Reading(parse_toml(_text(kind, keys), "contract.toml"), plugins_with(kind))
    written = reading.written()
    if reading.faults:
        raise RulesetError(reading.faults)
    return written.criteria[CRITERION].rule


def _text(kind: type[Any], keys: str) -> str:
    points = _points(keys) + 1
    return _AROUND.format(points=points, rest=_Rest.kind, name=CRITERION, kind=kind.kind, keys=keys)


def _points(keys: str) -> Any:
    """Read the points of the example; what is wrong with its TOML is found when it is loaded."""
    try:
        return parse_toml(keys, "example.toml").data.get("points", 0)
    except RulesetError:
        return 0
