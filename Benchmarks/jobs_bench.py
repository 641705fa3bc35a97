#!/usr/bin/env python3
"""Measures jobs that are never lost: submits beside Celery and RQ on Redis, polls under load, event streams, and a long history.

    jobs_bench.py [--turns 5] [--seconds 3] [--history 100000] [--only submits,polls,events,history]

A submit counts when its call has returned, which it does once the job is on the disk: Redis runs with `appendfsync always`, Tally as
it always does. The contestants take turns on the same disk, each time in fresh processes; figures are medians over the turns, ratios
are medians of the ratios within a turn. What cannot be had is skipped, loudly. What is built lands in .build-bench/, and so does the
table.
"""
import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import data_bench
import datafiles
import http_bench
import report
import servers

QUEUES = os.path.join(servers.PEERS, "queues")
REQUIREMENTS = os.path.join(QUEUES, "requirements.txt")
SUBMITTER = os.path.join(QUEUES, "submitter.py")

CLIENTS = 64
# Each peer's clients are spread over as many processes as suit it best, of these.
PROCESSES = (1, 2, 4)
SUBMITS = http_bench.Load("submits", servers.SUBMIT_PATH, CLIENTS, {}, script="distinct.lua")
# Where each peer keeps what waits.
LISTS = {"Celery": "celery", "RQ": "rq:queue:bench"}
SUBMIT_TIMES = 5

POLLS = 2000
POLL_PAUSE_SECONDS = 0.001
POLL_TIMES = 3
BUSY_FILE = datafiles.DataFile("survey", 400_000)
# Jobs that wait while polls are timed, each of which takes two lanes about a quarter second.
BUSY_JOBS = 150

CANCELS = 20
CANCEL_MS = 250

STREAMS = 1000
STREAMS_MIB = 32

FAR_PAGE = 900
FAR_PAGE_TIMES = 1.5
PAGE_ROUNDS = 100
START_MS = 2000
# Requests that are sent before their answers are read.
BATCH = 200


def stop(sentence):
    sys.exit(f"jobs_bench.py: {sentence}")


@contextlib.contextmanager
def running(server, **how):
    server.start(**how)
    try:
        yield server
    finally:
        server.kill()


def posted(connection, path, body):
    """The answer to a POST that must be taken."""
    connection.socket.sendall(servers.request("POST", path, json.dumps(body).encode()))
    status, answer = connection.answer()
    if status not in (200, 202):
        raise servers.Unavailable(f"POST {path}: {status} {answer!r}")
    return json.loads(answer)


def submit(connection, path, orders):
    """Sends all of them before it reads the answers."""
    connection.socket.sendall(b"".join(servers.request("POST", path, json.dumps(order).encode()) for order in orders))
    for _ in orders:
        status, answer = connection.answer()
        if status not in (200, 202):
            stop(f"POST {path}: {status} {answer!r}")


def unfinished(connection):
    return connection.get("/api/num_jobs")[0]["data"]


def listed_jobs(server):
    """How many jobs the list of all names."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/api/jobs", timeout=60) as answer:
        return len(json.load(answer)["data"])


# Submits

def tally_submits(tally, seconds, remarks):
    """Submits a second, of questions that all differ. The lanes work on them meanwhile."""
    tally.forget()
    with running(tally):
        answered, _, complaints = http_bench.wrk(f"http://127.0.0.1:{tally.port}{servers.SUBMIT_PATH}", SUBMITS, seconds)
    for complaint in complaints:
        report.remark(f"submits, tally, a turn with {answered:,} answers: {complaint}", remarks)
    # It was killed. Whoever loses what it has answered may be as fast as it likes.
    with running(tally):
        listed = listed_jobs(tally)
    if listed < answered:
        stop(f"{answered} submits were answered, and {listed} jobs are left after kill -9")
    return answered / seconds


def peer_submits(redis, python, name, processes, seconds):
    """Calls a second of a queue on Redis, whose clients run in so many processes."""
    with running(redis):
        done = subprocess.run(
            [python, SUBMITTER, name.lower(), "--port", str(redis.port), "--clients", str(CLIENTS), "--processes", str(processes),
             "--seconds", str(seconds)], check=True, stdout=subprocess.PIPE, text=True)
        calls = json.loads(done.stdout)["calls"]
        if redis.length(LISTS[name]) < calls:
            stop(f"{name} called {calls} times, but {redis.length(LISTS[name])} jobs wait")
    return calls / seconds


def redis_alone(redis):
    """Pushes a second of redis-benchmark, which is written in C and asks for nothing but that."""
    with running(redis):
        done = subprocess.run(
            ["redis-benchmark", "-p", str(redis.port), "-c", str(CLIENTS), "-n", "20000", "-d", "200", "-t", "lpush", "--csv"],
            check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout.strip().splitlines()[-1].split(",")[1].strip('"'))


def measure_submits(folder, options, remarks):
    tally, redis = servers.TallyJobs(folder), servers.Redis(folder)
    contestants = {"tally": lambda: tally_submits(tally, options.seconds, remarks)}
    try:
        redis.build()
        python = servers.python_with(REQUIREMENTS)
        for name in LISTS:
            contestants[name] = best_of(redis, python, name, options.seconds, remarks)
        contestants["Redis alone"] = lambda: redis_alone(redis)
    except servers.Unavailable as reason:
        report.remark(f"SKIPPED Celery and RQ: {reason}", remarks)
    turns = {name: [] for name in contestants}
    for turn in range(options.turns):
        names = list(contestants)
        for name in names if turn % 2 else names[::-1]:
            turns[name].append(contestants[name]())
    return report.compared(f"durable submits, {CLIENTS} clients", "calls/s", turns, {name: SUBMIT_TIMES for name in LISTS})


def best_of(redis, python, name, seconds, remarks):
    """A peer with its clients in as many processes as suit it best."""
    rates = {count: peer_submits(redis, python, name, count, seconds) for count in PROCESSES}
    best = max(rates, key=rates.get)
    tried = ", ".join(f"{rate:,.0f} with {count}" for count, rate in rates.items())
    report.remark(f"{name}: its {CLIENTS} clients run in {best} processes; calls a second tried before: {tried}", remarks)
    return lambda: peer_submits(redis, python, name, best, seconds)


# Polls

def poll_p99(connection, path):
    """Milliseconds that one poll in a hundred takes longer than, with a pause before each."""
    taken = []
    for _ in range(POLLS):
        time.sleep(POLL_PAUSE_SECONDS)
        taken.append(connection.get(path)[1])
    return statistics.quantiles(taken, n=100)[98] * 1e3


def busy_order(number):
    """A job that looks at every row and shares its answer with none."""
    return {"type": "aggregate", "dataset": "busy",
            "params": {"_agg": "median(Data_Value),mad(Data_Value)", "_group_by": "LocationDesc,YearStart,Stratification1",
                       "Data_Value__gte": str(-number)}}


def finish(connection, id_):
    while connection.get(f"/api/v1/jobs/{id_}")[0]["state"] in ("queued", "running"):
        time.sleep(0.002)


def poll_turn(tally, turn):
    """The latency while nothing is computed, and while every lane computes: in each turn for questions that no other has asked."""
    first = turn * (BUSY_JOBS + 1)
    with running(tally), data_bench.Connection(tally) as connection:
        finished = posted(connection, servers.SUBMIT_PATH, json.loads(servers.QUESTION))["job_id"]
        finish(connection, finished)
        # The table is in memory from then on.
        finish(connection, posted(connection, "/api/v1/jobs", busy_order(first))["id"])
        path = f"/api/get_results/{finished}"
        poll_p99(connection, path)
        idle = poll_p99(connection, path)
        submit(connection, "/api/v1/jobs", [busy_order(number) for number in range(first + 1, first + 1 + BUSY_JOBS)])
        busy = poll_p99(connection, path)
        if unfinished(connection) < os.cpu_count():
            stop("the lanes were not busy all the time: BUSY_JOBS is too small for this machine")
    return idle, busy


def measure_polls(folder, options, remarks):
    tally = servers.TallyJobs(folder)
    BUSY_FILE.prepare()
    shutil.copy(BUSY_FILE.path, os.path.join(tally.data, "busy.csv"))
    pairs = [poll_turn(tally, turn) for turn in range(options.turns)]
    return [
        report.Row("GET of a result, p99, nothing computes", "ms", statistics.median(idle for idle, _ in pairs)),
        report.Row("the same while every lane computes", "ms", statistics.median(busy for _, busy in pairs)),
        report.Row("the one beside the other", "times", statistics.median(busy / idle for idle, busy in pairs), limit=POLL_TIMES),
    ]


# Cancelling

def cancel_ms(tally, number):
    """Milliseconds from the wish to take a running job back to its end, on every lane."""
    with data_bench.Connection(tally) as connection:
        path = f"/api/v1/jobs/{posted(connection, '/api/v1/jobs', busy_order(number))['id']}"
        while (job := connection.get(path)[0])["phase"] != "computing":
            if job["state"] not in ("queued", "running"):
                stop(f"a job was {job['state']} before it could be taken back")
        begun = time.perf_counter()
        connection.socket.sendall(servers.request("DELETE", path))
        connection.answer()
        while connection.get(path)[0]["state"] == "running":
            pass
        return (time.perf_counter() - begun) * 1e3


def measure_cancels(folder, options, remarks):
    tally = servers.TallyJobs(folder)
    BUSY_FILE.prepare()
    shutil.copy(BUSY_FILE.path, os.path.join(tally.data, "busy.csv"))
    with running(tally), data_bench.Connection(tally) as connection:
        # The table is in memory from then on.
        finish(connection, posted(connection, "/api/v1/jobs", busy_order(0))["id"])
        taken = [cancel_ms(tally, number) for number in range(1, CANCELS + 1)]
    return [report.Row(f"a running job stops, the slowest of {CANCELS}", "ms", max(taken), limit=CANCEL_MS)]


# Event streams

def measure_events(folder, options, remarks):
    """What idle streams add to the memory of a server whose job waits for another server that does not answer."""
    tally = servers.TallyJobs(folder, more=["--allow-private"])
    with socket.create_server(("127.0.0.1", 0)) as silent, running(tally), contextlib.ExitStack() as streams:
        with data_bench.Connection(tally) as connection:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}/never.csv"
            job = posted(connection, "/api/v1/imports", {"url": url, "name": "never"})["id"]
            while connection.get(f"/api/v1/jobs/{job}")[0]["state"] != "running":
                time.sleep(0.002)
        time.sleep(0.3)
        alone = servers.resident_bytes(tally.pids())
        for _ in range(STREAMS):
            stream = streams.enter_context(socket.create_connection(("127.0.0.1", tally.port), timeout=10))
            stream.sendall(servers.request("GET", f"/api/v1/jobs/{job}/events"))
            if b"text/event-stream" not in stream.recv(servers.ANSWER_BYTES):
                raise servers.Unavailable("there are no event streams")
        time.sleep(0.3)
        grown = servers.resident_bytes(tally.pids()) - alone
    return [report.Row(f"{STREAMS:,} idle event streams", "MiB", grown / (1 << 20), limit=STREAMS_MIB)]


# A long history

def make_history(tally, count):
    """Has so many jobs done, with a library in between that leaves out every sync: the history alone matters."""
    servers.install("eatmydata", "eatmydata")
    with running(tally, under=("eatmydata",)), data_bench.Connection(tally) as connection:
        question = json.loads(servers.QUESTION)
        for start in range(0, count, BATCH):
            numbers = range(start, min(start + BATCH, count))
            submit(connection, "/api/global_mean", [{**question, "to_year": 10000 + number} for number in numbers])
        while unfinished(connection) > 0:
            time.sleep(0.05)
        tally.stop()


def path_of_page(connection, page):
    """The path of a page of the list of jobs, found by following the cursors."""
    path = "/api/v1/jobs"
    for _ in range(page - 1):
        path = f"/api/v1/jobs?_cursor={connection.get(path)[0]['page']['next']}"
    return path


def measure_history(folder, options, remarks):
    tally = servers.TallyJobs(folder)
    tally.first_path = "/readyz"
    make_history(tally, options.history)
    starts = []
    for _ in range(options.turns):
        starts.append(tally.start() * 1e3)
        tally.kill()
    with running(tally), data_bench.Connection(tally) as connection:
        listed = listed_jobs(tally)
        if listed != options.history:
            stop(f"{options.history} jobs were done, {listed} are listed after a restart")
        page = min(FAR_PAGE, options.history // 100)
        near, far = "/api/v1/jobs", path_of_page(connection, page)
        if connection.get(far)[0]["data"][0]["id"] != f"job_id_{options.history - (page - 1) * 100}":
            stop(f"page {page} does not begin where it should")
        pairs = [(connection.get(near)[1], connection.get(far)[1]) for _ in range(PAGE_ROUNDS)]
    what = f"{options.history:,} finished jobs"
    return [
        report.Row(f"start with {what}", "ms", statistics.median(starts), limit=START_MS),
        report.Row(f"first page of {what}", "ms", statistics.median(a for a, _ in pairs) * 1e3),
        report.Row(f"page {page} beside it", "times", statistics.median(b / a for a, b in pairs), limit=FAR_PAGE_TIMES),
    ]


# The whole

PARTS = {"submits": measure_submits, "polls": measure_polls, "cancels": measure_cancels, "events": measure_events, "history": measure_history}


def measure(parts, folder, options, remarks):
    """The rows of the parts that were asked for, each measured in a folder of its own."""
    rows = []
    for name in options.only.split(","):
        report.say(name)
        place = os.path.join(folder, name)
        os.makedirs(place)
        try:
            rows += parts[name](place, options, remarks)
        except servers.Unavailable as reason:
            report.remark(f"SKIPPED {name}: {reason}", remarks)
    return rows


def read_options():
    arguments = argparse.ArgumentParser(description="Jobs: Tally beside queues on Redis.")
    arguments.add_argument("--turns", type=int, default=5, help="turns of each contestant in each measure")
    arguments.add_argument("--seconds", type=int, default=3, help="length of a turn of submits")
    arguments.add_argument("--history", type=int, default=100_000, help="jobs of the long history")
    arguments.add_argument("--only", default=",".join(PARTS), help="the parts to measure")
    options = arguments.parse_args()
    if unknown := [name for name in options.only.split(",") if name not in PARTS]:
        stop(f"unknown parts: {', '.join(unknown)}")
    return options


def main():
    options = read_options()
    os.makedirs(servers.SCRATCH, exist_ok=True)
    servers.install("wrk", "wrk")
    servers.allow_many_descriptors()
    datafiles.build_generator()
    remarks = []
    # On the disk of the project, not in memory: what is measured are syncs.
    with tempfile.TemporaryDirectory(prefix="jobs-", dir=servers.SCRATCH) as folder:
        servers.TallyJobs(folder).build()
        rows = measure(PARTS, folder, options, remarks)
    with open(REQUIREMENTS, encoding="utf-8") as file:
        versions = ", ".join(line.strip().replace("==", " ") for line in file)
    facts = [f"Medians of {options.turns} turns.", f"Peers: {versions}, {report.first_line_of('redis-server', '--version')}."]
    report.publish(os.path.join(servers.SCRATCH, "jobs.md"), "Jobs", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except (servers.Unavailable, subprocess.CalledProcessError, OSError) as reason:
        sys.exit(f"jobs_bench.py: {reason}")
