"""One figure taken together over periods: by which way, with what in the place of what is absent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from attrs import evolve, frozen

from thidua_scoring.decisions.amounts import amount
from thidua_scoring.decisions.reasons import Parameter, Reason
from thidua_scoring.formula import values
from thidua_scoring.formula.values import Value
from thidua_scoring.ruleset.decisions.appraisal import PeriodsSpec


@frozen
class InPeriod:
    """What one period says of a figure of a unit."""

    period: str
    value: Value | None
    """None where the unit was not rated in the period, or the figure did not apply to it then."""
    reason: Reason
    """The points, or why there are none."""
    applies: bool = True
    """False for a criterion that did not apply: it is left out, however absence counts."""
    sure: bool = True
    """False for a criterion of which it is not known whether it applied."""


@frozen
class Combination:
    """What a figure comes to over all periods."""

    value: Value | None
    """None where there is nothing to go by."""
    unrounded: Value | None
    reason: Reason


@frozen
class _Term:
    period: str
    value: Value


def not_rated(spec: PeriodsSpec, parts: Sequence[InPeriod]) -> Reason | None:
    """Say why a unit is not rated over all periods; None where it is."""
    rated = [part for part in parts if part.value is not None]
    absent = [part.reason for part in parts if part.value is None]
    if not rated:
        return Reason("year-unrated-never", {}, False, tuple(absent))
    if absent and spec.absent == "unrated":
        return Reason("year-unrated-absent", {}, False, tuple(absent))
    if len(rated) < spec.at_least:
        said: dict[str, Parameter] = {"rated": len(rated), "least": spec.at_least}
        return Reason("year-unrated-few", said, False, tuple(absent))
    if spec.absent == "carry" and parts[0].value is None:
        return Reason("year-unrated-carry", {"period": parts[0].period}, False, (parts[0].reason,))
    if _divisor(spec, _terms(spec, parts)) is None:
        return Reason("year-unrated-weights", {}, False, tuple(absent))
    return None


def take_together(spec: PeriodsSpec, parts: Sequence[InPeriod]) -> Combination:
    """Take a figure of a unit together over its periods, in order."""
    told = tuple(_told(spec, parts))
    possible = [value for value in (_exact(spec, each) for each in _choices(parts)) if value is not None]
    if not possible:
        return Combination(None, None, Reason("year-without", {}, None, told))
    exact = possible[0] if len(possible) == 1 else values.hull(possible)
    terms = _terms(spec, parts)
    value = exact if spec.rounding is None else exact.map(spec.rounding.apply)
    said: dict[str, Parameter] = {"points": amount(value), "count": len(terms)}
    if value != exact:
        told += (Reason("year-rounded", {"exact": amount(exact)}),)
    way: str = spec.take
    if way == "weighted":
        said["divisor"] = _divisor(spec, terms) or spec.divisor
        way = way if len(terms) == len(spec.parts) else "renormalised"
    return Combination(value, exact, Reason(f"year-{way}", said, True if value.certain else None, told))


def _choices(parts: Sequence[InPeriod]) -> Iterator[Sequence[InPeriod]]:
    """Yield the periods by everything that they may be where something is not known to have applied."""
    without = [[part] if part.sure else [part, evolve(part, value=None, applies=False)] for part in parts]
    yield from product(*without)


def _exact(spec: PeriodsSpec, parts: Sequence[InPeriod]) -> Value | None:
    terms = _terms(spec, parts)
    divisor = _divisor(spec, terms)
    if divisor is None or all(part.value is None for part in parts):
        return None
    return _taken(spec, terms, divisor)


def _terms(spec: PeriodsSpec, parts: Sequence[InPeriod]) -> list[_Term]:
    """Return what counts, with something in the place of what is absent where the rules say so."""
    found: list[_Term] = []
    for part in parts:
        if part.value is not None:
            found.append(_Term(part.period, part.value))
        elif part.applies and spec.absent == "zero":
            found.append(_Term(part.period, Value.known(0)))
        elif part.applies and spec.absent == "carry" and found:
            found.append(_Term(part.period, found[-1].value))
    return found


def _divisor(spec: PeriodsSpec, terms: Sequence[_Term]) -> Fraction | None:
    """Return what weighted points are divided by; None where the weights left come to nothing.

    Where periods are left out, the divisor shrinks as the weights do.
    """
    if spec.take != "weighted":
        return Fraction(1)
    left = sum((spec.weights[term.period] for term in terms), Fraction(0))
    whole = sum(spec.weights.values(), Fraction(0))
    if len(terms) == len(spec.parts):
        return spec.divisor
    return spec.divisor * left / whole if left and whole else None


def _taken(spec: PeriodsSpec, terms: Sequence[_Term], divisor: Fraction) -> Value:
    given = [term.value for term in terms]
    match spec.take:
        case "mean":
            return values.divide(values.add(given), Value.known(len(given)))
        case "min":
            return values.least(given)
        case "max":
            return values.greatest(given)
        case "last":
            return given[-1]
        case "sum":
            return values.add(given)
    weighed = (values.multiply(Value.known(spec.weights[t.period] / divisor), t.value) for t in terms)
    return values.add(weighed)


def _told(spec: PeriodsSpec, parts: Sequence[InPeriod]) -> Iterator[Reason]:
    """Yield what every period brings, in order."""
    before = ""
    for part in parts:
        reason = part.reason
        if part.value is None and part.applies:
            said: dict[str, Parameter] = {"period": part.period, "before": before}
            if spec.absent == "zero":
                reason = Reason("period-zero", said, None, (reason,))
            elif spec.absent == "carry" and before:
                reason = Reason("period-carried", said, None, (reason,))
            else:
                reason = Reason("period-left-out", said, None, (reason,))
        else:
            before = part.period if part.value is not None else before
        if spec.take == "weighted":
            reason = Reason("period-weight", {"weight": spec.weights[part.period]}, reason.holds, (reason,))
        yield reason
