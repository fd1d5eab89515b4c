"""Read the columns of a frame: exact values, with what is known of each cell."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Any

import polars as pl
from attrs import evolve, frozen

from thidua_scoring.errors import Problem
from thidua_scoring.evidence.statements import read_status
from thidua_scoring.frames.exact_cells import ends_of, exact_cells, type_of
from thidua_scoring.frames.source import Source


@frozen(eq=False)
class Cells:
    """One column as read: a value for each row, null where it is not known."""

    values: pl.Series
    """Integers in the scale of the source, truths, or texts."""
    bad: pl.Series | None = None
    """Rows whose cell is refused; None for none."""
    unconfirmed: pl.Series | None = None
    absent: pl.Series | None = None
    """Rows for which the figure does not apply."""
    ends: tuple[int, int] | None = None
    """The least and greatest number; None where there is none."""


def read(source: Source, frame: pl.DataFrame) -> Cells:
    """Read one column of a frame; what is refused is marked, not raised."""
    if source.column is None:
        nothing = pl.Series(source.key, [None], dtype=type_of(source.spec))
        return _marked(source, frame, nothing.new_from_index(0, frame.height))
    values, bad, absent = exact_cells(frame[source.column], source)
    ends = ends_of(values) if source.numeric else None
    if ends is not None:
        bad = _or(bad, _out_of_limits(values, ends, source))
    found = _marked(source, frame, values, bad, absent)
    return found if ends is None else evolve(found, ends=ends)


# ── limits and marks ────────────────────────────────────────────────────────────────


def _out_of_limits(values: pl.Series, ends: tuple[int, int], source: Source) -> pl.Series | None:
    spec, scale, bad = source.spec, source.scale, None
    low, high = ends
    if spec.minimum is not None and low < ceil(spec.minimum * scale):
        bad = _or(bad, values < ceil(spec.minimum * scale))
    if spec.maximum is not None and high > floor(spec.maximum * scale):
        bad = _or(bad, values > floor(spec.maximum * scale))
    steps = [Fraction(1)] if spec.kind == "count" else []
    for step in [*steps, *([] if spec.step is None else [spec.step])]:
        multiple = step * scale
        if multiple.denominator != 1:
            wide, (times, of) = values.cast(pl.Int128), multiple.as_integer_ratio()[::-1]
            rest = wide * pl.Series([times], dtype=pl.Int128) % pl.Series([of], dtype=pl.Int128)
        elif multiple == 1:
            continue
        else:
            rest = values % pl.Series([int(multiple)], dtype=values.dtype)
        bad = _or(bad, rest != 0)
    return bad


def _or(one: pl.Series | None, other: pl.Series | None) -> pl.Series | None:
    if one is None or other is None:
        return one if other is None else other.fill_null(False)
    return one.fill_null(False) | other.fill_null(False)


def _marked(
    source: Source,
    frame: pl.DataFrame,
    values: pl.Series,
    bad: pl.Series | None = None,
    absent: pl.Series | None = None,
) -> Cells:
    """Put what the status and note columns say to what the cells say."""
    unconfirmed = None
    if source.status is None and bad is None and absent is None and not source.spec.needs_note:
        return Cells(values)
    given = values.is_not_null() | (bad if bad is not None else False)
    if source.status is not None:
        said = statuses(frame[source.status])
        unconfirmed = said == "unconfirmed"
        away = said == "not-applicable"
        absent = away if absent is None else absent | away
        bad = _or(bad, said == "?")
        bad = _or(bad, given & (away | (said == "missing")))
    if absent is not None and not source.spec.optional:
        bad = _or(bad, absent)
    if source.spec.needs_note and source.column is not None:
        noted = given if absent is None else given | absent
        if source.note is not None:
            blank = frame[source.note].cast(pl.String).fill_null("").str.strip_chars() == ""
            noted = noted & blank
        bad = _or(bad, noted)
    return Cells(values, _any(bad), _any(unconfirmed), _any(absent))


def _any(mask: pl.Series | None) -> pl.Series | None:
    return mask if mask is not None and mask.any() else None


def statuses(cells: pl.Series) -> pl.Series:
    """Read the words for how sure cells are; ``?`` for a word that is none."""

    def word(text: Any) -> str:
        try:
            return read_status(text or "")
        except Problem:
            return "?"

    texts = cells.cast(pl.String)
    found = {text: word(text) for text in texts.unique().to_list()}
    return pl.Series(cells.name, [found[text] for text in texts.to_list()], dtype=pl.String)
