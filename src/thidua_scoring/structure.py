"""Read the keys of a kind from a TOML table, by the types of the kind's attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache, partial
from operator import is_
from typing import Any, TypeVar

import attrs
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import ForbiddenExtraKeysError

from thidua_scoring.criterion import Bands, Curve
from thidua_scoring.errors import Problem, Problems, Step, nearest
from thidua_scoring.expression import bands, conditions, measures, tables
from thidua_scoring.formula.nodes import Condition, Field, Number

T = TypeVar("T")


def structure(raw: dict[str, Any], kind: type[T], others: tuple[str, ...] = ()) -> T:
    """Make an instance of an attrs class from a table.

    ``others`` are further keys that the table may hold, named as near ones. Raises
    ``Problems`` with every fault and its path.
    """
    try:
        return _converter().structure(raw, kind)
    except ClassValidationError as error:
        raise Problems(_problems(error, kind, others)) from None


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    readers: dict[Any, Any] = {
        Number: measures.measure,
        Condition: conditions.condition,
        Field: _field,
        Fraction: tables.number,
        int: tables.whole,
        str: tables.text,
        bool: tables.flag,
        date: tables.day,
        Bands: _bands,
        Curve: _curve,
    }
    for kind, reader in readers.items():
        converter.register_structure_hook_func(partial(is_, kind), partial(_read_by, reader))
    return converter


def _read_by(reader: Callable[[object], Any], raw: object, _: Any) -> Any:
    return reader(raw)


def _field(raw: object) -> Field:
    found = measures.reference(raw)
    assert isinstance(found, Field)
    return found


def _bands(raw: object) -> Bands:
    bands.bands(raw, Field("?"))
    return Bands(raw)


def _curve(raw: object) -> Curve:
    bands.curve(raw, Field("?"), None)
    return Curve(raw)


def _problems(error: BaseException, kind: Any, others: tuple[str, ...]) -> Iterator[Problem]:
    """Walk cattrs' tree of errors, gathering the way to each."""
    if isinstance(error, ClassValidationError):
        kind = error.cl
        noted, rest = error.group_exceptions()
        for inner, note in noted:
            yield from _missing_or(inner, note.name, kind, others)
        for inner in rest:
            yield from _problems(inner, kind, others)
    elif isinstance(error, IterableValidationError):
        noted_items, rest_items = error.group_exceptions()
        for inner, item in noted_items:
            yield from _below(_problems(inner, kind, ()), int(item.index))
        for inner in rest_items:
            yield from _problems(inner, kind, ())
    elif isinstance(error, Problem | Problems):
        yield from tables.below(error)
    elif isinstance(error, ForbiddenExtraKeysError):
        yield from _unknown(error, others)
    else:
        # cattrs meets a part that should be a table, or an array, and is not.
        yield Problem("not-a-table" if attrs.has(kind) else "not-a-list", got=str(error))


def _missing_or(error: BaseException, name: str, kind: Any, others: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(error, KeyError) and error.args == (name,):
        yield Problem("missing-key", key=name)
    else:
        yield from _below(_problems(error, kind, others), name)


def _below(problems: Iterator[Problem], step: Step) -> Iterator[Problem]:
    for problem in problems:
        yield from tables.below(problem, step)


def _unknown(error: ForbiddenExtraKeysError, others: tuple[str, ...]) -> Iterator[Problem]:
    known = [attribute.name for attribute in attrs.fields(error.cl) if attribute.init] + list(others)
    for key in sorted(error.extra_fields):
        yield Problem(
            "unknown-key", at=[key], nearest=nearest(key, known), key=key, expected=", ".join(known)
        )
