"""Rulesets written by hypothesis as TOML, and evidence for them with every kind of gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from attrs import define, evolve, field, frozen
from hypothesis import strategies as st

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.numbers import MODES, present, write
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset

Draw = Callable[[st.SearchStrategy[Any]], Any]
HALF = Fraction(1, 2)
_FOLDER = Path(mkdtemp(prefix="thidua-rulesets-"))
KINDS = ("ledger", "bands", "proportional", "relative", "leader", "checklist", "judged", "formula", "kpi")
RELATIVE = frozenset({"relative", "leader"})


# ── writing TOML ────────────────────────────────────────────────────────────────────


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


def loaded(text: str) -> Ruleset:
    """Load a ruleset from its text."""
    path = _FOLDER / f"{sha256(text.encode()).hexdigest()[:24]}.toml"
    path.write_text(text, encoding="utf-8")
    return load_ruleset(path)


# ── criteria ────────────────────────────────────────────────────────────────────────


@define
class Maker:
    """Make one criterion; ``better`` gathers the figures whose direction is known."""

    draw: Draw
    id: str
    points: Fraction
    better: dict[str, int] = field(factory=dict)
    fields: dict[str, dict[str, Any]] = field(factory=dict)
    count: int = 0

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def maybe(self) -> bool:
        return self.draw(st.booleans())

    def steps(self, low: int, high: int, step: Fraction = HALF) -> Fraction:
        """Draw a multiple of a step."""
        return self.draw(st.integers(low, high)) * step

    def figure(self, better: int = 0, **spec: Any) -> str:
        """Name a new figure, and declare it if there is something to declare."""
        self.count += 1
        name = f"f{self.count}"
        if better:
            self.better[f"{self.id}.{name}"] = better
        if spec:
            self.fields[name] = spec
        return name

    # clauses: the table, and the most that it can come to (None: without end)

    def clause(self, better: int) -> tuple[dict[str, Any], Fraction | None]:
        form = self.pick("case", "cases", "once", "days", "bands", "steps", "highest")
        points = self.steps(1, 8, Fraction(1, 4))
        most: Fraction | None = None
        match form:
            case "case":
                made: dict[str, Any] = {"per_case": self.figure(better), "points": points}
                if self.maybe():
                    made["free"] = self.draw(st.integers(1, 2))
                if self.maybe():
                    limit = self.draw(st.integers(4, 6))
                    self.fields[made["per_case"]] = {"maximum": limit}
                    most = points * (limit - made.get("free", 0))
            case "cases":
                each = sorted(self.steps(1, 8) for _ in range(self.draw(st.integers(1, 3))))
                made = {"per_case": self.figure(better), "each_case": each}
            case "once":
                made, most = {"points": points, "when": self.figure(better)}, points
            case "days":
                name = self.figure(better)
                due = date(2025, 1, 31) + timedelta(self.draw(st.integers(0, 20)))
                late = {"days_late": name, "due": due}
                made = {"measure": late, "bands": [
                    {"up_to": 0, "points": 0},
                    {"above": 0, "up_to": 5, "points": points},
                    {"above": 5, "points": points * 2},
                ]}  # fmt: skip
                most = points * 2
            case "bands":
                low = self.draw(st.integers(1, 50))
                made = {"measure": self.figure(better), "bands": [
                    {"from": low + 10, "points": points},
                    {"from": low, "points": points / 2},
                    {"below": low, "points": 0},
                ]}  # fmt: skip
                most = points
            case "steps":
                made = {"measure": self.figure(better), "points": points}
                made |= {"over": self.draw(st.integers(0, 9)), "per": self.pick(1, 5, HALF)}
                made["each"] = self.steps(1, 4)
                most = None
            case _:
                inner = [
                    {"points": self.steps(1, 8), "when": self.figure(better)}
                    for _ in range(self.draw(st.integers(2, 3)))
                ]
                made, most = {"highest_of": inner}, max(each["points"] for each in inner)
        if self.maybe():
            limit = self.steps(1, 12)
            made["at_most"] = limit
            most = limit if most is None else min(limit, most)
        if not self.draw(st.integers(0, 4)):
            made["unless"] = self.figure(-better)
        return {"title": f"Khoản {self.count}", **made}, most

    def adjusted(self) -> dict[str, Any]:
        """Draw the additions, deductions and limits of a criterion."""
        made: dict[str, Any] = {}
        for column, better in (("bonus", 1), ("deduct", -1)):
            clauses = [self.clause(better) for _ in range(self.draw(st.integers(0, 2)))]
            if not clauses:
                continue
            for clause, _ in clauses:
                if not self.draw(st.integers(0, 3)):
                    clause["only_if_base_full" if column == "bonus" else "from_bonus_only"] = True
            made[column] = [clause for clause, _ in clauses]
            limits = [most for _, most in clauses]
            if self.maybe():
                whole = Fraction(20) if None in limits else sum(limits, Fraction(0))
                made[f"{column}_at_most"] = whole * self.pick(Fraction(1, 4), HALF, 1)
        if self.maybe():
            made["at_least"] = self.pick(0, -2, 1)
        if self.maybe():
            made["at_most"] = self.points + self.steps(0, 6)
        if not self.draw(st.integers(0, 4)):
            made["void"] = [{"when": self.figure(-1 if made.get("at_least", -1) >= 0 else 0), "title": "Huỷ"}]
            if made.get("at_least", -1) < 0:
                self.better.clear()  # points below 0 that a void lifts to 0
        return made

    # kinds

    def own(self, kind: str) -> dict[str, Any]:
        return getattr(self, f"_{kind}")()

    def _ledger(self) -> dict[str, Any]:
        if self.maybe():
            return {}
        part = self.points * self.pick(HALF, Fraction(1, 4))
        return {"base": [{"points": each, "when": self.figure(1)} for each in (part, self.points - part)]}

    def _bands(self) -> dict[str, Any]:
        low = self.draw(st.integers(10, 50))
        high = low + self.draw(st.integers(1, 40))
        form = self.pick("count", "share", "slope", "late")
        if form == "late":
            late = {"days_late": self.figure(-1), "due": date(2025, 2, 1)}
            return {"measure": late, "bands": [
                {"up_to": low, "points": self.points}, {"otherwise": self.points / 4},
            ]}  # fmt: skip
        if form == "slope":
            return {"measure": self.figure(1), "bands": [
                {"below": low, "points": 0},
                {"from": low, "up_to": high, "points": [self.points / 2, self.points]},
                {"above": high, "points": self.points},
            ]}  # fmt: skip
        ends: tuple[Any, Any] = (high, low)
        measure: Any = self.figure(1)
        if form == "share":
            ends = (f"{high}%", f"{low}%")
            measure = {"ratio": [measure, self.figure(-1)], "when_zero": "100%"}
            self.better.pop(f"{self.id}.f{self.count}")
        return {"measure": measure, "bands": [
            {"from": ends[0], "points": self.points},
            {"from": ends[1], "points": self.points / 2},
            {"below": ends[1], "points": 0},
        ]}  # fmt: skip

    def _proportional(self) -> dict[str, Any]:
        if not self.draw(st.integers(0, 3)):
            middle = [self.draw(st.integers(1, 49)), self.points / 2]
            return {"measure": self.figure(1), "curve": [[0, 0], middle, [60, self.points]], "beyond": "flat"}
        made: dict[str, Any] = {"measure": {"ratio": [self.figure(1), self.figure(-1, minimum=1)]}}
        if self.maybe():
            made["full_at"] = self.pick("80%", "120%", HALF)
        if self.maybe():
            made["may_exceed"] = True
        return made

    def _relative(self) -> dict[str, Any]:
        # The check does not see that the share of the best is at most 1.
        made: dict[str, Any] = {"measure": self.figure(1), "may_exceed": True}
        if not self.draw(st.integers(0, 3)):
            made["among"] = {"fact": "rural", "is": True}
        return made

    def _leader(self) -> dict[str, Any]:
        made = {"actual": self.figure(1), "target": self.figure(minimum=1)}
        if self.maybe():
            made["at_target"] = self.pick("60%", Fraction(1, 4))
        return made

    def _checklist(self) -> dict[str, Any]:
        part = self.points / 2
        return {"parts": [
            {"title": "Phần một", "points": part, "when": self.figure(1)},
            {"title": "Phần hai", "points": part, "when": {"field": self.figure(1), "from": 3}},
        ]}  # fmt: skip

    def _judged(self) -> dict[str, Any]:
        if self.maybe():
            return {"mark": self.figure(1), "step": "25%"}
        # The check does not see the greatest mark of a table of marks.
        made = {"marks": self.figure(), "take": self.pick("mean", "max", "min"), "may_exceed": True}
        if self.maybe():
            made |= {"drop_lowest": 1}
        return made

    def _formula(self) -> dict[str, Any]:
        ten = {"maximum": 10}
        if self.maybe():
            weighted = {self.figure(1, **ten): self.draw(st.integers(1, 3)) for _ in range(2)}
            return {"measure": {"weighted": weighted}, "scale": 10}
        measure = {"difference": [self.figure(1), self.figure(-1)], "at_least": -3}
        return {"measure": measure, "at_least": 0} if self.maybe() else {"measure": measure}

    def _kpi(self) -> dict[str, Any]:
        self.fields["products"] = {
            "kind": "table",
            "columns": {"assigned": {"minimum": 1}, "coefficient": {"minimum": 1}},
        }
        if self.maybe():
            return {}
        return {"leads": {"fact": "rural", "is": True}, "leader_terms": [self.figure(1)]}


# ── rulesets ────────────────────────────────────────────────────────────────────────


@frozen
class Made:
    """A generated ruleset, and what is known of it beside its text."""

    text: str = field(repr=False)
    ruleset: Ruleset = field(repr=False)
    kinds: Mapping[str, str]
    better: Mapping[str, int] = field(repr=False)
    """Figures of which more (1) or less (-1) is surely better."""


@st.composite
def rulesets(draw: Draw, kinds: Sequence[str] = KINDS, plain: bool = False) -> Made:
    """Draw a ruleset; a ``plain`` one has no criteria that count nothing without evidence."""
    groups: dict[str, dict[str, Any]] = {}
    criteria: dict[str, dict[str, Any]] = {}
    better: dict[str, int] = {}

    def flip(chance: int = 2) -> bool:
        return bool(draw(st.integers(0, chance - 1)) == 0)

    for top in range(draw(st.integers(1, 3))):
        names = [f"G{top}", f"G{top}.a"] if flip() else [f"G{top}"]
        for name in names:
            groups[name] = {"title": f"Nhóm {name}"}
            if name.endswith(".a"):
                groups[name]["parent"] = f"G{top}"
            if flip(4):
                groups[name] |= {"at_most": draw(st.integers(2, 60))}
            if flip(4):
                groups[name] |= {"at_least": draw(st.integers(-5, 1))}
            for _ in range(draw(st.integers(1, 2))):
                id_ = f"C{len(criteria)}"
                made, known = _criterion(draw, id_, name, draw(st.sampled_from(kinds)), plain)
                criteria[id_] = made
                better |= known
    for name, group in groups.items():
        inside = [n for n in groups if n == name or n.startswith(f"{name}.")]
        if flip():
            group["points"] = sum(
                (c["points"] for c in criteria.values() if c["group"] in inside), Fraction(0)
            )
    data = _whole(draw, groups, criteria, flip)
    text = document(data)
    return Made(text, loaded(text), {name: made["kind"] for name, made in criteria.items()}, better)


def _criterion(
    draw: Draw, id_: str, group: str, kind: str, plain: bool
) -> tuple[dict[str, Any], dict[str, int]]:
    points = draw(st.integers(1, 40)) * HALF
    maker = Maker(draw, id_, points)
    made = {"title": f"Tiêu chí {id_}", "group": group, "kind": kind, "points": points}
    made |= maker.own(kind)
    if maker.maybe():
        made = {**maker.adjusted(), **made}
    if not draw(st.integers(0, 3)):
        made["rounding"] = _rounding(draw)
    if not draw(st.integers(0, 4)):
        made["applies"] = {"fact": "rural", "is": True}
    if not draw(st.integers(0, 3)):
        made["not_applicable"] = draw(st.sampled_from(["drop", "full", "zero"]))
    if not plain and not draw(st.integers(0, 4)):
        made["when_missing"] = "zero"
    if maker.fields:
        made["fields"] = maker.fields
    return made, maker.better


def _rounding(draw: Draw) -> dict[str, Any]:
    mode = draw(st.sampled_from(MODES))
    if draw(st.booleans()):
        return {"places": draw(st.integers(0, 3)), "mode": mode}
    return {"step": draw(st.sampled_from([HALF, Fraction(1, 4), Fraction(1, 20)])), "mode": mode}


def _whole(
    draw: Draw, groups: dict[str, Any], criteria: dict[str, Any], flip: Callable[..., bool]
) -> dict[str, Any]:
    places = ["total", *(at for at in ("line", "criterion", "group") if flip(4))]
    total = sum((c["points"] for c in criteria.values()), Fraction(0))
    scale: dict[str, Any] = {
        "points": total,
        "may_exceed": flip(),
        "rounding": [{"at": at, **_rounding(draw)} for at in places],
        "not_applicable": draw(st.sampled_from(["drop", "full", "zero", "rescale"])),
    }
    if flip():
        scale["percent_rounding"] = _rounding(draw)
    data: dict[str, Any] = {
        "format": 1, "id": "thu/sinh-ra", "title": "Bộ thử", "status": "illustrative", "source": "hypothesis",
        "scale": scale,
        "ranking": {"by": draw(st.sampled_from(["total", "percent"])), "rounded": flip()},
        "facts": {"rural": {"kind": "yes-no", "title": "Nông thôn"},
                  "disciplined": {"kind": "yes-no", "title": "Kỷ luật"}},
    }  # fmt: skip
    if flip():
        percent = flip()
        high, low = draw(st.integers(60, 99)), draw(st.integers(10, 59))
        ends: list[Any] = (
            [f"{high}%", f"{low}%", "0%"] if percent else [total * high / 100, total * low / 100, 0]
        )
        data["classes"] = [
            {"id": name, "title": name, "from": end} for name, end in zip("ABC", ends, strict=True)
        ]
        if flip():
            data["classes"][0]["require"] = [{"fact": "disciplined", "is": False}]
    if flip():
        outcome = draw(st.sampled_from(["không xếp loại", "B" if "classes" in data else "không"]))
        data["vetoes"] = {
            "V": {"title": "V", "when": {"fact": "disciplined", "is": True}, "outcome": outcome}
        }
    return data | {"groups": groups, "criteria": criteria}


# ── evidence ────────────────────────────────────────────────────────────────────────

STATES = ("known", "missing", "unconfirmed", "not-applicable")


@define
class Sheet:
    """Evidence as plain columns, before it is packed: easy to change and to fill."""

    units: list[str]
    blocs: list[str]
    names: list[str]
    values: dict[str, list[Any]]
    """Every figure of every unit, also of those cells that are not known."""
    states: dict[str, list[str]]
    away: dict[str, set[int]]
    claims: dict[str, list[Any]] = field(factory=dict)

    def evidence(self, ruleset: Ruleset) -> Evidence:
        """Pack the sheet; what is missing or does not apply is left out."""
        stated = ("known", "unconfirmed")
        columns = {
            key: [v if state in stated else None for v, state in zip(values, self.states[key], strict=True)]
            for key, values in self.values.items()
        }  # fmt: skip
        columns |= {f"{name}.claimed": given for name, given in self.claims.items()}
        packed = Evidence.from_columns(
            self.units,
            columns,
            ruleset.formulas,
            blocs=self.blocs,
            names=self.names,
            not_applicable=self.away,
        )

        def rows(key: str, state: str) -> frozenset[int]:
            return frozenset(row for row, each in enumerate(self.states.get(key, [])) if each == state)

        def marked(key: str, column: Column) -> Column:
            return evolve(column, unconfirmed=rows(key, "unconfirmed"), absent=rows(key, "not-applicable"))

        return evolve(packed, columns={key: marked(key, column) for key, column in packed.columns.items()})

    def copy(self) -> Sheet:
        """Copy everything that may be changed."""
        return Sheet(
            list(self.units), list(self.blocs), list(self.names),
            {key: list(each) for key, each in self.values.items()},
            {key: list(each) for key, each in self.states.items()},
            {key: set(rows) for key, rows in self.away.items()},
            {key: list(each) for key, each in self.claims.items()},
        )  # fmt: skip

    def ordered(self, order: Sequence[int]) -> Sheet:
        """Put the units in another order."""

        def put(values: Sequence[Any]) -> list[Any]:
            return [values[row] for row in order]

        return Sheet(
            put(self.units), put(self.blocs), put(self.names),
            {key: put(each) for key, each in self.values.items()},
            {key: put(each) for key, each in self.states.items()},
            {key: {order.index(row) for row in rows} for key, rows in self.away.items()},
            {key: put(each) for key, each in self.claims.items()},
        )  # fmt: skip


def figure(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Draw a value within the range of a figure."""
    low = Fraction(0) if spec.minimum is None else spec.minimum
    high = max(low + 60, Fraction(60)) if spec.maximum is None else spec.maximum
    match spec.kind:
        case "yes-no":
            return st.booleans()
        case "date":
            return st.integers(0, 60).map(lambda days: date(2025, 1, 10) + timedelta(days))
        case "level" | "text":
            return st.sampled_from(spec.levels or ("một", "hai"))
        case "table":
            row = st.fixed_dictionaries({column.name: figure(column) for column in spec.columns})
            return st.lists(row, min_size=3, max_size=4)
        case "count":
            return st.integers(int(low), int(high))
    step = spec.step or Fraction(1, 2)
    whole = st.integers(-(-low // step), high // step).map(lambda n: present(n * step))
    if spec.step is not None:
        return whole
    return st.one_of(whole, st.sampled_from([present(low), present(low + (high - low) / 3)]))


@st.composite
def sheets(draw: Draw, made: Made, least: int = 1, most: int = 5, states: Iterable[str] = STATES) -> Sheet:
    """Draw evidence for a ruleset; ``states`` are the kinds of cells that it may hold."""
    count = draw(st.integers(least, most))
    rows = range(count)
    allowed = list(states)
    values: dict[str, list[Any]] = {}
    found: dict[str, list[str]] = {}
    for key, spec in made.ruleset.formulas.fields.items():
        if key in (".name", ".bloc", ".kind"):
            continue
        values[key] = [draw(figure(spec)) for _ in rows]
        cells = [s for s in allowed if s != "not-applicable" or spec.optional]
        many = st.sampled_from(["known"] * (3 if len(allowed) > 1 else 1) + cells)
        found[key] = [draw(many) for _ in rows]
    away = {
        name: {row for row in rows if "not-applicable" in allowed and not draw(st.integers(0, 5))}
        for name in made.kinds
    }
    return Sheet(
        [f"don-vi-{row}" for row in rows],
        [draw(st.sampled_from(["A", "B"])) for _ in rows],
        [f"Đơn vị {row}" for row in rows],
        values, found, away,
    )  # fmt: skip
