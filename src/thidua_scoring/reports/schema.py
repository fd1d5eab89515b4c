"""Results as JSON for an audience, and the JSON Schema that they keep to.

The schema has a version. Within one, keys may be added, and none changes its meaning or goes.
``python -m thidua_scoring.reports.schema FILE`` writes it; the package ships it as
``reports/schemas/result-1.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from thidua_scoring.reports.audience import AUDIENCES, Reader, reader_of
from thidua_scoring.reports.model import standing_of

if TYPE_CHECKING:
    from thidua_scoring.decisions.reasons import Reason
    from thidua_scoring.decisions.standing import Standing, UnitStanding
    from thidua_scoring.scoring.scoreboard import Scoreboard

VERSION: Final = 1
_PUBLIC_RULES: Final = ("id", "title", "status", "source", "digest")
_SHIPPED: Final = files("thidua_scoring.reports") / "schemas" / f"result-{VERSION}.json"


def write_json(result: Scoreboard | Standing, *, audience: str, unit: str | None = None) -> str:
    """Write a result as JSON for an audience; see `json_of`."""
    return json.dumps(json_of(result, audience=audience, unit=unit), ensure_ascii=False, indent=2) + "\n"


def json_of(result: Scoreboard | Standing, *, audience: str, unit: str | None = None) -> dict[str, Any]:
    """Return a result for machines, for an audience, under the version of its schema.

    The council gets everything that `Standing.to_dict` holds, a unit its own result and the classes
    of the others, the public classes alone. Raises what `reports.model.report` raises.
    """
    standing = standing_of(result)
    reader = reader_of(standing, audience, unit)
    head: dict[str, Any] = {"schema": f"thidua-result-{VERSION}", "audience": reader.audience}
    if reader.council:
        whole = standing.to_dict()
        units = [each for each in whole["units"] if reader.card_of(each["unit"])]
        return {**head, **whole, "units": units}
    own = standing.to_dict()["units"] if reader.unit and reader.audience == "unit" else []
    rules = standing.board.to_dict()["ruleset"]
    return {
        **head,
        "ruleset": {key: rules[key] for key in _PUBLIC_RULES},
        "units": [
            _own(own[each.row], each, reader) if reader.points_of(each.unit.id) else _told(each)
            for each in standing
            if reader.audience == "unit" or reader.unit in (None, each.unit.id)
        ],
    }


def _told(unit: UnitStanding) -> dict[str, Any]:
    """Return the words of the grade."""
    verdicts = {name: each.verdict for name, each in unit.awards.items()}
    return {
        "unit": unit.unit.id,
        "name": unit.unit.name,
        "bloc": unit.unit.bloc,
        "class": unit.class_,
        "class_bounds": list(unit.class_bounds),
        "outcome": unit.outcome,
        "awards": [name for name, verdict in verdicts.items() if verdict == "proposed"],
    }


def _own(found: dict[str, Any], unit: UnitStanding, reader: Reader) -> dict[str, Any]:
    """Return a unit's result with the reasons that its reader may see."""

    def because(given: Iterable[Reason]) -> list[dict[str, Any]]:
        return [reason.to_dict() for reason in reader.reasons(given)]

    standing = {
        **found["standing"],
        "tied": [],  # who stands at the same place has the same points
        "rank_reasons": because(unit.rank_reasons),
        "class_reasons": because(unit.class_reasons),
    }
    standing["awards"] = {
        name: {**award, "reasons": because(unit.awards[name].reasons)}
        for name, award in standing["awards"].items()
    }
    return {**found, "standing": standing}


# ── the schema ──────────────────────────────────────────────────────────────────────

_NUMBER: Final = {
    "type": "string",
    "pattern": r"^-?[0-9]+(\.[0-9]+)?(/[1-9][0-9]*)?$",
    "description": "An exact number: decimal, or a fraction of whole numbers.",
}
_TEXT: Final = {"type": "string"}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def _or_null(of: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [of, {"type": "null"}]}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _by_name(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": of}


def _record(
    needed: dict[str, Any], other: dict[str, Any] | None = None, *, closed: bool = False
) -> dict[str, Any]:
    found = {"type": "object", "required": list(needed), "properties": {**needed, **(other or {})}}
    return {**found, "additionalProperties": False} if closed else found


def schema() -> dict[str, Any]:
    """Make the JSON Schema (draft 7) of `Scoreboard.to_dict`, `Standing.to_dict` and `json_of`."""
    maybe, ends = _or_null(_ref("number")), _ref("ends")
    columns = dict.fromkeys(("base", "bonus", "deduct"), maybe)
    statuses = ["scored", "settled", "not-applicable", "missing", "unconfirmed"]
    beside = {"bounds": ends, "by_rule": maybe, "by_rule_bounds": ends, "claimed": maybe}
    flags = {name: {"type": "boolean"} for name in ("relative", "by_claim")}
    named = dict.fromkeys(("unit", "name", "bloc"), _TEXT)
    told = {"class": _or_null(_TEXT), "class_bounds": _list(_TEXT), "outcome": _or_null(_TEXT)}
    definitions = {
        "number": _NUMBER,
        "ends": {**_list(maybe), "minItems": 2, "maxItems": 2, "description": "Null is without end."},
        "reason": _record(
            {"code": _TEXT, "holds": {"type": ["boolean", "null"]}, "vi": _TEXT, "en": _TEXT},
            {"source": _TEXT, "parts": _list(_ref("reason"))},
        ),
        "criterion": _record({"points": maybe, **columns, "status": {"enum": statuses}}, {**beside, **flags}),
        "standing": _standing(),
        "told": _record({**named, **told, "awards": _list(_TEXT)}, closed=True),
        "scored": _scored(named, columns),
    }
    units = {"anyOf": [_ref("scored"), _ref("told")]}
    properties = {
        "schema": {"const": f"thidua-result-{VERSION}"},
        "audience": {"enum": list(AUDIENCES)},
        "ruleset": _rules(),
        "units": _list(units),
        "evidence": _record({"digest": _TEXT}),
        "versions": _by_name(_TEXT),
        "facts": {"type": "object"},
        "quotas": _list(_record({"quota": _TEXT, "seats": _list({"type": "integer"})})),
        "ballots": _list(_record({"ballot": _TEXT, "candidates": _list({"type": "object"})})),
        "open": _list(_record({"what": _TEXT, "id": _TEXT, "units": _list(_TEXT), "reason": _ref("reason")})),
    }
    public = {name: properties[name] for name in ("schema", "audience", "ruleset")}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"thidua-scoring result, version {VERSION}",
        "definitions": definitions,
        **_record({"ruleset": properties["ruleset"], "units": properties["units"]}, properties),
        "if": _record({"audience": {"const": "public"}}),
        "then": _record({**public, "units": _list(_ref("told"))}, closed=True),
    }


def _rules() -> dict[str, Any]:
    weights = _by_name(_record({"points": _ref("number"), "digest": _TEXT}))
    return _record(
        {"id": _TEXT, "title": _TEXT, "status": {"enum": ["official", "partial", "illustrative"]},
         "source": _TEXT, "digest": _TEXT},
        {"scale": _record({"points": _ref("number"), "digest": _TEXT}), "ranking": _record({"digest": _TEXT}),
         "classes": _record({"titles": _by_name(_TEXT), "digest": _TEXT}), "rules": weights},
    )  # fmt: skip


def _scored(named: dict[str, Any], columns: dict[str, Any]) -> dict[str, Any]:
    maybe, ends = _or_null(_ref("number")), _ref("ends")
    points = {"total": maybe, "bounds": ends, **columns, "applicable": maybe, "percent": maybe}
    place = {"rank": {"type": ["integer", "null"]}, "class": _or_null(_TEXT), "outcome": _or_null(_TEXT)}
    parts = {"groups": _by_name(maybe), "criteria": _by_name(_ref("criterion"))}
    ranks = _or_null({**_list({"type": "integer"}), "minItems": 2, "maxItems": 2})
    other = {
        "rank_bounds": ranks, "class_bounds": _list(_TEXT), "by_criteria": maybe, "by_criteria_bounds": ends,
        "claimed": maybe, "standing": _ref("standing"),
    }  # fmt: skip
    return _record({**named, **points, **place, **parts}, other)


def _standing() -> dict[str, Any]:
    reasons = _list(_ref("reason"))
    verdicts = {"enum": ["proposed", "undecided", "not-proposed"]}
    return _record(
        {"rank": _or_null(_ref("number")), "rank_bounds": _or_null(_ref("ends")), "tied": _list(_TEXT),
         "class": _or_null(_TEXT), "class_bounds": _list(_TEXT), "outcomes": _list(_TEXT),
         "rank_reasons": reasons, "class_reasons": reasons,
         "awards": _by_name(_record({"verdict": verdicts, "reasons": reasons}))},
    )  # fmt: skip


def written() -> str:
    """Write the schema as the package ships it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def shipped() -> str:
    """Return the text of the schema that the package ships."""
    return _SHIPPED.read_text(encoding="utf-8")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(written(), encoding="utf-8", newline="\n")
