"""Run an engine on this machine, in a process of its own: what it finds in some articles, and its part of the docs.

    python engine_session.py ray|spark FOLDER

FOLDER holds `articles.parquet`, `options.json` and `session.txt`, a doctest; `found.json` and `report.txt` are written.
Of the machine two processors are used, of the network the loopback alone, of the disk FOLDER.
"""

from __future__ import annotations

import doctest
import json
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimkit.corpus.tables import TABLES

Rows = list[dict[str, Any]]
Tables = Callable[[str], Rows]


def main(engine: str, folder: Path) -> None:
    options = json.loads((folder / "options.json").read_text(encoding="utf-8"))
    session = (folder / "session.txt").read_text(encoding="utf-8")
    tables, names, stop = {"ray": on_ray, "spark": on_spark}[engine](folder, options)
    try:
        (folder / "found.json").write_text(json.dumps({name: tables(name) for name in TABLES}), encoding="utf-8")
        report: list[str] = []
        test = doctest.DocTestParser().get_doctest(session, names, engine, engine, 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        runner.run(test, out=report.append)
        (folder / "report.txt").write_text("".join(report), encoding="utf-8")
    finally:
        stop()


def on_ray(folder: Path, options: dict[str, Any]) -> tuple[Tables, dict[str, Any], Callable[[], None]]:
    os.environ |= {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # one machine: listen on the loopback alone, on any system
        "RAY_AUTH_TOKEN": secrets.token_hex(32),  # else Ray keeps one in the home folder
    }
    import ray

    import claimkit.engines.ray as engine

    ray.init(
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=100 * 2**20,
        log_to_driver=False,
        _temp_dir=str(folder),
    )
    ray.data.DataContext.get_current().enable_progress_bars = False
    articles = ray.data.read_parquet(str(folder / "articles.parquet"), override_num_blocks=4)
    found = engine.extract(articles, workers=2, **options).materialize()
    return lambda name: engine.table(found, name).take_all(), {"ray": ray, "articles": articles}, ray.shutdown


def on_spark(folder: Path, options: dict[str, Any]) -> tuple[Tables, dict[str, Any], Callable[[], None]]:
    os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder)}
    from pyspark.sql import SparkSession

    import claimkit.engines.spark as engine

    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.driver.memory": "512m",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": "2",
        # So little work is done before Java has compiled what it compiles for more.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    articles = spark.read.parquet(str(folder / "articles.parquet")).repartition(2)
    found = engine.extract(articles, **options).cache()
    tables: Tables = lambda name: [row.asDict(recursive=True) for row in engine.table(found, name).collect()]  # noqa: E731
    return tables, {"spark": spark, "articles": articles}, spark.stop


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
