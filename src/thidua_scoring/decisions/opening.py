"""List what the rules leave open, for the council."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from thidua_scoring.decisions.reasons import Named, Reason
from thidua_scoring.errors import Lang

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing

_AMONG: Final = ("award-tie", "award-open")
"""Reasons that are the same for all units among whom something is open."""


@frozen
class Open:
    """Something that the rules do not decide, for the council (promise D2)."""

    what: str
    """``class``, ``rank``, ``quota``, ``ballot`` or ``award``."""
    named: Named
    units: tuple[Named, ...]
    reason: Reason

    def text(self, lang: Lang = "vi") -> str:
        """Say what is open, among whom, and why."""
        among = ", ".join(unit.name or unit.id for unit in self.units)
        what = {"vi": "Xếp loại", "en": "Class"}[lang] if self.what == "class" else self.named.name
        return f"{what or self.named.id}: {among} — {self.reason.text(lang)}"

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "what": self.what,
            "id": self.named.id,
            "units": [unit.id for unit in self.units],
            "reason": self.reason.to_dict(),
        }


def open_of(standing: Standing) -> Iterator[Open]:
    """Yield classes that evidence leaves open, then quotas, ballots and awards with ties or gaps."""
    yield from _classes(standing)
    yield from _quotas(standing)
    yield from _ballots(standing)
    yield from _awards(standing)


def _classes(standing: Standing) -> Iterator[Open]:
    by_quota = {row for applied in standing.quotas for row in applied.rows("open")}
    for unit in standing:
        several = len(unit.class_bounds) + len(unit.open_outcomes) > 1
        if several and unit.row not in by_quota:
            telling = [reason for reason in unit.class_reasons if reason.holds is None]
            named = standing.named(unit.row)
            yield Open("class", named, (named,), telling[0])


def _quotas(standing: Standing) -> Iterator[Open]:
    for applied in standing.quotas:
        rows = [row for row in applied.rows("open") if applied.quota.id in applied.cuts[row].full]
        if rows:
            units = tuple(map(standing.named, rows))
            reasons = (
                reason
                for reason in standing[units[0].id].class_reasons
                if reason.code in ("quota-open", "quota-waiting")
            )
            reason = next(reasons, None)
            if reason is not None:
                yield Open("quota", Named(applied.quota.id, applied.quota.title), units, reason)


def _ballots(standing: Standing) -> Iterator[Open]:
    names = {unit.id: unit.name for unit in standing.board.evidence.units}
    for result in standing.ballots.values():
        for outcome in result.outcomes:
            if outcome.elected is None:
                unit = Named(outcome.candidate.unit, names.get(outcome.candidate.unit, ""))
                reason = next(reason for reason in outcome.reasons if reason.holds is None)
                yield Open("ballot", Named(result.spec.id, result.spec.title), (unit,), reason)


def _awards(standing: Standing) -> Iterator[Open]:
    """Yield each award once for every reason for which it is open."""
    for name, result in standing.awards.items():
        named = Named(name, result.award.title)
        by_code: dict[str, list[int]] = {}
        for row in result.rows("undecided"):
            by_code.setdefault(result.proposals[row].reasons[-1].code, []).append(row)
        for code, rows in by_code.items():
            reason = result.proposals[rows[0]].reasons[-1]
            if code in _AMONG:
                reason = evolve(reason, code=f"{code}-among")
            yield Open("award", named, tuple(map(standing.named, rows)), reason)
