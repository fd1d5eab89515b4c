"""A form that is made, changed and saved, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from filling import Filled
from form_rules import TEXT
from written_toml import loaded

from thidua_scoring.forms import make_form
from thidua_scoring.ruleset.ruleset import Ruleset


@pytest.fixture
def ruleset() -> Ruleset:
    return loaded(TEXT)


@pytest.fixture
def save(tmp_path: Path, ruleset: Ruleset) -> Callable[..., Path]:
    """Return what saves a form after a change to it."""

    def saved(change: Callable[[Filled], None] = lambda _: None, unit: str = "x") -> Path:
        form = Filled.of(make_form(ruleset, unit, table_rows=3), ruleset)
        change(form)
        return form.save(tmp_path / f"{unit}.xlsx")

    return saved
