"""The shipped kinds of criteria, registered like anyone else's."""

from __future__ import annotations

from collections.abc import Sequence

from thidua_criteria.bands import Bands
from thidua_criteria.checklist import Checklist
from thidua_criteria.formula import Formula
from thidua_criteria.judged import Judged
from thidua_criteria.kpi import Kpi
from thidua_criteria.ledger import Ledger
from thidua_criteria.proportional import Proportional
from thidua_criteria.relative import Leader, Relative
from thidua_scoring.criterion import Criterion
from thidua_scoring.hookspecs import hookimpl


@hookimpl
def thidua_criteria() -> Sequence[type[Criterion]]:
    """Provide the kinds."""
    return [Ledger, Bands, Proportional, Relative, Leader, Checklist, Judged, Formula, Kpi]
