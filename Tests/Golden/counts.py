"""Writes counts.json: rows with times, groups and cells, and what pandas and SciPy find when they count them by year and by week.

The counts of Tally are held against these answers (Tests/StatisticsTests/Counts/GoldenCountsTests.swift). To write them anew:

    pip install pandas scipy
    python3 Tests/Golden/counts.py

Times are microseconds of the wall clock since 1970. Weeks are `resample("W")`, which ends them on Sunday. Three answers are not SciPy's: it has
no p-value for counts that are all the same (1 here) and one of its rounding for counts on a line (0 here), and whether a variance is above a
mean is asked of whole numbers, since doubles may say so of equal ones.
"""

import io
import json
import pathlib
import random

import pandas as pd
from scipy import stats

DAY = 86_400_000_000
draw = random.Random(20_260_301)


def moment(text):
    return pd.Timestamp(text).value // 1000


def csv(rows):
    lines = ["t,a,b,cell"]
    lines += [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\n".join(lines) + "\n"


def frame(text):
    table = pd.read_csv(io.StringIO(text), dtype={"t": "Int64"})
    table["t"] = pd.to_datetime(table["t"], unit="us")
    return table


def told(value):
    """A group's value as Tally spells it: pandas makes doubles of whole numbers beside nulls."""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def allowed(table, only):
    return table if only is None else table[table["b"].map(lambda b: not pd.isna(b) and told(b) in only)]


def yearly(table, baseline):
    table = table.dropna(subset=["t", "b"])
    if table.empty:
        return {"years": [], "groups": []}
    last = table["t"].max()
    year = table["t"].dt.year.rename("year")
    until = table["t"].dt.day_of_year <= last.day_of_year
    full = table.groupby(["b", year]).size().unstack(fill_value=0)
    part = table[until].groupby(["b", year]).size().unstack(fill_value=0)

    def change(count, before):
        return None if before == 0 else round(100 * (count - before) / before, 2)

    def counts(pivot, group, is_full):
        rows = pivot.loc[group] if group in pivot.index else {}
        found = []
        for year in full.columns:
            count, before = int(rows.get(year, 0)), int(rows.get(year - 1, 0))
            is_open = is_full and year == last.year
            beside = None if baseline is None or year == baseline else change(count, int(rows.get(baseline, 0)))
            found.append([count, None if is_open else change(count, before), None if is_open else beside])
        return found

    groups = [
        {"value": told(group), "fullYear": counts(full, group, True), "toDate": counts(part, group, False)}
        for group in full.index
    ]
    return {"years": [int(year) for year in full.columns], "groups": groups}


def trend(counts, least, threshold):
    if len(counts) < 2 or sum(counts) < least:
        return {"slope": None, "pValue": None, "verdict": "Not Enough Data"}
    if len(set(counts)) == 1:
        return {"slope": 0.0, "pValue": 1.0, "verdict": "Not Significant"}
    line = stats.linregress(range(len(counts)), counts)
    steps = {after - before for before, after in zip(counts, counts[1:])}
    p = 0.0 if len(steps) == 1 else float(line.pvalue)
    way = "Upward" if line.slope > 0 else "Downward"
    verdict = "Not Significant"
    if p < threshold:
        verdict = f"Significant {way} Trend"
    elif p < 2 * threshold:
        verdict = f"Potential {way} Trend"
    return {"slope": float(line.slope), "pValue": p, "verdict": verdict}


def findings(group, last, options):
    series = group.set_index("t").resample("W").size()
    series = series[series.index <= last]
    longest = max(options["trendWeeks"] + [options["anomalyWeeks"]])
    if len(series) < longest + 4:
        return None
    history = series[series.index <= last - pd.Timedelta(weeks=longest)]
    if history.sum() == 0:
        return None
    mean, variance = history.mean(), history.var()
    counts = [int(count) for count in history]
    total, weeks = sum(counts), len(counts)
    spread = weeks * sum(count * count for count in counts) - total * total
    if spread > total * (weeks - 1):
        name = "Negative Binomial"
        p = mean / variance
        model = stats.nbinom(n=mean * p / (1 - p), p=p)
    else:
        name = "Poisson"
        model = stats.poisson(mu=mean)

    def recent(weeks):
        return series[series.index > last - pd.Timedelta(weeks=weeks)]

    anomalies = [
        [
            week.strftime("%Y-%m-%d"),
            int(count),
            float(model.sf(count - 1)) if count > 0 else 1.0,
            float((count - model.mean()) / model.std()),
        ]
        for week, count in recent(options["anomalyWeeks"]).items()
    ]
    trends = [
        {"weeks": weeks, **trend([int(c) for c in recent(weeks)], options["events"], options["threshold"])}
        for weeks in sorted(set(options["trendWeeks"]))
    ]
    return {
        "model": name,
        "mean": float(mean),
        "variance": float(variance),
        "first": series.index[0].strftime("%Y-%m-%d"),
        "series": [int(count) for count in series],
        "anomalies": anomalies,
        "trends": trends,
    }


def grouped(table, keys, last, options):
    found = []
    for value, group in table.groupby(keys):
        what = findings(group, last, options)
        if what is not None:
            found.append({"keys": [told(key) for key in value], **what})
    return found


def univariate(table, options):
    last = table["t"].max()
    timed = table.dropna(subset=["t"])
    return {
        "items": grouped(timed, ["a", "b"], last, options),
        "cityWide": grouped(timed, ["b"], last, options),
    }


def cells(tables, options):
    table = pd.concat(tables)
    last = table["t"].max()
    timed = table.dropna(subset=["t", "cell"])
    return {
        "items": grouped(timed, ["cell", "b"], last, options),
        "cityWide": grouped(timed, ["b"], last, options),
    }


def events(count, first, days, groups):
    """Rows over some days, whose groups begin and end at random, and grow or shrink."""
    places = [f"88{draw.getrandbits(20):05x}" for _ in range(3)]
    spans = {}
    rows = []
    for _ in range(count):
        a, b = draw.choice(["North", "South", "Ärger"]), draw.choice(groups)
        begin, end, bend = spans.setdefault(
            (a, b), (draw.uniform(0, 0.4), draw.uniform(0.9, 1.3), draw.choice([0.5, 1, 1, 2]))
        )
        share = min(1, begin + (end - begin) * draw.random() ** bend)
        time = first + int(share * days * DAY)
        cell = int(draw.choice(places), 16)
        rows.append(
            [
                None if draw.random() < 0.03 else time,
                None if draw.random() < 0.05 else a,
                None if draw.random() < 0.05 else b,
                None if draw.random() < 0.05 else cell,
            ]
        )
    return rows


def steady(first, counts, a="x", b="y", cell=77):
    """So many rows in each week, spread over its days."""
    rows = []
    for week, count in enumerate(counts):
        rows += [[first + week * 7 * DAY + event % 7 * DAY, a, b, cell] for event in range(count)]
    return rows


def data_sets():
    default = {"trendWeeks": [4], "anomalyWeeks": 4, "events": 4, "threshold": 0.05}
    wide = {"trendWeeks": [8, 3, 4, 3], "anomalyWeeks": 2, "events": 6, "threshold": 0.2}
    text, whole = ["Theft", "Fraud", "Arson"], [3, 20, 100]
    for number, (start, days) in enumerate(
        [("2022-03-02", 300), ("1969-10-05", 220), ("2099-08-01", 260), ("2019-12-30", 130), ("2015-01-01", 1500)]
    ):
        groups = whole if number % 2 else text
        rows = events(240 if number < 4 else 420, moment(start), days, groups)
        more = events(120, moment(start), days * 2 // 3, groups)
        yield f"random {number}", [rows, more], default, None, [None, 1970, 2099, 2020, 2016][number]
        if number in (1, 3):
            yield f"random {number}, wider", [rows, more], wide, None, None
    filtered = [events(240, moment("2021-06-01"), 240, whole)]
    yield "filtered", filtered, default, ["20", "100", "7"], None
    mixed = [events(150, moment("2021-06-01"), 200, whole), events(150, moment("2021-06-01"), 240, ["20", "Fraud"])]
    yield "mixed sources", mixed, default, None, None
    monday = moment("2023-01-02")

    yield "constant", [steady(monday, [3] * 14)], default, None, 2023
    two = steady(monday, [1, 2, 3, 2, 1, 4, 2, 3, 2, 5]) + [[monday + 83 * DAY, "z", "z", 5]]
    yield "two recent weeks", [two], default, None, None
    yield "a straight line", [steady(monday, [2, 1, 2, 3, 4, 2, 1, 2, 4, 6, 8, 10])], default, None, None
    yield "rare, then many", [steady(monday, [1] + [0] * 19 + [1] + [0] * 30 + [9, 0, 12, 40])], default, None, None
    yield "nothing but now", [steady(monday, [0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5])], default, None, None
    midnight = [
        [moment(text), "e", "e", 9]
        for text in [
            "2024-02-25T23:59:59.999999", "2024-02-26T00:00:00", "2024-02-29T12:00:00", "2024-03-03T23:59:59.999999",
            "2024-03-04T00:00:00", "2024-12-31T00:00:00", "2023-12-31T23:59:59.999999", "2024-01-01T00:00:00",
            "2020-12-31T10:00:00", "2025-03-01T08:00:00", "2025-12-30T08:00:00", "2024-04-07T00:00:00",
        ]
    ]
    yield "edges", [midnight], default, None, 2024
    usual, sunday = [2, 3, 1, 2, 4, 1, 2, 0, 7], monday + 69 * DAY
    yield "a Sunday at midnight", [steady(monday, usual) + [[sunday, "x", "y", 77]]], default, None, None
    yield "a Saturday", [steady(monday, usual) + [[sunday - 1, "x", "y", 77]]], default, None, None
    yield "times of nobody", [[[None, "a", "b", 3]] * 3], default, None, None


def answers():
    for name, sources, options, only, baseline in data_sets():
        texts = [csv(rows) for rows in sources]
        tables = [allowed(frame(text), only) for text in texts]
        if name == "mixed sources":
            joined = [table.assign(b=table["b"].map(told, na_action="ignore")) for table in tables]
        else:
            joined = tables
        yield {
            "name": name,
            "sources": texts,
            "options": options,
            "only": only,
            "baseline": baseline,
            "yearly": yearly(tables[0], baseline),
            "univariate": univariate(tables[0], options),
            "cells": cells(joined, options),
        }


def main():
    lines = [json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for answer in answers()]
    path = pathlib.Path(__file__).with_name("counts.json")
    path.write_text('{"sets":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
