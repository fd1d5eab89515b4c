"""What is generated covers the language of rulesets: every node, every way of using it, every kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from generated_rulesets import Made, rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from thidua_scoring.errors import EvidenceError
from thidua_scoring.formula import nodes
from thidua_scoring.numbers import MODES
from thidua_scoring.ruleset.decisions.needs import formulas_in

ABSTRACT = {"Node", "Number", "Condition"}
REFERENCES = {"PointsOf", "Every"}
"""What assembling puts other nodes in the place of."""
EVERY_NODE = {
    name
    for name, kind in vars(nodes).items()
    if isinstance(kind, type) and issubclass(kind, nodes.Node) and name not in ABSTRACT | REFERENCES
}
EVERY_USE = {
    *(("Reduce", how) for how in get_args(nodes.Fold)),
    *(("Group", how) for how in get_args(nodes.Standing)),
    *(("Field", kind) for kind in get_args(nodes.FieldKind) if kind != "text"),
    *(("Column", kind) for kind in get_args(nodes.FieldKind) if kind not in ("text", "table")),
    *(("Compare", relation) for relation in ("==", "<", "<=", ">", ">=")),
    *(("Round", mode) for mode in MODES),
    *(("Reduce", also) for also in ("where", "distinct", "drop_lowest", "drop_highest")),
    ("Group", "among"),
    *(("fact", name) for name in ("kind", "name", "bloc")),
}


def parts(made: Made) -> Iterator[nodes.Node]:
    """Yield the nodes of a ruleset, as it is written and as it is assembled."""
    written = made.ruleset.written
    yield from nodes.walk(*made.ruleset.formulas.roots())
    yield from nodes.walk(*(root for _, part in written.decided() for _, root in formulas_in(part)))


def uses(part: nodes.Node) -> Iterator[tuple[str, str]]:
    """Yield how a node is used, where there are several ways."""
    name = type(part).__name__
    match part:
        case nodes.Reduce() | nodes.Group():
            yield name, part.how
            more = ("among", "where", "distinct", "drop_lowest", "drop_highest")
            yield from ((name, also) for also in more if getattr(part, also, None))
        case nodes.Field() | nodes.Column():
            yield name, part.kind
            if isinstance(part, nodes.Field) and not part.criterion:
                yield "fact", part.name
        case nodes.Compare():
            yield name, part.relation
        case nodes.Round():
            yield name, part.rounding.mode


def runs(examples: int) -> Callable[[Any], Any]:
    """Run a test over as many examples as it counts, the same ones each time."""
    every = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )

    def applied(test: Any) -> Any:
        test.uncut = True
        return every(test)

    return applied


def counted(examples: int) -> Counter[object]:
    """Count by how many generated rulesets each node and each use is found in."""
    found: Counter[object] = Counter()

    @runs(examples)
    @given(rulesets(wide=True))
    def gather(made: Made) -> None:
        found["rulesets"] += 1
        met = set(parts(made))
        found.update({type(part).__name__ for part in met} | {use for part in met for use in uses(part)})

    gather()
    return found


def test_every_node_and_every_use_is_generated() -> None:
    found = counted(200)
    assert EVERY_NODE - found.keys() == set()
    assert EVERY_USE - found.keys() == set()


@pytest.mark.long
def test_no_node_and_no_use_is_rare() -> None:
    found = counted(300)
    rare = found["rulesets"] / 30
    assert {each: found[each] for each in EVERY_NODE | EVERY_USE if found[each] < rare} == {}


@pytest.mark.long
def test_some_evidence_is_refused_and_most_is_not() -> None:
    """A division by zero, or the mean of no rows, is met but does not crowd out the rest."""
    outcomes: Counter[str] = Counter()

    @runs(200)
    @given(st.data())
    def score(data: st.DataObject) -> None:
        made = data.draw(rulesets(wide=True))
        evidence = data.draw(sheets(made, nasty=True)).evidence(made.ruleset)
        outcomes["drawn"] += 1
        try:
            made.ruleset.score(evidence)
            outcomes["scored"] += 1
        except EvidenceError as error:
            outcomes.update({fault.code for fault in error.faults})

    score()
    assert outcomes["scored"] > outcomes["drawn"] / 2
    assert {"division-by-zero", "fold-of-nothing"} <= outcomes.keys()
