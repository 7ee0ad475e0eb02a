"""Engines carry out the law of `rules` on files; all give the same figures, to the fen.

An engine reads a folder of fact tables, refuses it whole or settles it, and writes the normalised facts and the rows
as Parquet. `statement.make_statement` turns its sums into the statement, for every engine alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from paidang.kit.sentence import say
from paidang.settlement.rules.errors import BadPlace
from paidang.settlement.rules.statement import Statement
from paidang.settlement.rules.terms import Terms

DEFAULT_ENGINE = "duckdb"

# One row per engine: its module, and the package it needs.
ENGINES: dict[str, tuple[str, str]] = {
    "python": ("paidang.settlement.engines.python_engine", "pyarrow"),
    "duckdb": ("paidang.settlement.engines.duckdb_engine", "duckdb"),
    "spark": ("paidang.settlement.engines.spark_engine", "pyspark"),
}


@dataclass(frozen=True, slots=True)
class Computed:
    """What an engine made of a folder: the statement, and notes on what took no part (unknown columns)."""

    statement: Statement
    notes: tuple[BadPlace, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What an engine is asked: settle a folder's facts, leave `facts/*.parquet` and `rows.parquet` in `out`.

    `facts` may be an address such as `s3a://bucket/facts` where the engine is Spark. What it does not keep, the facts
    to verify, the rows too to try other terms, an engine need not write.
    """

    terms: Terms
    facts: Path | str
    month: str
    out: Path
    version: int = 1
    keeps_facts: bool = True
    keeps_rows: bool = True

    @property
    def facts_out(self) -> Path:
        return self.out / "facts"

    @property
    def rows_out(self) -> Path:
        return self.out / "rows.parquet"


class EngineFailed(RuntimeError):
    """An engine that did not come to an end: nothing is wrong with the facts. Its message says why in one line."""

    @classmethod
    def for_want_of_room(cls, why: Exception) -> "EngineFailed":
        """The disk or the memory was too small."""
        return cls(say("磁盘或内存不够：{why}", why=str(why).splitlines()[0]))


class EngineUnavailable(RuntimeError):
    """An engine that is unknown or not installed; the message says in one line what to do."""


def is_address(facts: Path | str) -> bool:
    """Whether facts lie somewhere else than in a folder of this machine."""
    return "://" in str(facts)


def load_engine(name: str, master: str | None = None) -> Callable[[Job], Computed]:
    """Import an engine when it is asked for: their packages are slow to load. `master` is the cluster, for Spark."""
    if name not in ENGINES:
        raise EngineUnavailable(
            say("没有引擎 {name}，应为以下之一：{names}", name=name, names=tuple(ENGINES))
        )
    if master and name != "spark":
        raise EngineUnavailable(say("--master 只用于引擎 spark"))
    module, package = ENGINES[name]
    if find_spec(package) is None:
        raise EngineUnavailable(
            say("引擎 {name} 需要 Python 包 {package}（spark：make setup-spark）", name=name, package=package)
        )
    settle = cast(Callable[..., Computed], import_module(module).settle)
    return partial(settle, master=master) if name == "spark" else settle


def settle_only(terms: Terms, facts: Path, month: str) -> Statement:
    """The statement of a folder of facts, to see what it comes to; nothing is written. Raises BadInput."""
    with TemporaryDirectory(prefix="paidang-settled-") as out:
        job = Job(terms, facts, month, Path(out), keeps_facts=False, keeps_rows=False)
        return load_engine(DEFAULT_ENGINE)(job).statement
