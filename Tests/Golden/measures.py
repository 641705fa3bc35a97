"""Writes measures.json: columns of numbers and what NumPy and SciPy say about them.

The measures of Tally are held against these answers (Tests/StatisticsTests/GoldenMeasuresTests.swift). To write them anew:

    pip install numpy scipy
    python3 Tests/Golden/measures.py
"""

import json
import pathlib
import random

import numpy as np
from scipy import stats

SHARES = [0.0, 0.05, 0.25, 0.333, 0.5, 0.75, 0.9, 0.95, 1.0]


def columns():
    """Names, scales and values; a mantissa m of scale s stands for m / 10^s, doubles have no scale."""
    draw = random.Random(20_240_229)
    yield "survey", 1, [draw.randint(0, 1000) for _ in range(200)]
    yield "small integers", 0, [draw.randint(-3, 9) for _ in range(150)]
    yield "prices", 2, [draw.choice([99, 199, 499, 999, 1999, 5999]) for _ in range(101)]
    yield "booleans", 0, [int(draw.random() < 0.2) for _ in range(80)]
    yield "wide integers", 0, [draw.randint(-(10**12), 10**12) for _ in range(120)]
    yield "fine decimals", 6, [round(draw.gauss(0, 1) * 10**6) for _ in range(120)]
    yield "incomes", 2, [round(draw.lognormvariate(10, 0.8) * 100) for _ in range(150)]
    yield "one", 1, [25]
    yield "two", 0, [3, 8]
    yield "constant", 1, [42] * 12
    yield "normal", None, [draw.gauss(3, 2) for _ in range(160)]
    yield "lognormal", None, [draw.lognormvariate(0, 2) for _ in range(160)]
    yield "tied doubles", None, [draw.choice([0.1, 0.2, 0.3, 1e-9, 2.5e17]) for _ in range(90)]
    yield "small doubles", None, [draw.expovariate(1) * 1e-30 for _ in range(75)]


def plain(number):
    number = float(number)
    return number if np.isfinite(number) else None


def answers(values):
    x = np.array(values, dtype=float)
    several, spread = len(x) > 1, x.max() > x.min()
    deviation = x.std(ddof=1) if several else np.nan
    distinct, counts = np.unique(x, return_counts=True)
    return {
        "count": len(x),
        "countDistinct": len(distinct),
        "sum": plain(x.sum()),
        "mean": plain(x.mean()),
        "min": plain(x.min()),
        "max": plain(x.max()),
        "range": plain(np.ptp(x)),
        "iqr": plain(stats.iqr(x)),
        "mad": plain(stats.median_abs_deviation(x)),
        "mode": plain(distinct[counts.argmax()]),
        "standardDeviation": plain(deviation if spread or not several else 0),
        "variance": plain(deviation**2 if spread or not several else 0),
        "populationStandardDeviation": plain(x.std() if spread else 0),
        "populationVariance": plain(x.var() if spread else 0),
        "standardError": plain(stats.sem(x) if spread else 0 if several else np.nan),
        "coefficientOfVariation": plain(stats.variation(x, ddof=1) if spread else 0 if several else np.nan),
        "geometricMean": plain(stats.gmean(x) if (x > 0).all() else np.nan),
        "harmonicMean": plain(stats.hmean(x) if (x > 0).all() else np.nan),
        "skewness": plain(stats.skew(x) if spread else np.nan),
        "kurtosis": plain(stats.kurtosis(x) if spread else np.nan),
    }


def histograms(values):
    for bins in [1, 2, 7, 10, 64] if max(values) > min(values) else [1]:
        counts, edges = np.histogram(values, bins=bins)
        yield {"edges": edges.tolist(), "counts": counts.tolist()}


def case(name, scale, numbers):
    values = numbers if scale is None else [number / 10**scale for number in numbers]
    return {
        "name": name,
        "scale": scale,
        "numbers": numbers,
        "measures": answers(values),
        "shares": SHARES,
        "quantiles": np.quantile(values, SHARES).tolist(),
        "histograms": list(histograms(values)),
    }


def correlations(cases):
    for one, two in [(0, 4), (0, 10), (4, 5), (6, 11), (10, 11)]:
        a, b = cases[one]["numbers"], cases[two]["numbers"]
        length = min(len(a), len(b))
        answer = stats.pearsonr(a[:length], b[:length]).statistic
        yield {"columns": [cases[one]["name"], cases[two]["name"]], "correlation": float(answer)}


def main():
    cases = [case(*column) for column in columns()]
    document = {"columns": cases, "correlations": list(correlations(cases))}
    path = pathlib.Path(__file__).with_name("measures.json")
    lines = json.dumps(document, indent=None, separators=(",", ":"))
    path.write_text(lines.replace(',"', ',\n"') + "\n")


if __name__ == "__main__":
    main()
