#!/usr/bin/env python3
"""Measures Tally's table engine beside DuckDB and Polars, all in the same run.

    tables_bench.py [--turns 5] [--rows 405000] [--lanes 2]

A survey of 150 MB is generated and read once, so that it lies in the page cache. The engines take turns, each time in a process of
its own and with as many threads as the others. Figures are medians over the turns, ratios are medians of the ratios within a turn.
Means that differ between two engines end the run. The survey, DuckDB and Polars (from PyPI) land in .build-bench/, and so does the
table.
"""
import argparse
import importlib.util
import json
import math
import os
import statistics
import subprocess
import sys

import report
import servers

TALLY_BENCH = os.path.join(servers.ROOT, ".build", "release", "tally-bench")
TABLES = os.path.join(servers.PEERS, "tables")
REQUIREMENTS = os.path.join(TABLES, "requirements.txt")
ENVIRONMENT = os.path.join(servers.SCRATCH, "venv")
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")

QUESTION = "Percent of adults who engage in no leisure-time physical activity"
SEED = 1
ENGINES = {"DuckDB": "duckdb", "Polars": "polars"}
LOAD_GOALS = {"DuckDB": 5, "Polars": 2.5}
GROUP_GOALS = {"DuckDB": 25, "Polars": 10}
PEAK_LIMIT = 0.5
# How often a turn repeats the warm mean.
GROUP_ROUNDS = 20
PIECE_BYTES = 1 << 20


# What must be there first

def prepare_peers(remarks):
    """The commands of the engines that can be had, installed in a virtual environment of their own."""
    try:
        if not os.path.exists(PYTHON):
            if importlib.util.find_spec("ensurepip") is None:
                servers.install_package("python3-venv")
            servers.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT])
        servers.run([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS])
    except servers.Unavailable as reason:
        for name in ENGINES:
            report.remark(f"SKIPPED {name}: {reason}", remarks)
        return {}
    contestant = os.path.join(TABLES, "contestant.py")
    return {name: [PYTHON, contestant, word] for name, word in ENGINES.items()}


def prepare_survey(rows):
    """The generated file, in the page cache; returns its path and its size."""
    path = os.path.join(servers.SCRATCH, f"survey-{rows}-{SEED}.csv")
    if not os.path.exists(path):
        draft = path + ".draft"
        servers.run([TALLY_BENCH, "generate", "survey", "--rows", str(rows), "--seed", str(SEED), "--output", draft])
        os.rename(draft, path)
    with open(path, "rb") as file:
        while file.read(PIECE_BYTES):
            pass
    return path, os.path.getsize(path)


# Turns

def turn(command, step, path, options):
    """One step of one engine, in a process of its own: what it printed."""
    arguments = [step, path, "--lanes", str(options.lanes)]
    if step == "group":
        arguments += ["--question", QUESTION, "--rounds", str(GROUP_ROUNDS)]
    done = subprocess.run(command + arguments, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def all_turns(commands, step, path, options):
    """The answers of each engine in the order of the turns."""
    answers = {name: [] for name in commands}
    for _ in range(options.turns):
        for name, command in commands.items():
            answers[name].append(turn(command, step, path, options))
    return answers


def insist_on_equal_answers(answers, rows):
    """Fast and wrong is not fast: everyone must have seen all rows and found the same means."""
    ours = answers["tally"][0]
    for name, turns in answers.items():
        theirs = turns[0]
        if theirs["rows"] != rows:
            sys.exit(f"tables_bench.py: {name} found {theirs['rows']} rows of {rows}")
        if not equal_means(ours.get("means", {}), theirs.get("means", {})):
            sys.exit(f"tables_bench.py: {name} has other means: {theirs['means']}, ours: {ours['means']}")


def equal_means(ours, theirs):
    return ours.keys() == theirs.keys() and all(math.isclose(ours[key], theirs[key], rel_tol=1e-9) for key in ours)


def figures(answers, read):
    return {name: [read(each) for each in turns] for name, turns in answers.items()}


def measure(commands, path, file_bytes, options):
    load = f"load {file_bytes / 1e6:.0f} MB"
    report.say(load)
    loads = all_turns(commands, "load", path, options)
    insist_on_equal_answers(loads, options.rows)
    report.say("group")
    groups = all_turns(commands, "group", path, options)
    insist_on_equal_answers(groups, options.rows)

    def rate(answer):
        return file_bytes / 1e6 / statistics.median(answer["seconds"])

    def milliseconds(answer):
        return statistics.median(answer["seconds"]) * 1e3

    def peak(answer):
        return answer["peak_resident_bytes"] / file_bytes

    return [
        *report.compared(load, "MB/s", figures(loads, rate), LOAD_GOALS),
        *report.compared("peak memory of the load", "of the file", figures(loads, peak), {}, less_is_better=True, limit=PEAK_LIMIT),
        *report.compared("warm group mean, filtered", "ms", figures(groups, milliseconds), GROUP_GOALS, less_is_better=True),
    ]


def read_options():
    arguments = argparse.ArgumentParser(description="Tables: Tally beside its peers.")
    arguments.add_argument("--turns", type=int, default=5, help="turns of each engine in each measure")
    arguments.add_argument("--rows", type=int, default=405_000, help="rows of the survey; the default makes 150 MB")
    arguments.add_argument("--lanes", type=int, default=2, help="threads of each engine")
    return arguments.parse_args()


def main():
    options = read_options()
    os.makedirs(servers.SCRATCH, exist_ok=True)
    servers.run(["swift", "build", "-c", "release", "--product", "tally-bench"], cwd=servers.ROOT)
    remarks = []
    commands = {"tally": [TALLY_BENCH], **prepare_peers(remarks)}
    path, file_bytes = prepare_survey(options.rows)
    rows = measure(commands, path, file_bytes, options)
    with open(REQUIREMENTS, encoding="utf-8") as file:
        versions = ", ".join(line.strip().replace("==", " ") for line in file)
    facts = [f"Medians of {options.turns} turns, {options.lanes} threads each.", f"Peers: {versions}."]
    report.publish(os.path.join(servers.SCRATCH, "tables.md"), "Tables", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except servers.Unavailable as reason:
        sys.exit(f"tables_bench.py: {reason}")
