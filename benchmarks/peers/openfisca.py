"""OpenFisca-Core: a variable a criterion over float32, blocs as its group entity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import YEAR
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from work import BANDS, CRITERIA, DONE, FIELDS, LATE, PENALTIES, RATIOS, Data, Scored

from peers.numpy_float import GIVEN, LOWS, NAMES, classes, ranks

PERIOD = "2026"
UNIT = Entity("unit", "units", "Unit", "")
BLOC = GroupEntity(
    "bloc", "blocs", "Bloc", "", [{"key": "member", "plural": "members", "label": "", "doc": ""}]
)
TYPES = {"target": int, "actual": int, "days": int, "done": bool, "rate": float}
Formula = Callable[..., Any]


def variable(name: str, type_: type, formula: Formula | None = None) -> type[Variable]:
    """Make the class that OpenFisca wants for each variable."""
    body = {"value_type": type_, "entity": UNIT, "definition_period": YEAR, "label": name}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


def field(name: str) -> str:
    """Name a figure as OpenFisca allows."""
    return name.replace(".", "_")


def ratio(name: str) -> Formula:
    """Give the formula of a capped ratio."""

    def formula(unit: Any, period: Any) -> Any:
        points = np.minimum(unit(f"{name}_actual", period) / unit(f"{name}_target", period) * 6, 6)
        return np.floor(points * 100 + 0.5) / 100

    return formula


def late(name: str, penalty: float) -> Formula:
    """Give the formula of lateness."""
    return lambda unit, period: np.maximum(0, 4 - penalty * unit(f"{name}_days", period))


def done(name: str) -> Formula:
    """Give the formula of yes or no."""
    return lambda unit, period: unit(f"{name}_done", period) * 4.0


def band(name: str) -> Formula:
    """Give the formula of a step table."""
    return lambda unit, period: GIVEN[np.searchsorted(LOWS, unit(f"{name}_rate", period), side="right")]


def total(unit: Any, period: Any) -> Any:
    """Add the points."""
    return np.floor(sum(unit(name, period) for name in CRITERIA) * 100 + 0.5) / 100


def rank(unit: Any, period: Any) -> Any:
    """Rank within the bloc; OpenFisca's own ranks give no two units the same rank."""
    return ranks(unit("total", period), unit.bloc.reference_entity.members_entity_id)


def system() -> TaxBenefitSystem:
    """Declare the entities and variables."""
    rules = TaxBenefitSystem([UNIT, BLOC])
    formulas = {
        **{name: ratio(name) for name in RATIOS},
        **{name: late(name, penalty) for name, penalty in zip(LATE, PENALTIES, strict=True)},
        **{name: done(name) for name in DONE},
        **{name: band(name) for name in BANDS},
        "total": total,
    }
    for name in FIELDS:
        rules.add_variable(variable(field(name), TYPES[name.partition(".")[2]]))
    for name, formula in formulas.items():
        rules.add_variable(variable(name, float, formula))
    rules.add_variable(variable("rank", int, rank))
    rules.add_variable(variable("class", int, lambda unit, period: classes(unit("total", period))))
    return rules


def prepare(data: Data) -> Simulation:
    """Build the simulation with every figure set."""
    rules = system()
    builder = SimulationBuilder()
    builder.create_entities(rules)
    builder.declare_person_entity("unit", np.arange(data.units))
    blocs = data.blocs()
    bloc = builder.declare_entity("bloc", np.unique(blocs))
    builder.join_with_persons(bloc, blocs, np.zeros(data.units, int))
    simulation = builder.build(rules)
    for name, column in data.columns():
        simulation.set_input(field(name), PERIOD, column)
    return simulation


def score(simulation: Simulation) -> dict[str, Any]:
    """Give points, total, rank and class of every unit."""
    return {name: simulation.calculate(name, PERIOD) for name in (*CRITERIA, "total", "rank", "class")}


def read(result: dict[str, Any], rows: Sequence[int]) -> Scored:
    """Give the chosen rows."""
    chosen = {name: column[list(rows)] for name, column in result.items()}
    return {name: column.tolist() for name, column in chosen.items()} | {
        "class": NAMES[chosen["class"]].tolist()
    }
