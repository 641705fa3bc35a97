"""The servers under measurement: how each is installed, built and started, and what the kernel says of its processes."""
import collections
import importlib.util
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = os.path.join(ROOT, "Benchmarks", "peers")
SCRATCH = os.path.join(ROOT, ".build-bench")

TICKS = os.sysconf("SC_CLK_TCK")

LARGE_PATH = "/api/get_results/job_id_1"
SUBMIT_PATH = "/api/states_mean"
LARGE_BYTES = 1 << 20
SURVEY_ROWS = 500
QUESTION = b'{"question":"Percent of adults who engage in no leisure-time physical activity"}'
# The limit on one answer read by `ask`: small ones only.
ANSWER_BYTES = 1 << 16


class Unavailable(Exception):
    """A server that cannot be installed, built or started here."""


# What must be there first

def install(package, command):
    """Installs a Debian package unless its command is there."""
    if not shutil.which(command):
        install_package(package)


def install_package(package):
    root = [] if os.geteuid() == 0 else ["sudo"]
    run(root + ["apt-get", "update", "-qq"])
    run(root + ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])


def python_with(requirements):
    """The Python of a virtual environment of its own, in which what a file names is installed from PyPI."""
    environment = os.path.join(SCRATCH, "venv")
    python = os.path.join(environment, "bin", "python")
    if not os.path.exists(python):
        if importlib.util.find_spec("ensurepip") is None:
            install_package("python3-venv")
        run([sys.executable, "-m", "venv", "--clear", environment])
    run([python, "-m", "pip", "install", "--quiet", "--requirement", requirements])
    return python


def run(command, **options):
    """Runs a chore; its output is shown only if it fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    except FileNotFoundError as error:
        raise Unavailable(f"{error.filename} is not there") from error
    if done.returncode != 0:
        raise Unavailable(f"`{' '.join(command)}` ended with {done.returncode}: {done.stdout.strip()[-400:]}")


def allow_many_descriptors():
    """Raises this process's limit, which the servers inherit, as far as it goes; returns it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


# The servers

class Server:
    """A server: how it is built and started, and the process once it runs."""
    name = ""
    result_path = "/api/get_results/job_id_2"
    first_path = result_path

    def __init__(self, folder, result=b""):
        self.folder = os.path.join(folder, self.name)
        self.result = result
        self.process = None
        self.port = 0

    def build(self):
        """Makes or installs what `command` needs; raises Unavailable."""
        raise NotImplementedError

    def command(self):
        """The command line, once `folder` is there and `port` is known."""
        raise NotImplementedError

    def prepare(self):
        """Brings a fresh process into the state that is measured."""

    def start(self, under=()):
        """Starts afresh, in an empty folder and on a free port, run by the tool `under` if there is one.

        Returns the seconds from there to the first answer.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.port = free_port()
        command = list(under) + self.command()
        with open(os.path.join(self.folder, "log"), "w", encoding="utf-8") as log:
            begun = time.monotonic()
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.wait_for_answer()
        taken = time.monotonic() - begun
        self.prepare()
        return taken

    def wait_for_answer(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.ask("GET", self.first_path)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.001)
        self.kill()
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            raise Unavailable(f"{self.name} does not answer: {log.read()[-400:]}")

    def ask(self, method, path, body=b""):
        """Asks on a connection of its own; returns the status and the body."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request(method, path, body, "close"))
            answer = b""
            while len(answer) < ANSWER_BYTES and (piece := connection.recv(ANSWER_BYTES)):
                answer += piece
        head, _, text = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 "):
            raise ConnectionError("no whole answer")
        return int(head[9:12]), text

    def kill(self):
        """Ends it at once: jobs that wait need not be done."""
        if self.process is None:
            return
        for pid in reversed(family(self.process.pid)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.process = None

    def pids(self):
        return family(self.process.pid)

    def cpu_seconds(self):
        """The time spent so far, user and kernel, by all processes of the server."""
        return sum(cpu_seconds(f"/proc/{pid}") for pid in self.pids())

    def serving_cpu_seconds(self):
        """The part of it that went into taking requests and answering them: all of a peer's."""
        return self.cpu_seconds()


class Tally(Server):
    """Tally with a small survey, one small finished job and one large."""
    name = "tally"
    first_path = "/health"
    program = os.path.join(ROOT, ".build", "release", "tally")

    def build(self):
        # As in the image: Swift's libraries inside, so that none is looked for at the start.
        run(["swift", "build", "-c", "release", "--product", "tally", "--static-swift-stdlib"], cwd=ROOT)

    def command(self):
        data, results = os.path.join(self.folder, "data"), os.path.join(self.folder, "results")
        os.makedirs(data)
        os.makedirs(results)
        write_survey(data)
        with open(os.path.join(results, "job_id_1.json"), "wb") as file:
            file.write(large_result())
        # The queue holds all that a load can submit, so that what is measured is submits and not refusals.
        return [self.program, "serve", "--port", str(self.port), "--data", data, "--results", results,
                "--log-level", "warning", "--queue", "1000000", "--connections", "15000"]

    def prepare(self):
        status, body = self.ask("POST", "/api/global_mean", QUESTION)
        if status != 200:
            raise Unavailable(f"tally answered a submit with {status} {body!r}")
        self.result_path = "/api/get_results/" + json.loads(body)["job_id"]
        while b'"running"' in (answer := self.ask("GET", self.result_path)[1]):
            time.sleep(0.005)
        self.result = answer

    def serving_cpu_seconds(self):
        """The loops' time: the jobs that were submitted are computed meanwhile, which no peer does."""
        return sum(cpu_seconds(thread) for thread in threads_named(self.process.pid, "tally-loop"))


class TallyJobs(Tally):
    """Tally with the jobs of folders that outlive it: started again, it goes on with what it kept there."""

    def __init__(self, folder, more=()):
        super().__init__(folder)
        self.more = list(more)
        self.data, self.results = os.path.join(folder, "kept-data"), os.path.join(folder, "kept-results")
        self.forget()

    def forget(self):
        """Begins anew, with a survey and nothing else."""
        for folder in (self.data, self.results):
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
        write_survey(self.data)

    def command(self):
        return [self.program, "serve", "--port", str(self.port), "--data", self.data, "--results", self.results,
                "--log-level", "warning", "--queue", "1000000", "--connections", "15000", *self.more]

    def prepare(self):
        pass

    def stop(self):
        """Ends it in order: the jobs that wait are done first."""
        self.process.terminate()
        self.process.wait()
        self.process = None


class TallyDatasets(Tally):
    """Tally with the data sets of a folder that outlives it: started again, it finds what it kept there."""

    def __init__(self, folder, first_path=Tally.first_path):
        super().__init__(folder)
        self.first_path = first_path
        self.data = os.path.join(folder, "kept-data")
        os.makedirs(self.data, exist_ok=True)

    def command(self):
        results = os.path.join(self.folder, "results")
        os.makedirs(results)
        return [self.program, "serve", "--port", str(self.port), "--data", self.data, "--results", results,
                "--log-level", "warning", "--upload-rate-limit", "none", "--upload-limit", "10GB"]

    def prepare(self):
        pass

    def forget(self):
        """Empties the data folder."""
        shutil.rmtree(self.data)
        os.makedirs(self.data)


class Redis(Server):
    """Redis as a queue that loses nothing: each change is on the disk before it is answered."""
    name = "Redis"
    first_path = "PING"

    def build(self):
        install("redis-server", "redis-server")

    def command(self):
        # Rewriting the log would disturb the turn in which it happens.
        return ["redis-server", "--port", str(self.port), "--dir", self.folder, "--save", "", "--appendonly", "yes",
                "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0"]

    def ask(self, method, path, body=b""):
        """A command of its own protocol, in the words of the path; the status is HTTP's."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(path.encode() + b"\r\n")
            answer = connection.recv(ANSWER_BYTES)
        return (500 if answer.startswith(b"-") else 200), answer[1:].strip()

    def length(self, name):
        """How many jobs wait in a list."""
        return int(self.ask("GET", f"LLEN {name}")[1])


class Nginx(Server):
    """nginx with one worker, which answers from its configuration."""
    name = "nginx"

    def build(self):
        install("nginx-light", "nginx")

    def command(self):
        with open(os.path.join(PEERS, "nginx", "nginx.conf"), encoding="utf-8") as file:
            text = file.read()
        for mark, value in (("@FOLDER@", self.folder), ("@PORT@", str(self.port)), ("@RESULT@", self.result.decode())):
            text = text.replace(mark, value)
        place = os.path.join(self.folder, "nginx.conf")
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)
        with open(os.path.join(self.folder, "large.json"), "wb") as file:
            file.write(large_result())
        return ["nginx", "-p", self.folder, "-c", place]


class ProgramServer(Server):
    """A peer that is a program of ours: it takes the port and the file of the result."""
    program = ""

    def command(self):
        result = os.path.join(self.folder, "result.json")
        with open(result, "wb") as file:
            file.write(self.result)
        return [self.program, str(self.port), result]


class Go(ProgramServer):
    """Go's net/http."""
    name = "Go"
    program = os.path.join(SCRATCH, "go-server")

    def build(self):
        install("golang-go", "go")
        run(["go", "build", "-o", self.program, os.path.join(PEERS, "go-server", "server.go")])


class Hummingbird(ProgramServer):
    """Hummingbird, on SwiftNIO."""
    name = "Hummingbird"
    package = os.path.join(PEERS, "hummingbird-server")
    program = os.path.join(package, ".build", "release", "Peer")

    def build(self):
        run(["swift", "build", "-c", "release", "--package-path", self.package])


def write_survey(data):
    """Puts a small survey into a data folder."""
    with open(os.path.join(ROOT, "data", "survey.csv"), "rb") as whole, open(os.path.join(data, "survey.csv"), "wb") as part:
        part.writelines(line for _, line in zip(range(SURVEY_ROWS + 1), whole))


def large_result():
    """The file of a finished job of one mebibyte."""
    start, end = b'{"status":"done","data":"', b'"}'
    return start + b"x" * (LARGE_BYTES - len(start) - len(end)) + end


def request(method, path, body=b"", connection="keep-alive"):
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: {connection}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Looking at processes

def stat_fields(folder):
    """The name of a process or thread and the fields behind it (which may hold blanks): the first is the state."""
    with open(f"{folder}/stat", encoding="utf-8", errors="replace") as file:
        head, _, rest = file.read().rpartition(")")
    return head.partition("(")[2], rest.split()


def family(pid):
    """A process and its children, theirs too."""
    children = collections.defaultdict(list)
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children[int(stat_fields(f"/proc/{name}")[1][1])].append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = [pid]
    for parent in found:
        found.extend(children[parent])
    return found


def threads_named(pid, start):
    """The folders of a process's threads whose name starts so."""
    folders = [f"/proc/{pid}/task/{number}" for number in os.listdir(f"/proc/{pid}/task")]
    return [folder for folder in folders if stat_fields(folder)[0].startswith(start)]


def cpu_seconds(folder):
    """User and kernel time of a process, all its threads, or of one thread."""
    fields = stat_fields(folder)[1]
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_bytes(pids, part="VmRSS"):
    """Resident memory of processes: all of it, or the part that a field of their status names."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            total += int(re.search(rf"^{part}:\s+(\d+) kB", file.read(), re.MULTILINE).group(1)) * 1024
    return total
