"""Tell a standing: a unit's decisions in sentences, and everything for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from thidua_scoring.errors import Lang
from thidua_scoring.numbers import show, write

if TYPE_CHECKING:
    from thidua_scoring.decisions.awards.proposing import Proposal
    from thidua_scoring.decisions.limiting import Applied
    from thidua_scoring.decisions.reasons import Reason
    from thidua_scoring.decisions.standing import Standing, UnitStanding

_VERDICTS: Final[Mapping[str, tuple[str, str]]] = {
    "proposed": ("được đề nghị", "may be proposed"),
    "not-proposed": ("không được đề nghị", "may not be proposed"),
    "undecided": ("chưa quyết định", "undecided"),
}
NEEDS: Final = frozenset(
    {
        "required",
        "asked",
        "all",
        "any",
        "class-is",
        "rank-up-to",
        "elected",
        "held-in-a-row",
        "held-times",
        "held-times-since",
        "members-hold",
        "members-share",
    }
)
"""The reasons that are needs, which are met or not."""
_OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    "unrated": ("Không xếp loại", "Unrated"),
    "not-considered": ("Không xét", "Not considered"),
    "postponed": ("Chưa khen thưởng", "Awards postponed"),
    "demoted": ("Hạ bậc", "Demoted"),
}


def outcome_name(outcome: str, lang: Lang) -> str:
    """Name an outcome for people."""
    return _OUTCOMES[outcome][lang == "en"]


def verdict_name(verdict: str, lang: Lang) -> str:
    """Name the verdict on an award for people."""
    return _VERDICTS[verdict][lang == "en"]


def class_name(unit: UnitStanding, lang: Lang) -> str:
    """Name a unit's class, those that it may be in, or what stands in their place."""
    titles = {each.id: each.title for each in unit.standing.board.ruleset.written.classes}
    found = [titles[name] for name in unit.class_bounds]
    found += [outcome_name(each, lang) for each in unit.open_outcomes]
    return (" hoặc " if lang == "vi" else " or ").join(found) or "—"


def rank_name(unit: UnitStanding, lang: Lang) -> str:
    """Write a unit's rank, or between what it lies; equals are marked with ``=``."""
    bounds = unit.standing.ranks[unit.row]
    if bounds is None:
        return "—"
    low, high = (show(end, lang) for end in bounds)
    return (low if low == high else f"{low}–{high}") + ("=" if unit.tied and low == high else "")


def told(unit: UnitStanding, lang: Lang = "vi") -> str:
    """Say everything that was decided of a unit, each decision with what it rests on."""
    return "\n".join(_lines(unit, lang))


def _lines(unit: UnitStanding, lang: Lang) -> Iterator[str]:
    english = lang == "en"
    where = f" ({unit.unit.bloc})" if unit.unit.bloc else ""
    yield f"{unit.unit.name or unit.unit.id}{where}"
    yield f"{'Rank' if english else 'Xếp hạng'}: {rank_name(unit, lang)}"
    yield from (f"  – {reason.text(lang)}" for reason in unit.rank_reasons)
    if unit.standing.board.ruleset.written.classes or unit.outcome is not None:
        yield f"{'Class' if english else 'Xếp loại'}: {class_name(unit, lang)}"
        yield from (f"  – {reason.text(lang)}" for reason in unit.class_reasons)
    if unit.awards:
        yield "Awards:" if english else "Khen thưởng:"
        yield from (_award(unit, proposal, lang) for proposal in unit.awards.values())


def _award(unit: UnitStanding, proposal: Proposal, lang: Lang) -> str:
    title = unit.standing.awards[proposal.award].award.title
    because = "; ".join(_spoken(reason, lang) for reason in proposal.reasons)
    said = f"  – {title}: {verdict_name(proposal.verdict, lang)}"
    return f"{said}, {'since' if lang == 'en' else 'vì'} {because}" if because else said


def _spoken(reason: Reason, lang: Lang) -> str:
    """Say a reason so that one hears whether a need is met."""
    text = reason.text(lang)
    if reason.code not in NEEDS or reason.holds is True:
        return text
    said = {False: ("không đạt: ", "not met: "), None: ("chưa rõ: ", "not known: ")}
    return said[reason.holds][lang == "en"] + text


# ── for machines ────────────────────────────────────────────────────────────────────


def written(standing: Standing) -> dict[str, Any]:
    """Return a standing for machines."""
    board = standing.board.to_dict()
    return {
        **{key: value for key, value in board.items() if key != "units"},
        "units": [
            {**score, "standing": _unit(unit)} for score, unit in zip(board["units"], standing, strict=True)
        ],
        "facts": dict(standing.facts),
        "quotas": [_quota(standing, applied) for applied in standing.quotas],
        "ballots": [result.to_dict() for result in standing.ballots.values()],
        "open": [each.to_dict() for each in standing.open],
    }


def _unit(unit: UnitStanding) -> dict[str, Any]:
    bounds = unit.standing.ranks[unit.row]
    found: dict[str, Any] = {
        "rank": None if unit.rank is None else str(unit.rank),
        "rank_bounds": None if bounds is None else [write(end) for end in bounds],
        "tied": list(unit.tied),
        "class": unit.class_,
        "class_bounds": list(unit.class_bounds),
        "outcomes": list(unit.outcomes),
        "rank_reasons": [reason.to_dict() for reason in unit.rank_reasons],
        "class_reasons": [reason.to_dict() for reason in unit.class_reasons],
    }
    found["awards"] = {
        name: {"verdict": proposal.verdict, "reasons": [reason.to_dict() for reason in proposal.reasons]}
        for name, proposal in unit.awards.items()
    }
    return found


def _quota(standing: Standing, applied: Applied) -> dict[str, Any]:
    ids = [unit.id for unit in standing.board.evidence.units]
    return {
        "quota": applied.quota.id,
        "scope": applied.scope,
        "base": list(applied.base),
        "seats": list(applied.seats),
        **{verdict: [ids[row] for row in applied.rows(verdict)] for verdict in ("kept", "cut", "open")},
    }
