"""The paper: an A4 document as Nghị định 30/2020/NĐ-CP, Phụ lục I, asks for it.

Margins of 20 mm above and below, 30 left, 15 right; Times New Roman of 13 to 14 points in all
scripts; the page number in the middle above, from the second page.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from thidua_scoring.frames.extras import library
from thidua_scoring.reports.package import MADE, clean, repacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT: Final = "Times New Roman"
BODY: Final = 14
"""The size of running text, in points."""
TOP, RIGHT, BOTTOM, LEFT = 20, 15, 20, 30
"""The margins in millimetres."""
_SCRIPTS: Final = ("ascii", "hAnsi", "cs", "eastAsia")
_SIZES: Final = {False: (210, 297), True: (297, 210)}
_INDENT: Final = 12.7


@frozen(eq=False)
class Paper:
    """A document that is being written, from above to below."""

    document: Document
    landscape: bool = False

    @classmethod
    def new(cls, title: str, *, landscape: bool = False) -> Paper:
        """Take an empty sheet; ``title`` is what the file is called in its properties.

        Raises `FaultsError` with ``needs-extra`` where python-docx is not installed.
        """
        document: Document = library("docx", "word").Document()
        paper = cls(document, landscape)
        paper._mend()
        paper._fonts()
        paper._page()
        kept = document.core_properties
        kept.title, kept.author, kept.comments, kept.language = clean(title), "", "", "vi-VN"
        kept.last_modified_by, kept.revision = "", 1
        kept.created = kept.modified = MADE
        return paper

    @property
    def width(self) -> int:
        """The width between the margins, in millimetres."""
        return _SIZES[self.landscape][0] - LEFT - RIGHT

    def to_bytes(self) -> bytes:
        """Return the file; the same content gives the same bytes."""
        to = BytesIO()
        self.document.save(to)
        return repacked(to.getvalue())

    # ── what every page has ─────────────────────────────────────────────────────────

    def _mend(self) -> None:
        """Mend the sheet of python-docx, which Word may not take as it is once its styles are changed.

        It holds its styles a second time, for Word of 2010, and those would no longer be the same; and
        its zoom lacks the percentage that the schema asks for.
        """
        from docx.oxml.ns import qn

        part = self.document.part
        for key in [key for key, each in part.rels.items() if each.reltype.endswith("/stylesWithEffects")]:
            part.drop_rel(key)
        for zoom in self.document.settings.element.iter(qn("w:zoom")):
            zoom.set(qn("w:percent"), "100")

    def _fonts(self) -> None:
        """Set one font for all scripts and styles, in the place of those of the theme."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        styles = self.document.styles.element
        for fonts in styles.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            _font(fonts)
        for language in styles.iter(qn("w:lang")):
            language.attrib.clear()
            for key in ("val", "eastAsia"):
                language.set(qn(f"w:{key}"), "vi-VN")
        normal: Any = self.document.styles["Normal"]
        normal.font.size = Pt(BODY)
        properties = normal.element.get_or_add_rPr()
        if properties.find(qn("w:rFonts")) is None:
            properties.insert(0, OxmlElement("w:rFonts"))
        _font(properties.find(qn("w:rFonts")))
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        normal.paragraph_format.line_spacing = 1.0
        normal.paragraph_format.widow_control = True

    def _page(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        section = self.document.sections[0]
        width, height = _SIZES[self.landscape]
        section.orientation = WD_ORIENT.LANDSCAPE if self.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        section.first_page_header.is_linked_to_previous = False
        number = section.header.paragraphs[0]
        number.alignment = aligned("center")
        self._field(number, "PAGE")

    def _field(self, paragraph: Paragraph, code: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        run = self.run(paragraph, "")
        for kind in ("begin", code, "end"):
            part = OxmlElement("w:instrText" if kind == code else "w:fldChar")
            if kind == code:
                part.text = code
            else:
                part.set(qn("w:fldCharType"), kind)
            run._r.append(part)

    # ── paragraphs ──────────────────────────────────────────────────────────────────

    def text(
        self,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float = BODY,
        align: str = "justify",
        indent: bool = True,
        space: float = 6,
        inside: Any = None,
        with_next: bool = False,
    ) -> Paragraph:
        """Write a paragraph; ``space`` in points before it, ``inside`` a cell rather than the page."""
        from docx.shared import Mm, Pt

        paragraph: Paragraph = (inside or self.document).add_paragraph()
        how = paragraph.paragraph_format
        paragraph.alignment = aligned(align)
        how.space_before = Pt(space)
        how.keep_with_next = with_next or None
        if indent and align == "justify":
            how.first_line_indent = Mm(_INDENT)
        if not text:
            # The mark of an empty paragraph has the size of running text.
            how.line_spacing = Pt(size)
        self.run(paragraph, text, bold=bold, italic=italic, size=size)
        return paragraph

    def run(
        self, paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float = BODY
    ) -> Any:
        """Write text at the end of a paragraph; what XML cannot hold is replaced."""
        from docx.shared import Pt

        run = paragraph.add_run(clean(text))
        run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(size)
        return run

    def line(self, length: float, width: float, *, inside: Any = None) -> None:
        """Draw a line of some length in the middle of a width, both in millimetres."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        paragraph = self.text("", align="center", space=3, size=2, inside=inside)
        how = paragraph.paragraph_format
        how.left_indent = how.right_indent = Mm(max(0, (width - length) / 2))
        borders, border = OxmlElement("w:pBdr"), OxmlElement("w:top")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
        properties = paragraph._p.get_or_add_pPr()
        # The schema has an order: borders come before spacing.
        properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")

    def side_by_side(self, widths: Sequence[float]) -> list[Any]:
        """Return empty cells side by side, without a frame; widths in millimetres."""
        from docx.shared import Mm

        table = self.document.add_table(rows=1, cols=len(widths))
        table.autofit = False
        narrow_cells(table, 0)
        for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
            column.width = cell.width = Mm(width)
        never_split(table.rows[0])
        return list(table.rows[0].cells)


def never_split(row: Any) -> None:
    """Keep a row of a table on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def narrow_cells(table: Any, millimetres: float) -> None:
    """Set the room at the left and right within the cells of a table."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(millimetres * 56.7)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def drop_first(cell: Any) -> None:
    """Take away the empty paragraph with which a cell begins, once there is another."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def _font(fonts: Any) -> None:
    from docx.oxml.ns import qn

    for script in _SCRIPTS:
        fonts.set(qn(f"w:{script}"), FONT)


def aligned(align: str) -> Any:
    """Return where text stands: ``left``, ``center``, ``right`` or ``justify``."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return getattr(WD_ALIGN_PARAGRAPH, align.upper())
