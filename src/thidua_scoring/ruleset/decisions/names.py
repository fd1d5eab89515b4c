"""Every name by which one part of the decisions refers to another, held against what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import define

from thidua_scoring.errors import Problem, Step, nearest
from thidua_scoring.ruleset.decisions.awards import Award
from thidua_scoring.ruleset.decisions.classes import OUTCOMES
from thidua_scoring.ruleset.decisions.needs import (
    AllOf,
    AnyOf,
    ClassIs,
    Elected,
    Held,
    MembersHold,
    Need,
    NotMet,
    RankUpTo,
    Requirement,
)
from thidua_scoring.ruleset.decisions.quotas import ALL, OR_BETTER
from thidua_scoring.ruleset.decisions.ranking import Scope
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import Written

Report: TypeAlias = Callable[..., None]
Path: TypeAlias = tuple[Step, ...]


def needs_at(required: Requirement, *path: Step) -> Iterator[tuple[Need, Path]]:
    """Yield the needs of a requirement, each with its path in the file."""
    worded = required.title or required.source or required.otherwise
    yield from _below(required.need, (*path, "must") if worded else path)


def _below(need: Need, path: Path) -> Iterator[tuple[Need, Path]]:
    yield need, path
    if isinstance(need, AllOf | AnyOf):
        for index, part in enumerate(need.parts):
            yield from _below(part, (*path, "all" if isinstance(need, AllOf) else "any", index))
    elif isinstance(need, NotMet):
        yield from _below(need.of, (*path, "not"))


@define
class Names:
    """Report names of what is not there, or cannot be asked for where it is named."""

    written: Written
    formulas: Formulas
    fault: Report
    _without_classes: bool = False
    """Whether it was told that there are no classes: one fault, however often they are named."""

    def check(self) -> None:
        """Check every name."""
        self._scope(self.written.ranking.within, "ranking", "within")
        self._classes()
        self._vetoes()
        for name, quota in self.written.decisions.quotas.items():
            self._class(quota.class_, "quotas", name, "class")
            self._class(quota.of, "quotas", name, "of", base=True)
            self._scope(quota.within, "quotas", name, "within")
        self._caps()
        for name, ballot in self.written.decisions.ballots.items():
            for index, title in enumerate(ballot.awards):
                self._award(title, "ballots", name, "awards", index)
        for award in self.written.decisions.awards.values():
            self._award_names(award)
        self._circles()

    # ── one name ────────────────────────────────────────────────────────────────────

    def _named(self, code: str, got: str, known: Iterable[str], *path: Step) -> bool:
        """Report a name that is not among the known ones; say whether it is."""
        known = list(known)
        if got not in known:
            self.fault(Problem(code, got=got, nearest=nearest(got, known)), *path)
        return got in known

    @property
    def _ids(self) -> list[str]:
        return [each.id for each in self.written.classes]

    def _bases(self) -> list[str]:
        return [ALL, *self._ids, *(f"{each}{OR_BETTER}" for each in self._ids)]

    def _class(self, got: str, *path: Step, base: bool = False) -> None:
        if base and got == ALL:
            return
        if self._ids:
            self._named("unknown-class", got, self._bases() if base else self._ids, *path)
        elif not self._without_classes:
            self._without_classes = True
            self.fault(Problem("no-classes", got=got), *path)

    def _title(self, got: str, more: Sequence[str], *path: Step) -> None:
        """Check that a name is that of an award, or of one of some more."""
        awards = self.written.decisions.awards
        if self._ids or nearest(got, awards):
            self._named("unknown-title", got, [*awards, *more], *path)
        else:
            self._class(got, *path)

    def _award(self, got: str, *path: Step) -> bool:
        return self._named("unknown-award", got, self.written.decisions.awards, *path)

    def _scope(self, within: Scope, *path: Step) -> None:
        """Check the facts in which units agree that are looked at together."""
        for index, name in enumerate(within):
            self._fact(name, ("level", "text", "yes-no", "number", "count"), ("bloc", "kind"),
                       *path, *((index,) if len(within) > 1 else ()))  # fmt: skip

    def _fact(self, name: str, kinds: Sequence[str], always: Sequence[str], *path: Step) -> None:
        facts = {key[1:]: spec for key, spec in self.formulas.fields.items() if key.startswith(".")}
        declared = [each for each in facts if each != "name"]
        if name in always or not self._named("unknown-fact", name, [*always, *declared], *path):
            return
        if facts[name].kind not in kinds:
            listed = ", ".join(kinds)
            self.fault(Problem("fact-kind", got=name, kind=facts[name].kind, expected=listed), *path)

    # ── classes, vetoes, caps ───────────────────────────────────────────────────────

    def _classes(self) -> None:
        for index, spec in enumerate(self.written.classes):
            for place, required in enumerate(spec.require):
                path = ("classes", index, "require", place)
                if required.otherwise:
                    self._falls_to(index, required.otherwise, *path, "else")
                for need, at in needs_at(required, *path):
                    self._asked_by_class(need, *at)

    def _falls_to(self, index: int, got: str, *path: Step) -> None:
        ids = self._ids
        if self._named("unknown-class", got, ids, *path) and ids.index(got) <= index:
            self.fault(Problem("class-not-lower", got=ids[index], other=got), *path)

    def _asked_by_class(self, need: Need, *path: Step) -> None:
        """Check what the class of a unit may depend on: nothing that is decided after it."""
        match need:
            case ClassIs():
                self.fault(Problem("class-asks-class", got=need.id), *path, "class")
            case RankUpTo() if self.written.ranking.class_first:
                self.fault(Problem("class-asks-rank"), *path, "rank_up_to")
            case Elected():
                self.fault(Problem("class-asks-ballot", got=need.ballot), *path, "elected")
            case Held() | MembersHold():
                self._titles(need, *path)

    def _vetoes(self) -> None:
        known = [*self._ids, *OUTCOMES]
        for veto in self.written.vetoes:
            if veto.outcome not in known:
                close, listed = nearest(veto.outcome, known), ", ".join(known)
                problem = Problem("unknown-outcome", got=veto.outcome, expected=listed, nearest=close)
                self.fault(problem, "vetoes", veto.id, "outcome")

    def _caps(self) -> None:
        for name, cap in self.written.decisions.caps.items():
            self._fact(cap.entity, ("level", "text"), (), "caps", name, "entity")

    # ── awards ──────────────────────────────────────────────────────────────────────

    def _award_names(self, award: Award) -> None:
        path, decisions = ("awards", award.id), self.written.decisions
        if award.level:
            self._named("unknown-award-level", award.level, decisions.levels, *path, "level")
        if award.of not in self._bases():
            self._award_of(award.of, *path, "of")
        self._scope(award.within, *path, "within")
        for index, order in enumerate(award.order):
            if order.votes:
                self._ballot(order.votes, award, *path, "order", index, "votes")
        for index, required in enumerate(award.require):
            if required.otherwise:
                self.fault(Problem("else-of-award"), *path, "require", index, "else")
            for need, at in needs_at(required, *path, "require", index):
                self._asked_by_award(need, award, *at)
        if award.otherwise:
            self._proposed(award.otherwise, *path, "else")

    def _award_of(self, got: str, *path: Step) -> None:
        if got in self.written.decisions.awards:
            self._proposed(got, *path)
        else:
            self._title(got, self._bases(), *path)

    def _proposed(self, got: str, *path: Step) -> None:
        """Check that an award is there and that units are looked at for it."""
        if self._award(got, *path) and not self.written.decisions.awards[got].proposed:
            self.fault(Problem("award-not-proposed", got=got), *path)

    def _asked_by_award(self, need: Need, award: Award, *path: Step) -> None:
        match need:
            case ClassIs():
                self._class(need.id, *path, "class")
            case Elected():
                self._ballot(need.ballot, award, *path, "elected")
            case Held() | MembersHold():
                self._titles(need, *path)

    def _ballot(self, got: str, award: Award, *path: Step) -> None:
        """Check that a ballot is there, and is on the award if it is on awards at all."""
        ballots = self.written.decisions.ballots
        if self._named("unknown-ballot", got, ballots, *path):
            voted_on = ballots[got].awards
            if voted_on and award.id not in voted_on:
                self.fault(Problem("ballot-without-award", got=award.id, ballot=got), *path)

    def _titles(self, need: Held | MembersHold, *path: Step) -> None:
        """Check that what records are searched for is an award or a class."""
        key = "held" if isinstance(need, Held) else "members_hold"
        for index, got in enumerate(need.what):
            self._title(got, self._ids, *path, key, *((index,) if len(need.what) > 1 else ()))

    def _circles(self) -> None:
        """Check that awards can be decided one after another."""
        leads = {name: dict(self._decided_after(award)) for name, award in self._looked_at.items()}
        for around in _circles(leads):
            self.fault(Problem("awards-circle", got=" → ".join(around)), *leads[around[0]][around[1]])

    @property
    def _looked_at(self) -> dict[str, Award]:
        return {name: each for name, each in self.written.decisions.awards.items() if each.proposed}

    def _decided_after(self, award: Award) -> Iterator[tuple[str, Path]]:
        """Yield the awards that must be decided before one, and where the rules say so."""
        awards = self._looked_at
        for name in list(awards)[: list(awards).index(award.id)]:
            if award.achievement and awards[name].achievement == award.achievement:
                yield name, ("awards", award.id, "achievement")
        if award.of in awards and award.of != award.id:
            yield award.of, ("awards", award.id, "of")
        for name, each in awards.items():
            if each.otherwise == award.id:
                yield name, ("awards", name, "else")


def _circles(leads: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield ways that lead back to where they start, each from the first of its names."""
    earlier = set[str]()
    for start in leads:
        waiting, seen = [[start]], set[str]()
        while waiting:
            way = waiting.pop(0)
            onward = [name for name in leads[way[-1]] if name not in earlier | seen]
            if start in onward:
                yield [*way, start]
                break
            seen.update(onward)
            waiting += ([*way, name] for name in onward)
        earlier.add(start)
