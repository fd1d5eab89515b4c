"""Reports: what goes out to people, each for an audience that sees what it may and no more.

`report` makes the data of a report, `write_html`, `write_markdown`, `write_csv` and `write_json`
write it; `reports.fragments` has pieces to be set into other documents, `reports.word`,
`reports.excel` and `reports.pdf` the documents of offices.
"""

from __future__ import annotations

from thidua_scoring.reports.audience import AUDIENCES, Audience
from thidua_scoring.reports.html import write_html
from thidua_scoring.reports.markdown import write_csv, write_markdown
from thidua_scoring.reports.model import Report, report
from thidua_scoring.reports.schema import write_json

__all__ = [
    "AUDIENCES",
    "Audience",
    "Report",
    "report",
    "write_csv",
    "write_html",
    "write_json",
    "write_markdown",
]
