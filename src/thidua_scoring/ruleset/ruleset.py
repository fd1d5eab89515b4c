"""A ruleset that may be used: read, assembled and without fault."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from thidua_scoring.errors import Fault
from thidua_scoring.formula.programs import Programs
from thidua_scoring.numbers import exact, write
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import Written

if TYPE_CHECKING:
    from thidua_scoring.evidence.evidence import Evidence
    from thidua_scoring.evidence.text import Locale
    from thidua_scoring.scoring.scoreboard import Scoreboard


@frozen(eq=False)
class Ruleset:
    """Hold a ruleset's rules and the formulas they come to.

    ``ruleset.score("evidence.csv")`` scores the units of a file.
    """

    written: Written
    formulas: Formulas = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)
    """The TOML as loaded, inherited parts included."""
    files: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()
    """What the checks found that is no fault but should be known."""

    @property
    def id(self) -> str:
        """The ruleset's id: ``tien-giang/tnmt-cap-huyen-2022``."""
        return self.written.id

    @property
    def status(self) -> str:
        """Whether the ruleset is official, partial or illustrative."""
        return self.written.status

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the ruleset says; comments and layout do not change it."""
        text = json.dumps(canonical(self.data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def programs(self) -> Programs:
        """The generated programs that have scored by this ruleset."""
        return Programs()

    def score(self, evidence: Evidence | str | Path | Any, *, locale: Locale | None = None) -> Scoreboard:
        """Score evidence: an `Evidence`, a file, or a data frame.

        Raises `EvidenceError` with every fault of the evidence.
        """
        from thidua_scoring.scoring.engine import score

        return score(self, evidence, locale=locale)


def canonical(value: Any) -> Any:
    """Write what a ruleset says so that what is equal looks equal, numbers and dates too."""
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return {"number": write(exact(value))}
    assert isinstance(value, date)
    return {"date": value.isoformat()}
