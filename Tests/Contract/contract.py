#!/usr/bin/env python3
"""Holds a running tally against the description that it serves of itself.

    contract.py [--tally .build/debug/tally] [--bench .build/debug/tally-bench] [--seed N]

The server is started twice, without a key and with one, on a free port and in a folder of its own, beside an upstream to collect from.
Each time its /openapi.json is checked as a document, and schemathesis asks every operation but the shutdown for what the document allows
and for what it forbids. Ends with 1 when anything fails, or when too few cases were tried.
"""
import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

import openapi_spec_validator

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
KEY = "the-key-of-the-contract"
LEAST_CASES = 2000
# Such a job has artifacts, another one fails, a third is known by its name.
PIPELINE = {
    "job_id": "incidents-1",
    "data_url": "/data/test_data/sample_incidents.csv",
    "config": {"timestamp_col": "timestamp", "analysis_stages": ["stage4_explain", "profile"]},
}


class Site:
    """A server with something to ask about."""

    def __init__(self, address, key=None):
        self.address = address
        self.key = key

    def ask(self, method, path, body=None, kind="application/json"):
        """The answer to a request that has to succeed, as text."""
        fields = {"Prefer": "wait=30"} | ({"X-API-Key": self.key} if self.key else {})
        if body is not None:
            fields["Content-Type"] = kind
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, body, fields, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def fill(self):
        """Gives every family something that is there: rows, jobs, artifacts, events, a day."""
        self.ask("POST", "/api/v1/datasets?name=sales", b"day,price\n2024-05-01,1.5\n2024-05-02,2\n", "text/csv")
        self.ask("POST", "/api/v1/jobs", {"type": "profile", "dataset": "sales"})
        self.ask("POST", "/api/v1/jobs", PIPELINE)
        self.ask("POST", "/events", [{"timestamp": now(), "value": value} for value in range(9)])
        self.ask("POST", "/process-request?date=2024-05-01")

    def check_document(self):
        """Ends this program if the document is not OpenAPI. A reference to nowhere would print it as a whole."""
        try:
            openapi_spec_validator.validate(json.loads(self.ask("GET", "/openapi.json")))
        except Exception as failure:  # pylint: disable=broad-except
            sys.exit(f"contract: /openapi.json is not sound: {str(failure)[:300]}")

    def check_operations(self, seed, scratch):
        """Runs schemathesis.

        Returns: how many cases it tried, and whether none failed.
        """
        command = [
            sys.executable, "-m", "schemathesis.cli",
            "--config-file", os.path.join(HERE, "schemathesis.toml"), "run", self.address + "/openapi.json",
            "--phases", "coverage,fuzzing", "--workers", "1", "--checks", "all", "--seed", str(seed),
            # It ends the server; a test of its own asks for it.
            "--exclude-operation-id", "graceful_shutdown",
            "--generation-database", "none", "--no-color",
        ]
        if self.key:
            # Reading stays open, so what changes something is enough.
            command += ["--include-method", "POST", "--include-method", "DELETE", "--max-examples", "2"]
        environment = os.environ | {
            "CONTRACT_KEY": self.key or "none", "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": HERE, "PYTHONDONTWRITEBYTECODE": "1",
        }
        run = subprocess.run(
            command, cwd=scratch, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        print(run.stdout, flush=True)
        counted = re.search(r"(\d+) generated", run.stdout)
        return int(counted[1]) if counted else 0, run.returncode == 0


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


@contextlib.contextmanager
def running(command, folder, lead):
    """A program, once it has said where it listens; its address."""
    with open(os.path.join(folder, os.path.basename(command[0]) + ".log"), "w", encoding="utf-8") as log:
        program = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        line = program.stdout.readline()
        found = re.search(lead + r"listening on (http://\S+)", line)
        if not found:
            sys.exit(f"contract: {command[0]} did not start: {line}")
        yield found[1]
        if program.poll() is not None:
            sys.exit(f"contract: {command[0]} ended by itself with {program.returncode}")
    finally:
        program.terminate()
        program.wait(60)


def make_tables(bench, folder):
    for kind, rows in (("survey", 2000), ("games", 200)):
        subprocess.run(
            [bench, "generate", kind, "--rows", str(rows), "--seed", "2011", "--output", f"{folder}/data/{kind}.csv"],
            check=True, stdout=subprocess.DEVNULL)
    os.mkdir(f"{folder}/data/test_data")
    with open(os.path.join(ROOT, "data/test_data/sample_incidents.csv"), "rb") as source:
        with open(f"{folder}/data/test_data/sample_incidents.csv", "wb") as copy:
            copy.write(source.read())


def check(arguments, key):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/data")
        make_tables(arguments.bench, folder)
        upstream = [arguments.bench, "upstream", "--port", "0", "--cities", "6", "--countries", "3", "--rows", "20"]
        with running(upstream, folder, "") as source:
            command = [
                arguments.tally, "serve", "--port", "0", "--data", "data", "--results", "results",
                "--upstream", source, "--upload-rate-limit", "1000000/min", "--linger", "0s",
            ] + (["--api-key", key] if key else [])
            with running(command, folder, "tally: ") as address:
                site = Site(address, key)
                site.fill()
                site.check_document()
                return site.check_operations(arguments.seed, folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tally", default=os.path.join(ROOT, ".build/debug/tally"), type=os.path.abspath)
    parser.add_argument("--bench", default=os.path.join(ROOT, ".build/debug/tally-bench"), type=os.path.abspath)
    parser.add_argument("--seed", default=2011, type=int)
    arguments = parser.parse_args()
    total, is_sound = 0, True
    for key in (None, KEY):
        print(f"contract: {'with a key' if key else 'without keys'}", flush=True)
        cases, passed = check(arguments, key)
        total, is_sound = total + cases, is_sound and passed
    print(f"contract: {total} cases", flush=True)
    if total < LEAST_CASES:
        sys.exit(f"contract: fewer than {LEAST_CASES} cases")
    sys.exit(0 if is_sound else 1)


if __name__ == "__main__":
    main()
