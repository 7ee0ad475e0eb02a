"""Spark as settlement uses it: days are Shanghai's, overflow is an error, files are as every other engine reads them."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from paidang.kit.sentence import say
from paidang.settlement.engines import EngineUnavailable

LOCAL = "local[*]"

_SETTINGS = {
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.defaultJavaOptions": f"-Dlog4j2.configurationFile={(Path(__file__).parent / 'spark_log.properties').as_uri()}",
}
_ON_THIS_MACHINE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "16",
}


@contextmanager
def open_spark(master: str | None = None) -> Iterator[Any]:
    """A session on the cluster `master`, this machine if None; one that is open already is used, and left open."""
    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise EngineUnavailable(say("引擎 spark 需要 Java 17，没有找到 java"))
    with TemporaryDirectory(
        prefix="paidang-spark-"
    ) as warehouse:  # Spark makes one, else where it was started
        session = _start(master or LOCAL, warehouse)
        try:
            yield session
        finally:
            session.stop()


def _start(master: str, warehouse: str) -> Any:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = _SETTINGS | {"spark.sql.warehouse.dir": warehouse}
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= _ON_THIS_MACHINE
    builder = SparkSession.builder.master(master).appName("paidang settle")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError) as why:
        reason = str(why).splitlines()[0]
        raise EngineUnavailable(
            say("引擎 spark 没有在 {master} 启动：{why}", master=master, why=reason)
        ) from None
