#!/usr/bin/env python3
"""Measures live events: single ones beside nginx, Go and Hummingbird, ten thousand a request, statistics of a full window, memory.

    events_bench.py [--turns 5] [--seconds 1] [--events 10000000] [--peers nginx,Go,Hummingbird]
                    [--only event,counts,batches,statistics,memory,restart]

Where peers take part, all of them answer in turns, and ratios are medians of the ratios within a turn; every other figure is a median
over the turns too. Every event that was answered must be counted, also behind kill -9: if one is missing, the run ends. What cannot be
had is skipped, loudly. What is built lands in .build-bench/, and so does the table.
"""
import argparse
import calendar
import concurrent.futures
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

import data_bench
import http_bench
import jobs_bench
import report
import servers

EVENT_PATH = "/event"
CREATED = {"message": "Event created successfully"}
EVENT = http_bench.Load("POST /event", EVENT_PATH, 16, {"Hummingbird": 6, "Go": 2.5, "nginx": 0.8}, script="event.lua")
EVENT_INSTRUCTIONS = 6000
# What whoever stores events must refuse.
BAD_BODIES = [b'{"timestamp":', b'{"value":12.34}', b'{"timestamp":"yesterday","value":12.34}',
              b'{"timestamp":"2026-01-01T00:00:00Z","value":"12.34"}']

BATCHES_PATH = "/events"
BATCH_EVENTS = 10_000
# Requests of a turn, and the clients among whom they are dealt out.
TURN_BATCHES = 300
CLIENTS = (1, 2, 4)
BATCHED_A_SECOND = 2_000_000
# The fewest clients that can keep two cores busy, and so must reach it.
CLIENTS_FOR_ALL = 2

# The times of prepared events lie within so many seconds before now.
SPREAD_SECONDS = 2000
# In the place of the second in a line; all lines have the same length.
MARK = b"0000-00-00T00:00:00"
# How many different seconds full of events there are.
PATTERNS = 32

FEW_EVENTS = BATCH_EVENTS
SEVERAL = "count,sum,min,max,mean,variance"
# The bound of the last lies among the events, so that it divides a chunk of them.
QUESTIONS = {
    "GET /statistics": "/statistics",
    "six statistics": f"/statistics?stats={SEVERAL}",
    "six of half an hour": f"/statistics?window=30m&stats={SEVERAL}",
}
ALIVE = http_bench.Load("GET /livez", "/livez", 16, {})
MANY_TIMES = 1.5
ALIVE_TIMES = 5

EVENT_BYTES = 24
# After so long, what is done beside the requests has been done.
SETTLE_SECONDS = 2
RESTART_SECONDS = 1


def stop(sentence):
    sys.exit(f"events_bench.py: {sentence}")


def tally_in(folder):
    """Tally with room for every event of a run, and a log of them that outlives it."""
    return servers.TallyJobs(folder, more=["--event-retention", "1h", "--event-memory", "1GB"])


def counted(server, path="/statistics"):
    """How many events a window holds."""
    with data_bench.Connection(server) as connection:
        return connection.get(path)[0]["count"]


def expect_counted(server, events, when):
    if (count := counted(server)) != events:
        stop(f"{events:,} events were answered, and {count:,} are counted {when}")


# Single events

def event_now():
    return b'{"timestamp":"%s","value":12.34}' % time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()).encode()


def expect_the_same_work(server):
    """A contestant takes an event; unless it discards whatever comes, it refuses what is none."""
    status, body = server.ask("POST", EVENT_PATH, event_now())
    if status != 201 or json.loads(body) != CREATED:
        raise servers.Unavailable(f"{server.name} answers an event with {status} {body!r}")
    for bad in BAD_BODIES if server.name != "nginx" else []:
        if (status := server.ask("POST", EVENT_PATH, bad)[0]) != 400:
            stop(f"{server.name} answers {bad!r} with {status}, expected 400")


def expect_nothing_lost(tally, seconds):
    """What wrk saw answered is counted, and no more beside it than was under way at the end of its turn."""
    before = counted(tally)
    answered, _, _ = http_bench.wrk(http_bench.url(tally, EVENT), EVENT, seconds)
    added = counted(tally) - before
    if not answered <= added <= answered + EVENT.connections:
        stop(f"{answered:,} events were answered, {added:,} more are counted than before")


def measure_event(folder, options, remarks):
    contestants, tally = [], tally_in(folder)
    try:
        http_bench.start_all(contestants, tally, options.peers, folder, remarks)
        for server in contestants:
            expect_the_same_work(server)
        expect_nothing_lost(tally, options.seconds)
        return http_bench.measure_load(contestants, EVENT, options, remarks)
    finally:
        for server in contestants:
            server.kill()


def measure_counts(folder, options, remarks):
    tally = tally_in(folder)
    try:
        return http_bench.count(
            tally, EVENT.what, EVENT, lambda: servers.request("POST", EVENT_PATH, event_now()), EVENT_INSTRUCTIONS, options, remarks)
    finally:
        tally.kill()


# Many events a request

class Batches:
    """Requests of 10,000 events each, from the oldest to the newest, spread evenly over the last minutes.

    They lie one behind the other in a file in memory, from which the kernel sends them without copying: what a client spends is
    little beside what a server spends.
    """

    def __init__(self, count):
        self.count = count
        self.file = os.fdopen(os.memfd_create("batches"), "wb")
        self.request_bytes = 0
        waiting = bytearray()
        for lines in seconds_of_events(count * BATCH_EVENTS):
            waiting += lines
            line_bytes = lines.index(b"\n") + 1
            batch_bytes = line_bytes * BATCH_EVENTS
            while len(waiting) >= batch_bytes and count > 0:
                head = (f"POST {BATCHES_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
                        f"Content-Length: {batch_bytes}\r\n\r\n").encode()
                self.file.write(head + waiting[:batch_bytes])
                self.request_bytes = len(head) + batch_bytes
                del waiting[:batch_bytes]
                count -= 1
        self.file.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def send(self, server, clients):
        """Has all of them answered, dealt out to so many clients, of which each waits for an answer before it goes on.

        Returns the seconds that took, and the processor time of the clients within.
        """
        with contextlib.ExitStack() as connections, concurrent.futures.ThreadPoolExecutor(clients) as threads:
            opened = [connections.enter_context(data_bench.Connection(server)) for _ in range(clients)]
            begun, spent = time.monotonic(), time.process_time()
            shares = [threads.submit(self.send_share, connection, place, clients) for place, connection in enumerate(opened)]
            for share in shares:
                share.result()
            return time.monotonic() - begun, time.process_time() - spent

    def send_share(self, connection, place, clients):
        for number in range(place, self.count, clients):
            offset, end = number * self.request_bytes, (number + 1) * self.request_bytes
            while offset < end:
                offset += os.sendfile(connection.socket.fileno(), self.file.fileno(), offset, end - offset)
            status, body = connection.answer()
            if status != 200 or json.loads(body) != {"accepted": BATCH_EVENTS, "rejected": []}:
                stop(f"POST {BATCHES_PATH}: {status} {body[:400]!r}")


def seconds_of_events(events):
    """Lines of NDJSON with so many events or some more, a second's worth at a time, up to the last second that is over."""
    dice = random.Random(1)
    each = -(-events // SPREAD_SECONDS)
    step = 1_000_000 // each
    patterns = [
        b"".join(b'{"timestamp":"%s.%06dZ","value":%d.%02d}\n' % (MARK, place * step, dice.randrange(10, 100), dice.randrange(100))
                 for place in range(each))
        for _ in range(PATTERNS)]
    end = calendar.timegm(time.gmtime())
    for second in range(end - -(-events // each), end):
        text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second)).encode()
        yield dice.choice(patterns).replace(MARK, text)


def measure_batches(folder, options, remarks):
    tally = tally_in(folder)
    figures = {clients: [] for clients in CLIENTS}
    with Batches(TURN_BATCHES) as batches:
        events = batches.count * BATCH_EVENTS
        for _ in range(options.turns):
            for clients in CLIENTS:
                tally.forget()
                with jobs_bench.running(tally):
                    before = tally.cpu_seconds()
                    taken, spent = batches.send(tally, clients)
                    used = tally.cpu_seconds() - before
                    expect_counted(tally, events, "after them")
                figures[clients].append((events / taken, events / used, spent / taken))
    rows = []
    for clients, turns in figures.items():
        rate, efficiency, client = (statistics.median(values) for values in zip(*turns))
        what = f"POST /events, {clients} client" + "s" * (clients > 1)
        rows += [
            report.Row(what, "events/s", rate, least=BATCHED_A_SECOND if clients >= CLIENTS_FOR_ALL else None),
            report.Row(what, "events/CPU-s", efficiency),
            report.Row(f"{what}: what they take themselves", "cores", client),
        ]
    return rows


# Statistics

def filled(tally, events):
    """Sends so many events to a server that has none."""
    with Batches(events // BATCH_EVENTS) as batches:
        batches.send(tally, CLIENTS_FOR_ALL)
    expect_counted(tally, events, "after them")


def cpu_microseconds(server, load, options, remarks):
    """The processor time of the server for one request."""
    return 1e6 / max(http_bench.loaded(server, load, options.seconds, remarks), 1e-9)


def measure_statistics(folder, options, remarks):
    few, many = (tally_in(os.path.join(folder, name)) for name in ("few", "many"))
    loads = {what: http_bench.Load(what, path, 16, {}) for what, path in QUESTIONS.items()}
    turns = {what: [] for what in QUESTIONS}
    with jobs_bench.running(few), jobs_bench.running(many):
        filled(few, FEW_EVENTS)
        filled(many, options.events)
        divided = counted(many, QUESTIONS["six of half an hour"])
        if not 0 < divided < options.events:
            stop(f"the bound of half an hour divides nothing: {divided:,} events are counted")
        for _ in range(options.turns):
            alive = cpu_microseconds(many, ALIVE, options, remarks)
            for what, load in loads.items():
                turns[what].append((*(cpu_microseconds(server, load, options, remarks) for server in (few, many)), alive))
    rows = [report.Row(ALIVE.what, "CPU-us", statistics.median(alive for _, _, alive in turns["GET /statistics"]))]
    for what, measured in turns.items():
        rows += [
            report.Row(f"{what}, {FEW_EVENTS:,} events", "CPU-us", statistics.median(a for a, _, _ in measured)),
            report.Row(f"{what}, {options.events:,} events", "CPU-us", statistics.median(b for _, b, _ in measured)),
            report.Row(f"{what}, many beside few", "times", statistics.median(b / a for a, b, _ in measured), limit=MANY_TIMES),
            report.Row(f"{what}, many beside /livez", "times", statistics.median(b / c for _, b, c in measured), limit=ALIVE_TIMES),
        ]
    return rows


# Memory and restarts

def anonymous_bytes(server):
    """What the server holds for itself alone: the log is mapped, so its pages are the file's, and the kernel may take them back."""
    return servers.resident_bytes(server.pids(), "RssAnon")


def measure_memory(folder, options, remarks):
    tally = tally_in(folder)
    with jobs_bench.running(tally):
        alone = anonymous_bytes(tally)
        filled(tally, options.events)
        time.sleep(SETTLE_SECONDS)
        live = anonymous_bytes(tally) - alone
    with jobs_bench.running(tally):
        expect_counted(tally, options.events, "after kill -9")
        time.sleep(SETTLE_SECONDS)
        again = anonymous_bytes(tally) - alone
    what = f"memory of an event, of {options.events:,}"
    return [
        report.Row(what, "bytes", live / options.events, limit=EVENT_BYTES),
        report.Row(f"{what}, after a restart", "bytes", again / options.events, limit=EVENT_BYTES),
    ]


def measure_restart(folder, options, remarks):
    tally = tally_in(folder)
    tally.first_path = "/statistics"
    with jobs_bench.running(tally):
        filled(tally, options.events)
    starts = []
    for _ in range(options.turns):
        try:
            starts.append(tally.start())
            expect_counted(tally, options.events, "after kill -9")
        finally:
            tally.kill()
    limit = RESTART_SECONDS * options.events / 10_000_000
    return [report.Row(f"kill -9 to statistics of {options.events:,} events", "s", statistics.median(starts), limit=limit)]


# The whole

PARTS = {"event": measure_event, "counts": measure_counts, "batches": measure_batches, "statistics": measure_statistics,
         "memory": measure_memory, "restart": measure_restart}


def read_options():
    arguments = argparse.ArgumentParser(description="Live events: Tally beside its peers.")
    arguments.add_argument("--turns", type=int, default=5, help="turns of each contestant in each measure")
    arguments.add_argument("--seconds", type=int, default=1, help="length of a turn of single requests")
    arguments.add_argument("--events", type=int, default=10_000_000, help="events of a full window, in steps of 10,000")
    arguments.add_argument("--peers", default=",".join(http_bench.PEERS), help="the peers that take part")
    arguments.add_argument("--only", default=",".join(PARTS), help="the parts to measure")
    options = arguments.parse_args()
    if options.events < FEW_EVENTS or options.events % BATCH_EVENTS:
        stop(f"--events is {options.events}, expected a multiple of {BATCH_EVENTS:,}")
    options.peers = [name for name in options.peers.split(",") if name]
    if unknown := [name for name in options.peers if name not in http_bench.PEERS]:
        stop(f"unknown peers: {', '.join(unknown)}")
    if unknown := [name for name in options.only.split(",") if name not in PARTS]:
        stop(f"unknown parts: {', '.join(unknown)}")
    return options


def main():
    options = read_options()
    os.makedirs(servers.SCRATCH, exist_ok=True)
    servers.install("wrk", "wrk")
    servers.allow_many_descriptors()
    remarks = []
    # On the disk of the project, not in memory: the log of the events is synced to it.
    with tempfile.TemporaryDirectory(prefix="events-", dir=servers.SCRATCH) as folder:
        tally_in(folder).build()
        rows = jobs_bench.measure(PARTS, folder, options, remarks)
    facts = [f"Medians of {options.turns} turns."]
    facts += [http_bench.VERSIONS[name]() + "." for name in options.peers if "event" in options.only.split(",")]
    report.publish(os.path.join(servers.SCRATCH, "events.md"), "Events", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except (servers.Unavailable, subprocess.CalledProcessError, OSError) as reason:
        sys.exit(f"events_bench.py: {reason}")
