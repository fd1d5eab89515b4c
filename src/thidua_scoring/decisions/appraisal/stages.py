"""Stages of appraisal: what each says of every criterion, and the points that stand in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import define, field

from thidua_scoring.decisions.amounts import amount
from thidua_scoring.decisions.appraisal.appraised import Appraisal, Appraised, Given, gap_between, named
from thidua_scoring.decisions.appraisal.marks import Key, Mark, Marking
from thidua_scoring.decisions.reasons import Reason, Share
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import Place, Problem, RulesetError, nearest
from thidua_scoring.evidence.evidence import Evidence, Unit
from thidua_scoring.formula.values import Value, add, greatest, multiply
from thidua_scoring.numbers import show
from thidua_scoring.ruleset.decisions.appraisal import AppraisalSpec, Stage
from thidua_scoring.scoring.criterion_score import CriterionScore
from thidua_scoring.scoring.scoreboard import Scoreboard

__all__ = ["Appraisal", "Appraised", "Given", "appraise"]


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
        self._refuse_settled(given)
        self.marking.taking.close()
        rows: dict[str, dict[str, Appraised]] = {unit.unit.id: {} for unit in self.board}
        for (unit, name), stages in given.items():
            if stages:
                rows[unit][name] = self._appraised(self.board[unit].unit, name, stages)
        settled = {unit: Settled({n: each.final for n, each in row.items()}) for unit, row in rows.items()}
        return Appraisal(settled_board(self.board, settled), self.board, rows)

    def _refuse_settled(self, given: Mapping[tuple[str, str], tuple[Given, ...]]) -> None:
        """Refuse points for a unit whose total was settled by itself: they would change nothing."""
        for unit in dict.fromkeys(unit for (unit, _), stages in given.items() if stages):
            if self.board[unit].settled is not None:
                self.marking.taking.fault(Problem("appraised-total", unit=unit), Place(path=(unit,)))

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
        gap = gap_between(own, final)
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
                part = Reason("stage-missing", {"stage": named(stage), "points": amount(value)}, None)
            weight = Reason("stage-weight", {"weight": Share(stage.weight)}, part.holds, (part,))
            yield multiply(Value.known(stage.weight), value), weight
