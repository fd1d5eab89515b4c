"""``decide``, ``awards``, ``appraise`` and ``compare``: what they print, and how they end."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from thidua_scoring.cli import main
from thidua_scoring.cli.texts import TEXTS

EXAMPLES = Path(__file__).parents[1] / "examples"
BAC_NINH = "bac-ninh/khoi-kinh-te-2019"
YEAR = str(EXAMPLES / "bac_ninh_2019" / "full_year.csv")
FACTS = [
    "--records", str(EXAMPLES / "bac_ninh_2019" / "records.csv"),
    "--ballots", str(EXAMPLES / "bac_ninh_2019" / "ballots.toml"),
]  # fmt: skip
CAI_LAY = ["tien-giang/tnmt-cap-huyen-2022", str(EXAMPLES / "tien_giang_2022" / "cai_lay.csv")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False, terminal_width=110)


def flowing(text: str) -> str:
    """Write a table without its folds, so that words can be looked for."""
    return " ".join(text.split())


@pytest.mark.parametrize(("lang", "column"), [("vi", "Hạng"), ("en", "Rank")])
def test_decide_prints_what_was_decided(lang: str, column: str) -> None:
    result = run("--lang", lang, "decide", BAC_NINH, YEAR, *FACTS)
    assert result.exit_code == 0
    assert column in result.output
    assert result.output.count("3=") == 2
    assert "Khối thi đua Kinh tế ngành\n" in result.output
    assert TEXTS["tied"][lang == "en"] in result.output
    assert TEXTS["open-decisions"][lang == "en"] not in result.output


def test_what_is_open_is_told() -> None:
    result = run("decide", BAC_NINH, YEAR)
    assert TEXTS["open-decisions"][0] in result.output
    assert "Cờ thi đua của Chính phủ" in result.output


def test_decide_tells_of_one_unit() -> None:
    result = run("decide", BAC_NINH, YEAR, *FACTS, "--unit", "so-xay-dung")
    assert "bằng hạng với Sở Giao thông Vận tải" in result.output
    assert "Bằng khen của UBND tỉnh: được đề nghị" in result.output
    wrong = run("decide", BAC_NINH, YEAR, "--unit", "so-xay-dun")
    assert wrong.exit_code == 2
    assert "«so-xay-dung»" in wrong.stderr


def test_a_decided_result_is_verified_with_its_facts(tmp_path: Path) -> None:
    stored = tmp_path / "r.json"
    assert run("decide", BAC_NINH, YEAR, *FACTS, "--format", "json", "--output", str(stored)).exit_code == 0
    assert run("verify", str(stored), "--evidence", YEAR, *FACTS).exit_code == 0
    without = run("verify", str(stored), "--evidence", YEAR)
    assert without.exit_code == 1
    assert "facts.records" in without.output


def test_decide_as_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(run("decide", BAC_NINH, YEAR, *FACTS, "--format", "csv").output)))
    assert len(rows) == 8
    assert {row["class"] for row in rows} == {"xuat-sac", "tot"}
    assert [row["unit"] for row in rows if row["co-chinh-phu"] == "proposed"] == [
        "so-thong-tin-va-truyen-thong"
    ]


def test_score_says_that_there_is_more_to_decide(tmp_path: Path) -> None:
    rules, evidence = tmp_path / "rules.toml", tmp_path / "evidence.csv"
    rules.write_text(
        """
format = 1
id = "thu/hang"
title = "Bộ thử"
status = "illustrative"
source = "không có"
ranking = { by = "total", method = "dense" }
[scale]
points = 10
[groups.1]
title = "Phần một"
[criteria.a]
group = "1"
kind = "judged"
title = "Việc"
points = 10
mark = "m"
""",
        encoding="utf-8",
    )
    evidence.write_text("unit,a.m\nx,7\ny,7\nz,3\n", encoding="utf-8")
    for lang in ("vi", "en"):
        output = run("--lang", lang, "score", str(rules), str(evidence)).output
        named = TEXTS["section ranking"][lang == "en"]
        assert TEXTS["beyond-points"][lang == "en"].format(sections=named) in flowing(output)
    assert [row["rank"] for row in csv.DictReader(
        io.StringIO(run("decide", str(rules), str(evidence), "--format", "csv").output)
    )] == ["1", "1", "2"]  # fmt: skip


def test_awards_with_reasons() -> None:
    result = run("awards", BAC_NINH, YEAR, *FACTS)
    assert result.exit_code == 0
    assert "được đề nghị" in result.output
    found = json.loads(run("awards", BAC_NINH, YEAR, *FACTS, "--format", "json").output)
    assert {row["verdict"] for row in found} == {"proposed", "not-proposed"}
    assert all(row["reasons"] for row in found)


def test_awards_without_evidence_is_the_appendix() -> None:
    records = str(EXAMPLES / "cao_bang_so_khcn_2018" / "awards.csv")
    result = run("awards", "cao-bang/so-khcn-2018", "--records", records, "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.output)))
    assert rows[-4][:9] == [
        "IV",
        "Khen thưởng thuộc thẩm quyền của Sở KH&CN",
        "104",
        "20",
        "84",
        "89",
        "20",
        "69",
        "69/84 (82,14%)",
    ]
    printed = run("awards", "cao-bang/so-khcn-2018", "--records", records)
    assert printed.exit_code == 0
    assert "(82,14%)" in printed.output
    assert run("awards", "cao-bang/so-khcn-2018").exit_code == 2


def test_appraise_explains_claims() -> None:
    result = run("appraise", *CAI_LAY)
    assert result.exit_code == 0
    assert "Đơn được rút" in result.output
    rows = json.loads(run("appraise", *CAI_LAY, "--format", "json").output)
    gaps = {
        row["criterion"]: row["difference"] for row in rows if row["agrees"] is False and row["criterion"]
    }
    assert gaps == {"C2": "-0.2", "C3.3": "-0.2", "C4.2": "-0.5", "C5.2": "-1", "d2": "-4", "3.1": "-0.5"}


def test_compare_a_result_with_itself_and_with_other_rules(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(run("score", BAC_NINH, YEAR, "--format", "json").output, encoding="utf-8")
    result = run("compare", str(old), str(old))
    assert result.exit_code == 0
    assert "xuat-sac" not in result.output
    new.write_text(run("score", *CAI_LAY, "--format", "json").output, encoding="utf-8")
    other = json.loads(run("compare", str(old), str(new), "--format", "json").output)
    assert other["comparable"] is False
    assert other["came"] == ["cai-lay"]


def test_claims_that_nobody_appraised_are_told(tmp_path: Path) -> None:
    rules, evidence, marks = (tmp_path / name for name in ("rules.toml", "evidence.csv", "marks.csv"))
    rules.write_text(
        """
format = 1
id = "thu/tham-dinh"
title = "Bộ thử"
status = "illustrative"
source = "không có"
[scale]
points = 20
[groups.1]
title = "Phần một"
[criteria.a]
group = "1"
kind = "judged"
title = "Việc một"
points = 10
mark = "m"
[criteria.b]
group = "1"
kind = "judged"
title = "Việc hai"
points = 10
mark = "m"
[appraisal]
final = "latest"
stages = [{ id = "own", title = "Tự chấm", assessors = "own" }, { id = "top", title = "Hội đồng" }]
""",
        encoding="utf-8",
    )
    evidence.write_text("unit,a.m,a.claimed,b.m,b.claimed\nx,7,9,6,8\n", encoding="utf-8")
    marks.write_text("stage,unit,criterion,points\ntop,x,a,8\n", encoding="utf-8")
    for command in ("appraise", "decide"):
        result = run(command, str(rules), str(evidence), "--marks", str(marks))
        assert result.exit_code == 0
        assert TEXTS["claims-stand"][0].format(count=1, names="x b") in result.stderr
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[[polls]]\nballot = 'x'\n", encoding="utf-8")
    assert run("decide", str(rules), str(evidence), "--marks", str(wrong)).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["decide", BAC_NINH, YEAR, "--other", "don-vi"],
        ["decide", BAC_NINH, YEAR, "--exception", "khong-co"],
        ["decide", BAC_NINH, YEAR, "--marks", YEAR],
        ["decide", BAC_NINH, YEAR, "--period", "H1"],
        ["compare", YEAR, YEAR],
        ["appraise", *CAI_LAY, "--unit", "cai-la"],
    ],
)
def test_what_cannot_be_used_ends_with_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
