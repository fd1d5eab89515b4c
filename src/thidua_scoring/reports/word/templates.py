"""Documents by a template of one's own: a Word file with the names of variables in double braces.

| variable | is |
|---|---|
| ``letterhead`` | the fields of `Letterhead`, and ``numbered``, ``dated`` |
| ``title``, ``ruleset``, ``source``, ``status``, ``period``, ``findings`` | texts of the report |
| ``headings``, ``rows`` | the table of all units: titles of columns, and cells of each row |
| ``units`` | the cards that the audience may see, each with what follows |
| · ``id``, ``name``, ``bloc``, ``total``, ``percent``, ``rank``, ``grade`` | texts |
| · ``criteria`` | rows of cells |
| · ``decisions`` | each with ``what``, ``result`` and ``reasons``, a list of sentences |
| ``open``, ``notes`` | lists of sentences |

All are texts, or lists of them: a template computes nothing and reaches nothing else.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import asdict

from thidua_scoring.frames.extras import faulty, library
from thidua_scoring.reports.model import Report, report
from thidua_scoring.reports.package import MADE, clean, repacked
from thidua_scoring.reports.word.letterhead import Letterhead

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.reports.model_cards import Card


def write_by_template(
    standing: Standing,
    letterhead: Letterhead,
    template: str | Path,
    *,
    audience: str,
    unit: str | None = None,
    period: str = "",
) -> bytes:
    """Fill in a template for an audience; it gets nothing that the audience may not see.

    Raises `FaultsError` with ``word-template-fails`` for a file that is no Word document, a fault in
    its statements or a variable that there is not, ``needs-extra`` without docxtpl, ``OSError`` if
    the file cannot be read, and what `report` raises.
    """
    made = report(standing, audience=audience, unit=unit, period=period)
    content = Path(template).read_bytes()
    docxtpl, sandbox = library("docxtpl", "word"), library("jinja2.sandbox", "word")
    jinja2 = library("jinja2", "word")
    # Names with signs of markup would else be cut without a word.
    environment = sandbox.ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    to = BytesIO()
    try:
        document = docxtpl.DocxTemplate(BytesIO(content))
        document.render(variables(made, letterhead), environment)
        document.docx.core_properties.modified = MADE
        document.save(to)
    except Exception as error:  # no document at all, or whatever a template makes its filters raise
        raise faulty("word-template-fails", file=os.fspath(template), reason=clean(str(error))) from None
    return repacked(to.getvalue())


def variables(made: Report, letterhead: Letterhead) -> dict[str, Any]:
    """Return the variables of a template, all of them texts or lists of texts."""
    texts = ("title", "ruleset", "source", "status", "period", "findings")
    known = {**asdict(letterhead), "numbered": letterhead.numbered, "dated": letterhead.dated}
    found: dict[str, Any] = {name: getattr(made, name) for name in texts}
    found["letterhead"] = {name: "" if value is None else value for name, value in known.items()}
    found["headings"] = [heading.title("vi") for heading in made.summary.headings]
    found["rows"] = made.summary.cells("vi")
    found["units"] = [_unit(card) for card in made.cards]
    found |= {"open": list(made.open), "notes": list(made.notes)}
    return {name: _clean(value) for name, value in found.items()}


def _unit(card: Card) -> dict[str, Any]:
    texts = ("id", "name", "bloc", "total", "percent", "rank", "grade")
    decisions = [
        {"what": each.what, "result": each.result, "reasons": list(each.reasons)} for each in card.decisions
    ]
    found: dict[str, Any] = {name: getattr(card, name) for name in texts}
    return {**found, "criteria": card.criteria.cells("vi"), "decisions": decisions}


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return clean(str(value))
