"""Takes pictures of every page, as people see it who have used the server: `screenshots.py FOLDER`.

Each is taken at 1280 and at 390 pixels, light and dark.
"""

import datetime
import json
import math
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

from serving import Server, Upstream, wait_until

DAYS = ("2024-05-01", "2024-05-02", "2024-05-03", "2024-05-06", "2024-05-07", "2024-05-08")
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}


def main(folder):
    pictures = pathlib.Path(folder)
    pictures.mkdir(parents=True, exist_ok=True)
    upstream = Upstream("--cities", "24", "--countries", "4", "--rows", "60")
    server = Server("--upstream", upstream.url)
    try:
        fill(server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"])
            for name, path in pages(server).items():
                for size, viewport in SIZES.items():
                    for colours in ("light", "dark"):
                        take(browser, server, path, viewport, colours, pictures / f"{name}-{size}-{colours}.png")
                print(name, path)
            browser.close()
    finally:
        server.close()
        upstream.close()


def fill(server):
    """What people see on a server that is used: collected days, jobs in every state, a pipeline, events of the last minutes."""
    for day in DAYS:
        server.ask("POST", f"/process-request?date={day}")
    question = {"question": "Percent of adults who engage in no leisure-time physical activity"}
    server.ask("POST", "/api/states_mean", json_body=question)
    server.ask("POST", "/api/state_mean", json_body={**question, "state": "Ohio"})
    server.ask("POST", "/api/states_mean", json_body={"question": "No such question"})
    server.ask("POST", "/api/v1/jobs", json_body={
        "file_path": "test_data/sample_incidents.csv", "column": "severity",
        "pipeline": [{"stage": "eda"}]})
    send_events(server)
    wait_until(lambda: not server.ask("GET", "/api/v1/jobs?state=queued,running").json()["data"])


def send_events(server):
    """A quarter of an hour of a value that swings, each second one."""
    now = datetime.datetime.now(datetime.timezone.utc)
    lines = []
    for seconds in range(900, 0, -1):
        time = (now - datetime.timedelta(seconds=seconds)).isoformat()
        value = 20 + 3 * math.sin(seconds / 90) + 1.5 * math.sin(seconds * 12.9898)
        lines += [{"timestamp": time, "value": round(value, 2)},
                  {"timestamp": time, "value": round(2 * value, 2), "series": "kitchen"}]
    answer = server.ask("POST", "/events", json_body=lines)
    assert answer.json()["accepted"] == len(lines), answer.text


def pages(server):
    """A name and an address for each page of the description; parameters of a path have their examples."""
    found = {}
    for path, operations in server.ask("GET", "/openapi.json").json()["paths"].items():
        operation = operations.get("get", {})
        answers = operation.get("responses", {}).get("200", {}).get("content", {})
        if "pages" not in operation.get("tags", []) or not any(type.startswith("text/html") for type in answers):
            continue
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                path = path.replace("{%s}" % parameter["name"], example(server, path, parameter))
        found[operation["operationId"]] = path
    return {**found, "collector_delays": "/collector?from=2024-05-01&to=2024-05-31&measure=average_delay",
            "failure": "/collector?form=2024-05-01", "live_kitchen": "/live?series=kitchen&window=5m"}


def example(server, path, parameter):
    """What stands for a parameter of a path: a job that is there, else the description's example."""
    if "/jobs/" in path or "/pipelines/" in path:
        kind = "&type=pipeline" if "/pipelines/" in path else ""
        jobs = server.ask("GET", f"/api/v1/jobs?_limit=1{kind}").json()["data"]
        if jobs:
            return jobs[0]["id"]
    return str(parameter.get("example") or json.dumps(parameter["schema"].get("example")))


def take(browser, server, path, viewport, colours, file):
    page = browser.new_page(viewport=viewport, color_scheme=colours, base_url=server.url, reduced_motion="reduce")
    page.goto(path)
    # A stream of events never lets the network be idle; a moment is enough for the first of them.
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)
    page.screenshot(path=file, full_page=True)
    page.close()


if __name__ == "__main__":
    main(sys.argv[1])
