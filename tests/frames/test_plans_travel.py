"""Plans and rulesets go to other processes, whose texts have other hashes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from few_criteria import PRODUCTS, product_rows, rules, units
from polars.testing import assert_frame_equal

from thidua_scoring import load_ruleset
from thidua_scoring.frames.plan import make_plan
from thidua_scoring.ruleset.load import catalogue

CHILD = """
import pickle, sys
from pathlib import Path
folder = Path(sys.argv[1])
plan, frame, table = pickle.loads((folder / "plan.pickle").read_bytes())
plan.score(frame, {"work.products": table}).frame.write_ipc(folder / "scored.arrow")
print(len({node: 1 for node in plan.ruleset.formulas.roots()}), plan.ruleset.digest)
"""


def test_a_plan_scores_the_same_in_another_process(tmp_path: Path) -> None:
    ruleset, frame, table = rules(tmp_path, products=True), units(200), product_rows(200)
    plan = make_plan(frame.schema, ruleset, tables={PRODUCTS: table.schema}, details=True)
    plan = plan.with_scales(plan.measured(frame, {PRODUCTS: table}))
    expected = plan.score(frame, {PRODUCTS: table}).frame
    # Pickled after use, with all that is cached by then.
    (tmp_path / "plan.pickle").write_bytes(pickle.dumps((plan, frame, table)))
    for seed in ("1", "2"):
        command = [sys.executable, "-c", CHILD, str(tmp_path)]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.split() == [str(len({*ruleset.formulas.roots()})), ruleset.digest]
        assert_frame_equal(pl.read_ipc(tmp_path / "scored.arrow"), expected)


@pytest.mark.parametrize("name", catalogue())
def test_shipped_rulesets_travel(name: str) -> None:
    ruleset = load_ruleset(name)
    again = pickle.loads(pickle.dumps(ruleset))
    assert again.digest == ruleset.digest
    assert list(again.formulas.roots()) == list(ruleset.formulas.roots())
