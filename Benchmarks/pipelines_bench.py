#!/usr/bin/env python3
"""Measures the stages of pipelines beside pandas, and the profile beside the load of the file, all in the same run.

    pipelines_bench.py [--turns 3] [--lanes 2] [--rows 1000000] [--only profile,stage3,stage4,whole]

Incidents of twenty columns are generated once. A server takes a pipeline over HTTP; the seconds of a stage are those of the job's
manifest, its artifact among them. pandas does the same in a process of its own, in two ways (peers/pandas/stages.py). Figures are medians
over the turns, ratios are medians of the ratios within a turn. Artifacts that differ end the run: counts and texts must be equal, and all
other numbers to nine digits. What is built and installed lands in .build-bench/, and so does the table.
"""
import argparse
import json
import math
import os
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

STAGES = {"stage3": "stage3_univariate_anomaly", "stage4": "stage4_h3_anomaly", "profile": "profile"}
COLUMNS = {
    "timestamp_col": "timestamp", "lat_col": "lat", "lon_col": "lon", "primary_group_col": "district", "secondary_group_col": "offence"}
# The groups by themselves, as most would write it, and all at once.
WAYS = {"pandas": "loops", "pandas, arrays": "arrays"}
STAGE_GOALS = {"pandas": 10}
PROFILE_LOADS = 3
# What numbers that are not counts may differ by.
TOLERANCE = 1e-9
JOB_SECONDS = 600


def stop(sentence):
    sys.exit(f"pipelines_bench.py: {sentence}")


# Tally

class TallyPipelines(servers.TallyDatasets):
    """Tally with the file in its data folder."""

    def __init__(self, folder, file, lanes):
        super().__init__(folder)
        self.file = file
        self.lanes = lanes
        self.jobs = 0
        # Links lead nowhere there, but a second name of a file is one of its names.
        os.link(file.path, os.path.join(self.data, "incidents.csv"))

    def command(self):
        return [*super().command(), "--workers", str(self.lanes)]

    def run(self, stages):
        """Does the stages as one job; returns its manifest, its name, and the seconds from its submission to the answer that it is done."""
        self.jobs += 1
        name = f"turn-{self.jobs}"
        order = {
            "job_id": name, "data_url": "/data/incidents.csv",
            "config": {
                **COLUMNS, "analysis_stages": [STAGES[stage] for stage in stages],
                # Nobody draws in pandas.
                "parameters": {STAGES[stage]: {"plot_generation": "none"} for stage in stages if stage != "profile"}}}
        begun = time.perf_counter()
        body = self.fetch("/api/v1/jobs", json.dumps(order).encode(), {"Prefer": f"wait={JOB_SECONDS}"})
        taken = time.perf_counter() - begun
        if body["status"] != "completed":
            stop(f"{' and '.join(stages)}: {self.fetch(f'/api/v1/jobs/{name}/status')}")
        manifest = self.artifact(name, "manifest.json")
        if manifest["sources"][0]["rows"] != self.file.rows:
            stop(f"tally read {manifest['sources'][0]['rows']} rows of {self.file.rows}")
        return manifest, name, taken

    def artifact(self, name, file):
        return self.fetch(f"/api/v1/jobs/{name}/results/{file}")

    def fetch(self, path, body=None, fields=()):
        """The value of a JSON answer."""
        fields = {"Content-Type": "application/json", **dict(fields)}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers=fields)
        try:
            with urllib.request.urlopen(request, timeout=JOB_SECONDS + 10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            stop(f"{path}: {refusal.code} {refusal.read()[:400]!r}")


def loading_seconds(file, options):
    """How long the file takes to become typed columns, in a process of its own."""
    command = [datafiles.TALLY_BENCH, "load", file.path, "--lanes", str(options.lanes), "--rounds", "1"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)["seconds"][0]


# pandas

def pandas_turn(python, stage, way, file, folder, is_whole=False):
    """One stage in a process of its own: what it printed, and its artifact."""
    path = os.path.join(folder, f"{stage}-{way}.json")
    command = [python, os.path.join(PANDAS, "stages.py"), stage, way, file.path, "--artifact", path] + ["--whole"] * is_whole
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    if found["rows"] != file.rows:
        stop(f"pandas read {found['rows']} rows of {file.rows}")
    with open(path, encoding="utf-8") as artifact:
        return found, json.load(artifact)


# Artifacts

def insist_on_equal(stage, peer, ours, theirs):
    """Fast and wrong is not fast."""
    if not ours["results"] or not ours["city_wide_results"]:
        stop(f"{stage}: nothing was found")
    for part in ("results", "city_wide_results"):
        if difference := first_difference(ours[part], theirs[part], part):
            stop(f"{stage}: tally and {peer} differ: {difference}")


def first_difference(one, other, place):
    """Where two values differ, and how; `None` if they are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return f"{place} has {sorted(one)}, and {sorted(other)}"
        return first_of(first_difference(one[key], other[key], f"{place}/{key}") for key in one)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{place} has {len(one)} items, and {len(other)}"
        return first_of(first_difference(*pair, f"{place}/{index}") for index, pair in enumerate(zip(one, other)))
    if isinstance(one, float) or isinstance(other, float):
        is_number = isinstance(one, (int, float)) and isinstance(other, (int, float))
        is_equal = is_number and math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=0)
    else:
        is_equal = one == other
    return None if is_equal else f"{place} is {one!r}, and {other!r}"


def first_of(differences):
    return next((each for each in differences if each), None)


# Measures

def measure_profile(server, file, options, _python, _folder):
    loads, stages = [], []
    for _ in range(options.turns):
        loads.append(loading_seconds(file, options))
        manifest, _, _ = server.run(["profile"])
        stages.append(manifest["stages"][0]["seconds"])
    return [
        report.Row(f"load, {file.size}", "ms", statistics.median(loads) * 1e3),
        report.Row(f"profile, {file.size}", "ms", statistics.median(stages) * 1e3),
        report.Row(
            "profile beside the load", "times", statistics.median(stage / load for stage, load in zip(stages, loads)),
            limit=PROFILE_LOADS),
    ]


def measure_stage(stage, server, file, options, python, folder):
    """A stage with the table in memory: nobody's load is counted."""
    turns = {name: [] for name in ("tally", *(WAYS if python else ()))}
    for _ in range(options.turns):
        manifest, job, _ = server.run([stage])
        artifact = server.artifact(job, f"{STAGES[stage]}.json")
        turns["tally"].append(manifest["stages"][0]["seconds"] * 1e3)
        for peer, way in WAYS.items() if python else ():
            found, theirs = pandas_turn(python, stage, way, file, folder)
            insist_on_equal(stage, peer, artifact, theirs)
            turns[peer].append(found["seconds"] * 1e3)
    what = f"{stage}, {len(artifact['results']):,} groups"
    return report.compared(what, "ms", turns, STAGE_GOALS, less_is_better=True)


def measure_stage3(*measure):
    return measure_stage("stage3", *measure)


def measure_stage4(*measure):
    return measure_stage("stage4", *measure)


def measure_whole(server, file, options, python, folder):
    """From the file to the artifact, a stage by itself. Tally reads all columns and makes the digest of the file; pandas reads what it needs."""
    rows = []
    for stage in ("stage3", "stage4"):
        turns = {name: [] for name in ("tally", *(WAYS if python else ()))}
        for _ in range(options.turns):
            _, _, taken = server.run([stage])
            turns["tally"].append(taken * 1e3)
            for peer, way in WAYS.items() if python else ():
                found, _ = pandas_turn(python, stage, way, file, folder, is_whole=True)
                turns[peer].append((found["load_seconds"] + found["seconds"]) * 1e3)
        rows += report.compared(f"from the file to {stage}", "ms", turns, {}, less_is_better=True)
    return rows


# The whole

PARTS = {"profile": measure_profile, "stage3": measure_stage3, "stage4": measure_stage4, "whole": measure_whole}


def read_options():
    arguments = argparse.ArgumentParser(description="Pipelines: Tally beside pandas.")
    arguments.add_argument("--turns", type=int, default=3, help="turns of each contestant in each measure")
    arguments.add_argument("--lanes", type=int, default=2, help="threads of Tally; pandas has one but for its reader")
    arguments.add_argument("--rows", type=int, default=1_000_000, help="rows of the file")
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


def measure(folder, file, options, remarks):
    python = prepare_pandas(remarks)
    server = TallyPipelines(folder, file, options.lanes)
    server.build()
    rows = []
    for name in options.only.split(","):
        report.say(name)
        try:
            # Each part in a fresh process: no allocator is warmer than another's.
            server.start()
            rows += PARTS[name](server, file, options, python, folder)
        finally:
            server.kill()
    return rows


def main():
    options = read_options()
    os.makedirs(servers.SCRATCH, exist_ok=True)
    datafiles.build_generator()
    file = datafiles.DataFile("incidents", options.rows)
    file.prepare()
    remarks = []
    # Beside the file, so that it can have a second name, and on the disk of the project: artifacts are synced to it.
    with tempfile.TemporaryDirectory(prefix="pipelines-", dir=servers.SCRATCH) as folder:
        rows = measure(folder, file, options, remarks)
    with open(REQUIREMENTS, encoding="utf-8") as lines:
        versions = ", ".join(line.strip().replace("==", " ") for line in lines)
    facts = [f"Medians of {options.turns} turns, {options.lanes} threads, {options.rows:,} rows of 20 columns.", f"Peers: {versions}."]
    report.publish(os.path.join(servers.SCRATCH, "pipelines.md"), "Pipelines", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except (servers.Unavailable, subprocess.CalledProcessError, OSError) as reason:
        sys.exit(f"pipelines_bench.py: {reason}")
