#!/usr/bin/env python3
"""Writes stages.json: files of events, and the artifacts that stages of pipelines leave of them.

The stages of Tally are held against these artifacts (Tests/EngineTests/Pipelines/Stages/GoldenStagesTests.swift): what they count and how they spell it
exactly, other numbers to 1e-9. pandas counts, SciPy and statsmodels judge, h3 finds the cells. To write them anew:

    pip install pandas scipy statsmodels h3
    python3 Tests/Golden/stages.py

Written with pandas 3.1, SciPy 1.17, statsmodels 0.15 and h3 4.5. What is asked of SciPy, and where it is not, stands in counts.py.
"""

import datetime
import json
import math
import pathlib
import random
import warnings

import counts
import h3
import numpy as np
import pandas as pd
import statsmodels.api as sm

draw = random.Random(20_240_607)

STANDARD = {
    "h3_resolution": 8,
    "min_trend_events": 4,
    "filter_col": None,
    "filter_values": None,
    "analysis_weeks_trend": [4],
    "analysis_weeks_anomaly": 4,
    "p_value_anomaly": 0.05,
    "p_value_trend": 0.05,
    "plot_generation": "both",
    "save_full_series": False,
    "timestamp_col": None,
    "primary_group_col": None,
    "secondary_group_col": None,
    "group_by_col": None,
    "baseline_year": None,
}
TIME_STYLES = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S-05:00",
    "%Y/%m/%d %H:%M:%S+00",
    "%m/%d/%Y %I:%M:%S %p",
]
NO_TIMES = ["", "soon", "2023-02-30 10:00:00"]
NO_PLACES = [("", ""), ("north", "-71.1"), ("0", "0"), ("-1", "-1"), ("91", "10"), ("42.3", "-181"), ("42.3", "")]


class Event:
    """A row, as it is and as it is written."""

    def __init__(self, time, district, offence, code, place):
        self.time = time
        self.time_text = draw.choice(NO_TIMES) if time is None else time.strftime(draw.choice(TIME_STYLES))
        self.district, self.offence, self.code = district, offence, code
        self.place = place
        self.place_text = draw.choice(NO_PLACES) if place is None else tuple(str(part) for part in place)

    def line(self):
        cells = [self.time_text, self.district, self.offence, self.code, *self.place_text]
        return ",".join("" if cell is None else str(cell) for cell in cells)


def events(count, first, days, offences):
    """Events of some places, whose numbers rise, fall or do neither."""
    places = [(42.30, -71.10), (42.36, -71.06), (42.28, -71.05)]
    bends = {offence: draw.choice([0.4, 1, 1, 2]) for offence in offences}
    for _ in range(count):
        offence = draw.choice(offences)
        moment = first + datetime.timedelta(seconds=int(days * 86400 * draw.random() ** bends[offence]))
        latitude, longitude = draw.choice(places)
        place = (round(latitude + draw.uniform(0, 0.0008), 5), round(longitude + draw.uniform(0, 0.0008), 5))
        yield Event(
            None if draw.random() < 0.03 else moment,
            None if draw.random() < 0.04 else draw.choice(["North", "South", "Ärger"]),
            None if draw.random() < 0.04 else offence,
            draw.choice([3, 20, 100]),
            None if draw.random() < 0.08 else place,
        )


def csv(rows):
    return "\n".join(["occurred,district,offence,code,lat,lon", *(row.line() for row in rows)]) + "\n"


def table(rows, secondary="offence", resolution=8):
    """The events as counts.py takes them."""
    cells = [row.place and h3.latlng_to_cell(*row.place, resolution) for row in rows]
    return pd.DataFrame(
        {
            "t": pd.to_datetime([row.time for row in rows]).as_unit("us"),
            "a": [row.district for row in rows],
            "b": [getattr(row, secondary) for row in rows],
            "cell": cells,
        }
    )


def options(parameters, weekly=True):
    """What counts.py is asked; the third stage has windows and a threshold of its own."""
    found = {"trendWeeks": [4], "anomalyWeeks": 4, "events": parameters["min_trend_events"], "threshold": 0.05}
    if not weekly:
        found["trendWeeks"] = parameters["analysis_weeks_trend"]
        found["anomalyWeeks"] = parameters["analysis_weeks_anomaly"]
        found["threshold"] = parameters["p_value_trend"]
    return found


def series(item):
    first = datetime.date.fromisoformat(item["first"])
    return {str(first + datetime.timedelta(weeks=week)): count for week, count in enumerate(item["series"])}


def told(item, anomalies, has_series):
    """What an artifact says of a group, but for its keys."""
    found = {
        "model_used": item["model"],
        "historical_weekly_avg": item["mean"],
        "historical_weekly_var": item["variance"],
    }
    if has_series:
        found["full_weekly_series"] = series(item)
    names = ["week", "count", "anomaly_p_value", "z_score"]
    found[anomalies] = [dict(zip(names, week)) for week in item["anomalies"]]
    trends = {
        f"{trend['weeks']}_weeks": {
            "slope": trend["slope"],
            "p_value": trend["pValue"],
            "description": trend["verdict"],
        }
        for trend in item["trends"]
    }
    found["trend_analysis"] = trends if anomalies == "anomaly_analysis" else trends["4_weeks"]
    return found


def artifact(name, parameters, results, **more):
    return {"status": "success", "stage_name": name, "parameters": parameters, "results": results, **more}


def group(key, secondary):
    return int(key) if secondary == "code" else key


def univariate(name, rows, parameters):
    secondary = parameters["secondary_group_col"]
    found = counts.univariate(
        counts.allowed(table(rows, secondary), parameters["filter_values"]), options(parameters)
    )
    results = [
        {
            **told(item, "last_4_weeks_analysis", True),
            "district": item["keys"][0],
            secondary: group(item["keys"][1], secondary),
        }
        for item in found["items"]
    ]
    city = [
        {
            **told(item, "last_4_weeks_analysis", True),
            "district": "City-Wide",
            secondary: group(item["keys"][0], secondary),
            "primary_group_name": "City-Wide",
        }
        for item in found["cityWide"]
    ]
    return artifact(name, parameters, results, city_wide_results=city)


def cells(name, sources, parameters):
    resolution, secondary = parameters["h3_resolution"], parameters["secondary_group_col"]
    tables = [
        counts.allowed(table(rows, secondary, resolution), parameters["filter_values"]) for rows in sources
    ]
    found = counts.cells(tables, options(parameters, weekly=False))
    results = []
    for item in found["items"]:
        cell, key = item["keys"]
        latitude, longitude = h3.cell_to_latlng(cell)
        results.append(
            {
                **told(item, "anomaly_analysis", parameters["save_full_series"]),
                f"h3_index_{resolution}": cell,
                "secondary_group": group(key, secondary),
                "lat": latitude,
                "lon": longitude,
            }
        )
    city = [
        {
            **told(item, "anomaly_analysis", True),
            "secondary_group": group(item["keys"][0], secondary),
            "primary_group_name": "City-Wide",
        }
        for item in found["cityWide"]
    ]
    return artifact(name, parameters, results, city_wide_results=city)


def yearly(name, rows, parameters):
    by = parameters["group_by_col"]
    only, baseline = parameters["filter_values"], parameters["baseline_year"]
    heard = [row for row in rows if only is None or str(row.offence) in only]
    found = counts.yearly(table(heard, by), baseline)
    names = ["count", "change_pct"] + ([] if baseline is None else ["baseline_change_pct"])

    def years(numbers):
        return {str(year): dict(zip(names, count)) for year, count in zip(found["years"], numbers)}

    results = [
        {
            "group": group(item["value"], by),
            "full_year": years(item["fullYear"]),
            "to_date": years(item["toDate"]),
        }
        for item in found["groups"]
    ]
    return artifact(name, parameters, results, all_years=found["years"])


def explained(rows, features):
    days = pd.Series([row.time for row in rows if row.time]).dt.floor("D").value_counts().sort_index()
    days = days.asfreq("D", fill_value=0)
    of_day = {
        "hour_of_day": np.zeros(len(days)),
        "day_of_week": days.index.dayofweek.to_numpy(float),
        "is_weekend": (days.index.dayofweek >= 5).astype(float),
    }
    design = np.column_stack([np.ones(len(days)), *(of_day[feature] for feature in features)])
    fit = sm.GLM(days.to_numpy(float), design, family=sm.families.NegativeBinomial(alpha=1.0)).fit()

    def number(value):
        return float(value) if math.isfinite(value) else None

    coefficients = [
        {
            "variable": variable,
            "coefficient": number(fit.params[place]) if design[:, place].any() else 0.0,
            "std_error": number(fit.bse[place]) if design[:, place].any() else 0.0,
            "p_value": number(fit.pvalues[place]) if design[:, place].any() else None,
        }
        for place, variable in enumerate(["const", *features])
    ]
    return {
        "status": "success",
        "model_type": "Negative Binomial Regression",
        "summary": {
            "pseudo_r_squared": number(1 - fit.llf / fit.llnull),
            "log_likelihood": number(fit.llf),
            "aic": number(fit.aic),
        },
        "coefficients": coefficients,
    }


def parameters(**given):
    return {**STANDARD, "timestamp_col": "occurred", **given}


def incidents():
    """The ten rows with which the old service was shown."""
    times = [
        "2023-01-01T10:00:00Z", "2023-01-01T11:30:00Z", "2023-01-02T09:00:00Z", "2023-01-03T14:00:00Z",
        "2023-01-03T15:00:00Z", "2023-01-03T16:00:00Z", "2023-01-04T10:00:00Z", "2023-01-05T20:00:00Z",
        "2023-01-06T21:00:00Z", "2023-01-07T22:00:00Z",
    ]  # fmt: skip
    rows = []
    for time in times:
        row = Event(datetime.datetime.fromisoformat(time[:-1]), None, None, 3, (40.7128, -74.006))
        row.time_text = time
        rows.append(row)
    return rows


def answers():
    offences = ["Theft", "Fraud", "Arson"]
    first = list(events(300, datetime.datetime(2023, 2, 4, 7), 230, offences))
    second = list(events(180, datetime.datetime(2023, 1, 10, 20), 280, offences))
    long = list(events(320, datetime.datetime(2019, 6, 1), 1700, offences))
    ten = incidents()

    def answer(stage, sources, given, expected):
        return {
            "stage": stage,
            "sources": [csv(rows) for rows in sources],
            "parameters": {name: value for name, value in given.items() if value is not None},
            "artifact": expected,
        }

    name = "stage4_explain"
    for rows, features in [
        (ten, ["is_weekend", "day_of_week"]),
        (first, ["is_weekend", "day_of_week"]),
        (second, ["day_of_week"]),
        (long, ["hour_of_day", "day_of_week", "is_weekend"]),
        (first, []),
    ]:
        given = {"features_to_include": features, "timestamp_col": "occurred"}
        yield answer(name, [rows], given, explained(rows, features))

    name = "stage2_yearly_count_comparison"
    for given in [
        parameters(group_by_col="district"),
        parameters(group_by_col="code", baseline_year=2020),
        parameters(
            group_by_col="district", secondary_group_col="offence", filter_col="offence",
            filter_values=["Theft", "Arson", "Nothing"],
        ),
    ]:  # fmt: skip
        yield answer(name, [long], given, yearly(name, long, given))

    name = "stage3_univariate_anomaly"
    for rows, given in [
        (first, parameters(primary_group_col="district", secondary_group_col="offence")),
        (first, parameters(primary_group_col="district", secondary_group_col="code", min_trend_events=9)),
        (
            second,
            parameters(
                primary_group_col="district", secondary_group_col="code", filter_col="code",
                filter_values=["20", "100"], plot_generation="none",
            ),
        ),
    ]:  # fmt: skip
        yield answer(name, [rows], given, univariate(name, rows, given))

    name = "stage4_h3_anomaly"
    for sources, given in [
        ([first], parameters(secondary_group_col="offence")),
        ([first, second], parameters(secondary_group_col="offence", save_full_series=True)),
        (
            [first, second],
            parameters(
                h3_resolution=11, secondary_group_col="code", analysis_weeks_trend=[9, 3, 4],
                analysis_weeks_anomaly=2, p_value_trend=0.2, p_value_anomaly=0.5,
            ),
        ),
        (
            [second],
            parameters(
                h3_resolution=5, secondary_group_col="offence", filter_col="offence",
                filter_values=["Fraud", "theft"], save_full_series=True,
            ),
        ),
    ]:  # fmt: skip
        yield answer(name, sources, given, cells(name, sources, given))


def main():
    warnings.simplefilter("ignore")
    lines = [json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for answer in answers()]
    path = pathlib.Path(__file__).with_name("stages.json")
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
