"""Word and Excel files against the schemas of their formats: they open as they are, without a repair.

`openxml_audit` follows the Open XML SDK. What it does not look at in workbooks, and where a program
would repair a file, is looked at here (`unseen`). A check that reports nothing proves nothing, so the
first tests damage files and ask for a report.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from attrs import evolve
from drawn_reports import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from office_examples import LETTERHEAD, bac_ninh, cao_bang, harmful
from openxml_audit import FileFormat, OpenXmlValidator
from pypdf import PdfReader

from thidua_scoring import load_ruleset
from thidua_scoring.decisions import Standing
from thidua_scoring.forms import make_form
from thidua_scoring.reports.excel import write_appendix, write_workbook
from thidua_scoring.reports.word import REPORTS, Letterhead

UNIT = "so-xay-dung"
FORMATS = (FileFormat.OFFICE_2016, FileFormat.OFFICE_2019)
KINDS = tuple(REPORTS)
AUDIENCES = ("council", "unit", "public")
RULESETS = ("bac-ninh/khoi-kinh-te-2019", "tien-giang/tnmt-cap-huyen-2022", "quy-dinh/366-tap-the")
STANDINGS = {"as it is": bac_ninh, "harmful": harmful}
SOFFICE = shutil.which("soffice")


def document(kind: str, standing: Standing, letterhead: Letterhead = LETTERHEAD) -> bytes:
    result: Any = cao_bang() if kind == "appendix" else standing
    return REPORTS[kind](result, letterhead, audience="council", **({"unit": UNIT} if kind == "unit" else {}))


def workbook(audience: str, standing: Standing) -> bytes:
    return write_workbook(standing, audience=audience, unit=UNIT if audience == "unit" else None)


# ── what is wrong with a file ───────────────────────────────────────────────────────


@cache
def validator(version: FileFormat) -> OpenXmlValidator:
    return OpenXmlValidator(file_format=version, max_errors=0, strict=True, security_validation=True)


def faults(
    content: bytes, ending: str, versions: tuple[FileFormat, ...] = (FileFormat.OFFICE_2019,)
) -> list[str]:
    """Return all that is wrong with a file, warnings as well."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        path.write_bytes(content)
        found = [each for version in versions for each in validator(version).validate(path).errors]
    with ZipFile(BytesIO(content)) as package:
        own = [*untyped(package), *(unseen(package) if ending == "xlsx" else ())]
    return [*(f"{each.part_uri}{each.path}: {each.description}" for each in found), *own]


def untyped(package: ZipFile) -> Iterator[str]:
    """Yield the parts whose content type says no more than that they are XML."""
    types = package.read("[Content_Types].xml").decode()
    for name in package.namelist():
        plain = name.startswith(("[Content_Types]", "customXml/item")) or not name.endswith(".xml")
        if not plain and f'PartName="/{name}"' not in types:
            yield f"{name}: no content type"


# The most that rows and cells may say of themselves here.
CELL = {"r", "s", "t"}
ROW = {"r", "spans", "s", "customFormat", "ht", "customHeight", "hidden"}
LISTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}


def unseen(package: ZipFile) -> Iterator[str]:
    """Yield the faults of a workbook that the validator does not look for."""
    styles = part(package, "xl/styles.xml")
    many = {tag(each): len(each) for each in styles}
    for each in styles.iter():
        if each.get("count") not in (None, str(len(each))):
            yield f"styles: {tag(each)} has {len(each)}, says {each.get('count')}"
        for key in LISTS.keys() & each.keys():
            if int(each.attrib[key]) >= many[LISTS[key]]:
                yield f"styles: no {key} {each.attrib[key]}"
    for name in package.namelist():
        if name.startswith("xl/worksheets/sheet"):
            yield from (f"{name}: {each}" for each in unseen_in_sheet(part(package, name), many))
    yield from unseen_in_book(part(package, "xl/workbook.xml"))


def unseen_in_sheet(sheet: ElementTree.Element, many: dict[str, int]) -> Iterator[str]:
    known = {"c": CELL, "row": ROW}
    rows = [int(each.attrib["r"]) for each in sheet.iter() if tag(each) == "row"]
    if rows != sorted(set(rows)) or min(rows, default=1) < 1:
        yield "rows out of order"
    for each in sheet.iter():
        if set(each.keys()) - known.get(tag(each), set(each.keys())):
            yield f"unknown attribute of {each.attrib}"
        index = each.get("s", "0"), each.get("dxfId", "0")
        if int(index[0]) >= many["cellXfs"] or (each.get("dxfId") and int(index[1]) >= many["dxfs"]):
            yield f"no such style: {each.attrib}"
        if tag(each) == "dataValidations" and each.get("count") != str(len(each)):
            yield "wrong count of validations"
        if tag(each) == "c" and not re.fullmatch(r"[A-Z]{1,3}[1-9]\d*", each.attrib["r"]):
            yield f"no such cell: {each.attrib['r']}"
        if tag(each) == "formula1" and (each.text or "").startswith('"') and len(each.text or "") > 257:
            yield "a list of choices is too long"


def unseen_in_book(book: ElementTree.Element) -> Iterator[str]:
    names = [each.attrib["name"] for each in book.iter() if tag(each) == "sheet"]
    for name in names:
        if not 1 <= len(name) <= 31 or set(name) & set(r"[]:*?/\\") or name[0] == "'" or name[-1] == "'":
            yield f"no name for a sheet: {name}"
    for each in book.iter():
        if tag(each) == "definedName":
            where = (each.text or "").rpartition("!")[0].split("!")[-1].strip("'").replace("''", "'")
            if where not in names or int(each.get("localSheetId", "0")) >= len(names):
                yield f"a name for what there is not: {each.text}"


def part(package: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(package.read(name))


def tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


# ── the checks find what is wrong ───────────────────────────────────────────────────


def damaged(content: bytes, name: str, old: str, new: str | None) -> bytes:
    """Return a package in one of whose parts the first match is replaced; None for the part left out."""
    to, count = BytesIO(), 0
    with ZipFile(BytesIO(content)) as package, ZipFile(to, "w") as made:
        for each in package.namelist():
            text = package.read(each)
            if each == name:
                if new is None:
                    count = 1
                    continue
                written, count = re.subn(old, new, text.decode(), count=1, flags=re.DOTALL)
                text = written.encode()
            made.writestr(each, text)
    assert count == 1
    return to.getvalue()


BODY, SHEET, BOOK, TYPES = (
    "word/document.xml",
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "[Content_Types].xml",
)
NAMED = '(<sheet name=)"[^"]*"( sheetId="2")'
MERGED = r'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>\1'
WORD_DAMAGES = {
    "order within tblPr": (BODY, r"(<w:tblPr>)(.*?)(<w:tblLook[^>]*/>)", r"\1\3\2", "tblW"),
    "order within pPr": (BODY, r"(<w:spacing[^>]*/>)(<w:jc[^>]*/>)", r"\2\1", "spacing"),
    "unknown attribute": (BODY, "<w:tr>", '<w:tr w:strange="1">', "strange"),
    "unknown value": (BODY, '<w:jc w:val="center"', '<w:jc w:val="middle"', "middle"),
    "paragraph in paragraph": (BODY, "<w:r>", "<w:p/><w:r>", "'p'"),
    "cell without paragraph": (BODY, "(</w:tcPr>)<w:p>.*?</w:p>(</w:tc>)", r"\1\2", "missing"),
    "style that is not": (BODY, '(<w:tblStyle w:val=)"[^"]*"', r'\1"Nope"', "Nope"),
    "relationship that is not": (BODY, '(<w:headerReference [^>]*r:id=)"[^"]*"', r'\1"rId99"', "rId99"),
    "target that is not": ("word/header1.xml", "", None, "header1"),
    "no content type": (TYPES, '<Override PartName="/word/header1.xml"[^>]*/>', "", "no content type"),
}
EXCEL_DAMAGES = {
    "protection after merged cells": (SHEET, "(<sheetProtection)", MERGED, "sheetProtection"),
    "style beyond cellXfs": (SHEET, r' s="\d+"', ' s="9999"', "no such style"),
    "colour beyond dxfs": (SHEET, r'dxfId="\d+"', 'dxfId="999"', "no such style"),
    "text beyond the shared": (SHEET, r't="s"><v>\d+', 't="s"><v>99999', "99999"),
    "unknown attribute": (SHEET, "<sheetFormatPr", '<sheetFormatPr strange="1"', "strange"),
    "unknown attribute of a cell": (SHEET, "<c r=", '<c strange="1" r=', "strange"),
    "unknown attribute of a row": (SHEET, "<row r=", '<row strange="1" r=', "strange"),
    "order of a sheet": (SHEET, "(<sheetFormatPr[^>]*/>)(<cols>.*?</cols>)", r"\2\1", "sheetFormatPr"),
    "unknown type": (SHEET, r'<dataValidation type="\w+"', '<dataValidation type="odd"', "odd"),
    "wrong count": (SHEET, r'<dataValidations count="\d+"', '<dataValidations count="1"', "count"),
    "no cell": (SHEET, '<c r="A1"', '<c r="A0"', "A0"),
    "rows the wrong way": (SHEET, '<row r="1"', '<row r="5"', "order"),
    "font beyond fonts": ("xl/styles.xml", r'fontId="1"', 'fontId="99"', "fontId"),
    "count of styles": ("xl/styles.xml", r'(<cellXfs count=)"\d+"', r'\1"2"', "cellXfs"),
    "two sheets of one name": (BOOK, NAMED, r'\1"Phiếu tự chấm"\2', "Duplicate"),
    "too long a name": (BOOK, NAMED, rf'\1"{"x" * 32}"\2', "no name"),
    "range of no sheet": (BOOK, r"'Phiếu tự chấm'!\$A", "'Phiếu'!$A", "there is not"),
    "target that is not": ("xl/worksheets/sheet2.xml", "", None, "sheet2"),
    "no content type": (TYPES, '<Override PartName="/xl/worksheets/sheet2.xml"[^>]*/>', "", "no content"),
}  # fmt: skip


@cache
def whole(ending: str) -> bytes:
    return document("summary", bac_ninh()) if ending == "docx" else make_form(load_ruleset(RULESETS[0]), UNIT)


@pytest.mark.parametrize("damage", WORD_DAMAGES)
def test_a_damaged_document_is_found(damage: str) -> None:
    *where, told = WORD_DAMAGES[damage]
    found = faults(damaged(whole("docx"), *where), "docx")
    assert any(told in each for each in found), found


@pytest.mark.parametrize("damage", EXCEL_DAMAGES)
def test_a_damaged_workbook_is_found(damage: str) -> None:
    *where, told = EXCEL_DAMAGES[damage]
    found = faults(damaged(whole("xlsx"), *where), "xlsx")
    assert any(told in each for each in found), found


# ── all that we write is right ──────────────────────────────────────────────────────


@pytest.mark.parametrize("names", STANDINGS)
@pytest.mark.parametrize("kind", KINDS)
def test_documents_keep_to_their_schema(kind: str, names: str) -> None:
    assert faults(document(kind, STANDINGS[names]()), "docx", FORMATS) == []


@pytest.mark.parametrize("names", STANDINGS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_workbooks_keep_to_their_schema(audience: str, names: str) -> None:
    assert faults(workbook(audience, STANDINGS[names]()), "xlsx", FORMATS) == []


def test_the_appendix_keeps_to_its_schema() -> None:
    assert faults(write_appendix(cao_bang()), "xlsx") == []


@pytest.mark.parametrize("ruleset", RULESETS)
def test_forms_keep_to_their_schema(ruleset: str) -> None:
    assert faults(make_form(load_ruleset(ruleset), "x", name="Sở <A> & Ữ", bloc="Khối"), "xlsx") == []


@given(st.lists(HOSTILE, min_size=8, max_size=8), st.sampled_from([k for k in KINDS if k != "appendix"]))
@settings(max_examples=6, deadline=None)
def test_no_letter_in_a_name_breaks_a_file(names: list[str], kind: str) -> None:
    standing = bac_ninh()
    units = [evolve(unit, name=each) for unit, each in zip(standing.board.evidence.units, names, strict=True)]
    board = evolve(standing.board, evidence=evolve(standing.board.evidence, units=tuple(units)))
    standing = evolve(standing, board=board)
    letterhead = Letterhead(agency=names[0], parent=names[1], to=tuple(names[2:4]), signer=names[4])
    assert faults(document(kind, standing, letterhead), "docx") == []
    assert faults(workbook("council", standing), "xlsx") == []
    form = make_form(load_ruleset(RULESETS[2]), "x", name=names[0], bloc=names[1], kind=names[2])
    assert faults(form, "xlsx") == []


# ── another program opens them ──────────────────────────────────────────────────────


@pytest.mark.long
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")
def test_libreoffice_opens_every_file_and_shows_what_stands_in_it(tmp_path: Path) -> None:
    files = {f"{kind}.docx": document(kind, bac_ninh()) for kind in KINDS}
    files |= {f"{audience}.xlsx": workbook(audience, bac_ninh()) for audience in AUDIENCES}
    files |= {"phu-luc.xlsx": write_appendix(cao_bang())}
    files |= {f"{name.split('/')[0]}.xlsx": make_form(load_ruleset(name), "x") for name in RULESETS}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = [profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [str(SOFFICE), *options, *(str(tmp_path / name) for name in files)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    for name in files:
        shown = "".join(
            page.extract_text() for page in PdfReader((tmp_path / name).with_suffix(".pdf")).pages
        )
        assert len(shown) > 200, name
        if name in ("summary.docx", "council.xlsx", "public.xlsx"):
            flowing = re.sub(r"\s", "", shown)
            assert all(re.sub(r"\s", "", unit.unit.name) in flowing for unit in bac_ninh())
