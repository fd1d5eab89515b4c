"""Results as a workbook: a summary, the criteria, decisions with reasons, and a sheet for each unit.

`REPORTS` holds the writers by kind; each is called as
``writer(result, audience=..., unit=..., period=..., lang=...)`` and returns the file as bytes.
What an audience may not see is in no sheet of its workbook, hidden or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from thidua_scoring.reports.excel.writing import write_appendix, write_workbook

__all__ = ["REPORTS", "write_appendix", "write_workbook"]

REPORTS: Final[Mapping[str, Callable[..., bytes]]] = {"summary": write_workbook, "appendix": write_appendix}
"""The writers of workbooks, by kind: decisions, ballots and units are sheets of the summary's workbook."""
