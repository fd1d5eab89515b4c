"""What a plugin may provide: criteria, rulesets, readers of evidence, writers of reports.

Hooks only register. They are called once, when plugins are loaded; scoring calls the typed
objects that they gave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import pluggy

if TYPE_CHECKING:
    from thidua_scoring.criterion import Criterion
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.errors import Lang
    from thidua_scoring.evidence.statements import Statements
    from thidua_scoring.scoring.scoreboard import Scoreboard

PROJECT: Final = "thidua_scoring"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

EvidenceReader: TypeAlias = "Callable[[Path], Statements]"
ReportWriter: TypeAlias = "Callable[[Scoreboard, Path], None]"
"""A report of points, which is for the council."""


class StandingWriter(Protocol):
    """A report of decisions that leaves out what its audience may not see.

    It is told from a `ReportWriter` by its parameter ``audience``: ``public``, ``unit`` or
    ``council``. ``unit`` is the id of whose report it is.
    """

    def __call__(
        self, standing: Standing, path: Path, /, *, audience: str, unit: str | None, lang: Lang
    ) -> None:
        """Write the report to a file."""


@hookspec
def thidua_criteria() -> Sequence[type[Criterion]]:  # type: ignore[empty-body]
    """Return the kinds of criteria that the plugin provides."""


@hookspec
def thidua_rulesets() -> Sequence[Path]:  # type: ignore[empty-body]
    """Return folders of rulesets: each file ``a/b.toml`` below one is the ruleset ``a/b``."""


@hookspec
def thidua_evidence_readers() -> Mapping[str, EvidenceReader]:  # type: ignore[empty-body]
    """Return readers of evidence by the file ending that they read, as ``.ods``."""


@hookspec
def thidua_reports() -> Mapping[str, ReportWriter | StandingWriter]:  # type: ignore[empty-body]
    """Return writers of reports by their name on the command line."""
