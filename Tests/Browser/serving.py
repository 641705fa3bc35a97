"""The real programs, started on free ports with folders of their own; they end with the tests, whatever happens to these."""

import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def binary(name):
    """The program under test; TALLY_BINARY names another `tally`, and what was built with it lies beside it."""
    tally = pathlib.Path(os.environ.get("TALLY_BINARY") or ROOT / ".build/debug/tally")
    return str(tally.parent / name) if name != "tally" else str(tally)


def end_with_parent():
    """Runs in the new process: it is killed when the tests are."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wait_until(holds, seconds=60):
    """Asks again and again until the answer is true, and returns it."""
    end = time.monotonic() + seconds
    while True:
        answer = holds()
        if answer:
            return answer
        assert time.monotonic() < end, f"still not so after {seconds} s"
        time.sleep(0.02)


class Answer:
    """What a server answered to a request of a test."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)


class Service:
    """A program that serves HTTP and says where in its first line."""

    def __init__(self, command, log):
        self.log = pathlib.Path(log)
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
                preexec_fn=end_with_parent)
        line = self.process.stdout.readline()
        found = re.search(r"listening on (http://[^\s]+)", line)
        if not found:
            self.stop()
            raise RuntimeError(f"{command[0]} did not start: {line}{self.log.read_text()}")
        self.url = found.group(1)

    def ask(self, method, path, body=None, json_body=None, headers=None):
        """One request beside the browser; an error is an answer as well."""
        fields = dict(headers or {})
        if json_body is not None:
            body, fields["Content-Type"] = json.dumps(json_body).encode(), "application/json"
        request = urllib.request.Request(self.url + path, data=body, headers=fields, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as failure:
            with failure:
                return Answer(failure.code, failure.headers, failure.read())

    def stop(self):
        """Ends the program at once."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Server(Service):
    """`tally serve` with the data that are shipped, in folders of its own."""

    def __init__(self, *arguments, port=0, folder=None):
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="tally-browser-"))
        self.data, self.results = self.folder / "data", self.folder / "results"
        self.arguments = arguments
        if not self.data.exists():
            shutil.copytree(ROOT / "data", self.data, ignore=shutil.ignore_patterns("state", "uploads", "objects"))
        command = [binary("tally"), "serve", "--port", str(port), "--data", str(self.data), "--results", str(self.results)]
        super().__init__(command + list(arguments), self.folder / "log")

    def shell(self, command, key=""):
        """Runs a command as it was copied from a page, and returns what it prints."""
        run = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, timeout=60, env={**os.environ, "TALLY_KEY": key})
        assert run.returncode == 0, f"{command}\nended with {run.returncode}: {run.stderr}"
        return run.stdout

    def start_again(self):
        """The same server on the same address, after it was stopped."""
        self.__init__(*self.arguments, port=self.url.rsplit(":", 1)[1], folder=self.folder)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def finished(self, job_id, state="succeeded"):
        """Waits for the end of a job, which has to be this one."""
        path = f"/api/v1/jobs/{job_id}"
        ends = ("succeeded", "failed", "cancelled")
        record = wait_until(lambda: (found := self.ask("GET", path).json())["state"] in ends and found)
        assert record["state"] == state, record
        return record


class Upstream(Service):
    """`tally-bench upstream`: what the collector collects from."""

    def __init__(self, *arguments):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tally-upstream-"))
        super().__init__([binary("tally-bench"), "upstream", "--port", "0", *arguments], self.folder / "log")

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
