"""The result of a search for a goal: every cheapest change that reaches it, or why none does."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from thidua_scoring.decisions.reasons import Between, Named, Parameter, Reason, Said, between, plain
from thidua_scoring.evidence.cells import Cell as EvidenceCell
from thidua_scoring.evidence.kinds import Scalar
from thidua_scoring.tabular import Heading, Table, Tabled

if TYPE_CHECKING:
    from thidua_scoring.scoring.scoreboard import Scoreboard
    from thidua_scoring.whatif.scenarios.paths import Path
    from thidua_scoring.whatif.scenarios.scenario import Scenario

_HEADINGS: Final = (
    Heading("answer", "Phương án", "Answer", right=True),
    Heading("criterion", "Tiêu chí", "Criterion"),
    Heading("figure", "Số liệu", "Figure"),
    Heading("old", "Hiện có", "Now", right=True),
    Heading("new", "Cần đạt", "Needed", right=True),
    Heading("steps", "Số bước", "Steps", right=True),
    Heading("cost", "Chi phí", "Cost", right=True),
    Heading("total", "Tổng điểm", "Total", right=True),
    Heading("class", "Xếp loại", "Class"),
    Heading("rank", "Hạng", "Rank", right=True),
)


@frozen
class Change:
    """One figure that changes, exact: a percentage as its share, a date as its ordinal."""

    key: str
    figure: Named
    criterion: Named | None
    """None for a fact of the unit."""
    old: Scalar
    new: Scalar
    shown: tuple[Parameter, Parameter]
    """Both values as people write them."""
    steps: int
    cost: Fraction

    def to_dict(self) -> dict[str, Any]:
        """Return the change for machines."""
        return {
            "figure": self.key,
            "criterion": None if self.criterion is None else self.criterion.id,
            "old": self.old if isinstance(self.old, bool) else plain(self.old),
            "new": self.new if isinstance(self.new, bool) else plain(self.new),
            "steps": self.steps,
            "cost": plain(self.cost),
        }


@frozen
class Answer:
    """Changes that go together, and what the scoreboard says of the unit when all are made."""

    changes: tuple[Change, ...]
    bounds: Between
    """The least and most that the total can be."""
    classes: tuple[Named, ...]
    """The classes that the unit may be in, from the best."""
    ranks: tuple[int, int] | None
    """The best and worst rank that it can have."""

    @property
    def total(self) -> Fraction | None:
        """The total; None where open evidence leaves it open."""
        return self.bounds.low if self.bounds.low == self.bounds.high else None

    @property
    def class_(self) -> Named | None:
        """The class; None where it is open, or there is none."""
        return self.classes[0] if len(self.classes) == 1 else None

    @property
    def rank(self) -> int | None:
        """The rank; None where it is open, or there is none."""
        return self.ranks[0] if self.ranks is not None and self.ranks[0] == self.ranks[1] else None

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that are touched, by id; a fact of the unit by its key."""
        places = (c.key if c.criterion is None else c.criterion.id for c in self.changes)
        return tuple(dict.fromkeys(places))

    @property
    def cost(self) -> Fraction:
        """The cost of all changes together."""
        return sum((change.cost for change in self.changes), Fraction(0))

    def to_dict(self) -> dict[str, Any]:
        """Return the answer for machines, numbers as text."""
        return {
            "changes": [change.to_dict() for change in self.changes],
            "criteria": list(self.criteria),
            "cost": plain(self.cost),
            "total": plain(self.bounds),
            "classes": plain(self.classes),
            "ranks": None if self.ranks is None else list(self.ranks),
        }


@frozen(eq=False, repr=False)
class Goal(Tabled):
    """What it takes for a unit to reach a class or a rank, by points alone.

    Every answer was made and scored again by the whole scoreboard, and again with each of its
    changes left out: the one reaches the goal, the others do not.
    """

    unit: Named
    aim: Reason
    reached: bool
    answers: tuple[Answer, ...]
    """Every cheapest answer; one without changes where the goal is reached already; none if it cannot be."""
    more: bool = False
    """Whether there are more cheapest answers than these."""
    best: Answer | None = None
    """Where the goal cannot be reached, the best class or rank that can, at the least cost."""
    most: Answer | None = None
    """Where the goal cannot be reached, the greatest total that can, at the least cost; None too where
    a figure without end may lift it ever further."""
    why: tuple[Reason, ...] = ()
    """Why the goal cannot be reached."""
    notes: tuple[Reason, ...] = field(default=())
    """What was not looked at."""

    @property
    def already(self) -> bool:
        """Whether the goal is reached as things are."""
        return self.reached and not self.answers[0].changes

    @property
    def verdict(self) -> Reason:
        """What was found, in a sentence."""
        if not self.reached:
            return Reason("goal-out-of-reach", {"unit": self.unit, "aim": self._aim}, parts=self.why)
        if self.already:
            return Reason("goal-reached-already", {"unit": self.unit, "aim": self._aim})
        first = self.answers[0]
        return Reason(
            "goal-more-answers" if self.more else "goal-answers",
            {
                "unit": self.unit,
                "aim": self._aim,
                "count": len(self.answers),
                "criteria": len(first.criteria),
                "cost": first.cost,
            },
        )

    @property
    def _aim(self) -> Said:
        return Said(self.aim.text("vi"), self.aim.text("en"))

    def scenario(self, board: Scoreboard, answer: Answer | None = None) -> Scenario:
        """Return an answer, the first if none is named, as a scenario for the scoreboard.

        Raises ``IndexError`` where there is no answer.
        """
        from thidua_scoring.whatif.scenarios.scenario import Scenario

        changes: dict[str | Path, Any] = {}
        for change in (answer or self.answers[0]).changes:
            owner, _, name = change.key.rpartition(".")
            steps = (owner, name) if owner else (name,)
            changes["evidence", self.unit.id, *steps] = EvidenceCell(change.new)
        return Scenario.of(board, f"{self.unit.name or self.unit.id}: {self.aim.text('vi')}", changes)

    def table(self) -> Table:
        """Return one row for each change of each answer, or of the best that can be had."""
        title = Said(
            f"Mục tiêu của {self.unit.name}: {self.aim.text('vi')}",
            f"Goal of {self.unit.name}: {self.aim.text('en')}",
        )
        notes = tuple(map(_sentence, (self.verdict, *self.notes)))
        return Table(title, _HEADINGS, list(self._rows()), notes)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        shown = self.answers or tuple(each for each in (self.best, self.most) if each is not None)
        for number, answer in enumerate(dict.fromkeys(shown), start=1):
            rank = None if answer.ranks is None else between(answer.ranks)
            results = (answer.bounds, answer.classes or None, rank)
            if not answer.changes:
                yield (number, *[None] * 6, *results)
            for change in answer.changes:
                what = (change.criterion, change.figure, *change.shown, change.steps, change.cost)
                yield (number, *what, *results)

    def to_dict(self) -> dict[str, Any]:
        """Return the result for machines, numbers as text, reasons as sentences in both languages."""
        found: dict[str, Any] = {
            "unit": self.unit.id,
            "aim": self.aim.to_dict(),
            "reached": self.reached,
            "already": self.already,
            "answers": [answer.to_dict() for answer in self.answers],
            "more": self.more,
        }
        if not self.reached:
            found["best"] = None if self.best is None else self.best.to_dict()
            found["most"] = None if self.most is None else self.most.to_dict()
            found["why"] = [reason.to_dict() for reason in self.why]
        return {**found, "notes": [note.to_dict() for note in self.notes]}


def _sentence(reason: Reason) -> Said:
    """Write a reason as a sentence that stands by itself."""
    texts = (reason.text("vi"), reason.text("en"))
    return Said(*(f"{text[:1].upper()}{text[1:]}." for text in texts))
