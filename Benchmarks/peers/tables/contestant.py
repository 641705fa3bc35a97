"""What `tally-bench load` and `tally-bench group` do, done by DuckDB or Polars.

    contestant.py duckdb|polars load FILE --lanes N --rounds N
    contestant.py duckdb|polars group FILE --question TEXT --lanes N --rounds N

The options, and the line of JSON that is printed, are those of tally-bench. Each engine infers the types of the columns, and holds
the whole table in memory.
"""
import argparse
import json
import os
import time


class DuckDB:
    """A table in a database in memory."""

    def __init__(self, lanes):
        import duckdb
        self.connection = duckdb.connect(config={"threads": lanes})

    def load(self, path):
        self.connection.execute("CREATE OR REPLACE TABLE survey AS SELECT * FROM read_csv(?)", [path])

    def row_count(self):
        return self.connection.execute("SELECT count(*) FROM survey").fetchone()[0]

    def means(self, question):
        return dict(self.connection.execute(
            "SELECT LocationDesc, avg(Data_Value) FROM survey"
            " WHERE Question = ? AND Data_Value IS NOT NULL GROUP BY LocationDesc", [question]).fetchall())


class Polars:
    """A data frame; the number of threads is taken from the environment when the module is loaded."""

    def __init__(self, lanes):
        os.environ["POLARS_MAX_THREADS"] = str(lanes)
        import polars
        self.polars = polars
        self.frame = None

    def load(self, path):
        self.frame = None
        self.frame = self.polars.read_csv(path, infer_schema_length=10_000)

    def row_count(self):
        return self.frame.height

    def means(self, question):
        column = self.polars.col
        grouped = (self.frame.lazy()
                   .filter((column("Question") == question) & column("Data_Value").is_not_null())
                   .group_by("LocationDesc").agg(column("Data_Value").mean()).collect())
        return dict(grouped.iter_rows())


def peak_resident_bytes():
    with open("/proc/self/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))


def timed(step, rounds):
    """The seconds of each round, and what the last one gave."""
    seconds, answer = [], None
    for _ in range(rounds):
        start = time.perf_counter()
        answer = step()
        seconds.append(time.perf_counter() - start)
    return seconds, answer


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("engine", choices=["duckdb", "polars"])
    arguments.add_argument("step", choices=["load", "group"])
    arguments.add_argument("file")
    arguments.add_argument("--question", default="")
    arguments.add_argument("--lanes", type=int, default=2)
    arguments.add_argument("--rounds", type=int, default=1)
    options = arguments.parse_args()

    engine = {"duckdb": DuckDB, "polars": Polars}[options.engine](options.lanes)
    if options.step == "load":
        seconds, _ = timed(lambda: engine.load(options.file), options.rounds)
        found = {}
    else:
        engine.load(options.file)
        engine.means(options.question)
        seconds, means = timed(lambda: engine.means(options.question), options.rounds)
        found = {"means": means}
    print(json.dumps(
        {"seconds": seconds, "rows": engine.row_count(), "peak_resident_bytes": peak_resident_bytes(), **found}))


if __name__ == "__main__":
    main()
