"""The law itself, applied to files: the yardstick of the other engines. All facts are in memory at once."""

from pathlib import Path

from paidang.settlement.engines import Computed, Job
from paidang.settlement.engines.fact_files import read_raw_facts
from paidang.settlement.engines.parquet_forms import write_facts, write_rows
from paidang.settlement.rules.fact_checks import check_facts
from paidang.settlement.rules.statement import settle as settle_facts


def settle(job: Job) -> Computed:
    """Settle a folder of facts; raises BadInput when any cell is bad."""
    raw = read_raw_facts(Path(job.facts))
    facts, notes = check_facts(raw, month=job.month, profit_counts=job.terms.profit_counts)
    statement, settled = settle_facts(job.terms, facts, job.month, version=job.version)
    if job.keeps_facts:
        write_facts(facts, job.facts_out)
    if job.keeps_rows:
        write_rows(settled.rows, job.rows_out)
    return Computed(statement, tuple(notes))
