"""Makes the image's file system as the Dockerfile says, without a container engine, and runs it as an engine would.

usage: image_layout.py BINARY

The last stage's instructions are carried out in a Debian of their own (mmdebstrap), with BINARY in the place of what the build stage
makes. Then the entry point runs there as the image's user, without any capability, on a root that nobody can write, with the volumes
and the environment of the image. It must answer, pass its health check, keep a result in its volume, and stop in order.
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

TOP = pathlib.Path(__file__).resolve().parent.parent
DEBIAN = TOP / ".build-tools/debian-12.tar"
# What the build stage leaves for the last one, and where it is on this machine.
BUILT = {"/out/tally": None, "/usr/local/share/doc/libh3": "/usr/local/share/doc/libh3"}
QUESTION = "Percent of adults aged 18 years and older who have obesity"


def run(command, **options):
    return subprocess.run(command, check=True, **options)


def instructions():
    """The last stage's instructions: a name and what stands behind it."""
    text = re.sub(r"^#.*\n", "", (TOP / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    pairs = [tuple(line.split(None, 1)) for line in lines if line.strip()]
    last = max(place for place, (name, _) in enumerate(pairs) if name == "FROM")
    assert pairs[last][1].startswith("debian:12"), pairs[last]
    return pairs[last + 1 :]


def is_in_context(path):
    """Whether .dockerignore leaves a file to the build."""
    lines = (TOP / ".dockerignore").read_text().split()
    assert lines[0] == "*"
    return any(path == line[1:] or path.startswith(line[1:] + "/") for line in lines[1:])


def debian(root):
    if not DEBIAN.exists():
        DEBIAN.parent.mkdir(exist_ok=True)
        draft = DEBIAN.with_suffix(".draft.tar")
        run(["mmdebstrap", "--quiet", "--variant=minbase", "bookworm", draft])
        draft.rename(DEBIAN)
    run(["tar", "--extract", "--file", DEBIAN, "--directory", root])
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")


def copy(root, words, binary):
    """COPY, with --from=build and --chown=."""
    flags = dict(word[2:].split("=", 1) for word in words if word.startswith("--"))
    *sources, place = [word for word in words if not word.startswith("--")]
    target = root / place.lstrip("/")
    for source in sources:
        if "from" in flags:
            origin = pathlib.Path(BUILT[source] or binary)
        else:
            origin = TOP / source
        goal = target / origin.name if place.endswith("/") else target
        goal.parent.mkdir(parents=True, exist_ok=True)
        if "from" in flags:
            files = [origin] if origin.is_file() else [file for file in origin.rglob("*") if file.is_file()]
        else:
            listed = subprocess.check_output(["git", "-C", TOP, "ls-files", source], text=True).split()
            assert listed, f"{source} is not there"
            files = [TOP / file for file in listed if is_in_context(file)]
            assert files, f"{source} is left out by .dockerignore"
        for file in files:
            copied = goal if origin.is_file() else goal / file.relative_to(origin)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copied)
        if "chown" in flags:
            inside = "/" + str(goal.relative_to(root))
            run(["chroot", root, "chown", "-R", flags["chown"], inside])


def build(root, binary):
    """Carries out the instructions; what is said about running comes back."""
    image = {"ENV": {}, "VOLUME": []}
    for name, rest in instructions():
        if name == "RUN":
            run(["chroot", root, "/bin/sh", "-c", rest], stdout=subprocess.DEVNULL, env={"PATH": os.defpath + ":/usr/sbin:/sbin", "DEBIAN_FRONTEND": "noninteractive"})
        elif name == "COPY":
            copy(root, shlex.split(rest), binary)
        elif name == "ENV":
            image["ENV"].update(word.split("=", 1) for word in shlex.split(rest))
        elif name == "VOLUME":
            image["VOLUME"] = json.loads(rest)
        elif name == "HEALTHCHECK":
            image[name] = json.loads(rest.partition(" CMD ")[2])
        elif name == "ENTRYPOINT":
            image[name] = json.loads(rest)
        else:
            image[name] = rest
    return image


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def container(root, image, command):
    """What runs a command as an engine would: the image's user, no capability, nothing to write but volumes and /tmp."""
    user, group = image["USER"].split(":")
    mounts = [f"mount --bind {root} {root}", f"mount -t proc proc {root}/proc", f"mount -t tmpfs tmpfs {root}/tmp"]
    mounts += [f"mount --bind {root}{volume} {root}{volume}" for volume in image["VOLUME"]]
    mounts += [f"mount -o remount,bind,ro {root}"]
    drop = f"setpriv --reuid {user} --regid {group} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all"
    # chroot needs its right, so all are dropped behind it, by the image's own setpriv.
    start = f"exec chroot {root} {drop} {shlex.join(command)}"
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", " && ".join(mounts + [start])]


def get(port, path, body=None):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", data=body and json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def try_out(root, image):
    port = free_port()
    environment = {**image["ENV"], "TALLY_PORT": str(port), "TALLY_LOG_LEVEL": "warning", "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
    command = container(root, image, image["ENTRYPOINT"] + ["--insecure-open"])
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        line = server.stdout.readline()
        assert line == f"tally: listening on http://0.0.0.0:{port}\n", line
        assert get(port, "/livez") == {"status": "alive"}
        assert get(port, "/readyz")["survey"] == "survey"
        status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        user = image["USER"].split(":")[0]
        assert re.search(rf"^Uid:\s+{user}\s+{user}\s", status, re.MULTILINE), status
        for right in ["CapEff", "CapPrm", "CapBnd"]:
            assert re.search(rf"^{right}:\s+0+$", status, re.MULTILINE), status
        mounted = pathlib.Path(f"/proc/{server.pid}/mountinfo").read_text().splitlines()
        assert next(line for line in mounted if line.split()[4] == "/").split()[5].startswith("ro"), mounted
        run(container(root, image, image["HEALTHCHECK"]), env=environment)
        job = get(port, "/api/global_mean", {"question": QUESTION})["job_id"]
        until(lambda: get(port, f"/api/get_results/{job}")["status"] == "done")
        assert (root / f"results/{job}.json").exists()
        server.send_signal(getattr(signal, image["STOPSIGNAL"]))
        assert server.wait(timeout=60) == 0
    finally:
        server.kill()


def main():
    (binary,) = sys.argv[1:]
    if os.geteuid() != 0 or not (DEBIAN.exists() or shutil.which("mmdebstrap")):
        sys.exit("image_layout: it takes the superuser, and mmdebstrap to make a Debian")
    with tempfile.TemporaryDirectory(prefix="tally-image-") as folder:
        root = pathlib.Path(folder)
        # What is unpacked stands there for everybody, as in an image.
        root.chmod(0o755)
        debian(root)
        image = build(root, binary)
        try_out(root, image)
        size = sum(file.lstat().st_size for file in root.rglob("*") if not file.is_symlink())
        print(f"image_layout: it answers, as user {image['USER']}, on a root that is only read; files of {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
