"""Writes groups.json: a table, questions in the query language, and what pandas says about them.

The aggregates of Tally are held against these answers (Tests/StatisticsTests/Queries/GoldenGroupsTests.swift). To write them anew:

    pip install pandas
    python3 Tests/Golden/groups.py
"""

import io
import json
import pathlib
import random

import pandas as pd

FUNCTIONS = {
    "count": lambda s: s.count(),
    "count_distinct": lambda s: s.nunique(),
    "sum": lambda s: s.sum(min_count=1),
    "mean": lambda s: s.mean(),
    "min": lambda s: s.min(),
    "max": lambda s: s.max(),
    "range": lambda s: s.max() - s.min(),
    "median": lambda s: s.median(),
    "iqr": lambda s: s.quantile(0.75) - s.quantile(0.25),
    "mad": lambda s: (s - s.median()).abs().median(),
    "mode": lambda s: s.mode().min(),
    "stddev": lambda s: s.std(),
    "variance": lambda s: s.var(),
    "stddev_pop": lambda s: s.std(ddof=0),
    "variance_pop": lambda s: s.var(ddof=0),
    "sem": lambda s: s.sem(),
    "cv": lambda s: s.std() / s.mean() if s.mean() else None,
    "first": lambda s: s.dropna().iloc[0] if s.count() else None,
    "last": lambda s: s.dropna().iloc[-1] if s.count() else None,
}
# Functions of texts, days and moments as well.
PLAIN = ["count", "count_distinct", "min", "max", "first", "last"]
FREQUENCIES = {"minute": "min", "hour": "h", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def table():
    draw = random.Random(20_240_229)

    def sometimes(value):
        return "" if draw.random() < 0.12 else value

    lines = ["genre,studio,price,hours,rating,released,played,early"]
    for _ in range(240):
        day = f"{draw.randint(2019, 2021)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        time = f"{draw.randint(2022, 2022)}-01-{draw.randint(1, 9):02}T{draw.randint(0, 23):02}:{draw.randint(0, 59):02}:{draw.randint(0, 59):02}"
        cells = [
            sometimes(draw.choice(["Action", "Puzzle", "Racing", "role play", "Ärger"])),
            sometimes(draw.choice(["Blue", "Green", "Red"])),
            sometimes(f"{draw.choice([0, 99, 499, 999, 1999, 5999]) / 100:.2f}"),
            sometimes(str(draw.randint(0, 400))),
            sometimes(repr(draw.gauss(7, 2))),
            sometimes(day),
            sometimes(time),
            sometimes(draw.choice(["true", "false"])),
        ]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def plain(value):
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, type(pd.Series([True])[0]))):
        return bool(value)
    return float(value)


def text(value, form):
    return None if value is None or pd.isna(value) else value.strftime(form)


def key(column, unit):
    """The start of the stretch in which each moment lies, as a text."""
    starts = column.dt.to_period(FREQUENCIES[unit]).dt.start_time
    form = "%Y-%m-%dT%H:%M:%SZ" if unit in ("minute", "hour") else "%Y-%m-%d"
    return starts.map(lambda start: text(start, form))


def ask(frame, keys, outputs):
    """The groups by the columns of `keys` (a column, or a column and a unit), each with its outputs."""
    names = []
    for name in keys:
        column, _, unit = name.partition(":")
        names.append("key " + name)
        values = key(frame[column], unit) if unit else frame[column].astype(object)
        frame = frame.assign(**{names[-1]: values})
    groups = frame.groupby(names, dropna=False) if names else [((), frame)]
    rows = []
    for group, part in groups:
        values = [plain(value) for value in group]
        for function, column in outputs:
            if function == "corr":
                pair = part[["price", "hours"]].dropna()
                told = pair["price"].corr(pair["hours"]) if min(pair.nunique()) > 1 else None
            elif function.startswith("q,"):
                told = part[column].quantile(float(function[2:]))
            elif function in ("skewness", "kurtosis"):
                # pandas corrects these for the size of the sample; the plain moments are asked for here.
                present = part[column].dropna()
                away = present - present.mean()
                spread = (away**2).mean()
                power = 3 if function == "skewness" else 4
                told = (away**power).mean() / spread ** (power / 2) if present.nunique() > 1 else None
                told = told - 3 if told is not None and function == "kurtosis" else told
            else:
                told = FUNCTIONS[function](part[column])
            if column == "released":
                told = text(told, "%Y-%m-%d") if function not in ("count", "count_distinct") else told
            if column == "played":
                told = text(told, "%Y-%m-%dT%H:%M:%SZ") if function not in ("count", "count_distinct") else told
            values.append(plain(told))
        rows.append(values)
    return rows


def questions(frame):
    numeric = [
        (function, column)
        for column in ("price", "hours", "rating")
        for function in list(FUNCTIONS) + ["q,0.05", "q,0.333", "skewness", "kurtosis"]
    ]
    texts = [(function, column) for column in ("released", "played") for function in PLAIN]
    outputs = numeric + texts + [("corr", None), ("mean", "early"), ("sum", "early")]
    for keys in (
        [], ["genre"], ["genre", "studio"], ["early", "studio", "genre"], ["hours"], ["price", "early"],
        ["released:month"], ["released:week"], ["released:quarter", "genre"], ["released:year"],
        ["played:hour"], ["played:minute"], ["played:day", "studio"], ["played:week"], ["rating"],
    ):
        chosen = outputs if keys in ([], ["genre"], ["released:year"]) else outputs[:: 9 if len(keys) > 1 else 20]
        calls = []
        for function, column in chosen:
            name, _, share = function.partition(",")
            calls.append("corr(price,hours)" if name == "corr" else f"{name}({column}{',' + share if share else ''})")
        yield {"groups": ",".join(keys), "outputs": ",".join(calls), "rows": ask(frame, keys, chosen)}


def main():
    csv = table()
    frame = pd.read_csv(
        io.StringIO(csv), parse_dates=["released", "played"],
        dtype={"genre": object, "studio": object, "early": "boolean"}
    )
    frame["early"] = frame["early"].map(lambda value: None if pd.isna(value) else bool(value), na_action=None)
    document = {"csv": csv, "questions": list(questions(frame))}
    path = pathlib.Path(__file__).with_name("groups.json")
    path.write_text(json.dumps(document, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
