"""Rulesets as TOML: values written inline, documents, and the ruleset that a text is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from thidua_scoring.numbers import write
from thidua_scoring.plugins import Plugins
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset

_FOLDER = Path(mkdtemp(prefix="thidua-rulesets-"))


def toml(value: Any) -> str:
    """Write a value inline."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Fraction():
            return write(Fraction(value))
        case str():
            return f'"{value}"'
        case date():
            return value.isoformat()
        case list() | tuple():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{ " + ", ".join(f'"{key}" = {toml(item)}' for key, item in value.items()) + " }"
    raise TypeError(value)


def document(data: Mapping[str, Any]) -> str:
    """Write a ruleset: the plain keys, then a table for every named part."""
    plain = [f"{key} = {toml(value)}" for key, value in data.items() if not isinstance(value, dict)]
    parts = []
    for section, content in data.items():
        if section in ("groups", "criteria", "facts", "vetoes"):
            for name, table in content.items():
                parts.append((f'{section}."{name}"', table))
        elif isinstance(content, dict):
            parts.append((section, content))
    for header, table in parts:
        plain += ["", f"[{header}]", *(f'"{key}" = {toml(value)}' for key, value in table.items())]
    return "\n".join(plain) + "\n"


def loaded(text: str, plugins: Plugins | None = None) -> Ruleset:
    """Load a ruleset from its text."""
    path = _FOLDER / f"{sha256(text.encode()).hexdigest()[:24]}.toml"
    path.write_text(text, encoding="utf-8")
    return load_ruleset(path, plugins=plugins)
