#!/usr/bin/env python3
"""Measures Tally's HTTP beside nginx, Go's net/http and Hummingbird, all in the same run.

    http_bench.py [--turns 5] [--seconds 1] [--peers nginx,Go,Hummingbird] [--no-counts]

Load (Debian's wrk) and server share the machine, so what is compared is the CPU time that a server spends on a request, user and
kernel, all its threads and processes together. The servers take turns, so that whatever else the machine does meets all of them;
figures are medians over the turns, ratios are medians of the ratios within a turn. A peer that cannot be had is skipped, loudly.
What is built lands in .build-bench/, and so does the table.
"""
import argparse
import dataclasses
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

import report
import servers

WRK_SCRIPTS = os.path.join(servers.PEERS, "wrk")
IDLE_CONNECTIONS = 10_000
PEERS = {peer.name: peer for peer in (servers.Nginx, servers.Go, servers.Hummingbird)}
VERSIONS = {
    "nginx": lambda: report.first_line_of("nginx", "-v").partition(": ")[2],
    "Go": lambda: report.first_line_of("go", "version"),
    "Hummingbird": lambda: "hummingbird/" + hummingbird_version(),
}


@dataclasses.dataclass(frozen=True)
class Load:
    """A kind of load: what is asked over how many connections, and what was promised beside whom.

    With a percentile, that latency in microseconds is read off; without one, requests per CPU-second, of the server alone or,
    where the kernel charges the transfer to either side as it happens to come, of the server and wrk together.
    """
    what: str
    path: str
    connections: int
    goals: dict
    percentile: int = 0
    script: str = ""
    peers: tuple = ()
    submits: bool = False
    counts_client: bool = False


RESULT = "the small result"
LOADS = [
    Load("GET a result", RESULT, 16, {"Hummingbird": 4, "Go": 1.8, "nginx": 0.9}),
    Load("POST a question", servers.SUBMIT_PATH, 16, {"Hummingbird": 6, "Go": 2.5, "nginx": 0.8}, script="post.lua", submits=True),
    Load("GET, 16 pipelined", RESULT, 16, {"nginx": 5}, script="pipeline.lua"),
    Load("GET 1 MiB from a file", servers.LARGE_PATH, 16, {"nginx": 1.5}, peers=("nginx",), counts_client=True),
    Load("GET 1 MiB, server alone", servers.LARGE_PATH, 16, {}, peers=("nginx",)),
    Load("GET, 1 connection, p50", RESULT, 1, {"nginx": 1}, percentile=50),
    Load("GET, 64 connections, p99", RESULT, 64, {"nginx": 1}, percentile=99),
]


# Turns of load

def wrk(url, load, seconds):
    """What wrk says after one turn: requests answered with 200, the latency if one is read off, and what it complained about."""
    command = ["wrk", "--threads", "1", "--connections", str(load.connections), "--duration", f"{seconds}s", "--latency"]
    if load.script:
        command += ["--script", os.path.join(WRK_SCRIPTS, load.script)]
    text = subprocess.run(command + [url], check=True, capture_output=True, text=True).stdout
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    complaints = re.findall(r"^\s*((?:Non-2xx|Socket errors).*)$", text, re.MULTILINE)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    answered = requests - (int(refused.group(1)) if refused else 0)
    if not load.percentile:
        return answered, None, complaints
    return answered, microseconds(re.search(rf"^\s+{load.percentile}%\s+(\S+)", text, re.MULTILINE).group(1)), complaints


def microseconds(text):
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(value) * {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}[unit]


def children_cpu_seconds():
    """Processor time of the programs that this one has run to their end: between two looks, that of wrk."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def url(server, load):
    path = server.result_path if load.path is RESULT else load.path
    return f"http://127.0.0.1:{server.port}{path}"


def loaded(server, load, seconds, remarks):
    """The figure of one turn of one server."""
    spent = server.serving_cpu_seconds if load.submits else server.cpu_seconds
    before, client_before = spent(), children_cpu_seconds()
    answered, latency, complaints = wrk(url(server, load), load, seconds)
    used = spent() - before
    if load.counts_client:
        used += children_cpu_seconds() - client_before
    per_cpu_second = answered / max(used, 1 / servers.TICKS)
    for complaint in complaints:
        report.remark(f"{load.what}, {server.name}, a turn with {answered:,} answers: {complaint}", remarks)
    if load.submits:
        # The jobs that still wait must not disturb the next turn.
        server.kill()
        server.start()
    return latency if load.percentile else per_cpu_second


def measure_load(contestants, load, options, remarks):
    taking_part = [server for server in contestants if not load.peers or server.name in ("tally", *load.peers)]
    turns = {server.name: [] for server in taking_part}
    for _ in range(options.turns):
        for server in taking_part:
            turns[server.name].append(loaded(server, load, options.seconds, remarks))
    unit = "us" if load.percentile else "requests/CPU-s"
    return report.compared(load.what, unit, turns, load.goals, less_is_better=bool(load.percentile))


# Start and memory

def measure_start_and_memory(contestants, options):
    """Start to the first answer, memory of a server that has answered a little, and what idle connections add to it."""
    starts, idle, held = ({server.name: [] for server in contestants} for _ in range(3))
    for _ in range(options.turns):
        for server in contestants:
            server.kill()
            starts[server.name].append(server.start() * 1e3)
            time.sleep(0.3)
            alone = servers.resident_bytes(server.pids())
            idle[server.name].append(alone / (1 << 20))
            held[server.name].append((resident_with_idle_connections(server) - alone) / IDLE_CONNECTIONS / 1024)
    return [
        *report.compared("start to first answer", "ms", starts, {}, less_is_better=True, limit=50),
        *report.compared("resident, idle", "MiB", idle, {}, less_is_better=True, limit=15),
        *report.compared("an idle connection, of 10,000", "KiB", held, {}, less_is_better=True, limit=1),
    ]


def resident_with_idle_connections(server):
    """Resident bytes while so many connections are kept that have had one answer each."""
    question = servers.request("GET", server.result_path)
    connections = []
    try:
        for _ in range(IDLE_CONNECTIONS):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            # Closing resets, so that no port is kept waiting.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connections.append(connection)
            connection.sendall(question)
            if not connection.recv(servers.ANSWER_BYTES).startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{server.name} refused connection {len(connections)}")
        return servers.resident_bytes(server.pids())
    finally:
        for connection in connections:
            connection.close()


# What is counted, not timed

def count_system_calls(server, load, seconds):
    """System calls per request, under a load whose connections are kept alive."""
    server.kill()
    server.start()
    summary = os.path.join(server.folder, "strace")
    tracer = subprocess.Popen(
        ["strace", "-f", "-c", "-o", summary, "-p", str(server.process.pid)], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    requests, _, _ = wrk(url(server, load), load, seconds)
    tracer.send_signal(signal.SIGINT)
    tracer.wait()
    with open(summary, encoding="utf-8") as file:
        total = next(line.split() for line in file if line.rstrip().endswith("total"))
    return int(total[3]) / requests


def count_instructions(server, question, few=500, many=4500):
    """Instructions in user space per request: the difference of two counts of requests under callgrind.

    `question` makes the request, once the server has started.
    """
    # Debian's valgrind gives up on debugging information that is newer than it knows.
    bare = os.path.join(servers.SCRATCH, "tally-without-debugging-information")
    servers.run(["strip", "-o", bare, server.program])
    server.program = bare
    totals = []
    for requests in (few, many):
        profile = os.path.join(servers.SCRATCH, "callgrind.out")
        server.kill()
        server.start(under=["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={profile}"])
        asked = question()
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            for _ in range(requests):
                connection.sendall(asked)
                connection.recv(servers.ANSWER_BYTES)
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=120)
        with open(profile, encoding="utf-8") as file:
            totals.append(int(re.search(r"^(?:totals|summary): (\d+)", file.read(), re.MULTILINE).group(1)))
    return (totals[1] - totals[0]) / (many - few)


def count(server, what, load, question, instructions, options, remarks):
    """The exact figures of one kind of request, and how many instructions it may take; a tool that cannot be had costs its row."""
    rows = []
    for what, limit, tool, figure in (
            (f"{what}: system calls", 2.2, "strace", lambda: count_system_calls(server, load, options.seconds)),
            (f"{what}: user instructions", instructions, "valgrind", lambda: count_instructions(server, question))):
        try:
            servers.install(tool, tool)
            rows.append(report.Row(what, "each", figure(), limit=limit))
        except servers.Unavailable as reason:
            report.remark(f"SKIPPED {what}: {reason}", remarks)
    return rows


# The whole

def hummingbird_version():
    with open(os.path.join(servers.Hummingbird.package, "Package.swift"), encoding="utf-8") as file:
        return re.search(r'exact: "([\d.]+)"', file.read()).group(1)


def start_all(contestants, tally, names, folder, remarks):
    """Adds Tally and the peers that can be had, all running."""
    tally.build()
    contestants.append(tally)
    tally.start()
    for name in names:
        peer = PEERS[name](folder, tally.result)
        try:
            report.say(f"preparing {name}")
            peer.build()
            peer.start()
            contestants.append(peer)
        except servers.Unavailable as reason:
            report.remark(f"SKIPPED {name}: {reason}", remarks)


def measure(contestants, options, remarks):
    rows = []
    for load in LOADS:
        report.say(load.what)
        rows += measure_load(contestants, load, options, remarks)
    needed, allowed = IDLE_CONNECTIONS + 100, resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if allowed >= needed:
        report.say("start and memory")
        rows += measure_start_and_memory(contestants, options)
    else:
        report.remark(f"SKIPPED start and memory: {needed} descriptors are needed, {allowed} allowed", remarks)
    if options.counts:
        report.say("counting")
        tally = contestants[0]
        rows += count(tally, "GET", LOADS[0], lambda: servers.request("GET", tally.result_path), 4000, options, remarks)
    return rows


def read_options():
    arguments = argparse.ArgumentParser(description="HTTP: Tally beside its peers.")
    arguments.add_argument("--turns", type=int, default=5, help="turns of each server in each measure")
    arguments.add_argument("--seconds", type=int, default=1, help="length of a turn")
    arguments.add_argument("--peers", default=",".join(PEERS), help="the peers that take part")
    arguments.add_argument("--no-counts", dest="counts", action="store_false", help="leave out callgrind and strace")
    return arguments.parse_args()


def main():
    options = read_options()
    names = [name for name in options.peers.split(",") if name]
    if unknown := [name for name in names if name not in PEERS]:
        sys.exit(f"http_bench.py: unknown peers: {', '.join(unknown)}")
    os.makedirs(servers.SCRATCH, exist_ok=True)
    servers.install("wrk", "wrk")
    servers.allow_many_descriptors()
    remarks, contestants = [], []
    with tempfile.TemporaryDirectory(prefix="tally-bench-") as folder:
        # nginx's worker is another user when root starts it.
        os.chmod(folder, 0o755)
        try:
            start_all(contestants, servers.Tally(folder), names, folder, remarks)
            rows = measure(contestants, options, remarks)
        finally:
            for server in contestants:
                server.kill()
    facts = [f"Medians of {options.turns} turns of {options.seconds} s."]
    facts += [VERSIONS[server.name]() + "." for server in contestants[1:]]
    report.publish(os.path.join(servers.SCRATCH, "http.md"), "HTTP", facts, rows, remarks)


if __name__ == "__main__":
    try:
        main()
    except servers.Unavailable as reason:
        sys.exit(f"http_bench.py: {reason}")
