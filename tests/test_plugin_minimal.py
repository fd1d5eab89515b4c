"""The example of a plugin, installed as a distribution of its own, is found, scores and passes its tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "plugin_minimal"
RULES = """
format = 1
id = "with-a-plugin"
title = "A ruleset that needs the plugin"
status = "illustrative"
source = "The tests"

[scale]
points = 5
rounding = { at = "criterion", places = 2, mode = "half-up" }

[groups.all]
title = "All"

[criteria.A1]
group = "all"
kind = "attendance"
title = "Dự họp giao ban"
points = 5
attended = "attended"
called = "called"
"""
EVIDENCE = "unit,A1.attended,A1.called\nxa-a,9,12\nxa-b,0,0\n"
PROGRAM = """
import json, sys
from thidua_scoring import load_ruleset
from thidua_scoring.plugins import installed

plugins = installed()
board = load_ruleset("rules.toml").score("evidence.csv")
print(json.dumps({
    "origins": [str(origin) for origin in plugins.origins],
    "failures": [str(failure.origin) for failure in plugins.failures],
    "kind": str(plugins.criteria["attendance"].origin),
    "points": {unit.unit.id: str(unit["A1"].points) for unit in board},
    "why": board.explain("xa-a", "A1").text("en"),
}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the plugin into a folder, without network."""
    pytest.importorskip("hatchling", reason="the build backend must be there, as nothing is fetched")
    folder = tmp_path_factory.mktemp("plugin")
    source = shutil.copytree(EXAMPLE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    pip += ["--no-deps", "--no-build-isolation", "--target", str(folder / "site"), str(source)]
    run(pip, folder)
    return folder / "site"


def run(command: list[str], folder: Path, site: Path | None = None) -> str:
    """Run a command; return what it prints."""
    environment = dict(os.environ) if site is None else {**os.environ, "PYTHONPATH": str(site)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_installed_plugin_is_listed_and_scores(site: Path, tmp_path: Path) -> None:
    """It is listed with its distribution and version, and its kind scores."""
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "evidence.csv").write_text(EVIDENCE, encoding="utf-8")
    found = json.loads(run([sys.executable, "-c", PROGRAM], tmp_path, site))
    assert "minimal (thidua-plugin-minimal 1.0.0)" in found["origins"]
    assert found["kind"] == "minimal (thidua-plugin-minimal 1.0.0)"
    assert found["failures"] == []
    assert found["points"] == {"xa-a": "3.75", "xa-b": "5"}
    assert "attended" in found["why"]


def test_its_own_tests_pass(site: Path, tmp_path: Path) -> None:
    """The few lines that use the kit run every promise."""
    tests = shutil.copytree(EXAMPLE / "tests", tmp_path / "tests")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)]
    printed = run(command, tmp_path, site)
    assert "13 passed" in printed
