"""A plan in words: how each column is read, and what is scored row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from thidua_scoring.errors import Lang
from thidua_scoring.frames.meaning import Meaning
from thidua_scoring.frames.source import Source

_WORDS: Final[Mapping[Lang, Mapping[str, str]]] = {
    "vi": {
        "ruleset": "Bộ tiêu chí: {id} ({status})",
        "by": "Xếp hạng trong từng: {by}",
        "together": "Mọi đơn vị thuộc một khối",
        "figures": "Chỉ tiêu:",
        "absent": "  {key}: không có cột, thiếu ở mọi đơn vị; dòng nào cần đến thì bộ tính chuẩn chấm",
        "figure": "  {key}: {kind}, từ cột {column} ({dtype}{decimals}){status}",
        "status": "; độ tin cậy theo cột {column}",
        "table": "Bảng nhỏ {key} ({where}), gộp trước theo từng đơn vị: {columns}",
        "lists": "danh sách trong một cột",
        "frame": "khung riêng",
        "unread": "Không đọc: {columns}",
        "criteria": "Tiêu chí:",
        "function": "  {name}: từng dòng, bằng hàm {functions}",
        "columns": "  {name}: theo cột",
        "relative": ", có so sánh trong khối",
        "rest": "Bộ tính chuẩn chấm các dòng thiếu số liệu cần đến, các dòng không có giá trị và các"
        " dòng có số quá 128 bit; kết quả đánh dấu ở by_reference.",
        "beyond": "Hạng và xếp loại chỉ theo điểm; {sections} của bộ tiêu chí do decide áp dụng.",
        "open": ", số chữ số thập phân theo dữ liệu",
        "whole": ", số nguyên",
        "places": ", {count} chữ số thập phân",
    },
    "en": {
        "ruleset": "Ruleset: {id} ({status})",
        "by": "Ranked within each: {by}",
        "together": "All units are of one bloc",
        "figures": "Figures:",
        "absent": "  {key}: no column, missing for every unit; rows that need it go by the reference engine",
        "figure": "  {key}: {kind}, from column {column} ({dtype}{decimals}){status}",
        "status": "; how sure by column {column}",
        "table": "Small table {key} ({where}), reduced first for each unit: {columns}",
        "lists": "lists in a column",
        "frame": "a frame of its own",
        "unread": "Not read: {columns}",
        "criteria": "Criteria:",
        "function": "  {name}: row by row, by the function {functions}",
        "columns": "  {name}: by columns",
        "relative": ", compared within the bloc",
        "rest": "The reference engine scores rows that lack a figure they need, rows without a value, and"
        " rows whose integers exceed 128 bits; the result marks them in by_reference.",
        "beyond": "Ranks and classes are by points alone; decide applies the ruleset's {sections}.",
        "open": ", decimals as the data has",
        "whole": ", whole",
        "places": ", decimals: {count}",
    },
}


def told(plan: Meaning, lang: Lang) -> str:
    """Describe a plan, one fact a line."""
    return "\n".join(_lines(plan, _WORDS[lang]))


def _lines(plan: Meaning, words: Mapping[str, str]) -> Iterator[str]:
    yield words["ruleset"].format(id=plan.ruleset.id, status=plan.ruleset.status)
    yield words["by"].format(by=", ".join(plan.by)) if plan.by else words["together"]
    yield words["figures"]
    for key, source in plan.sources.items():
        if source.spec.kind != "table":
            yield _figure(key.removeprefix("."), source, words)
    for key, columns in plan.headers.tables.items():
        inner = ", ".join(f"{s.spec.name} ({s.dtype}{_decimals(s, words)})" for s in columns)
        where = words["lists" if key in plan.headers.nested else "frame"]
        yield words["table"].format(key=key, where=where, columns=inner)
    if plan.headers.unread:
        yield words["unread"].format(columns=", ".join(plan.headers.unread))
    yield words["criteria"]
    for name, criterion in plan.ruleset.formulas.criteria.items():
        functions = plan.functions.get(name, ())
        how = words["function" if functions else "columns"].format(name=name, functions=", ".join(functions))
        yield how + (words["relative"] if criterion.relative else "")
    yield words["rest"]
    beyond = plan.ruleset.written.beyond_points
    if beyond:
        yield words["beyond"].format(sections=", ".join(beyond))


def _figure(key: str, source: Source, words: Mapping[str, str]) -> str:
    if source.column is None:
        return words["absent"].format(key=key)
    status = "" if source.status is None else words["status"].format(column=source.status)
    decimals = _decimals(source, words)
    return words["figure"].format(
        key=key,
        kind=source.spec.kind,
        column=source.column,
        dtype=source.dtype,
        decimals=decimals,
        status=status,
    )


def _decimals(source: Source, words: Mapping[str, str]) -> str:
    if not source.numeric:
        return ""
    if source.places is None:
        return words["open"]
    return words["places"].format(count=source.places) if source.places else words["whole"]
