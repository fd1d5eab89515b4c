"""Hold criteria to the promises of the library, in a few lines; needs the extra ``test``.

A plugin's tests need no more than this::

    class TestVisits(CriterionContract):
        kind = Visits
        examples = ('title = "Visits"\\nvisits = "visits"\\neach = 0.5',)
"""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("thidua_scoring.testing.contract")

from thidua_scoring.testing.contract import CriterionContract, check_criterion  # noqa: E402
from thidua_scoring.testing.figures import evidence_for  # noqa: E402
from thidua_scoring.testing.rules import ruleset_of  # noqa: E402

__all__ = ["CriterionContract", "check_criterion", "evidence_for", "ruleset_of"]
