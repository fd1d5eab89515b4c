"""Read TOML values strictly, keeping every problem found on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

from thidua_scoring.errors import Problem, Problems, Step, nearest
from thidua_scoring.numbers import exact, read_written

T = TypeVar("T")
D = TypeVar("D")
Reader = Callable[[object], T]

_NAME: Final = re.compile(r"[^\W\d][\w-]*")


class Table:
    """A TOML table of which each key is read once; `close` reports what was wrong or left over.

    A value that cannot be read gives its placeholder, so that the rest is still looked at.
    """

    def __init__(self, raw: object):
        if not isinstance(raw, dict):
            raise Problem("not-a-table", got=shown(raw))
        self.raw: dict[str, Any] = raw
        self.known: list[str] = []
        self.problems: list[Problem] = []

    def has(self, key: str) -> bool:
        """Say whether the table gives the key, which is then a known one."""
        self.known.append(key)
        return key in self.raw

    def read(self, key: str, reader: Reader[T], otherwise: D) -> T | D:
        """Read a key that may be absent."""
        if not self.has(key):
            return otherwise
        try:
            return reader(self.raw[key])
        except (Problem, Problems) as error:
            self.problems += below(error, key)
            return otherwise

    def need(self, key: str, reader: Reader[T], placeholder: D) -> T | D:
        """Read a key that must be there."""
        if not self.has(key):
            self.problems.append(Problem("missing-key", key=key))
            return placeholder
        return self.read(key, reader, placeholder)

    def pick(self, key: str, choices: Iterable[str], otherwise: str | None) -> Any:
        """Read a key that holds one of a few words and may be absent."""
        return self.read(key, choice(*choices), otherwise)

    def refuse(self, code: str, *at: Step, nearest: str | None = None, **parameters: object) -> None:
        """Record a problem with the table as a whole, or with a key of it."""
        self.problems.append(Problem(code, nearest=nearest, at=at, **parameters))

    def close(self) -> None:
        """Raise all problems, unknown keys included."""
        known = set(self.known)
        for key in self.raw:
            if key not in known:
                others = [name for name in known if name not in self.raw]
                expected = ", ".join(dict.fromkeys(others)) or "—"
                self.problems.append(
                    Problem("unknown-key", at=[key], nearest=nearest(key, others), key=key, expected=expected)
                )
        raise_all(self.problems)


def below(error: Problem | Problems, *steps: Step) -> list[Problem]:
    """Return the problems of an error, their paths led through ``steps``."""
    problems = list(error.problems) if isinstance(error, Problems) else [error]
    for problem in problems:
        problem.at = (*steps, *problem.at)
    return problems


def raise_all(problems: Iterable[Problem]) -> None:
    """Raise the problems if there are any."""
    found = list(problems)
    if len(found) == 1:
        raise found[0]
    if found:
        raise Problems(found)


def shown(raw: object) -> str:
    """Write a TOML value for a message, shortened."""
    text = {True: "true", False: "false"}[raw] if isinstance(raw, bool) else str(raw)
    return text if len(text) <= 60 else text[:59] + "…"


# ── readers of single values ────────────────────────────────────────────────────────


def list_of(reader: Reader[T], *, least: int = 0) -> Reader[tuple[T, ...]]:
    """Make a reader of arrays."""

    def read(raw: object) -> tuple[T, ...]:
        if not isinstance(raw, list):
            raise Problem("not-a-list", got=shown(raw))
        if len(raw) < least:
            raise Problem("list-too-short", least=least, got=len(raw))
        items: list[T] = []
        problems: list[Problem] = []
        for index, item in enumerate(raw):
            try:
                items.append(reader(item))
            except (Problem, Problems) as error:
                problems += below(error, index)
        raise_all(problems)
        return tuple(items)

    return read


def table_of(reader: Reader[T]) -> Reader[dict[str, T]]:
    """Make a reader of tables whose keys are free names."""

    def read(raw: object) -> dict[str, T]:
        table = Table(raw)
        found: dict[str, T] = {}
        for key, value in table.raw.items():
            try:
                found[key] = reader(value)
            except (Problem, Problems) as error:
                table.problems += below(error, key)
        raise_all(table.problems)
        return found

    return read


def number(raw: object) -> Fraction:
    """Read a number, or a percentage in quotes as its share."""
    if isinstance(raw, str) and raw.strip().endswith("%"):
        return read_written(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise Problem("not-a-number", got=shown(raw))
    return exact(raw)


def share(raw: object) -> Fraction:
    """Read a share from 0 to 1: a percentage or a fraction in quotes, ``"20%"`` or ``"2/3"``, or a number."""
    parts = raw.split("/") if isinstance(raw, str) else []
    if len(parts) == 2 and all(part.strip().isdecimal() for part in parts) and int(parts[1]):
        found = Fraction(int(parts[0]), int(parts[1]))
    else:
        found = number(raw)
    if not 0 <= found <= 1:
        raise Problem("not-a-share", got=shown(raw))
    return found


def one_or_list(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Make a reader of one value, or of an array of them."""
    several = list_of(reader, least=1)
    return lambda raw: several(raw) if isinstance(raw, list) else (reader(raw),)


def whole(raw: object) -> int:
    """Read a whole number, 0 or more."""
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise Problem("not-a-whole-number", got=shown(raw))
    return raw


def positive(raw: object) -> int:
    """Read a whole number, 1 or more."""
    found = whole(raw)
    if found < 1:
        raise Problem("not-positive", got=found)
    return found


def text(raw: object) -> str:
    """Read a text that is not empty."""
    if not isinstance(raw, str) or not raw.strip():
        raise Problem("not-a-text", got=shown(raw))
    return raw


def flag(raw: object) -> bool:
    """Read true or false."""
    if not isinstance(raw, bool):
        raise Problem("not-true-or-false", got=shown(raw))
    return raw


def day(raw: object) -> date:
    """Read a date written as in TOML, without quotes."""
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise Problem("not-a-toml-date", got=shown(raw))
    return raw


def name(raw: object) -> str:
    """Read the name of a field: letters, digits, ``_`` and ``-``, not starting with a digit."""
    written = text(raw)
    if not _NAME.fullmatch(written):
        raise Problem("not-a-name", got=written)
    return written


def choice(*choices: str) -> Reader[Any]:
    """Make a reader of one of a few words."""

    def read(raw: object) -> str:
        if raw not in choices or not isinstance(raw, str):
            close = nearest(raw, choices) if isinstance(raw, str) else None
            raise Problem("not-a-choice", nearest=close, got=shown(raw), expected=", ".join(choices))
        return raw

    return read
