"""The figures of one unit as controls, and what a person sets them to as evidence.

Values travel as text. What is shown is decimal; what comes back is read as people of the widget's
language write figures. A percentage is in percent, a date ``2025-01-31``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault, Lang, NoSuchName, Place, Problem, nearest
from thidua_scoring.evidence.cells import cell_of
from thidua_scoring.evidence.columns import Column
from thidua_scoring.evidence.figures import read_percent, read_quantity
from thidua_scoring.evidence.kinds import Known, check_limits, read_scalar
from thidua_scoring.numbers import decimals, terminates, write
from thidua_scoring.scoring.unit_score import UnitScore

_LONGEST: Final = 60
"""More letters than any figure has."""
_POSITIONS: Final = 200
"""About how many places a slider has where the ruleset names no step."""
_KINDS: Final = ("number", "count", "percent", "date", "yes-no", "level")


def keys_of(unit: UnitScore, figures: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Return the keys of figures that can be set by hand: those asked for, or all of the unit.

    Raises `NoSuchName` with every name that is none, each with the nearest one.
    """
    formulas = unit.board.ruleset.formulas
    settable = [key for key, spec in formulas.fields.items() if spec.kind in _KINDS]
    if figures is not None:
        unknown = [key for key in figures if key not in settable]
        if unknown:
            problems = [
                Problem("not-a-field", got=key, count=1, nearest=nearest(key, settable)) for key in unknown
            ]
            raise NoSuchName(problem.placed(Place()) for problem in problems)
        return figures
    criteria = unit.criteria
    owners = {key: key.rpartition(".")[0] for key in settable}
    return tuple(key for key in settable if not owners[key] or criteria[owners[key]].applies)


def controls(unit: UnitScore, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield what each figure's control shows, all numbers as text."""
    written = unit.board.ruleset.written
    for key in keys:
        spec = unit.board.ruleset.formulas.fields[key]
        owner = key.rpartition(".")[0]
        now = cell_of(unit.board.evidence, key, unit.row).value
        yield {
            "key": key,
            "title": spec.title or spec.name,
            "group": f"{owner} · {written.criteria[owner].head.title}" if owner else "",
            "kind": spec.kind,
            "unit": "%" if spec.kind == "percent" else spec.unit or "",
            "value": as_text(now, spec),
            "levels": list(_levels(unit, key)),
            **_slider(spec, now, unit.board.evidence.columns.get(key)),
        }


def _levels(unit: UnitScore, key: str) -> list[str]:
    spec = unit.board.ruleset.formulas.fields[key]
    if spec.kind != "level":
        return []
    found = unit.board.ruleset.formulas.ranges.get(key)
    return list(spec.levels) or sorted((found and found.levels) or ())


def as_text(value: Known | None, spec: FieldSpec) -> str | bool:
    """Write a figure as it travels; empty where it is not known."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, Fraction):
        return value if isinstance(value, str) else ""
    if spec.kind == "date":
        return date.fromordinal(int(value)).isoformat()
    return write(value * 100 if spec.kind == "percent" else value)


def _slider(spec: FieldSpec, now: Known | None, column: Column | None) -> dict[str, Any]:
    """Return a slider's least, step and number of places, as whole numbers of a power of ten.

    Where the ruleset declares no most, it goes to twice the greatest figure of all units; the box
    beside it takes any figure that the ruleset does.
    """
    if spec.kind not in ("number", "count", "percent"):
        return {}
    factor = 100 if spec.kind == "percent" else 1
    low, high = (end * factor for end in _ends(spec, column))
    step = _step(spec, high - low, factor)
    if spec.step is None and isinstance(now, Fraction):
        step = _finer(step, now * factor - low)
    if high <= low or not (terminates(low) and terminates(step)):
        return {}
    places = max(decimals(low), decimals(step))
    least, each = (int(number * 10**places) for number in (low, step))
    return {"least": str(least), "step": str(each), "places": places, "count": int((high - low) // step)}


def _ends(spec: FieldSpec, column: Column | None) -> tuple[Fraction, Fraction]:
    """Return the declared range; an end that is not declared is well beyond all figures there are."""
    known = [Fraction(1 if spec.kind == "percent" else 10)]
    if column is not None:
        known += [2 * abs(Fraction(value, column.scale)) for value in column.values if type(value) is int]
    low = -max(known) if spec.minimum is None else spec.minimum
    return low, max(low + 1, *known) if spec.maximum is None else spec.maximum


def _step(spec: FieldSpec, width: Fraction, factor: int) -> Fraction:
    """Return the declared step, 1 for what is counted, else a round number."""
    if spec.step is not None:
        return spec.step * factor
    step = Fraction(1)
    if spec.kind == "count":
        return step
    while step * _POSITIONS > width > 0 and step > Fraction(1, 10**6):
        step /= 10
    while step * 10 * _POSITIONS <= width:
        step *= 10
    return step


def _finer(step: Fraction, now: Fraction) -> Fraction:
    """Return a step by which the slider comes to the figure of today, as far as that is no long decimal."""
    finer = (step / 10**n for n in range(3) if (now * 10**n / step).denominator == 1)
    return next(finer, step)


# ── what comes back ─────────────────────────────────────────────────────────────────


def read_asked(asked: object, unit: UnitScore, keys: tuple[str, ...], lang: Lang = "vi") -> dict[str, Known]:
    """Read what a person has set, which comes from a browser and may be anything.

    Raises `EvidenceError` with every figure that is refused, by its key.
    """
    specs = unit.board.ruleset.formulas.fields
    found: dict[str, Known] = {}
    faults: list[Fault] = []
    for key, value in _items(asked):
        name = str(key)[:_LONGEST]
        try:
            if not isinstance(key, str) or key not in keys:
                raise Problem("not-a-field", got=name, count=1, nearest=nearest(name, keys))
            found[key] = _read(value, specs[key], _levels(unit, key), lang)
        except Problem as problem:
            faults.append(problem.placed(Place(path=(name,))))
    if faults:
        raise EvidenceError(faults)
    return found


def _items(asked: object) -> Iterator[tuple[object, object]]:
    if isinstance(asked, Mapping):
        yield from asked.items()
    else:
        yield type(asked).__name__, asked


def _read(value: object, spec: FieldSpec, levels: list[str], lang: Lang) -> Known:
    """Read one value by the kind of its figure. Raises `Problem`."""
    if spec.kind == "yes-no":
        if isinstance(value, bool):
            return value
        raise Problem("other-kind", got=repr(value)[:_LONGEST], field=spec.name, kind=spec.kind)
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise Problem("other-kind", got=repr(value)[:_LONGEST], field=spec.name, kind=spec.kind)
    if spec.kind == "level":
        if value not in levels:
            raise Problem("no-such-level", got=value, field=spec.name, expected=", ".join(levels),
                          nearest=nearest(value, levels))  # fmt: skip
        return value
    if spec.kind == "date":
        return read_scalar(value, spec, None)
    number = read_percent(value, lang) if spec.kind == "percent" else read_quantity(value, lang, spec.unit)
    check_limits(number, spec)
    return number
