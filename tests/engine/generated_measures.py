"""Measures and conditions of every form that a ruleset may write, over figures of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from attrs import define, evolve, field, frozen

from thidua_scoring.numbers import MODES

FIRST_DAY = date(2025, 1, 10)
LEVELS = ("kém", "khá", "tốt")
WORDS = ("một", "hai")
FACTS: dict[str, dict[str, Any]] = {
    "area": {"kind": "number", "minimum": "none"},
    "staff": {"kind": "count"},
    "share": {"kind": "percent"},
    "founded": {"kind": "date"},
    "grade": {"kind": "level", "levels": LEVELS},
    "rural": {"kind": "yes-no"},
    "debt": {"kind": "number", "optional": True},
}
"""Facts of the unit, one of every kind and one that may not apply."""
COLUMNS: dict[str, dict[str, Any]] = {
    "q": {"kind": "number", "minimum": "none"},
    "n": {"kind": "count"},
    "p": {"kind": "percent"},
    "d": {"kind": "date"},
    "ok": {"kind": "yes-no"},
    "g": {"kind": "level", "levels": LEVELS},
    "t": {"kind": "text"},
}
"""The columns of every small table, one of every kind."""
_SPECS: dict[str, list[dict[str, Any]]] = {
    "number": [{}, {}, {"minimum": "none"}, {"minimum": -5, "maximum": 5}, {"step": Fraction(1, 4)}],
    "count": [{}, {}, {"maximum": 60}],
    "percent": [{}, {"maximum": "100%"}, {"minimum": "none"}],
    "date": [{}],
    "yes-no": [{}],
    "level": [{"levels": LEVELS}],
    "table": [{"columns": COLUMNS}],
}
_RELATIONS = ("from", "above", "below", "up_to")


def rounding(rng: Random) -> dict[str, Any]:
    """Write a rounding of any mode."""
    step: dict[str, Any] = {"step": rng.choice([5, Fraction(1, 2), Fraction(1, 4), Fraction(1, 20)])}
    return {**(step if rng.random() < 0.4 else {"places": rng.randrange(4)}), "mode": rng.choice(MODES)}


@frozen
class Scope:
    """What may be read at some place of a formula."""

    depth: int
    row: bool = False
    """Whether plain names are columns of a small table."""
    bloc: bool = True
    """Whether figures of the whole bloc may be asked for."""

    def deeper(self, **changes: Any) -> Scope:
        return evolve(self, depth=self.depth - 1, **changes)


@define
class Terms:
    """Write the measures and conditions of one criterion, or of the whole where ``owner`` is empty.

    Every figure is declared with its kind. ``known`` holds the figures of every kind that stand
    in the ruleset so far, as ``C0.f1``; ``earlier`` the criteria whose points may be asked for.
    """

    rng: Random
    owner: str
    declare: Callable[..., str]
    known: dict[str, list[str]]
    earlier: Sequence[str] = ()
    own: dict[str, list[str]] = field(factory=dict)

    # ── figures ─────────────────────────────────────────────────────────────────────

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def name(self, kind: str, scope: Scope) -> str:
        """Name a figure of a kind: a new one, or one that is there."""
        if scope.row and kind != "table" and self.chance(0.7):
            return next(name for name, spec in COLUMNS.items() if spec["kind"] == kind)
        others, own = self.known.get(kind, []), self.own.get(kind, [])
        if others and (not self.owner or self.chance(0.2)):
            return self.rng.choice(others)
        if own and self.chance(0.4):
            return self._seen(self.rng.choice(own), scope)
        return self._seen(self.new(kind, **self.rng.choice(_SPECS[kind])), scope)

    def new(self, kind: str, **spec: Any) -> str:
        """Declare a figure."""
        name = self.declare(kind=kind, **spec)
        self.own.setdefault(kind, []).append(name)
        return name

    def _seen(self, name: str, scope: Scope) -> str:
        return f"{self.owner or 'unit'}.{name}" if scope.row else name

    def numeric(self, scope: Scope) -> str:
        return self.name(self.rng.choice(["number", "number", "count", "percent"]), scope)

    def constant(self) -> Any:
        rng = self.rng
        return rng.choice(
            [rng.randint(-3, 9), rng.randint(-6, 30) * Fraction(1, 4), f"{rng.randint(1, 150)}%"]
        )

    def day(self) -> date:
        return FIRST_DAY + timedelta(self.rng.randrange(50))

    # ── measures ────────────────────────────────────────────────────────────────────

    def measure(self, scope: Scope) -> Any:
        """Write a measure."""
        if scope.depth <= 0 or self.chance(0.15):
            return self.constant() if self.chance(0.25) else self.numeric(scope)
        heads = _HEADS if scope.bloc and not scope.row else [h for h in _HEADS if h is not Terms.bloc]
        made = self.rng.choice(heads)(self, scope)
        for key in ("at_least", "at_most"):
            if self.chance(0.1):
                made.setdefault(key, self.rng.randint(-2, 3) + (20 if key == "at_most" else 0))
        return made

    def _parts(self, scope: Scope, least: int = 1) -> list[Any]:
        return [self.measure(scope.deeper()) for _ in range(self.rng.randint(least, 3))]

    def plain(self, scope: Scope) -> dict[str, Any]:
        return {self.rng.choice(["sum", "product", "min", "max", "mean"]): self._parts(scope)}

    def value(self, scope: Scope) -> dict[str, Any]:
        return {"value": self.measure(scope.deeper()), "at_least": 0} if self.chance(0.5) else {
            "field": self.numeric(scope)
        }  # fmt: skip

    def difference(self, scope: Scope) -> dict[str, Any]:
        if self.chance(0.3):
            return {"difference": [self.name("date", scope), self.day()]}
        left, right = (self.measure(scope.deeper()) for _ in range(2))
        return {"difference": [_no_share(left, right), _no_share(right, left)]}

    def quotient(self, scope: Scope) -> dict[str, Any]:
        """Divide; now and then by what may be zero."""
        head, way = self.rng.choice(["ratio", "growth"]), self.rng.random()
        if way < 0.55:
            bottom: Any = self._seen(self.new("number", minimum=1), scope)
        else:
            bottom = self.measure(scope.deeper()) if way < 0.8 else self.name("count", scope)
        made: dict[str, Any] = {head: [self.measure(scope.deeper()), bottom]}
        return made | {"when_zero": self.measure(scope.deeper())} if 0.55 <= way < 0.95 else made

    def weighted(self, scope: Scope) -> dict[str, Any]:
        made: dict[str, Any] = {"weighted": {self.numeric(scope): self.rng.randint(1, 4) for _ in range(2)}}
        return made | {"divide_by": self.rng.choice([3, 8, 10])} if self.chance(0.4) else made

    def days(self, scope: Scope) -> dict[str, Any]:
        due = self.name("date", scope) if self.chance(0.3) else self.day()
        made = {self.rng.choice(["days_late", "days_early"]): self.name("date", scope), "due": due}
        return made | {"working": True} if self.chance(0.6) else made

    def choice(self, scope: Scope) -> dict[str, Any]:
        then, other = (self.measure(scope.deeper()) for _ in range(2))
        return {"if": self.condition(scope.deeper()), "then": then, "else": other}

    def given(self, scope: Scope) -> dict[str, Any]:
        """Read a figure that may not apply, where it does."""
        if not self.owner or self.chance(0.2):
            return {"if": {"given": "unit.debt"}, "then": "unit.debt", "else": self.measure(scope.deeper())}
        kind = self.rng.choice(["number", "count", "yes-no", "level", "date", "table"])
        plain = self.declare(kind=kind, optional=True, **self.rng.choice(_SPECS[kind]))
        name = self._seen(plain, scope)
        then: Any = {
            "yes-no": {"if": name, "then": self.constant(), "else": 0},
            "level": self._of_level(name),
            "date": {"days_late": name, "due": self.day()},
            "table": {"over": name, "take": "sum", "of": "q"},
        }.get(kind, name)
        if self.chance(0.2):
            self.own.setdefault(kind, []).append(plain)  # to be read without asking, too
        asked: Any = {"given": name}
        if self.chance(0.3):
            asked = {"all": [asked, self.condition(scope.deeper())]}
        return {"if": asked, "then": then, "else": self.measure(scope.deeper())}

    def rounded(self, scope: Scope) -> dict[str, Any]:
        return {"round": self.measure(scope.deeper()), **rounding(self.rng)}

    def bands(self, scope: Scope) -> dict[str, Any]:
        """Lay bands over a measure, a percentage or a date."""
        kind = self.rng.choice(["measure", "measure", "count", "percent", "date"])
        of = self.measure(scope.deeper()) if kind == "measure" else self.name(kind, scope)
        low, high = sorted(self.rng.sample(range(1, 50), 2))
        ends: list[Any] = [low, high]
        if kind == "percent":
            ends = [f"{low}%", f"{high}%"]
        if kind == "date":
            ends = [FIRST_DAY + timedelta(end) for end in (low, high)]
        points = [self.rng.randint(-2, 8) * Fraction(1, 2) for _ in range(4)]
        middle = {"from": ends[0], "below": ends[1], "points": points[:2] if kind != "date" else points[0]}
        forms: list[list[dict[str, Any]]] = [
            [{"below": ends[0], "points": points[2]}, middle, {"from": ends[1], "points": points[3]}],
            [{"above": ends[1], "points": points[2]}, {"up_to": ends[1], "points": points[3]}],
            [middle, {"at": ends[1], "points": points[2]}, {"otherwise": points[3]}],
        ]
        return {"bands": self.rng.choice(forms), "of": of}

    def curve(self, scope: Scope) -> dict[str, Any]:
        share = self.chance(0.3)
        xs = sorted(self.rng.sample(range(100), 3))
        points = [[f"{x}%" if share else x, self.rng.randint(-2, 12) * Fraction(1, 2)] for x in xs]
        of = self.name("percent", scope) if share else self.measure(scope.deeper())
        if share or self.chance(0.7):
            return {"curve": points, "of": of, "beyond": self.rng.choice(["flat", "line"])}
        return {"curve": points, "of": {"value": of, "at_least": xs[0], "at_most": xs[-1]}}

    def grid(self, scope: Scope) -> dict[str, Any]:
        def axis(percent: bool) -> dict[str, Any]:
            starts: list[Any] = sorted(self.rng.sample(range(40), 2))
            of = self.name("percent", scope) if percent else self.measure(scope.deeper())
            starts = [f"{start}%" for start in starts] if percent else starts
            return {"of": of, self.rng.choice(["from", "above"]): starts}

        values = [[self.rng.randint(0, 12) * Fraction(1, 4) for _ in range(2)] for _ in range(2)]
        rows, columns = axis(self.chance(0.3)), axis(self.chance(0.3))
        return {"grid": values, "rows": rows, "columns": columns, "otherwise": self.rng.randint(-1, 1)}

    def _of_level(self, name: str) -> dict[str, Any]:
        return {"value_of": name, "values": {level: self.constant() for level in LEVELS}}

    def level(self, scope: Scope) -> dict[str, Any]:
        return self._of_level(self.name("level", scope))

    def points(self, scope: Scope) -> dict[str, Any]:
        return {"points_of": self.rng.choice(self.earlier)} if self.earlier else self.level(scope)

    def rows(self, scope: Scope) -> dict[str, Any]:
        """Fold the rows of a small table; mostly ask first whether there are any."""
        made: dict[str, Any] = {"over": self.name("table", scope)}
        inner = scope.deeper(row=True)
        if self.chance(0.6):
            made["where"] = self.condition(inner)
        if self.chance(0.3):
            made["distinct"] = self.rng.choice(list(COLUMNS))
        for key in ("drop_lowest", "drop_highest"):
            if self.chance(0.2):
                made[key] = self.rng.randint(1, 2)
        how = self.rng.choice(["sum", "count", "mean", "max", "min"])
        if how == "count":
            return {**made, "take": "count"}
        of = self.measure(inner) if self.chance(0.6) else self._cell(inner)
        folded = {**made, "take": how, "of": of}
        if how == "sum" or not self.chance(0.85):
            return folded
        # Trimming keeps the same rows whatever they are trimmed by.
        return {"if": {"measure": {**made, "take": "count"}, "above": 0}, "then": folded,
                "else": self.constant()}  # fmt: skip

    def _cell(self, scope: Scope) -> Any:
        """Read one cell of a row as a number."""
        shape = self.rng.choice(["q", "n", "p", "d", "ok", "g"])
        if shape == "d":
            return {"days_late": "d", "due": self.day(), "working": self.chance(0.5)}
        if shape == "ok":
            return {"if": "ok", "then": self.constant(), "else": self.constant()}
        return self._of_level("g") if shape == "g" else shape

    def bloc(self, scope: Scope) -> dict[str, Any]:
        inner = scope.deeper(bloc=self.chance(0.2))
        how = self.rng.choice(["sum", "count", "mean", "max", "min", "rank"])
        among = {"among": self.condition(inner)} if self.chance(0.4) else {}
        if how == "count":
            return {"bloc": how, **among}
        found = {"bloc": how, "of": self.measure(inner), **among}
        if not among or how in ("sum", "rank") or not self.chance(0.9):
            return found
        some = {"measure": {"bloc": "count", **among}, "above": 0}
        return {"if": some, "then": found, "else": self.constant()}

    # ── conditions ──────────────────────────────────────────────────────────────────

    def condition(self, scope: Scope) -> Any:
        """Write a condition."""
        if scope.depth <= 0 or self.chance(0.4):
            return self.rng.choice(_SIMPLE)(self, scope)
        if self.chance(0.5):
            parts = [self.condition(scope.deeper()) for _ in range(self.rng.randint(1, 3))]
            return {self.rng.choice(["all", "any"]): parts}
        if self.chance(0.3):
            return {"not": self.condition(scope.deeper())}
        left, relation = self.measure(scope.deeper()), self.rng.choice([*_RELATIONS, "is", "is_not"])
        if relation.startswith("is"):
            return {"measure": left, relation: self.rng.randint(0, 5)}
        right = self.measure(scope.deeper()) if self.chance(0.4) else self.constant()
        return {"measure": _no_share(left, right), relation: _no_share(right, left)}

    def flag(self, scope: Scope) -> Any:
        return {"field": self.name("yes-no", scope), "is": self.chance(0.5)} if self.chance(0.4) else (
            self.name("yes-no", scope)
        )  # fmt: skip

    def compared(self, scope: Scope) -> Any:
        kind = self.rng.choice(["number", "count", "percent", "date"])
        here = self.name(kind, scope)
        right: Any = {"percent": f"{self.rng.randint(1, 120)}%", "date": self.day()}.get(
            kind, self.rng.randint(0, 40)
        )
        if self.chance(0.2):
            right = self.name(kind, scope)
            return {"field": here, self.rng.choice(_RELATIONS): right}
        relation = self.rng.choice([*_RELATIONS, *(["is", "is_not"] if kind != "date" else ["is"])])
        return {"field": here, relation: right}

    def among(self, scope: Scope) -> Any:
        name = self.name("level", scope)
        form = self.rng.choice(["is", "is_not", "in"])
        some = self.rng.sample(LEVELS, 2)
        return {"field": name, form: some if form == "in" else some[0]}

    def text(self, scope: Scope) -> Any:
        if scope.row and self.chance(0.5):
            return {"field": "t", "is": self.rng.choice(WORDS)}
        fact = self.rng.choice(["kind", "name", "bloc"])
        words = {"kind": ["xã", "phường"], "name": ["Đơn vị 0", "Đơn vị 1"], "bloc": ["A", "B"]}[fact]
        form = self.rng.choice(["is", "is_not", "in"])
        return {"fact": fact, form: words if form == "in" else words[0]}

    def constant_truth(self, scope: Scope) -> Any:
        return self.chance(0.5)

    def applying(self, scope: Scope) -> Any:
        return {"applies": self.rng.choice(self.earlier)} if self.earlier else {"given": "unit.debt"}

    def free(self, depth: int = 2) -> dict[str, Any]:
        """Write a measure that may come to anything, whatever its parts may be."""
        parts = [self.measure(Scope(depth)) for _ in range(self.rng.randint(1, 3))]
        return {"sum": [*parts, self.new("number")]}

    def at_least_zero(self, depth: int = 2) -> dict[str, Any]:
        """Write a measure that may come to anything from 0 on."""
        return {"value": self.free(depth), "at_least": 0}

    def sometimes(self, word: str, depth: int = 1) -> dict[str, Any]:
        """Write a condition that neither always nor never holds, joined by ``any`` or ``all``."""
        return {word: [self.condition(Scope(depth)), self.new("yes-no")]}


def _no_share(part: Any, beside: Any) -> Any:
    """Write no percentage beside a bare figure, which it would make a percentage."""
    shares = isinstance(part, str) and part.endswith("%") and isinstance(beside, str)
    return 2 if shares and not beside.endswith("%") else part


_HEADS: list[Callable[[Terms, Scope], dict[str, Any]]] = [
    Terms.plain, Terms.value, Terms.difference, Terms.quotient, Terms.weighted, Terms.days, Terms.choice,
    Terms.given, Terms.rounded, Terms.bands, Terms.curve, Terms.grid, Terms.level, Terms.points,
    *[Terms.rows] * 4, *[Terms.bloc] * 3,
]  # fmt: skip
_SIMPLE: list[Callable[[Terms, Scope], Any]] = [
    Terms.flag, Terms.flag, Terms.compared, Terms.compared, Terms.among, Terms.text, Terms.constant_truth,
    Terms.applying,
]  # fmt: skip
