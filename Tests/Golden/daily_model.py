#!/usr/bin/env python3
"""Makes daily_model.json: how statsmodels explains counts of days by their features, in every choice and order of the features.

    pip install statsmodels && python3 Tests/Golden/daily_model.py

Written with statsmodels 0.15.0. DailyModelTests compares. Where features depend on each other, statsmodels shares their effect out among them
and Tally gives it to the first of them; `isUnique` says that nothing but a column of zeros depends on others.
"""

import datetime
import itertools
import json
import math
import pathlib
import warnings

import numpy as np
import statsmodels.api as sm

draw = np.random.default_rng(20230101)
EPOCH = datetime.date(1970, 1, 1)
FEATURES = {
    "hour_of_day": lambda day: 0,
    "day_of_week": lambda day: day.weekday(),
    "is_weekend": lambda day: int(day.weekday() >= 5),
}


def series():
    yield "a week from a Sunday", datetime.date(2023, 1, 1), [2, 1, 3, 1, 1, 1, 1]
    yield "one day", datetime.date(2024, 2, 29), [7]
    yield "one Monday", datetime.date(2024, 3, 4), [1]
    yield "two days", datetime.date(2024, 3, 5), [4, 9]
    yield "Friday and Saturday", datetime.date(2024, 3, 8), [4, 9]
    yield "Saturday and Sunday", datetime.date(2024, 3, 9), [4, 9]
    yield "Sunday and Monday", datetime.date(2024, 3, 10), [1, 1]
    yield "the same each day", datetime.date(1999, 12, 25), [3] * 30
    yield "before 1970", datetime.date(1968, 12, 30), [5, 2, 8, 1, 0, 9, 14, 2, 2, 1, 3]
    for days in (8, 25, 90, 400):
        first = datetime.date(2015, 7, 31) + datetime.timedelta(days=int(draw.integers(0, 4000)))
        weekend = np.array([(first + datetime.timedelta(days=day)).weekday() >= 5 for day in range(days)])
        counts = draw.negative_binomial(3, 3 / (3 + 12 * np.exp(0.7 * weekend)))
        counts[0], counts[-1] = max(counts[0], 1), max(counts[-1], 1)
        yield f"{days} days", first, [int(count) for count in counts]
    yield "rarely anything", datetime.date(2020, 1, 3), [1] + [0] * 3 + [2] + [0] * 40 + [1, 0, 0, 1, 0, 1]


def number(value):
    return float(value) if math.isfinite(value) else None


def model(days, counts, features):
    columns = [[1.0] * len(days)] + [[float(FEATURES[name](day)) for day in days] for name in features]
    design = np.column_stack(columns)
    result = sm.GLM(np.array(counts, dtype=float), design, family=sm.families.NegativeBinomial(alpha=1.0)).fit()
    used = [column for column in columns if any(column)]
    return {
        "features": list(features),
        "isUnique": bool(np.linalg.matrix_rank(np.column_stack(used)) == len(used)),
        "coefficients": [number(value) for value in result.params],
        "errors": [number(value) for value in result.bse],
        # Of a column of zeros it is a quotient of rounding errors, if it is a number at all.
        "pValues": [number(value) if any(column) else None for column, value in zip(columns, result.pvalues)],
        "pseudoRSquared": number(1 - result.llf / result.llnull),
        "logLikelihood": number(result.llf),
        "akaike": number(result.aic),
    }


def main():
    warnings.simplefilter("ignore")
    rows = []
    for name, first, counts in series():
        days = [first + datetime.timedelta(days=day) for day in range(len(counts))]
        choices = [choice for size in range(4) for choice in itertools.permutations(FEATURES, size)]
        rows.append(
            {
                "name": name,
                "firstDay": (first - EPOCH).days,
                "counts": counts,
                "models": [model(days, counts, choice) for choice in choices],
            }
        )
    text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    pathlib.Path(__file__).with_name("daily_model.json").write_text(f"[\n{text}\n]\n")


if __name__ == "__main__":
    main()
