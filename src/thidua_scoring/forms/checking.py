"""What a spreadsheet asks of an input cell: its number format, and what may be typed there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.forms.spreadsheet import NO, NO_ROWS, YES
from thidua_scoring.numbers import show, show_percent

FORMATS: Final = {"percent": "0.00##%", "date": "dd/mm/yyyy", "text": "@", "level": "@", "yes-no": "@"}
"""Number formats by kind of figure. As text, nothing that is typed is taken for a date or a formula."""
_LONGEST_FORMULA: Final = 200
_LONGEST_MESSAGE: Final = 250
_KINDS: Final = {
    "number": "Số",
    "count": "Số nguyên",
    "percent": "Tỷ lệ phần trăm, gõ cả dấu %",
    "date": "Ngày, gõ ngày/tháng/năm",
    "yes-no": "Chọn có hoặc không",
    "level": "Chọn một mức trong danh sách",
    "table": "Kê ở trang bảng; không có dòng nào thì chọn «không có»",
    "text": "Ghi chữ",
}


def validation(spec: FieldSpec, cell: str, listed: Callable[[Sequence[str]], str]) -> dict[str, Any]:
    """Return the data validation of an input cell, as XlsxWriter takes it.

    ``cell`` is where the first of the checked cells stands; ``listed`` puts texts on the hidden sheet
    and returns the formula of where they are, since a list in one text has neither commas nor room.
    """
    said = {"input_message": hint(spec)[:_LONGEST_MESSAGE], "error_title": "Không dùng được"}
    said["error_message"] = said["input_message"]
    match spec.kind:
        case "yes-no":
            return {"validate": "list", "source": listed((YES, NO)), **said}
        case "table":
            return {"validate": "list", "source": listed([NO_ROWS]), **said}
        case "level" if spec.levels:
            return {"validate": "list", "source": listed(spec.levels), **said}
        case "date":
            return {"validate": "date", "criteria": ">=", "value": date(1901, 1, 1), **said}
        case "number" | "count" | "percent":
            return {"validate": "custom", "value": _numeric(spec, cell), **said}
    return {"validate": "any", "input_message": said["input_message"]}


def hint(spec: FieldSpec) -> str:
    """Say what may be typed: ``Số từ 0 đến 30, bội của 0,25; đơn vị tính: ha``."""

    def written(value: Fraction) -> str:
        return show_percent(value) if spec.kind == "percent" else show(value)

    said = _KINDS[spec.kind]
    if spec.minimum is not None and spec.kind in ("number", "count", "percent"):
        said += f", từ {written(spec.minimum)}"
    if spec.maximum is not None:
        said += f", đến {written(spec.maximum)}"
    if spec.step is not None:
        said += f", bội của {written(spec.step)}"
    if spec.unit:
        said += f"; đơn vị tính: {spec.unit}"
    return said + ("; phải ghi chú lý do." if spec.needs_note else ".")


def _numeric(spec: FieldSpec, cell: str) -> str:
    """Write the formula that holds for what may be typed.

    A spreadsheet computes with binary numbers: steps are checked to a billionth here, and exactly when
    the form is read back.
    """
    tests = [f"ISNUMBER({cell})"]
    if spec.minimum is not None:
        tests.append(f"{cell}>={_quotient(spec.minimum)}")
    if spec.maximum is not None:
        tests.append(f"{cell}<={_quotient(spec.maximum)}")
    step = Fraction(1) if spec.kind == "count" else spec.step
    if step is not None:
        tests.append(f"ABS({cell}/({_quotient(step)})-ROUND({cell}/({_quotient(step)}),0))<0.000000001")
    formula = f"=AND({','.join(tests)})"
    return formula if len(formula) <= _LONGEST_FORMULA else f"=ISNUMBER({cell})"


def _quotient(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{value.numerator}/{value.denominator}"
