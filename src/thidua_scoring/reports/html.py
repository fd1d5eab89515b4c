"""Reports as HTML: one file that needs nothing from outside, by our template or the user's own.

A template is Jinja2 in a sandbox: it cannot reach files, modules or what the report's reader may not
see. It may import the macros ``grid`` (a table), ``matrix`` (points by criterion) and ``card`` (a
unit) from ``parts.html``. Its variables are ``report`` (`reports.model.Report`), ``lang``, ``words``
(the words of reports by key), ``style``, ``script`` and ``policy`` (what the page may load, for a meta
element).
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Unpack

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.frames.extras import library
from thidua_scoring.reports.model import Asked, Report, report
from thidua_scoring.reports.model_words import words
from thidua_scoring.reports.sharing import shared

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.scoring.scoreboard import Scoreboard

_TEMPLATES: Final = files("thidua_scoring.reports") / "templates"


def write_html(
    result: Scoreboard | Standing,
    *,
    template: str | Path | None = None,
    **asked: Unpack[Asked],
) -> str:
    """Write the report of a result as one HTML file that stands by itself.

    ``template`` is the path of the user's own template. See `reports.model.report` for what can be asked for.
    Raises `FaultsError` with ``needs-extra`` without the extra ``html``, `EvidenceError` with
    ``template-fails`` for a template that cannot be used, and what `report` raises.
    """
    return html_of(report(result, **asked), template)


def html_of(made: Report, template: str | Path | None = None) -> str:
    """Write a report that is made as HTML; see `write_html`."""
    if template is None:
        return rendered(_own("report.html"), made, "report.html")
    path = Path(template)
    try:
        source = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        problem = Problem("not-utf8", byte=f"0x{error.object[error.start]:02X}")
        raise EvidenceError([problem.placed(Place(file=str(path)))]) from None
    return rendered(source, made, path.name)


@cache
def _own(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def rendered(source: str, made: Report, name: str, **also: str) -> str:
    """Fill a template, which gets ``also``, in a sandbox; all text is escaped. See `write_html`."""
    jinja2, sandbox = library("jinja2", "html"), library("jinja2.sandbox", "html")
    environment = sandbox.ImmutableSandboxedEnvironment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.DictLoader({"parts.html": _own("parts.html")}),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    markup = library("markupsafe", "html").Markup
    given: dict[str, Any] = {
        "report": made,
        "lang": made.lang,
        "words": words(made.lang),
        "style": markup(_own("report.css")),
        "script": markup(_own("report.js")),
        "policy": markup(policy()),
        "shared": lambda table: shared(table, made.lang),
        **also,
    }
    try:
        text: str = environment.from_string(source).render(given)
    except jinja2.TemplateSyntaxError as error:
        raise _refused(name, error.lineno, error) from None
    except Exception as error:  # whatever a template of one's own makes its filters raise
        raise _refused(name, _line(error), error) from None
    return text


def _refused(name: str, line: int, error: Exception) -> EvidenceError:
    # A sentence of ours follows, so that theirs ends without a stop.
    parameters = {"file": name, "line": str(line), "reason": str(error).rstrip(".") or type(error).__name__}
    return EvidenceError([Fault("template-fails", Place(file=name, line=line), parameters)])


def _line(error: Exception) -> int:
    """Return the line of the template in which an error arose, as Jinja2 writes it into the traceback."""
    found, traceback = 1, error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            found = traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def policy() -> str:
    """Return what a page may load: nothing but its own style, the one script that we wrote, and no form."""
    digest = b64encode(sha256(_own("report.js").encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
