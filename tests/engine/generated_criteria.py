"""Criteria of every shipped kind, with every kind of clause and limit, written by hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from attrs import define, field
from hypothesis import strategies as st

from thidua_scoring.numbers import MODES

Draw = Callable[[st.SearchStrategy[Any]], Any]
HALF = Fraction(1, 2)
KINDS = ("ledger", "bands", "proportional", "relative", "leader", "checklist", "judged", "formula", "kpi")
RELATIVE = frozenset({"relative", "leader"})


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

    def subject(self, better: int = 0) -> Any:
        """Write what a rule looks at: here a figure alone."""
        return self.figure(better)

    def whether(self, better: int = 0, word: str = "any") -> Any:
        """Write a condition that may hold or not: here a figure alone."""
        return self.figure(better)

    def applies(self) -> Any:
        """Write the condition under which the criterion applies."""
        return {"fact": "rural", "is": True}

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
                made, most = {"points": points, "when": self.whether(better)}, points
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
                made = {"measure": self.subject(better), "bands": [
                    {"from": low + 10, "points": points},
                    {"from": low, "points": points / 2},
                    {"below": low, "points": 0},
                ]}  # fmt: skip
                most = points
            case "steps":
                made = {"measure": self.subject(better), "points": points}
                made |= {"over": self.draw(st.integers(0, 9)), "per": self.pick(1, 5, HALF)}
                made["each"] = self.steps(1, 4)
                most = None
            case _:
                inner = [
                    {"points": self.steps(1, 8), "when": self.whether(better)}
                    for _ in range(self.draw(st.integers(2, 3)))
                ]
                made, most = {"highest_of": inner}, max(each["points"] for each in inner)
        if self.maybe():
            limit = self.steps(1, 12)
            made["at_most"] = limit
            most = limit if most is None else min(limit, most)
        if not self.draw(st.integers(0, 4)):
            made["unless"] = self.whether(-better, "all")
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
            made["void"] = [
                {"when": self.whether(-1 if made.get("at_least", -1) >= 0 else 0), "title": "Huỷ"}
            ]
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
            return {"measure": self.subject(1), "bands": [
                {"below": low, "points": 0},
                {"from": low, "up_to": high, "points": [self.points / 2, self.points]},
                {"above": high, "points": self.points},
            ]}  # fmt: skip
        ends: tuple[Any, Any] = (high, low)
        measure = self.subject(1) if form == "count" else self.figure(1)
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
            return {
                "measure": self.subject(1),
                "curve": [[0, 0], middle, [60, self.points]],
                "beyond": "flat",
            }
        made: dict[str, Any] = {"measure": {"ratio": [self.subject(1), self.figure(-1, minimum=1)]}}
        if self.maybe():
            made["full_at"] = self.pick("80%", "120%", HALF)
        if self.maybe():
            made["may_exceed"] = True
        return made

    def _relative(self) -> dict[str, Any]:
        # The check does not see that the share of the best is at most 1.
        made: dict[str, Any] = {"measure": self.subject(1), "may_exceed": True}
        if not self.draw(st.integers(0, 3)):
            made["among"] = {"fact": "rural", "is": True}
        return made

    def _leader(self) -> dict[str, Any]:
        made = {"actual": self.subject(1), "target": self.figure(minimum=1)}
        if self.maybe():
            made["at_target"] = self.pick("60%", Fraction(1, 4))
        return made

    def _checklist(self) -> dict[str, Any]:
        part = self.points / 2
        return {"parts": [
            {"title": "Phần một", "points": part, "when": self.whether(1)},
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
        measure = {"difference": [self.subject(1), self.subject(-1)], "at_least": -3}
        return {"measure": measure, "at_least": 0} if self.maybe() else {"measure": measure}

    def _kpi(self) -> dict[str, Any]:
        self.fields["products"] = {
            "kind": "table",
            "columns": {"assigned": {"minimum": 1}, "coefficient": {"minimum": 1}},
        }
        if self.maybe():
            return {}
        return {"leads": {"fact": "rural", "is": True}, "leader_terms": [self.figure(1)]}


def criterion(maker: Maker, group: str, kind: str, plain: bool) -> tuple[dict[str, Any], dict[str, int]]:
    """Draw one criterion, and the direction in which its figures are better."""
    draw = maker.draw
    made = {"title": f"Tiêu chí {maker.id}", "group": group, "kind": kind, "points": maker.points}
    made |= maker.own(kind)
    if maker.maybe():
        made = {**maker.adjusted(), **made}
    if not draw(st.integers(0, 3)):
        made["rounding"] = rounding(draw)
    if not draw(st.integers(0, 4)):
        made["applies"] = maker.applies()
    if not draw(st.integers(0, 3)):
        made["not_applicable"] = draw(st.sampled_from(["drop", "full", "zero"]))
    if not plain and not draw(st.integers(0, 4)):
        made["when_missing"] = "zero"
    if maker.fields:
        made["fields"] = maker.fields
    return made, maker.better


def rounding(draw: Draw) -> dict[str, Any]:
    mode = draw(st.sampled_from(MODES))
    if draw(st.booleans()):
        return {"places": draw(st.integers(0, 3)), "mode": mode}
    return {"step": draw(st.sampled_from([HALF, Fraction(1, 4), Fraction(1, 20)])), "mode": mode}
