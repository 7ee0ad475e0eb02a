"""A folder of facts as it would be with other causes of refunds, as after-sales cases have ruled on them."""

from collections.abc import Mapping
from pathlib import Path

from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.repricing import files_of, scan

Ruled = Mapping[str, tuple[str, bool]]
"""By refund: its cause, and whether its units are in stock and fit for sale."""


def recause(facts: Path, ruled: Ruled) -> None:
    """Rewrite cause and `restocked` of the refunds that are ruled on; the others stay as they are."""
    files = files_of(facts, "refunds")
    if not ruled or not files:
        return
    made = facts / ".refunds.made"
    with open_duckdb() as engine:
        engine.execute("create table ruled (id varchar, cause varchar, restocked boolean)")
        engine.executemany(
            "insert into ruled values (?, ?, ?)", [(name, *ruling) for name, ruling in ruled.items()]
        )
        engine.execute(f"create view refunds as from {scan(files)}")
        [type_] = [
            kind for name, kind, *_ in engine.execute("describe refunds").fetchall() if name == "restocked"
        ]
        engine.execute(
            "copy (select r.* replace (coalesce(u.cause, r.cause) as cause,"
            f" coalesce(u.restocked::{type_}, r.restocked) as restocked)"
            f" from refunds r left join ruled u on u.id = r.refund_id) to '{made}' (format parquet)"
        )
    for file in files:
        file.unlink()
    made.rename(facts / "refunds.parquet")
