"""Which weights are admissible: limits of each, an order of importance, and their sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, NoSuchName, Place, Problem, nearest
from thidua_scoring.numbers import exact, read_written, write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.robustness.exact_lp import Tableau, whole

Amount: TypeAlias = "Fraction | int | Decimal | str"
"""A number of points, or a share: ``"20%"``, ``"12,5"``, ``Decimal("12.5")``."""
Limits: TypeAlias = "tuple[Fraction | None, Fraction | None]"
Linear: TypeAlias = tuple[Fraction, ...]
"""A figure that depends on the weights: what is fixed, then the factor of each weight."""
Order: TypeAlias = tuple[str, Literal[">=", "<=", "=="], str]
OWN: Final = "own"
"""The sum that the weights have by the ruleset."""
_SIGNS: Final = {">=": "≥", "<=": "≤", "==": "="}


def amount(written: Amount) -> Fraction:
    """Read a number as people give it. Raises `EvidenceError` for what is none, binary floats too."""
    try:
        return read_written(written) if isinstance(written, str) else exact(written)
    except Problem as problem:
        raise EvidenceError([problem.placed(Place())]) from None


def weights_of(board: Scoreboard) -> dict[str, Fraction]:
    """Return the points of every criterion that has some, which are its weight."""
    specs = board.ruleset.written.criteria
    return {name: spec.head.points for name, spec in specs.items() if spec.head.points > 0}


def _limits(written: Mapping[str, tuple[Amount | None, Amount | None]]) -> dict[str, Limits]:
    def end(of: Amount | None) -> Fraction | None:
        return None if of is None else amount(of)

    return {name: (end(low), end(high)) for name, (low, high) in written.items()}


def _ordered(written: Iterable[Sequence[str]]) -> tuple[Order, ...]:
    found: list[Order] = []
    for left, relation, right in written:
        match relation:
            case ">=" | "<=" | "==":
                found.append((left, relation, right))
            case _:
                raise EvidenceError([Fault("weights-relation", parameters={"got": str(relation)})])
    return tuple(found)


def _sum(written: Any) -> Any:
    return written if written is None or written == OWN else amount(written)


@frozen
class Region:
    """A set of weights: everything that keeps to all the limits. No weight is below zero.

    Regions do not change; ``region & other`` keeps to what both say and `where` says more.

    >>> equal = Region.free(order=[("C1", "==", "C2")], total=10)
    >>> (equal & Region.box({"C1": (3, 8)}, total=10)).bounds
    {'C1': (Fraction(3, 1), Fraction(8, 1))}
    """

    bounds: Mapping[str, Limits] = field(factory=dict, converter=_limits)
    """The least and greatest weight of a criterion, in points; those not named are free."""
    order: tuple[Order, ...] = field(default=(), converter=_ordered)
    total: Any = field(default=OWN, converter=_sum)
    """What the weights add up to: `OWN` for the points of the ruleset, so that weights trade off;
    a number; or None, so that each moves by itself."""
    kept: tuple[tuple[str, ...], ...] = ()
    """Criteria whose weights together stay what they are by the ruleset; see `keeping`."""

    @classmethod
    def free(cls, *, order: Iterable[Sequence[str]] = (), total: Amount | None = OWN) -> Region:
        """Admit all weights from zero up."""
        return cls({}, order, total)

    @classmethod
    def box(
        cls,
        bounds: Mapping[str, tuple[Amount | None, Amount | None]],
        *,
        order: Iterable[Sequence[str]] = (),
        total: Amount | None = OWN,
    ) -> Region:
        """Keep some weights between limits, in points; an absent limit is none."""
        return cls(bounds, order, total)

    @classmethod
    def around(
        cls,
        board: Scoreboard,
        share: Amount,
        *,
        order: Iterable[Sequence[str]] = (),
        total: Amount | None = OWN,
    ) -> Region:
        """Let each weight be off its own by a share of it, such as ``"20%"``."""
        part = amount(share)
        own = weights_of(board)
        box = {name: (max(w * (1 - part), Fraction(0)), w * (1 + part)) for name, w in own.items()}
        return cls(box, order, total)

    def __and__(self, other: Region) -> Region:
        """Keep to what both regions say; a sum that is stated holds before the ruleset's own.

        Raises `EvidenceError` where both state different sums.
        """
        totals = [each.total for each in (self, other) if each.total != OWN] or [OWN]
        if totals[0] != totals[-1]:
            sums = "; ".join("Σ" if each is None else f"Σ = {write(each)}" for each in totals)
            raise EvidenceError([Fault("weights-contradict", parameters={"limits": sums})])
        bounds = {**self.bounds, **other.bounds}
        for name in self.bounds.keys() & other.bounds.keys():
            (low, high), (above, below) = self.bounds[name], other.bounds[name]
            lows = [end for end in (low, above) if end is not None]
            highs = [end for end in (high, below) if end is not None]
            bounds[name] = max(lows, default=None), min(highs, default=None)
        order = tuple(dict.fromkeys([*self.order, *other.order]))
        return Region(bounds, order, totals[0], tuple(dict.fromkeys([*self.kept, *other.kept])))

    def where(self, *order: Sequence[str]) -> Region:
        """Say also which weights are at least, at most or equal to others: ``("C1", ">=", "C2")``."""
        return evolve(self, order=(*self.order, *_ordered(order)))

    def keeping(self, board: Scoreboard) -> Region:
        """Let weights trade off only among the criteria that apply to each unit.

        What applies to a unit then stays what it is, so that percentages of units to which different
        criteria apply can be compared over the region.
        """
        sets = (tuple(weights_applying(board, row)) for row in range(len(board)))
        return evolve(self, kept=tuple(dict.fromkeys([*self.kept, *sets])))

    def to_dict(self) -> dict[str, Any]:
        """Return the limits for machines, numbers as text."""
        bounds = {
            name: [None if end is None else write(end) for end in ends] for name, ends in self.bounds.items()
        }
        total = write(self.total) if isinstance(self.total, Fraction) else self.total
        return {"bounds": bounds, "order": [list(each) for each in self.order], "sum": total,
                "kept": [list(each) for each in self.kept]}  # fmt: skip

    def over(self, own: Mapping[str, Fraction]) -> Space:
        """Return the points of the region for criteria with their own weights.

        Raises `NoSuchName` for criteria that there are none of, and `EvidenceError` with
        ``weights-contradict`` where nothing keeps to all limits or ``weights-endless`` where some
        weight could grow without end.
        """
        named = [*self.bounds, *(name for left, _, right in self.order for name in (left, right))]
        named += [name for each in self.kept for name in each]
        unknown = [name for name in dict.fromkeys(named) if name not in own]
        if unknown:
            known = ", ".join(own)
            raise NoSuchName(
                Fault("weights-criterion", Place(), {"got": name, "expected": known}, nearest(name, own))
                for name in unknown
            )
        space = Space(tuple(own), tuple(self._lows(own)), tuple(self._constraints(own)))
        space.check()
        return space

    def _lows(self, own: Mapping[str, Fraction]) -> Iterator[Fraction]:
        for name in own:
            low, _ = self.bounds.get(name, (None, None))
            yield max(low or Fraction(0), Fraction(0))

    def _constraints(self, own: Mapping[str, Fraction]) -> Iterator[Constraint]:
        zero = dict.fromkeys(own, Fraction(0))
        for name, (_, high) in self.bounds.items():
            if high is not None:
                yield Constraint(tuple({**zero, name: Fraction(1)}.values()), high, f"{name} ≤ {write(high)}")
        for left, relation, right in self.order:
            factors = tuple({**zero, left: Fraction(1), right: Fraction(-1)}.values())
            said = f"{left} {_SIGNS[relation]} {right}"
            if left == right:
                continue
            if relation in ("<=", "=="):
                yield Constraint(factors, Fraction(0), said)
            if relation in (">=", "=="):
                yield Constraint(tuple(-factor for factor in factors), Fraction(0), said)
        if self.total is not None:
            total = sum(own.values(), Fraction(0)) if self.total == OWN else self.total
            yield from _summing(own, own, total, f"Σ = {write(total)}")
        for names in self.kept:
            total = sum((own[name] for name in names), Fraction(0))
            yield from _summing(own, names, total, f"{' + '.join(names)} = {write(total)}")


def weights_applying(board: Scoreboard, row: int) -> Iterator[str]:
    """Yield the criteria with points that count in what applies to a unit."""
    formulas = board.ruleset.formulas.criteria
    own = weights_of(board)
    found = board.compute({name: formulas[name].applicable for name in own})
    for name in own:
        value = found.value(name, row)
        if value is not None and value.point != 0:
            yield name


def _summing(
    own: Mapping[str, Fraction], names: Iterable[str], total: Fraction, said: str
) -> Iterator[Constraint]:
    """Yield the two limits by which some weights add up to a number."""
    summed = set(names)
    factors = tuple(Fraction(name in summed) for name in own)
    yield Constraint(factors, total, said)
    yield Constraint(tuple(-factor for factor in factors), -total, said)


@frozen
class Constraint:
    """A limit of weights: ``factors·w <= limit``."""

    factors: tuple[Fraction, ...]
    limit: Fraction
    said: str

    def holds(self, weights: Sequence[Fraction]) -> bool:
        """Say whether weights keep to it."""
        return value_of((-self.limit, *self.factors), weights) <= 0

    def reached(self, weights: Sequence[Fraction]) -> bool:
        """Say whether weights lie right at the limit."""
        return value_of((-self.limit, *self.factors), weights) == 0


@frozen(eq=False)
class Space:
    """The weights of a region: those from ``lows`` up that keep to the constraints."""

    criteria: tuple[str, ...]
    lows: tuple[Fraction, ...]
    constraints: tuple[Constraint, ...]

    @cached_property
    def _settled(self) -> tuple[Tableau, frozenset[int] | None]:
        found = Tableau(len(self.criteria) + 1)
        for each in self.constraints:
            top, *factors = self.shifted((-each.limit, *each.factors))
            found.add(factors, -top)
        found.add([*(0 for _ in self.criteria), 1], 1)
        return found, found.settle()

    def check(self) -> None:
        """Refuse a region that is empty or has no end."""
        against = self._settled[1]
        if against is not None:
            limits = "; ".join(sorted({self._said(variable) for variable in against}))
            raise EvidenceError([Fault("weights-contradict", parameters={"limits": limits})])
        endless = [name for name, span in zip(self.criteria, self.spans, strict=True) if span is None]
        if endless:
            raise EvidenceError([Fault("weights-endless", parameters={"criteria": ", ".join(endless)})])

    def _said(self, variable: int) -> str:
        count = len(self.criteria)
        if variable < count:
            return f"{self.criteria[variable]} ≥ {write(self.lows[variable])}"
        return self.constraints[variable - count].said

    @cached_property
    def spans(self) -> tuple[Fraction | None, ...]:
        """By how much each weight can be above its least; None without end."""
        corner, places = self.corner(), range(len(self.criteria) + 1)
        return tuple(corner.most([int(n == place) for n in places]) for place in places[:-1])

    def corner(self) -> Tableau:
        """Return a corner of the region to start from.

        Its variables are what each weight is above its least, and then a margin from 0 to 1 that is
        free: by it conditions can be asked to hold strictly.
        """
        return self._settled[0].copy()

    def weights(self, corner: Tableau) -> tuple[Fraction, ...]:
        """Return the weights of a corner."""
        point = corner.point()[: len(self.criteria)]
        return tuple(low + above for low, above in zip(self.lows, point, strict=True))

    def shifted(self, figure: Linear) -> tuple[int, ...]:
        """Write a figure for the variables of `corner`, scaled by a positive factor to whole numbers."""
        fixed, *factors = figure
        fixed += sum((low * factor for low, factor in zip(self.lows, factors, strict=True)), Fraction(0))
        return *whole([fixed, *factors]), 0

    def __contains__(self, weights: Sequence[Fraction]) -> bool:
        """Say whether weights, in the order of the criteria, lie in the region."""
        above = all(weight >= low for weight, low in zip(weights, self.lows, strict=True))
        return above and all(each.holds(weights) for each in self.constraints)


def value_of(figure: Linear, weights: Sequence[Fraction]) -> Fraction:
    """Return what a figure comes to under weights."""
    fixed, *factors = figure
    return sum((w * factor for w, factor in zip(weights, factors, strict=True)), fixed)
