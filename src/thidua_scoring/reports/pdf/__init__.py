"""Reports as PDF: an A4 document as offices lay it out, made by Typst from the data of a report.

`write_pdf` writes it. It is PDF/A-2b, has the fonts that come with Typst and no others, and the same
report gives the same bytes with the same version of Typst.
"""

from __future__ import annotations

from thidua_scoring.reports.pdf.writing import pdf_of, write_pdf

__all__ = ["pdf_of", "write_pdf"]
