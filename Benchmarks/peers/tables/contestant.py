"""What tally-bench measures, done by DuckDB, Polars or pandas.

    contestant.py duckdb|polars|pandas load FILE --lanes N --rounds N
    contestant.py duckdb|polars answer|group FILE --question TEXT --lanes N --rounds N
    contestant.py duckdb|polars statistics FILE --column NAME --lanes N --rounds N
    contestant.py duckdb|polars filter FILE --column NAME --where CONDITION ... --lanes N --rounds N
    contestant.py duckdb|polars page FILE --where CONDITION ... --show NAME ... --limit N --lanes N --rounds N

The options, and the line of JSON that is printed, are those of tally-bench. Each engine infers the types of the columns, and holds
the whole table in memory, but for `answer`, which goes from the file to the means in the engine's own way.
"""
import argparse
import json
import math
import os
import time

QUARTILES = {"lower quartile": 0.25, "median": 0.5, "upper quartile": 0.75}


class DuckDB:
    """A table in a database in memory."""

    def __init__(self, lanes):
        import duckdb
        self.connection = duckdb.connect(config={"threads": lanes})

    def load(self, path):
        self.connection.execute("CREATE OR REPLACE TABLE loaded AS SELECT * FROM read_csv(?)", [path])

    def row_count(self):
        return self.connection.execute("SELECT count(*) FROM loaded").fetchone()[0]

    def row(self, query, values=()):
        return self.connection.execute(query, list(values)).fetchone()

    def answer(self, options):
        return self.means("read_csv(?)", [options.file, options.question])

    def group(self, options):
        return self.means("loaded", [options.question])

    def means(self, source, values):
        return dict(self.connection.execute(
            f"SELECT LocationDesc, avg(Data_Value) FROM {source}"
            " WHERE Question = ? AND Data_Value IS NOT NULL GROUP BY LocationDesc", values).fetchall())

    def statistics(self, options):
        column, shares = name(options.column), list(QUARTILES.values())
        count, mean, deviation, skewness, kurtosis, least, quartiles, greatest = self.row(
            f"SELECT count({column}), avg({column}), stddev_samp({column}), skewness({column}), kurtosis_pop({column}),"
            f" min({column}), quantile_cont({column}, {shares}), max({column}) FROM loaded")
        # Its skewness is that of a sample, the others' that of a population.
        skewness *= (count - 2) / math.sqrt(count * (count - 1))
        return {
            "count": count, "mean": mean, "deviation": deviation, "skewness": skewness, "kurtosis": kurtosis,
            "least": least, **dict(zip(QUARTILES, quartiles)), "greatest": greatest}

    def filter(self, options):
        column, (where, values) = name(options.column), self.where(options.where)
        return dict(zip(("count", "mean"), self.row(
            f"SELECT count({column}), avg({column}) FROM loaded WHERE {where}", values)))

    def page(self, options):
        columns, (where, values) = ", ".join(map(name, options.show)), self.where(options.where)
        rows = self.connection.execute(
            f"WITH found AS MATERIALIZED (SELECT {columns} FROM loaded WHERE {where})"
            " SELECT (SELECT count(*) FROM found), * FROM found LIMIT ?", values + [options.limit]).fetchall()
        return {"count": rows[0][0] if rows else 0, "rows": [list(row[1:]) for row in rows]}

    @staticmethod
    def where(conditions):
        """The conditions as SQL, and the values for its marks. Letters of either case are found fastest by its regular expressions."""
        forms = {
            "gte": ("{} >= ?", float), "lte": ("{} <= ?", float), "between": ("{} BETWEEN ? AND ?", float),
            "contains": ("regexp_matches({}, '(?i)' || ?)", str),
        }
        parts, marks = [], []
        for column, operation, *values in conditions:
            form, read = forms[operation]
            parts.append(form.format(name(column)))
            marks += map(read, values)
        return " AND ".join(parts), marks


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

    def answer(self, options):
        return self.means(self.polars.scan_csv(options.file, infer_schema_length=10_000), options)

    def group(self, options):
        return self.means(self.frame.lazy(), options)

    def means(self, frame, options):
        column = self.polars.col
        grouped = (frame
                   .filter((column("Question") == options.question) & column("Data_Value").is_not_null())
                   .group_by("LocationDesc").agg(column("Data_Value").mean()).collect())
        return dict(grouped.iter_rows())

    def statistics(self, options):
        values = self.polars.col(options.column).drop_nulls()
        quartiles = {key: values.quantile(share, "linear") for key, share in QUARTILES.items()}
        found = self.frame.lazy().select(
            **{"count": values.count(), "mean": values.mean(), "deviation": values.std(), "skewness": values.skew(),
               "kurtosis": values.kurtosis(), "least": values.min(), **quartiles, "greatest": values.max()}).collect()
        return found.row(0, named=True)

    def filter(self, options):
        values = self.polars.col(options.column)
        found = self.frame.lazy().filter(*self.where(options.where)).select(count=values.count(), mean=values.mean()).collect()
        return found.row(0, named=True)

    def page(self, options):
        found = self.frame.lazy().filter(*self.where(options.where)).select(options.show).collect()
        return {"count": found.height, "rows": [list(row) for row in found.head(options.limit).iter_rows()]}

    def where(self, conditions):
        return [self.condition(self.polars.col(column), operation, values) for column, operation, *values in conditions]

    @staticmethod
    def condition(column, operation, values):
        if operation == "contains":
            # Faster than its search for several texts, and than small letters of everything.
            return column.str.contains("(?i)" + values[0])
        numbers = [float(value) for value in values]
        return {"gte": column.ge, "lte": column.le, "between": column.is_between}[operation](*numbers)


class Pandas:
    """A data frame as its fastest reader makes it, that of Arrow; it loads and no more."""

    def __init__(self, lanes):
        import pandas
        import pyarrow.csv
        pyarrow.set_cpu_count(lanes)
        self.pandas = pandas
        self.frame = None

    def load(self, path):
        self.frame = None
        self.frame = self.pandas.read_csv(path, engine="pyarrow")

    def row_count(self):
        return len(self.frame)


ENGINES = {"duckdb": DuckDB, "polars": Polars, "pandas": Pandas}


def name(column):
    """A column's name in SQL."""
    return '"' + column.replace('"', '""') + '"'


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


def measured(engine, options):
    """The seconds of each round, the rows of the table if it was loaded, and what was computed."""
    if options.step == "load":
        seconds, _ = timed(lambda: engine.load(options.file), options.rounds)
        return {"seconds": seconds, "rows": engine.row_count(), "answer": {}}
    step = getattr(engine, options.step)
    if options.step == "answer":
        seconds, answer = timed(lambda: step(options), options.rounds)
        return {"seconds": seconds, "answer": answer}
    engine.load(options.file)
    step(options)
    seconds, answer = timed(lambda: step(options), options.rounds)
    return {"seconds": seconds, "rows": engine.row_count(), "answer": answer}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("engine", choices=list(ENGINES))
    arguments.add_argument("step", choices=["load", "answer", "group", "statistics", "filter", "page"])
    arguments.add_argument("file")
    arguments.add_argument("--question", default="")
    arguments.add_argument("--column", default="")
    arguments.add_argument("--where", action="append", type=json.loads, default=[])
    arguments.add_argument("--show", action="append", default=[])
    arguments.add_argument("--limit", type=int, default=20)
    arguments.add_argument("--lanes", type=int, default=2)
    arguments.add_argument("--rounds", type=int, default=1)
    options = arguments.parse_args()

    engine = ENGINES[options.engine](options.lanes)
    found = measured(engine, options)
    print(json.dumps({**found, "peak_resident_bytes": peak_resident_bytes()}))


if __name__ == "__main__":
    main()
