"""The command line: ``thidua score``, ``score-frame``, ``explain``, ``check``, ``list``, ``show``, …

The library and the tables are imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import click

from thidua_scoring.cli.audit import audit
from thidua_scoring.cli.base import Group, Option
from thidua_scoring.cli.catalogue import list_, show
from thidua_scoring.cli.checking import check, verify
from thidua_scoring.cli.comparing import appraise, compare
from thidua_scoring.cli.deciding import awards, decide
from thidua_scoring.cli.demo import demo
from thidua_scoring.cli.forms import form
from thidua_scoring.cli.frames import score_frame
from thidua_scoring.cli.reports import report
from thidua_scoring.cli.scoring import explain, score
from thidua_scoring.cli.whatif import goal, robustness, what_if

__all__ = ["main"]


@click.group("thidua", cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang", cls=Option, type=click.Choice(["vi", "en"]), default="vi", show_default=True, is_eager=True
)
@click.version_option(package_name="thidua-scoring", message="%(package)s %(version)s", cls=Option)
def main(lang: str) -> None:
    """Score units by rulesets; see `Group` for the words of the help."""


for _command in (
    score,
    score_frame,
    explain,
    decide,
    awards,
    report,
    appraise,
    compare,
    what_if,
    goal,
    robustness,
    form,
    audit,
    check,
    list_,
    show,
    verify,
    demo,
):
    main.add_command(_command)
