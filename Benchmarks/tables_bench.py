#!/usr/bin/env python3
"""Measures Tally's table engine beside DuckDB, Polars and pandas, all in the same run.

    tables_bench.py [--turns 5] [--lanes 2] [--scale 1] [--large] [--only load,page]

Files are generated and read once, so that they lie in the page cache: a survey of 150 MB, with --large another of 1.5 GB, games of
150 MB with long quoted texts, and 100 MB of numbers that differ. The engines take turns, each time in a process of its own and with
as many threads as the others. Figures are medians over the turns, ratios are medians of the ratios within a turn. Answers that
differ between two engines end the run. The files and the engines (from PyPI) land in .build-bench/, and so does the table; the file
of 1.5 GB is removed at the end.
"""
import argparse
import dataclasses
import json
import math
import os
import statistics
import subprocess
import sys

import datafiles
import report
import servers

TABLES = os.path.join(servers.PEERS, "tables")
REQUIREMENTS = os.path.join(TABLES, "requirements.txt")

ENGINES = {"DuckDB": "duckdb", "Polars": "polars", "pandas": "pandas"}
# Rows of each file at scale 1.
ROWS = {"survey": 405_000, "large survey": 4_050_000, "games": 150_000, "numbers": 4_000_000}
# How often a turn repeats a step with the table in memory.
WARM_ROUNDS = 20

QUESTION = ("--question", "Percent of adults who engage in no leisure-time physical activity")


def where(*condition):
    return ("--where", json.dumps(condition))


@dataclasses.dataclass(frozen=True)
class Measure:
    """A step that every engine does with a file, and what was promised beside whom; `limit` is of our own milliseconds."""
    what: str
    step: str
    data: str
    goals: dict
    arguments: tuple = ()
    limit: float | None = None
    peak_limit: float | None = None

    @property
    def is_warm(self):
        return self.step not in ("load", "answer")


MEASURES = [
    Measure("load survey", "load", "survey", {"DuckDB": 5, "Polars": 2.5, "pandas": 1.7}, peak_limit=0.5),
    Measure("load survey", "load", "large survey", {"DuckDB": 5, "Polars": 3}, peak_limit=0.5),
    Measure("load games", "load", "games", {"DuckDB": 4, "Polars": 1.6}, peak_limit=1.3),
    Measure("warm group mean, filtered", "group", "survey", {"DuckDB": 25, "Polars": 10}, QUESTION),
    Measure("warm group mean, filtered", "group", "large survey", {"DuckDB": 20, "Polars": None}, QUESTION, limit=3),
    Measure("ten statistics, few numbers", "statistics", "survey", {"DuckDB": 25, "Polars": 10}, ("--column", "Data_Value")),
    Measure("ten statistics, all differ", "statistics", "numbers", {"DuckDB": 5, "Polars": 2}, ("--column", "value")),
    Measure("range and mean", "filter", "survey", {"DuckDB": 8, "Polars": 4},
            ("--column", "Data_Value", *where("Data_Value", "between", "20", "40"))),
    Measure("three ranges and mean", "filter", "survey", {"DuckDB": 8, "Polars": 4},
            ("--column", "Data_Value", *where("Low_Confidence_Limit", "gte", "20"),
             *where("Data_Value", "lte", "45"), *where("Sample_Size", "between", "100", "1000"))),
    Measure("substring and page", "page", "games", {"DuckDB": 7, "Polars": 1},
            (*where("About the game", "contains", "dragon"), "--show", "AppID", "--show", "Name", "--show", "About the game",
             "--limit", "20")),
    Measure("from the file to the means", "answer", "survey", {"DuckDB": 4, "Polars": 2}, QUESTION),
]


# What must be there first

def prepare_peers(remarks):
    """The commands of the engines that can be had, installed in a virtual environment of their own."""
    try:
        python = servers.python_with(REQUIREMENTS)
    except servers.Unavailable as reason:
        for name in ENGINES:
            report.remark(f"SKIPPED {name}: {reason}", remarks)
        return {}
    contestant = os.path.join(TABLES, "contestant.py")
    return {name: [python, contestant, word] for name, word in ENGINES.items()}


def data_file(name, options):
    """The file of this name at the scale that is asked for."""
    return datafiles.DataFile(name.split()[-1], max(1000, int(ROWS[name] * options.scale)))


# Turns

def turn(command, measure, file, options):
    """One step of one engine, in a process of its own: what it printed."""
    rounds = WARM_ROUNDS if measure.is_warm else 1
    arguments = [measure.step, file.path, *measure.arguments, "--lanes", str(options.lanes), "--rounds", str(rounds)]
    done = subprocess.run(command + arguments, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def all_turns(commands, measure, file, options):
    """The answers of each engine in the order of the turns."""
    taking_part = {name: command for name, command in commands.items() if name == "tally" or name in measure.goals}
    answers = {name: [] for name in taking_part}
    for _ in range(options.turns):
        for name, command in taking_part.items():
            answers[name].append(turn(command, measure, file, options))
    return answers


def insist_on_equal_answers(answers, measure, file):
    """Fast and wrong is not fast: in every turn everyone must have seen all rows and found the same."""
    ours = answers["tally"][0]["answer"]
    for name, turns in answers.items():
        for theirs in turns:
            # Who goes from the file to an answer need not count rows.
            if theirs.get("rows", file.rows) != file.rows:
                sys.exit(f"tables_bench.py: {measure.what}: {name} found {theirs['rows']} rows of {file.rows}")
            if not are_equal(ours, theirs["answer"]):
                sys.exit(f"tables_bench.py: {measure.what}: {name} answers {theirs['answer']}, tally {ours}")


def are_equal(one, other):
    """Whether two answers say the same; numbers may differ by what the order of additions makes of doubles."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(are_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(are_equal, one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def rows_of(measure, file, answers):
    """The rows of the table for a measure: loads by their rate and their memory, all else by its time."""
    def figures(read):
        return {name: [read(each) for each in turns] for name, turns in answers.items()}

    def seconds(answer):
        return statistics.median(answer["seconds"])

    what = f"{measure.what}, {file.size}"
    if measure.step != "load":
        return report.compared(
            what, "ms", figures(lambda answer: seconds(answer) * 1e3), measure.goals, less_is_better=True, limit=measure.limit)
    rates = figures(lambda answer: file.byte_count / 1e6 / seconds(answer))
    peaks = figures(lambda answer: answer["peak_resident_bytes"] / file.byte_count)
    return [
        *report.compared(what, "MB/s", rates, measure.goals),
        *report.compared(f"peak memory, {what}", "of the file", peaks, {}, less_is_better=True, limit=measure.peak_limit),
    ]


def measure_all(commands, options):
    rows = []
    chosen = [measure for measure in MEASURES if not options.only or measure.step in options.only.split(",")]
    for measure in chosen:
        if measure.data == "large survey" and not options.large:
            continue
        file = data_file(measure.data, options)
        file.prepare()
        report.say(f"{measure.what}, {file.size}")
        answers = all_turns(commands, measure, file, options)
        insist_on_equal_answers(answers, measure, file)
        rows += rows_of(measure, file, answers)
    return rows


def read_options():
    arguments = argparse.ArgumentParser(description="Tables: Tally beside its peers.")
    arguments.add_argument("--turns", type=int, default=5, help="turns of each engine in each measure")
    arguments.add_argument("--lanes", type=int, default=2, help="threads of each engine")
    arguments.add_argument("--scale", type=float, default=1, help="what all files' rows are multiplied by, to try the script")
    arguments.add_argument("--large", action="store_true", help="measure on 1.5 GB too; peers need 6 GB of memory for it")
    arguments.add_argument("--only", default="", help="steps to measure: load, answer, group, statistics, filter, page")
    return arguments.parse_args()


def main():
    options = read_options()
    os.makedirs(servers.SCRATCH, exist_ok=True)
    datafiles.build_generator()
    remarks = []
    commands = {"tally": [datafiles.TALLY_BENCH], **prepare_peers(remarks)}
    try:
        rows = measure_all(commands, options)
    finally:
        data_file("large survey", options).remove()
    with open(REQUIREMENTS, encoding="utf-8") as file:
        versions = ", ".join(line.strip().replace("==", " ") for line in file)
    facts = [f"Medians of {options.turns} turns, {options.lanes} threads each.", f"Peers: {versions}."]
    report.publish(os.path.join(servers.SCRATCH, "tables.md"), "Tables", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except (servers.Unavailable, subprocess.CalledProcessError) as reason:
        sys.exit(f"tables_bench.py: {reason}")
