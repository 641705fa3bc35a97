"""The statistics of countries and days that Tally answers, from the same objects, by pandas.

    countries.py whole|distinct FOLDER FROM TO --answer FILE

Each object is read by pandas' own reader, and the table of all of them is grouped once. `whole` reads each delay where it stands, as most
would write it, `distinct` each text that occurs once; a regular expression does so, since `to_timedelta` refuses `PT146M`. A line of JSON is
printed: the rows, and the seconds from the first object to the answer.
"""
import argparse
import json
import os
import time
import urllib.parse

import pandas as pd

COLUMNS = ["bus-type", "passengers", "delay", "accident"]
DURATION = r"P(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$"
UNIT_SECONDS = [604_800, 86_400, 3600, 60, 1]


def objects(folder, first, last):
    """The country, the day and the path of each object of a range of days."""
    for country in sorted(name for name in os.listdir(folder) if not name.startswith(".")):
        for day in sorted(os.listdir(os.path.join(folder, country))):
            if first <= day <= last:
                for name in sorted(os.listdir(os.path.join(folder, country, day))):
                    yield urllib.parse.unquote(country), day, os.path.join(folder, country, day, name)


def seconds(delays, way):
    if way == "distinct":
        texts = pd.Series(delays.unique())
        return delays.map(dict(zip(texts, seconds(texts, "whole"))))
    return delays.str.extract(DURATION).astype(float).fillna(0) @ UNIT_SECONDS


def answer(folder, first, last, way):
    """The answer, and how many rows it is about."""
    frames = []
    for country, day, path in objects(folder, first, last):
        frame = pd.read_csv(path, usecols=COLUMNS)
        frame["country"], frame["day"] = country, day
        frames.append(frame)
    table = pd.concat(frames, ignore_index=True)
    table["delay"] = seconds(table["delay"], way)
    found = table.groupby(["country", "day"], sort=True).agg(
        buses_started=("delay", "size"), number_of_buses=("bus-type", "nunique"), total_passengers=("passengers", "sum"),
        accident=("accident", "any"), total_accidents=("accident", "sum"), average_delay=("delay", "mean"))
    days = [day.date().isoformat() for day in pd.date_range(first, last)]
    countries = {country: {day: {} for day in days} for country in table["country"].unique()}
    for (country, day), facts in zip(found.index, found.to_dict("records")):
        countries[country][day] = facts
    return countries, len(table)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("way", choices=["whole", "distinct"])
    arguments.add_argument("folder")
    arguments.add_argument("first")
    arguments.add_argument("last")
    arguments.add_argument("--answer", required=True)
    options = arguments.parse_args()
    begun = time.perf_counter()
    countries, rows = answer(options.folder, options.first, options.last, options.way)
    taken = time.perf_counter() - begun
    with open(options.answer, "w", encoding="utf-8") as file:
        json.dump(countries, file)
    print(json.dumps({"rows": rows, "seconds": taken}))


if __name__ == "__main__":
    main()
