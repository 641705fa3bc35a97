#!/usr/bin/env python3
"""Measures data sets over HTTP: an upload beside Go's net/http, the first answer after a restart, and pages far from the first.

    data_bench.py [--turns 5] [--rows 405000]

The survey of that many rows (150 MB) is generated once. Servers are started afresh for each turn; figures are medians over the
turns, ratios are medians of the ratios within a turn. Wrong answers end the run. What is built lands in .build-bench/, and so does
the table.
"""
import argparse
import csv
import json
import math
import os
import socket
import statistics
import sys
import tempfile
import time

import datafiles
import report
import servers

NAME = "survey"
UPLOAD_PATH = f"/api/v1/datasets?name={NAME}"
MEAN_PATH = f"/api/v1/datasets/{NAME}/aggregate?_agg=mean(Data_Value),count(Data_Value)"
PAGE_COLUMNS = ["YearStart", "LocationDesc", "Question", "Data_Value"]
ROWS_PATH = f"/api/v1/datasets/{NAME}/rows?_shape=arrays&_select={','.join(PAGE_COLUMNS)}"
PAGE_ROWS = 10
FAR_PAGE = 10_000
# How often a turn asks for either page.
PAGE_ROUNDS = 20
# The share of an upload after which the server is looked at: what follows may already be read as CSV.
WATCHED_SHARE = 0.9
# Uploads of either server in a turn: a machine that is itself a guest gives pages for files now fast and now slowly.
UPLOAD_TURNS = 3
UPLOAD_MEMORY_MIB = 4
RESTART_MS = 200
FAR_PAGE_TIMES = 1.5


def stop(sentence):
    sys.exit(f"data_bench.py: {sentence}")


# HTTP

class Connection:
    """A connection that is kept, to a server on this machine."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waiting = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def answer(self):
        """The status and the body of the next answer."""
        while b"\r\n\r\n" not in self.waiting:
            self.receive()
        head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.split(b"\r\n")[1:] if line.lower().startswith(b"content-length:")]
        length = int(lengths[0])
        while len(self.waiting) < length:
            self.receive()
        body, self.waiting = self.waiting[:length], self.waiting[length:]
        return int(head[9:12]), body

    def receive(self):
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("closed before the answer was whole")
        self.waiting += piece

    def get(self, path):
        """The value of a JSON answer, and the seconds until it was there."""
        begun = time.perf_counter()
        self.socket.sendall(servers.request("GET", path))
        status, body = self.answer()
        taken = time.perf_counter() - begun
        if status != 200:
            stop(f"{path}: {status} {body!r}")
        return json.loads(body), taken


# Uploads

def uploaded(server, file):
    """What one upload comes to: gigabytes in a second of the clock and of the server's processor, and how it grew."""
    head = (f"POST {UPLOAD_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\n"
            f"Content-Length: {file.byte_count}\r\n\r\n").encode()
    watched = int(file.byte_count * WATCHED_SHARE)
    with Connection(server) as connection, open(file.path, "rb") as source:
        resident, spent = servers.resident_bytes(server.pids()), server.cpu_seconds()
        begun = time.perf_counter()
        connection.socket.sendall(head)
        connection.socket.sendfile(source, 0, watched)
        taken = time.perf_counter() - begun
        spent = server.cpu_seconds() - spent
        grown = servers.resident_bytes(server.pids()) - resident
        connection.socket.sendfile(source, watched)
        status, body = connection.answer()
        answered = time.perf_counter() - begun
    if status != 201:
        stop(f"{server.name} answered an upload with {status} {body!r}")
    found = json.loads(body)
    if found.get("rows_loaded", file.rows) != file.rows or found.get("bytes", file.byte_count) != file.byte_count:
        stop(f"{server.name} took {found}, not {file.rows} rows in {file.byte_count} bytes")
    return {
        "GB/s": watched / 1e9 / taken, "GB/CPU-s": watched / 1e9 / max(spent, 1 / servers.TICKS),
        "MiB": max(grown, 0) / (1 << 20), "ms": answered * 1e3}


def measure_uploads(folder, file, options, remarks):
    tally = servers.TallyDatasets(folder, first_path="/health")
    contestants = [tally]
    go = servers.Go(folder, b'{"status":"done"}')
    try:
        go.build()
        contestants.append(go)
    except servers.Unavailable as reason:
        report.remark(f"SKIPPED {go.name}: {reason}", remarks)
    turns = {server.name: [] for server in contestants}
    for turn in range(options.turns * UPLOAD_TURNS + 1):
        for server in contestants if turn % 2 else contestants[::-1]:
            server.start()
            # What another server has written must not reach the disk during this one's turn.
            os.sync()
            try:
                found = uploaded(server, file)
                # The first turn fills the machine's memory with pages for files.
                if turn > 0:
                    turns[server.name].append(found)
            finally:
                server.kill()
        tally.forget()

    def figures(unit):
        return {name: [each[unit] for each in found] for name, found in turns.items()}

    what = f"upload, {file.size}"
    return [
        *report.compared(what, "GB/s", figures("GB/s"), {"Go": 1}),
        *report.compared(what + ", the server's time", "GB/CPU-s", figures("GB/CPU-s"), {}),
        report.Row(what + ", memory grown", "MiB", statistics.median(figures("MiB")["tally"]), limit=UPLOAD_MEMORY_MIB),
        report.Row(what + ", read as CSV and kept", "ms", statistics.median(figures("ms")["tally"])),
    ]


# Restarts

def wait_for_columns(server, seconds=60):
    """Returns when the columns of the data set have been kept."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for _, _, names in os.walk(server.data):
            if any(name.endswith(".columns") for name in names):
                return
        time.sleep(0.01)
    stop("the columns of the data set are not kept")


def forget_columns(server):
    for folder, _, names in os.walk(server.data):
        for name in names:
            if name.endswith(".columns"):
                os.remove(os.path.join(folder, name))


def first_answer(server):
    """Milliseconds from the start of the server to its first answer, and that answer."""
    taken = server.start()
    with Connection(server) as connection:
        return taken * 1e3, connection.get(MEAN_PATH)[0]["data"]


def measure_restarts(server, file, options):
    """Starts with the columns as they were kept and, beside them, with the CSV file alone."""
    with_columns, without = [], []
    answers = []
    for _ in range(options.turns):
        forget_columns(server)
        for figures in (without, with_columns):
            # As after a start of the machine, but for the files, which lie in memory.
            os.sync()
            taken, answer = first_answer(server)
            figures.append(taken)
            answers.append(answer)
            wait_for_columns(server)
            server.kill()
    if any(answer != answers[0] for answer in answers):
        stop(f"answers change with a restart: {answers}")
    return [
        report.Row(f"first answer after a restart, {file.size}", "ms", statistics.median(with_columns), limit=RESTART_MS),
        report.Row("the same without kept columns", "ms", statistics.median(without)),
    ]


# Pages

def plain_rows(file):
    """The cells that pages show, as a plain reader finds them."""
    with open(file.path, encoding="utf-8", newline="") as source:
        lines = csv.reader(source)
        header = next(lines)
        year, location, question, value = (header.index(name) for name in PAGE_COLUMNS)
        return [[int(line[year]), line[location], line[question], float(line[value]) if line[value] else None] for line in lines]


def path_of_page(connection, path, page):
    """The path of a page, found by following the cursors from the first one."""
    place = path
    for _ in range(page - 1):
        cursor = connection.get(place)[0]["page"]["next"]
        place = f"{path}&_cursor={cursor}"
    return place


def measure_pages(server, file, options):
    rows = []
    far_page = min(FAR_PAGE, file.rows // PAGE_ROWS)
    expected = plain_rows(file)
    for what, sort in (("in the file's order", ""), ("sorted", "&_sort=-Data_Value")):
        report.say(f"page {far_page:,} {what}")
        if sort:
            # Rows without a value stand behind all others.
            expected.sort(key=lambda row: math.inf if row[3] is None else -row[3])
        path = f"{ROWS_PATH}&_limit={PAGE_ROWS}{sort}"
        with Connection(server) as connection:
            near, far = path_of_page(connection, path, 2), path_of_page(connection, path, far_page)
            for page, place in ((2, near), (far_page, far)):
                found, wanted = connection.get(place)[0]["data"], expected[(page - 1) * PAGE_ROWS:page * PAGE_ROWS]
                if found != wanted:
                    stop(f"page {page} {what} is {found}, should be {wanted}")
            pairs = [(connection.get(near)[1], connection.get(far)[1]) for _ in range(options.turns * PAGE_ROUNDS)]
        rows.append(report.Row(f"page 2, {what}", "ms", statistics.median(a for a, _ in pairs) * 1e3))
        times = statistics.median(b / a for a, b in pairs)
        rows.append(report.Row(f"page {far_page:,} beside page 2, {what}", "times", times, limit=FAR_PAGE_TIMES))
    return rows


# The whole

def measure(folder, file, options, remarks):
    report.say("upload")
    rows = measure_uploads(folder, file, options, remarks)
    server = servers.TallyDatasets(folder, first_path="/health")
    try:
        server.start()
        uploaded(server, file)
        wait_for_columns(server)
        server.kill()
        server.first_path = MEAN_PATH
        report.say("restart")
        rows += measure_restarts(server, file, options)
        server.start()
        rows += measure_pages(server, file, options)
    finally:
        server.kill()
    return rows


def read_options():
    arguments = argparse.ArgumentParser(description="Data sets over HTTP: Tally, and an upload beside Go's.")
    arguments.add_argument("--turns", type=int, default=5, help="turns of each measure")
    arguments.add_argument("--rows", type=int, default=405_000, help="rows of the survey; the default makes 150 MB")
    return arguments.parse_args()


def main():
    options = read_options()
    os.makedirs(servers.SCRATCH, exist_ok=True)
    datafiles.build_generator()
    file = datafiles.DataFile("survey", options.rows)
    file.prepare()
    remarks = []
    with tempfile.TemporaryDirectory(prefix="tally-bench-") as folder:
        servers.TallyDatasets(folder).build()
        rows = measure(folder, file, options, remarks)
    facts = [f"Medians of {options.turns} turns.", report.first_line_of("go", "version") + "."]
    report.publish(os.path.join(servers.SCRATCH, "data.md"), "Data sets over HTTP", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except (servers.Unavailable, OSError) as reason:
        sys.exit(f"data_bench.py: {reason}")
