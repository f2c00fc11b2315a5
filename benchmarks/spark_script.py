"""The benchmark's counts as an analyst would write them in Spark SQL on this machine, counting and nothing else.

Prints JSON. The rules, and how records find their classes, are those of the script for DuckDB.

    python benchmarks/spark_script.py police.parquet
"""

from __future__ import annotations

import json
import sys

from counted_codes import AGES, CODES, DAYS, OUTSIDE, YEARS
from duckdb_script import MEASURES, SETS, classified, listed, young
from pyspark.sql import SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "4",
}


def session() -> SparkSession:
    builder = SparkSession.builder.master("local[*]").appName("spark_script")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def answers(path: str) -> str:
    """Return SQL of one row for each record: the year of each of its days, and its answer to every rule."""
    join, sets = classified("lookup")
    rules = ", ".join(f"{rule.format(**sets)} AS {name}" for name, (_, rule) in MEASURES.items())
    years = ", ".join(f"year({day}) AS {day}" for day in DAYS)
    columns = ", ".join([*(name for name in CODES if name != "area"), *DAYS])
    ages = ", ".join(f"{young(name)} AS {name.removesuffix('_age')}_young" for name in AGES)
    inside = f"area IS NULL OR area NOT IN ({listed(OUTSIDE)})"
    read = f"SELECT {columns}, {ages} FROM parquet.`{path}` WHERE {inside}"
    wanted = " OR ".join(f"{name} IS NOT FALSE" for name in MEASURES)
    return f"SELECT * FROM (SELECT reference, {years}, {rules} FROM ({read}) {join}) WHERE {wanted}"


def count(path: str) -> dict[str, dict[str, tuple[int, int]]]:
    spark = session()
    classes = sorted({code for codes in SETS.values() for code in codes})
    rows = [(each, *(each in codes for codes in SETS.values())) for each in classes]
    names = ", ".join(f"{name} BOOLEAN" for name in SETS)
    spark.createDataFrame(rows, f"class STRING, {names}").createOrReplaceTempView("classes")
    spark.sql(answers(path)).cache().createOrReplaceTempView("answers")
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for name, (day, _) in MEASURES.items():
        found = {
            year: (met, may - met)
            for year, met, may in spark.sql(
                f"SELECT {day}, count(DISTINCT reference) FILTER (WHERE {name}), count(DISTINCT reference) "
                f"FROM answers WHERE {name} IS NOT FALSE GROUP BY {day}"
            ).collect()
        }
        counts[name] = {str(year): found.get(year, (0, 0)) for year in YEARS}
    return counts


if __name__ == "__main__":
    json.dump(count(sys.argv[1]), sys.stdout, indent=1)
