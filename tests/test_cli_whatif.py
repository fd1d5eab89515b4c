"""The commands that ask what if: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from thidua_scoring.cli import main

ROOT = Path(__file__).parents[1]
RULESET = "cao-bang/khoi-ii-2015"
EVIDENCE = str(ROOT / "examples/cao_bang_2015/evidence.csv")
SCENARIO = str(ROOT / "examples/cao_bang_2015/what_if.toml")
BAC_NINH = ["bac-ninh/khoi-kinh-te-2019", str(ROOT / "examples/bac_ninh_2019/full_year.csv")]


def run(*arguments: str, lang: str = "vi") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, *arguments])


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_scenario_names_all_it_needs(lang: str) -> None:
    result = run("what-if", SCENARIO, lang=lang)
    assert result.exit_code == 0
    assert "Sở Công Thương đạt kế hoạch" in result.stdout
    assert ("50,83" if lang == "vi" else "50.83") in result.stdout


def test_a_scenario_is_told_for_machines(tmp_path: Path) -> None:
    result = run("what-if", SCENARIO, RULESET, EVIDENCE, "--format", "json")
    found = json.loads(result.stdout)
    assert found["scenario"]["changes"][0] == {
        "path": "evidence.so-cong-thuong.ct-xuat-nhap-khau.share_of_plan", "old": "14.17%", "new": "50%",
    }  # fmt: skip
    changed = {unit["unit"]: unit["total"]["by"] for unit in found["comparison"]["units"]}
    assert {unit for unit, by in changed.items() if by != "0"} == {"so-cong-thuong"}
    kept = tmp_path / "result.json"
    assert run("what-if", SCENARIO, "--output", str(kept)).exit_code == 0
    assert json.loads(kept.read_text("utf-8")) == found["result"]


def test_a_scenario_for_other_evidence_is_refused_with_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "sai.toml"
    text = Path(SCENARIO).read_text("utf-8").replace("14,17%", "15%").replace("so-xay-dung", "so-xay-dun")
    file.write_text(text, "utf-8")
    result = run("what-if", str(file), RULESET, EVIDENCE)
    assert result.exit_code == 2
    assert "so-xay-dung" in result.stderr
    file.write_text(text.replace("so-xay-dun.", "so-xay-dung."), "utf-8")
    result = run("what-if", str(file), RULESET, EVIDENCE)
    assert result.exit_code == 2
    assert "15%" in result.stderr
    assert "14.17%" in result.stderr
    assert f"{file}:7" in result.stderr


def test_a_scenario_without_a_base_asks_for_one(tmp_path: Path) -> None:
    file = tmp_path / "khong-goc.toml"
    file.write_text('format = 1\nname = "Không có gốc"\n', "utf-8")
    result = run("what-if", str(file))
    assert result.exit_code == 2
    assert "«ruleset»" in result.stderr
    assert "«evidence»" in result.stderr
    assert run("what-if", str(tmp_path / "khong-co.toml")).exit_code == 2


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_goal_is_told_and_saved_as_a_scenario_that_reaches_it(tmp_path: Path, lang: str) -> None:
    saved = tmp_path / "phuong-an.toml"
    asked = ("goal", RULESET, EVIDENCE, "--unit", "so-cong-thuong", "--class", "xuat-sac")
    result = run(*asked, "--save", str(saved), lang=lang)
    assert result.exit_code == 0
    there = json.loads(run("what-if", str(saved), "--format", "json").stdout)["result"]
    [unit] = [each for each in there["units"] if each["unit"] == "so-cong-thuong"]
    assert unit["class"] == "xuat-sac"


def test_a_goal_out_of_reach_says_why_and_what_is_best() -> None:
    asked = ("goal", RULESET, EVIDENCE, "--unit", "so-cong-thuong", "--class", "xuat-sac")
    result = run(*asked, "--frozen", "ct-ban-le")
    assert "không thể" in result.stdout
    assert "88,33" in result.stdout
    found = json.loads(run(*asked, "--frozen", "ct-ban-le", "--format", "json").stdout)
    assert found["reached"] is False


def test_a_goal_takes_levers_and_costs() -> None:
    asked = ("goal", RULESET, EVIDENCE, "--unit", "so-cong-thuong", "--class", "xuat-sac", "--least", "cost")
    levers = ("--lever", "ct-xuat-nhap-khau.share_of_plan:0%:60%:10%", "--lever", "ct-ban-le.growth")
    found = json.loads(run(*asked, *levers, "--cost", "ct-ban-le=2", "--format", "json").stdout)
    [answer] = found["answers"]
    assert {each["figure"]: each["steps"] for each in answer["changes"]} == {
        "ct-xuat-nhap-khau.share_of_plan": 4,
        "ct-ban-le.growth": 5,
    }
    assert answer["cost"] == "14"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--class", "xuat-sa"),
        ("--class", "xuat-sac", "--rank", "1"),
        ("--class", "xuat-sac", "--lever", "ct-ban-le.growth:a"),
        ("--class", "xuat-sac", "--lever", "ct-ban-le.grow"),
        ("--class", "xuat-sac", "--cost", "ct-ban-le"),
        (),
    ],
)
def test_a_goal_that_cannot_be_asked_ends_with_2(wrong: tuple[str, ...]) -> None:
    assert run("goal", RULESET, EVIDENCE, "--unit", "so-cong-thuong", *wrong).exit_code == 2


def test_robustness_tells_what_is_open_and_the_thresholds() -> None:
    result = run("robustness", RULESET, EVIDENCE)
    assert result.exit_code == 0
    assert "Số liệu còn thiếu hoặc chưa thống nhất" in result.stdout
    assert "trên 84,72\N{NO-BREAK SPACE}% đến 96,67\N{NO-BREAK SPACE}%" in result.stdout
    assert run("robustness", RULESET, EVIDENCE, "--weights", "x").exit_code == 2


def test_robustness_by_weights() -> None:
    result = run("robustness", *BAC_NINH, "--without-limits", "--draws", "200", "--format", "json")
    found = json.loads(result.stdout)
    assert {"thresholds", "ranks", "draws"} <= found.keys()
    refused = run("robustness", *BAC_NINH, "--weights", "10%")
    assert refused.exit_code == 2
    assert "--without-limits" in refused.stderr
