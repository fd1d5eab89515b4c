"""Results as JSON keep to the published schema, and the schema refuses what is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from drawn_reports import HOSTILE, marked, standings
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring import load_ruleset
from thidua_scoring.decisions import Standing, decide
from thidua_scoring.decisions.awards.records import read_records
from thidua_scoring.decisions.ballots.reading import read_polls
from thidua_scoring.reports.schema import json_of, schema, shipped, write_json, written

EXAMPLES = Path(__file__).parents[2] / "examples"
SHIPPED = {
    "bac-ninh/khoi-kinh-te-2019": "bac_ninh_2019/full_year.csv",
    "tien-giang/tnmt-cap-huyen-2022": "tien_giang_2022/cai_lay.csv",
    "cao-bang/khoi-ii-2015": "cao_bang_2015/evidence.csv",
    "cao-bang/kinh-te-xa-hoi-2021": "cao_bang_2021/evidence.csv",
    "cao-bang/so-khcn-2018": "cao_bang_so_khcn_2018/evidence.csv",
}
VALID = fastjsonschema.compile(json.loads(shipped()))


def test_the_schema_that_is_shipped_is_the_one_that_is_made() -> None:
    assert shipped() == written()
    assert json.loads(shipped()) == schema()


@pytest.mark.parametrize("name", SHIPPED)
def test_results_of_the_examples_keep_to_the_schema(name: str) -> None:
    board = load_ruleset(name).score(EXAMPLES / SHIPPED[name])
    VALID(board.to_dict())
    VALID(decide(board).to_dict())


def test_ballots_and_awards_keep_to_the_schema() -> None:
    rules = load_ruleset("bac-ninh/khoi-kinh-te-2019")
    folder = EXAMPLES / "bac_ninh_2019"
    board = rules.score(folder / "full_year.csv")
    polls = read_polls(folder / "ballots.toml", rules, board.evidence.units)
    standing = decide(board, records=read_records(folder / "records.csv", rules), polls=polls)
    for audience in ("public", "unit", "council"):
        VALID(json_of(standing, audience=audience, unit="so-xay-dung"))
    told = json_of(standing, audience="public", unit="so-xay-dung")["units"]
    assert told == [
        {
            "unit": "so-xay-dung", "name": "Sở Xây dựng", "bloc": "Khối thi đua Kinh tế ngành",
            "class": "xuat-sac", "class_bounds": ["xuat-sac"], "outcome": None, "awards": ["bang-khen"],
        }
    ]  # fmt: skip


@given(standings(HOSTILE), st.sampled_from(["public", "unit", "council"]))
@settings(max_examples=60, deadline=None)
def test_every_result_keeps_to_the_schema(standing: Standing, audience: str) -> None:
    unit = standing.board.evidence.units[0].id if audience == "unit" else None
    found = json.loads(write_json(standing, audience=audience, unit=unit))
    VALID(found)
    VALID(standing.board.to_dict())
    if audience == "council":
        told = json.loads(json.dumps(standing.to_dict()))
        assert {key: found[key] for key in told} == told


def damaged(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return a result with one value replaced, or taken away (None)."""
    found = json_of(marked([95, 80, 60]), audience="council")
    inner: Any = found
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("units", 0, "total"), 95.0),
        (("units", 0, "total"), "95,5"),
        (("units", 0, "criteria", "A", "status"), "good"),
        (("units", 0, "criteria", "A", "points"), None),
        (("units", 0, "standing", "rank"), 1),
        (("units", 0, "standing", "rank_reasons", 0, "vi"), None),
        (("ruleset", "digest"), None),
        (("ruleset", "status"), "draft"),
        (("audience",), "all"),
        (("schema",), "thidua-result-2"),
    ],
)
def test_the_schema_refuses_a_damaged_result(path: tuple[Any, ...], value: Any) -> None:
    VALID(json_of(marked([95, 80, 60]), audience="council"))
    with pytest.raises(fastjsonschema.JsonSchemaException):
        VALID(damaged(path, value))


def test_the_schema_refuses_points_for_the_public() -> None:
    everything = json_of(marked([95, 80, 60]), audience="council")
    with pytest.raises(fastjsonschema.JsonSchemaException):
        VALID({**everything, "audience": "public"})
