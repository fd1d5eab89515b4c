"""Stages of appraisal: what each says of every criterion, and the points that stand in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeAlias

from attrs import define, field, frozen

from thidua_scoring.decide.amounts import amount, stated
from thidua_scoring.decide.marks import Key, Mark, Marking
from thidua_scoring.decide.reasons import Named, Parameter, Reason, Share
from thidua_scoring.decide.settled import Settled, settled_board
from thidua_scoring.errors import Lang, Place, Problem, RulesetError, nearest
from thidua_scoring.evidence.evidence import Evidence, Unit
from thidua_scoring.formula.values import Value, add, greatest, multiply, negate
from thidua_scoring.numbers import show
from thidua_scoring.ruleset.decisions.appraisal import AppraisalSpec, Stage
from thidua_scoring.scoring.scoreboard import CriterionScore, Scoreboard

Source: TypeAlias = Literal["mark", "claim", "evidence"]


@frozen
class Given:
    """What one stage says of one criterion of a unit."""

    stage: Stage
    value: Value
    source: Source
    assessor: str = ""
    why: str = ""

    @property
    def reason(self) -> Reason:
        """Say who gave how many points, and why."""
        said: dict[str, Parameter] = {"stage": _named(self.stage), "points": amount(self.value)}
        holds = True if self.value.certain else None
        if self.source == "evidence":
            return Reason("stage-evidence", said, holds)
        if self.stage.assessors == "own" and not self.why:
            return Reason("stage-own", said, holds)
        said["assessor"] = self.assessor or _named(self.stage)
        if self.why:
            return Reason("stage-mark-why", {**said, "why": self.why}, holds)
        return Reason("stage-mark", said, holds)


@frozen
class Appraised:
    """One criterion of a unit: what every stage that looked at it says, and the points in the end."""

    unit: Unit
    criterion: str
    given: tuple[Given, ...]
    """In the order of the stages."""
    final: Value
    reason: Reason

    @property
    def own(self) -> Value | None:
        """The points that the unit gives itself; None where it says nothing."""
        return next((each.value for each in self.given if each.stage.assessors == "own"), None)

    @property
    def gap(self) -> Value | None:
        """By how much the unit's own points lie above those in the end."""
        return _gap(self.own, self.final)

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines, all numbers as text."""
        found: dict[str, Any] = {
            "unit": self.unit.id,
            "criterion": self.criterion,
            "stages": {
                each.stage.id: {
                    **stated("points", each.value),
                    "from": each.source,
                    "assessor": each.assessor,
                    "reason": each.why,
                }
                for each in self.given
            },
            **stated("final", self.final),
        }
        if self.gap is not None:
            found |= stated("gap", self.gap)
        return {**found, "why": self.reason.to_dict()}


@frozen(eq=False)
class Appraisal:
    """The points in the end of all units, on a scoreboard that can be decided by."""

    board: Scoreboard = field(repr=False)
    """With the points that stand in the end."""
    by_rules: Scoreboard = field(repr=False)
    """As the rules give it, before anybody appraised it."""
    rows: Mapping[str, Mapping[str, Appraised]]
    """By unit and criterion; a criterion of which no stage speaks is left to the rules."""

    @cached_property
    def _own(self) -> Scoreboard:
        """The scoreboard with the units' own points where there are any, else with those in the end."""
        points = {
            unit: Settled({name: each.own or each.final for name, each in rows.items()})
            for unit, rows in self.rows.items()
        }
        return settled_board(self.by_rules, points)

    def gap(self, unit: str) -> Value | None:
        """Return by how much a unit's own total lies above that in the end; None where it has none.

        The own total follows by formula from the unit's own points; a criterion that the unit gives
        itself no points for counts the same on both sides. Raises `NoSuchName` for an unknown unit.
        """
        row = self.board[unit].row
        if all(each.own is None for each in self.rows.get(unit, {}).values()):
            return None
        return _gap(self._own.value("total", row), self.board.value("total", row))

    def text(self, unit: str, lang: Lang = "vi") -> str:
        """Write a unit's criteria with their points in the end, and why, one a line."""
        lines = [f"{name}: {each.reason.text(lang)}" for name, each in self.rows.get(unit, {}).items()]
        gap = self.gap(unit)
        if gap is not None:
            lines.append(Reason("gap-of-unit", {"gap": amount(gap)}).text(lang))
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return all units for machines, the gaps of their totals included."""
        return {
            "units": [
                {
                    "unit": unit,
                    **stated("total", self.board.value("total", self.board[unit].row)),
                    **stated("gap", self.gap(unit)),
                    "criteria": {name: each.to_dict() for name, each in rows.items()},
                }
                for unit, rows in self.rows.items()
            ]
        }


def appraise(
    board: Scoreboard, marks: Iterable[Mark] = (), *, evidence: Mapping[str, Evidence] | None = None
) -> Appraisal:
    """Take the points of all stages together, as the ruleset's ``[appraisal]`` says.

    A stage's points are its marks; where there is none, what the rules make of the ``evidence`` of
    that stage; and at the first stage by the units themselves, their claims. What no stage speaks of
    stays as the rules give it. Weighted points of which a stage is missing are open between what the
    rule can give. Raises `RulesetError` for a ruleset without stages, and `EvidenceError` with every
    fault of the marks.
    """
    spec = board.ruleset.written.decisions.appraisal
    if spec is None:
        file = board.ruleset.files[0] if board.ruleset.files else None
        raise RulesetError([Problem("no-appraisal", got=board.ruleset.id).placed(Place(file))])
    return _Appraising(board, spec, Marking(board, spec)).run(marks, evidence or {})


@define
class _Appraising:
    """Gather what the stages say."""

    board: Scoreboard
    spec: AppraisalSpec
    marking: Marking
    _scored: dict[str, Scoreboard] = field(factory=dict)

    def run(self, marks: Iterable[Mark], evidence: Mapping[str, Evidence]) -> Appraisal:
        taken = self.marking.take(marks)
        self._score(evidence)
        given = {
            (score.unit.unit.id, name): self._given(score, taken)
            for unit in self.board
            for name, score in unit.criteria.items()
        }
        self.marking.taking.close()
        rows: dict[str, dict[str, Appraised]] = {unit.unit.id: {} for unit in self.board}
        for (unit, name), stages in given.items():
            if stages:
                rows[unit][name] = self._appraised(self.board[unit].unit, name, stages)
        settled = {unit: Settled({n: each.final for n, each in row.items()}) for unit, row in rows.items()}
        return Appraisal(settled_board(self.board, settled), self.board, rows)

    def _score(self, evidence: Mapping[str, Evidence]) -> None:
        """Score the evidence of stages by the rules."""
        known = [stage.id for stage in self.spec.stages]
        for stage, given in evidence.items():
            place = Place(path=("evidence", stage))
            if stage not in known:
                problem = Problem(
                    "no-such-stage", got=stage, expected=", ".join(known), nearest=nearest(stage, known)
                )
                self.marking.taking.fault(problem, place)
                continue
            for unit in given.units:
                if unit.id not in self.board.evidence.rows:
                    ids = ", ".join(self.board.evidence.rows)
                    close = nearest(unit.id, self.board.evidence.rows)
                    problem = Problem("no-such-unit", got=unit.id, expected=ids, nearest=close)
                    self.marking.taking.fault(problem, place)
            self._scored[stage] = self.board.ruleset.score(given)

    # ── what each stage says ────────────────────────────────────────────────────────

    def _given(self, score: CriterionScore, taken: Mapping[Key, Mark]) -> tuple[Given, ...]:
        """Return what the stages say of a criterion, each checked against the one before."""
        if not score.applies:
            self._refuse_claim(score)
            return ()
        unit, found = score.unit.unit.id, list[Given]()
        for stage in self.spec.stages:
            mark = taken.get((stage.id, unit, score.id))
            if mark is not None and found:
                self.marking.changed(mark, found[-1].value)
            given = self._one(score, stage, mark)
            if given is not None:
                found.append(given)
        self._refuse_own_beyond(score, found, taken)
        return tuple(found)

    def _one(self, score: CriterionScore, stage: Stage, mark: Mark | None) -> Given | None:
        claim = self._claim(score) if stage == self._first_own else None
        if mark is not None:
            if claim is not None and claim != mark.points:
                problem = Problem("mark-not-claim", unit=mark.unit, criterion=score.id, claimed=show(claim))
                self.marking.taking.fault(problem, mark.place("points"))
            return Given(stage, Value.known(mark.points), "mark", mark.assessor, mark.reason)
        by_rules = self._by_evidence(score, stage)
        if by_rules is not None:
            return Given(stage, by_rules, "evidence")
        return None if claim is None else Given(stage, Value.known(claim), "claim")

    @property
    def _first_own(self) -> Stage | None:
        return next((stage for stage in self.spec.stages if stage.assessors == "own"), None)

    def _claim(self, score: CriterionScore) -> Fraction | None:
        return None if score.claimed is None else Fraction(score.claimed)

    def _by_evidence(self, score: CriterionScore, stage: Stage) -> Value | None:
        """Return what the rules make of a stage's evidence; None where it says nothing of the criterion."""
        board = self._scored.get(stage.id)
        if board is None or score.unit.unit.id not in board.evidence.rows:
            return None
        found = board[score.unit.unit.id][score.id]
        figures = board.explain(score.unit.unit.id, score.id).figures
        own = [used.state for used in figures if not used.key.startswith(".")]
        if not found.applies or (own and set(own) == {"missing"}):
            return None
        return found.value

    def _refuse_claim(self, score: CriterionScore) -> None:
        """Refuse points that a unit claims for what does not apply to it."""
        if self._claim(score):
            problem = Problem("mark-not-applicable", unit=score.unit.unit.id, criterion=score.id)
            self.marking.taking.fault(problem, self._place_of_claim(score))

    def _refuse_own_beyond(
        self, score: CriterionScore, found: list[Given], taken: Mapping[Key, Mark]
    ) -> None:
        """Refuse a unit's own points that the rule cannot give, where they count in the end.

        Points that a later stage has put right stay on record: finding them is what it is for.
        """
        for given in found:
            if given.stage.assessors != "own" or given.source == "evidence":
                continue
            mark = taken.get((given.stage.id, score.unit.unit.id, score.id))
            if self._counts(given, found) and given.value.point is not None:
                place = self._place_of_claim(score) if mark is None else mark.place("points")
                self.marking.within(score.id, given.value.point, place)

    def _place_of_claim(self, score: CriterionScore) -> Place:
        origin = self.board.evidence.origins.get((f"{score.id}.claimed", score.unit.row))
        return Place() if origin is None else origin.place

    def _counts(self, given: Given, found: list[Given]) -> bool:
        if self.spec.final == "latest":
            return given is found[-1]
        return self.spec.final == "max" or given.stage.weight != 0

    # ── the points in the end ───────────────────────────────────────────────────────

    def _appraised(self, unit: Unit, criterion: str, given: tuple[Given, ...]) -> Appraised:
        final, parts = self._final(criterion, given)
        own = next((each.value for each in given if each.stage.assessors == "own"), None)
        gap = _gap(own, final)
        if own is not None and gap is not None and gap != Value.known(0):
            parts.append(Reason("gap", {"own": amount(own), "gap": amount(gap)}))
        said = {"points": amount(final)}
        reason = Reason(f"final-{self.spec.final}", said, True if final.certain else None, tuple(parts))
        return Appraised(unit, criterion, given, final, reason)

    def _final(self, criterion: str, given: tuple[Given, ...]) -> tuple[Value, list[Reason]]:
        if self.spec.final == "weighted":
            weighed = list(self._weighed(criterion, {each.stage.id: each for each in given}))
            return add(value for value, _ in weighed), [reason for _, reason in weighed]
        values = [each.value for each in given]
        last_alone = self.spec.final == "latest" or len(values) == 1
        return values[-1] if last_alone else greatest(values), [each.reason for each in given]

    def _weighed(self, criterion: str, given: Mapping[str, Given]) -> Iterator[tuple[Value, Reason]]:
        for stage in self.spec.stages:
            assert stage.weight is not None
            if stage.id in given:
                value, part = given[stage.id].value, given[stage.id].reason
            else:
                limits = self.marking.limits(criterion)
                value = Value.between(limits.low, limits.high)
                part = Reason("stage-missing", {"stage": _named(stage), "points": amount(value)}, None)
            weight = Reason("stage-weight", {"weight": Share(stage.weight)}, part.holds, (part,))
            yield multiply(Value.known(stage.weight), value), weight


def _named(stage: Stage) -> Named:
    return Named(stage.id, stage.title)


def _gap(own: Value | None, final: Value | None) -> Value | None:
    """Subtract; the same open figure on both sides leaves no gap."""
    if own is None or final is None:
        return None
    return Value.known(0) if own is final else add([own, negate(final)])
