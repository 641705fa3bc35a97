#!/usr/bin/env python3
"""Measures the statistics of countries beside pandas reading the same objects, and the memory that a long object takes.

    collector_bench.py [--turns 3] [--cities 30] [--days 31] [--rows 3000] [--only collect,statistics,again,memory]

`tally-bench upstream` plays the upstream, and Tally collects its days into a folder: these are the objects. In each turn a fresh server, which
remembers nothing, is asked for all of them at once; pandas does the same in a process of its own, in two ways (peers/pandas/countries.py).
Figures are medians over the turns, ratios are medians of the ratios within a turn. Answers that differ end the run: counts must be equal,
means to nine digits. What is built and installed lands in .build-bench/, and so does the table.
"""
import argparse
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import datafiles
import report
import servers

PANDAS = os.path.join(servers.PEERS, "pandas")
REQUIREMENTS = os.path.join(PANDAS, "requirements.txt")
WAYS = {"pandas": "whole", "pandas, distinct delays": "distinct"}
GOALS = {"pandas": 5}
FIRST_DAY = datetime.date(2024, 5, 1)
# A day of its own for the long object.
LONG_DAY, LONG_BYTES = "2023-01-01", 150_000_000
MEMORY_LIMIT_MIB = 64
TOLERANCE = 1e-9
JOB_SECONDS = 600


def stop(sentence):
    sys.exit(f"collector_bench.py: {sentence}")


class Upstream(servers.Server):
    """The upstream for trying out."""
    name = "upstream"
    first_path = "/cities"

    def __init__(self, folder, options):
        super().__init__(folder)
        self.options = options

    def command(self):
        return [datafiles.TALLY_BENCH, "upstream", "--port", str(self.port), "--cities", str(self.options.cities),
                "--rows", str(self.options.rows)]

    def prepare(self):
        pass


class TallyCollector(servers.TallyDatasets):
    """Tally with the objects of a folder that outlives it."""

    def __init__(self, folder, upstream):
        super().__init__(folder)
        self.upstream = upstream
        self.objects = os.path.join(self.data, "objects")

    def command(self):
        return [*super().command(), "--upstream", f"http://127.0.0.1:{self.upstream.port}"]

    def collect(self, day):
        """Collects a day; returns the seconds from its submission to its end."""
        begun = time.perf_counter()
        job = self.fetch(f"/process-request?date={day}", "POST")["job_id"]
        told = self.fetch(f"/api/v1/jobs/{job}", fields={"Prefer": f"wait={JOB_SECONDS}"})
        if told["state"] != "succeeded":
            stop(f"{day}: {told}")
        return time.perf_counter() - begun

    def ask_countries(self, first, last):
        """The statistics of a range of days, and the seconds until they were there."""
        begun = time.perf_counter()
        countries = self.fetch(f"/country-stats?from={first}&to={last}")
        return countries, time.perf_counter() - begun

    def fetch(self, path, method="GET", fields=()):
        """The value of a JSON answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, headers=dict(fields))
        try:
            with urllib.request.urlopen(request, timeout=JOB_SECONDS + 10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            stop(f"{path}: {refusal.code} {refusal.read()[:400]!r}")


def pandas_turn(python, way, tally, days):
    """The answer of pandas in a process of its own, and what it printed."""
    path = os.path.join(tally.folder, f"{way}.json")
    command = [python, os.path.join(PANDAS, "countries.py"), way, tally.objects, days[0], days[-1], "--answer", path]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    with open(path, encoding="utf-8") as answer:
        return json.load(answer), json.loads(done.stdout)


def insist_on_equal(peer, ours, theirs):
    """Fast and wrong is not fast."""
    if ours.keys() != theirs.keys():
        stop(f"tally knows {sorted(ours)}, {peer} {sorted(theirs)}")
    for country, days in ours.items():
        if days.keys() != theirs[country].keys():
            stop(f"{country}: tally has {len(days)} days, {peer} {len(theirs[country])}")
        for day, facts in days.items():
            other = theirs[country][day]
            if facts.keys() != other.keys() or not all(is_equal(facts[key], other[key]) for key in facts):
                stop(f"{country}, {day}: tally says {facts}, {peer} {other}")


def is_equal(one, other):
    if isinstance(one, float) or isinstance(other, float):
        return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))
    return one == other


# Measures

def measure_collect(tally, days, options, _python):
    """How long a day takes: to ask for each city, to check and write its rows, and to put its objects in place."""
    tally.start()
    taken = [tally.collect(day) for day in days]
    what = f"a day of {options.cities} cities x {options.rows:,} rows collected"
    return [report.Row(what, "ms", statistics.median(taken) * 1e3)]


def measure_statistics(tally, days, options, python):
    """By servers that have read nothing yet."""
    turns = {name: [] for name in ("tally", *(WAYS if python else ()))}
    for _ in range(options.turns):
        tally.start()
        countries, taken = tally.ask_countries(days[0], days[-1])
        tally.kill()
        turns["tally"].append(taken * 1e3)
        for peer, way in WAYS.items() if python else ():
            theirs, told = pandas_turn(python, way, tally, days)
            insist_on_equal(peer, countries, theirs)
            turns[peer].append(told["seconds"] * 1e3)
    what = f"{options.cities} cities x {len(days)} days x {options.rows:,} rows"
    return report.compared(what, "ms", turns, GOALS, less_is_better=True)


def measure_again(tally, days, options, _python):
    """By a server that has read the same objects before."""
    tally.start()
    tally.ask_countries(days[0], days[-1])
    taken = [tally.ask_countries(days[0], days[-1])[1] for _ in range(options.turns)]
    return [report.Row("the same, asked again", "ms", statistics.median(taken) * 1e3)]


def measure_memory(tally, days, _options, _python):
    """One object of 150 MB: how far the memory of the process goes up."""
    write_long_object(tally, days[0])
    tally.start()
    before = servers.resident_bytes(tally.pids())
    countries, taken = tally.ask_countries(LONG_DAY, LONG_DAY)
    peak = servers.resident_bytes(tally.pids(), "VmHWM")
    rows = countries["Longland"][LONG_DAY]["buses_started"]
    shutil.rmtree(os.path.join(tally.objects, "Longland"))
    return [
        report.Row(f"an object of 150 MB, {rows:,} rows", "ms", taken * 1e3),
        report.Row("its memory", "MiB", (peak - before) / (1 << 20), limit=MEMORY_LIMIT_MIB),
    ]


def write_long_object(tally, day):
    """The rows of a country's day, again and again."""
    country = min(name for name in os.listdir(tally.objects) if not name.startswith("."))
    folder = os.path.join(tally.objects, country, day)
    with open(os.path.join(folder, sorted(os.listdir(folder))[0]), "rb") as file:
        header, *rows = file.read().splitlines(keepends=True)
    body = b"".join(rows)
    place = os.path.join(tally.objects, "Longland", LONG_DAY)
    os.makedirs(place)
    with open(os.path.join(place, "Longtown.csv"), "wb") as file:
        file.write(header)
        while file.tell() < LONG_BYTES:
            file.write(body)


# The whole

PARTS = {"collect": measure_collect, "statistics": measure_statistics, "again": measure_again, "memory": measure_memory}


def read_options():
    arguments = argparse.ArgumentParser(description="Statistics of countries: Tally beside pandas.")
    arguments.add_argument("--turns", type=int, default=3, help="turns of each contestant in each measure")
    arguments.add_argument("--cities", type=int, default=30)
    arguments.add_argument("--days", type=int, default=31)
    arguments.add_argument("--rows", type=int, default=3000, help="rows of a city and day")
    arguments.add_argument("--only", default=",".join(PARTS), help="the parts to measure")
    options = arguments.parse_args()
    if unknown := [name for name in options.only.split(",") if name not in PARTS]:
        stop(f"unknown parts: {', '.join(unknown)}")
    return options


def prepare_pandas(remarks):
    """The Python that has what the peer needs; `None` if it cannot be had."""
    try:
        return servers.python_with(REQUIREMENTS)
    except servers.Unavailable as reason:
        report.remark(f"SKIPPED pandas: {reason}", remarks)
        return None


def measure(folder, options, remarks):
    python = prepare_pandas(remarks)
    days = [(FIRST_DAY + datetime.timedelta(days=place)).isoformat() for place in range(options.days)]
    upstream = Upstream(folder, options)
    tally = TallyCollector(folder, upstream)
    tally.build()
    upstream.start()
    rows = []
    try:
        for name, part in PARTS.items():
            # There are no objects before they are collected.
            if name not in options.only.split(",") and name != "collect":
                continue
            report.say(name)
            rows += part(tally, days, options, python)
            tally.kill()
    finally:
        tally.kill()
        upstream.kill()
    return rows


def main():
    options = read_options()
    os.makedirs(servers.SCRATCH, exist_ok=True)
    datafiles.build_generator()
    remarks = []
    with tempfile.TemporaryDirectory(prefix="collector-", dir=servers.SCRATCH) as folder:
        rows = measure(folder, options, remarks)
    facts = [f"Medians of {options.turns} turns. Objects in a folder, in the page cache."]
    report.publish(os.path.join(servers.SCRATCH, "collector.md"), "The collector", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except (servers.Unavailable, subprocess.CalledProcessError, OSError) as reason:
        sys.exit(f"collector_bench.py: {reason}")
