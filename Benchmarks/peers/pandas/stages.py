"""Two stages of Tally's pipelines, done by pandas, SciPy and h3-py.

    stages.py stage3|stage4 loops|arrays FILE --artifact FILE [--whole]

Both ways count all groups' weeks by one `groupby`. `loops` then goes on with each group by itself and asks SciPy about it, as most would write
it; `arrays` asks SciPy about all groups at once, as somebody would who has the time. The artifact is as Tally's, without its parameters and drawings. A line of JSON is printed: the rows, the seconds of the load,
and those of the stage with its artifact written. The stage of a run that is not `--whole` finds all columns of the file in memory, times as
times and groups as categories; a whole run reads no column but those that it needs.
"""
import argparse
import json
import time

import numpy as np
import pandas as pd
from h3.api import basic_int as h3
from scipy import stats

TIME, PRIMARY, SECONDARY, LATITUDE, LONGITUDE = "timestamp", "district", "offence", "lat", "lon"
NEEDED = {"stage3": [TIME, PRIMARY, SECONDARY], "stage4": [TIME, SECONDARY, LATITUDE, LONGITUDE]}

# The stages' parameters, as they are unless asked for.
RECENT_WEEKS = 4
LEAST_HISTORY_WEEKS = 4
TREND_EVENTS = 4
TREND_THRESHOLD = 0.05
RESOLUTION = 8
CITY = "City-Wide"

WEEK = pd.Timedelta(weeks=1)


def load(path, columns=None):
    frame = pd.read_csv(path, engine="pyarrow", usecols=columns)
    return frame.astype({name: "category" for name in (PRIMARY, SECONDARY) if name in frame})


# Stages: groups by what tells them, each with what was found

def stage3(frame, way):
    """The groups of both columns, and those of the second alone in the whole city."""
    last = frame[TIME].max()
    timed = frame.loc[frame[TIME].notna(), NEEDED["stage3"]]
    results = [
        {PRIMARY: primary, SECONDARY: secondary, "full_weekly_series": told_weeks(*weekly), **findings}
        for (primary, secondary), weekly, findings in found(timed, [PRIMARY, SECONDARY], last, way)]
    return results, [
        {PRIMARY: CITY, SECONDARY: secondary, "primary_group_name": CITY, "full_weekly_series": told_weeks(*weekly), **findings}
        for (secondary,), weekly, findings in found(timed, [SECONDARY], last, way)]


def stage4(frame, way):
    """The groups of the cell and the second column, and those of the second alone in the whole city."""
    last = frame[TIME].max()
    latitudes, longitudes = frame[LATITUDE], frame[LONGITUDE]
    is_place = latitudes.between(-90, 90) & longitudes.between(-180, 180)
    is_place &= ~((latitudes == longitudes) & latitudes.isin([0, -1]))
    timed = frame.loc[is_place & frame[TIME].notna() & frame[SECONDARY].notna(), NEEDED["stage4"]]
    # h3-py takes one place at a time; numbers and Python's own floats are its fastest way.
    places = zip(timed[LATITUDE].tolist(), timed[LONGITUDE].tolist())
    timed = timed.assign(cell=[h3.latlng_to_cell(latitude, longitude, RESOLUTION) for latitude, longitude in places])
    results = []
    for (cell, secondary), _, findings in found(timed, ["cell", SECONDARY], last, way):
        latitude, longitude = h3.cell_to_latlng(cell)
        results.append({
            f"h3_index_{RESOLUTION}": h3.int_to_str(cell), "secondary_group": secondary, "lat": latitude, "lon": longitude,
            **by_window(findings)})
    return results, [
        {"secondary_group": secondary, "primary_group_name": CITY, "full_weekly_series": told_weeks(*weekly), **by_window(findings)}
        for (secondary,), weekly, findings in found(timed, [SECONDARY], last, way)]


def told_weeks(weeks, counts):
    """All weeks of a group by their Sundays."""
    return dict(zip(weeks.strftime("%Y-%m-%d"), counts))


def by_window(findings):
    """Findings as stage 4 tells them."""
    return {
        **{key: value for key, value in findings.items() if key not in ("last_4_weeks_analysis", "trend_analysis")},
        "anomaly_analysis": findings["last_4_weeks_analysis"],
        "trend_analysis": {f"{RECENT_WEEKS}_weeks": findings["trend_analysis"]}}


def found(timed, keys, last, way):
    """For each group that has enough weeks its keys, its weeks, and what was found in them."""
    return WAYS[way](Weekly(timed, keys, last))


class Weekly:
    """How many rows each group has in each week, up to the last one whose Sunday has begun."""

    def __init__(self, timed, keys, last):
        counts = timed.groupby([*keys, pd.Grouper(key=TIME, freq="W-SUN")], observed=True).size().unstack(fill_value=0)
        self.weeks = pd.date_range(counts.columns.min(), min(counts.columns.max(), last), freq="W-SUN")
        self.keys = counts.index if len(keys) > 1 else [(key,) for key in counts.index]
        self.matrix = counts.reindex(columns=self.weeks, fill_value=0).to_numpy()
        # The first week of each group, and one behind its last: a group goes on to the running week if it has rows there.
        filled, width = self.matrix > 0, len(self.weeks)
        self.starts = np.where(filled.any(axis=1), filled.argmax(axis=1), width)
        self.ends = width - filled[:, ::-1].argmax(axis=1)
        self.ends[(counts.loc[:, counts.columns > last] > 0).any(axis=1).to_numpy()] = width
        # How many of the weeks are history.
        self.past = np.searchsorted(self.weeks, last - RECENT_WEEKS * WEEK, side="right")

    def days(self):
        """The names of the last weeks."""
        return self.weeks[self.past:].strftime("%Y-%m-%d").tolist()


# Group by group

def by_loops(weekly):
    days = weekly.days()
    for key, counts, start, end in zip(weekly.keys, weekly.matrix, weekly.starts.tolist(), weekly.ends.tolist()):
        past = max(start, min(end, weekly.past))
        findings = of_series(counts[start:past], counts[past:end], end - start, days)
        if findings is not None:
            yield key, (weekly.weeks[start:end], counts[start:end].tolist()), findings


def of_series(history, recent, week_count, days):
    if week_count < RECENT_WEEKS + LEAST_HISTORY_WEEKS or not history.any():
        return None
    mean, variance = float(history.mean()), float(history.var(ddof=1))
    # Doubles may say so of equal ones.
    if variance > mean * (1 + 1e-12):
        name, share = "Negative Binomial", mean / variance
        tails = stats.nbinom.sf(recent - 1, mean * share / (1 - share), share)
        deviation = variance ** 0.5
    else:
        name, tails, deviation = "Poisson", stats.poisson.sf(recent - 1, mean), mean ** 0.5
    return findings_of(
        name, mean, variance, days, recent.tolist(), tails.tolist(), ((recent - mean) / deviation).tolist(), trend_of(recent))


def trend_of(counts):
    if len(counts) < 2 or counts.sum() < TREND_EVENTS:
        return told(None, None)
    if (counts == counts[0]).all():
        return told(0.0, 1.0)
    line = stats.linregress(np.arange(len(counts)), counts)
    # On a line SciPy's p-value is one of its rounding.
    return told(float(line.slope), 0.0 if (np.diff(counts, n=2) == 0).all() else float(line.pvalue))


# All groups at once

def by_arrays(weekly):
    past = weekly.past
    sums = weekly.matrix[:, :past].sum(axis=1)
    chosen = (weekly.ends - weekly.starts >= RECENT_WEEKS + LEAST_HISTORY_WEEKS) & (sums > 0)
    matrix, starts, ends, sums = weekly.matrix[chosen], weekly.starts[chosen], weekly.ends[chosen], sums[chosen]
    history_weeks = np.minimum(past, ends) - starts
    mean = sums / history_weeks
    deviations = history_weeks * (matrix[:, :past] ** 2).sum(axis=1) - sums ** 2
    variance = deviations / (history_weeks * (history_weeks - 1))
    is_spread = deviations > sums * (history_weeks - 1)

    recent = matrix[:, past:]
    tails = np.empty(recent.shape)
    share = mean[is_spread] / variance[is_spread]
    size = mean[is_spread] * share / (1 - share)
    tails[is_spread] = stats.nbinom.sf(recent[is_spread] - 1, size[:, None], share[:, None])
    tails[~is_spread] = stats.poisson.sf(recent[~is_spread] - 1, mean[~is_spread, None])
    scores = (recent - mean[:, None]) / np.sqrt(np.where(is_spread, variance, mean))[:, None]
    widths = np.maximum(ends - past, 0)
    slopes, p_values = trends_of(recent, widths)

    days = weekly.days()
    places = np.flatnonzero(chosen).tolist()
    columns = (starts, ends, widths, is_spread, mean, variance, recent, tails, scores, slopes, p_values)
    for place, *told_of in zip(places, *(column.tolist() for column in columns)):
        start, end, width, spread, average, scatter, counts, tail, score, slope, p_value = told_of
        trend = told(None, None) if slope != slope else told(slope, p_value)
        name = "Negative Binomial" if spread else "Poisson"
        yield weekly.keys[place], (weekly.weeks[start:end], weekly.matrix[place, start:end].tolist()), findings_of(
            name, average, scatter, days, counts[:width], tail, score, trend)


def trends_of(recent, widths):
    """Slopes and p-values of the first weeks of each row, as many as `widths` says; NaN where there are too few."""
    slopes, p_values = np.full(len(recent), np.nan), np.full(len(recent), np.nan)
    for width in range(2, recent.shape[1] + 1):
        chosen = np.flatnonzero((widths == width) & (recent.sum(axis=1) >= TREND_EVENTS))
        counts = recent[chosen, :width].astype(float)
        away = np.arange(width) - (width - 1) / 2
        spread, rise = (away ** 2).sum(), counts @ away
        rest = ((counts - counts.mean(axis=1)[:, None]) ** 2).sum(axis=1)
        slopes[chosen] = rise / spread
        is_line = (np.diff(counts, n=2, axis=1) == 0).all(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = rise ** 2 / (spread * rest)
            scores = np.sqrt((width - 2) * share / (1 - share))
        p_values[chosen] = np.where(rise == 0, 1.0, np.where(is_line, 0.0, 2 * stats.t.sf(scores, width - 2)))
    return slopes, p_values


WAYS = {"loops": by_loops, "arrays": by_arrays}
STAGES = {"stage3": stage3, "stage4": stage4}


# What is told of a group

def findings_of(name, mean, variance, days, counts, tails, scores, trend):
    return {
        "model_used": name, "historical_weekly_avg": mean, "historical_weekly_var": variance,
        "last_4_weeks_analysis": [
            {"week": day, "count": count, "anomaly_p_value": tail, "z_score": score}
            for day, count, tail, score in zip(days, counts, tails, scores)],
        "trend_analysis": trend}


def told(slope, p_value):
    """A trend with its description."""
    if slope is None:
        description = "Not Enough Data"
    elif slope == 0 or p_value >= 2 * TREND_THRESHOLD:
        description = "Not Significant"
    else:
        word = "Significant" if p_value < TREND_THRESHOLD else "Potential"
        description = f"{word} {'Upward' if slope > 0 else 'Downward'} Trend"
    return {"slope": slope, "p_value": p_value, "description": description}


# A run

def done(stage, way, frame, path):
    """Does a stage and writes its artifact; returns the seconds it took."""
    begun = time.perf_counter()
    results, city = STAGES[stage](frame, way)
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps({"results": results, "city_wide_results": city}))
    return time.perf_counter() - begun


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("stage", choices=list(STAGES))
    arguments.add_argument("way", choices=list(WAYS))
    arguments.add_argument("file")
    arguments.add_argument("--artifact", required=True)
    arguments.add_argument("--whole", action="store_true")
    options = arguments.parse_args()
    begun = time.perf_counter()
    frame = load(options.file, NEEDED[options.stage] if options.whole else None)
    loading = time.perf_counter() - begun
    seconds = done(options.stage, options.way, frame, options.artifact)
    print(json.dumps({"rows": len(frame), "load_seconds": loading, "seconds": seconds}))


if __name__ == "__main__":
    main()
