"""DuckDB relations, scored bloc by bloc: the data may be larger than memory.

DuckDB sorts by bloc and spills what does not fit to its temporary directory; the local engine scores
the sorted stream in chunks. No setting of the user's connection is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import polars as pl

from thidua_scoring.frames.chunks import ROWS, whole_blocs
from thidua_scoring.frames.extras import MOST_LOST, NO_ROWS, faulty, refuse_lost, refuse_texts
from thidua_scoring.frames.plan import Plan, make_plan
from thidua_scoring.frames.written import write_scored

if TYPE_CHECKING:
    from thidua_scoring.ruleset.ruleset import Ruleset

Relation = Any
"""``duckdb.DuckDBPyRelation``; not imported, since the extra ``duckdb`` may not be installed."""
_EVIDENCE: Final = "thidua_evidence"
"""What SQL here calls the relation that it asks; the connection never knows the name."""


def score_relation(
    relation: Relation,
    ruleset: Ruleset,
    *,
    by: Sequence[str] = ("bloc",),
    tables: Mapping[str, Relation] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
) -> Relation:
    """Score a relation; return another of the same connection, sorted by bloc and then by unit.

    It is computed at once and kept in a temporary table, which goes with the connection or by
    ``drop table``. DuckDB holds the table like any other: in memory up to its ``memory_limit``,
    beyond that in its ``temp_directory``.
    """
    return score_planned(*planned(relation, ruleset, by=by, tables=tables, scales=scales, details=details))


def score_planned(relation: Relation, plan: Plan) -> Relation:
    """Score a relation by a plan: what `score_relation` does when it has one."""
    name = f"thidua_scored_{uuid4().hex}"
    # A connection reads one stream at a time, so the result waits in a file until the source is at its end.
    with TemporaryDirectory(prefix="thidua-") as folder:
        file = Path(folder) / "scored.parquet"
        with ordered(relation, plan) as chunks:
            write_scored(plan, chunks, file)
        relation.query(_EVIDENCE, f"create temporary table {name} as from read_parquet({_text(str(file))})")
    return relation.query(_EVIDENCE, f"select * from temp.{name}")


def planned(
    relation: Relation,
    ruleset: Ruleset,
    *,
    by: Sequence[str],
    tables: Mapping[str, Relation] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
) -> tuple[Relation, Plan]:
    """Return the relation with its small tables nested, and the plan with every scale known."""
    for key, table in (tables or {}).items():
        relation = _nested(relation, key, table, by)
    plan = make_plan(
        _schema(relation), ruleset, by=tuple(by), tables={}, scales=scales or {}, details=details
    )
    if plan.unscaled:
        places: dict[str, int] = {}
        with closing(_select(relation, plan.needs).to_arrow_reader(ROWS)) as batches:
            for batch in batches:
                for column, needed in plan.measured(pl.DataFrame(batch)).items():
                    places[column] = max(needed, places.get(column, 0))
        plan = plan.with_scales(places)
    return relation, plan


@contextmanager
def ordered(relation: Relation, plan: Plan) -> Iterator[Iterator[pl.DataFrame]]:
    """Open what the plan needs of a relation as chunks of whole blocs, sorted by bloc and unit.

    The connection can be asked nothing else until this is closed.
    """
    keys = ", ".join(_sort_key(relation, name) for name in (*plan.by, "unit"))
    with closing(_select(relation, plan.needs, f"order by {keys}").to_arrow_reader(ROWS)) as batches:
        yield whole_blocs(batches, plan.by)


def _sort_key(relation: Relation, name: str) -> str:
    # Texts are sorted by their bytes: a collation of the connection may hold different blocs equal.
    kind = str(dict(zip(relation.columns, relation.types, strict=True))[name])
    return f"{f'encode({_name(name)})' if kind == 'VARCHAR' else _name(name)} asc nulls last"


def _select(relation: Relation, columns: Sequence[str], rest: str = "") -> Relation:
    chosen = ", ".join(map(_name, columns))
    return relation.query(_EVIDENCE, f"select {chosen} from {_EVIDENCE} {rest}")


def _schema(relation: Relation) -> pl.Schema:
    return pl.DataFrame(relation.limit(0).to_arrow_table()).schema


def _nested(relation: Relation, key: str, table: Relation, by: Sequence[str]) -> Relation:
    """Put a small table into a column of the relation: for each unit, the list of its rows."""
    if not hasattr(table, "to_arrow_reader"):
        raise faulty("table-other-library", table=key, expected="DuckDB")
    said = dict(zip(relation.columns, relation.types, strict=True)).get(key)
    if said is not None and str(said) != "VARCHAR":
        raise faulty("column-twice", column=key)
    keys = [name for name in ("unit", *by) if name in table.columns]
    own = [name for name in table.columns if name not in keys]
    row = ", ".join(f"{_name(name)} := {_name(name)}" for name in own)
    heads = ", ".join(map(_name, keys))
    lists = table.query(
        _EVIDENCE,
        f"select {heads}, list(struct_pack({row}) order by thidua_row) as {_name(key)} "
        f"from (select *, row_number() over () as thidua_row from {_EVIDENCE}) group by {heads}",
    )
    same = " and ".join(f"wide.{_name(name)} is not distinct from long.{_name(name)}" for name in keys)
    wide, long = relation.set_alias("wide"), lists.set_alias("long")
    lost = long.join(wide, same, how="anti").project(_name("unit")).limit(MOST_LOST)
    refuse_lost(key, [unit for (unit,) in lost.fetchall()])
    joined = wide.join(long, same, how="left")
    if said is None:
        return joined.project(f"wide.*, long.{_name(key)}")
    word, none = f"lower(trim(wide.{_name(key)}))", ", ".join(map(_text, NO_ROWS))
    other = wide.filter(f"{word} not in ('', {none})").project(f"{_name('unit')}, {_name(key)}")
    refuse_texts(key, own, other.limit(MOST_LOST).fetchall())
    rows = f"coalesce(long.{_name(key)}, case when {word} in ({none}) then [] end)"
    return joined.project(f"wide.* exclude ({_name(key)}), {rows} as {_name(key)}")


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
