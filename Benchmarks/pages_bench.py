#!/usr/bin/env python3
"""Measures what a browser waits for: the first view of each page on a survey of 18,000 rows, and each click of exploring 1,000,000 rows.

    pages_bench.py [--turns 5] [--rows 1000000] [--only first,clicks]

A first view is the page with all that it names (style sheets, scripts, drawings), compressed as browsers ask for it, one after the other; its
size is what goes over the wire. A click is a page of the incidents with the drawings in it; the same question is put to the API beside it, so
that one sees what the page adds. Each click has a filter that nothing was asked with before. Figures are medians over the turns. What is
built and generated lands in .build-bench/, and so does the table.
"""
import argparse
import gzip
import http.client
import os
import re
import statistics
import sys
import tempfile
import time

import datafiles
import report
import servers

SURVEY_ROWS = 18_000
FIRST_MILLISECONDS, FIRST_KILOBYTES, CLICK_MILLISECONDS = 100, 150, 300
PAGES = ["/", "/survey", "/explore/survey", "/jobs", "/pipelines", "/collector", "/live"]
NAMED = re.compile(rb'(?:<link rel="(?:stylesheet|icon)"[^>]*|<script|<img)[^>]*? (?:src|href)="([^"]+)"')
DRAWN = re.compile(rb'<img[^>]*? src="([^"]+)"')

# What is clicked, and what the API is asked for the same.
CLICKS = {
    "the first rows": ("", "rows"),
    "sorted by a number": ("_sort=-damage", "rows"),
    "sorted by a text": ("_sort=district", "rows"),
    "a filter of a number": ("damage__gte=1000", "rows"),
    "a filter of a text": ("offence__contains=t", "rows"),
    "two filters, sorted": ("severity__gte=2&arrest=true&_sort=-timestamp", "rows"),
    "a number's column": ("_column=damage", "rows"),
    "a text's column": ("_column=offence", "rows"),
    "a time's column": ("_column=timestamp", "rows"),
    "groups, bars": ("_view=groups&_group_by=district&_agg=mean(damage)&_kind=bar", "aggregate"),
    "months, a line": ("_view=groups&_group_by=timestamp:month&_agg=count()&_kind=line", "aggregate"),
    "groups, a box plot": ("_view=groups&_group_by=district&_agg=mean(damage)&_kind=box", "aggregate"),
}


def stop(sentence):
    sys.exit(f"pages_bench.py: {sentence}")


class Browser:
    """One connection that asks as a browser does."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, target):
        """The body, and how many bytes went over the wire."""
        self.connection.request("GET", target, headers={"Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        wire = answer.read()
        if answer.status != 200:
            stop(f"GET {target}: {answer.status} {wire[:300]!r}")
        if answer.getheader("Content-Encoding") == "gzip":
            return gzip.decompress(wire), len(wire)
        return wire, len(wire)

    def view(self, target, parts):
        """Milliseconds and bytes of a page with the parts of it that a pattern finds."""
        start = time.perf_counter()
        page, size = self.get(target)
        for part in dict.fromkeys(parts.findall(page)):
            size += self.get(part.decode().replace("&amp;", "&"))[1]
        return (time.perf_counter() - start) * 1e3, size


def put(file, folder, name):
    """A generated file as a data set of this name."""
    file.prepare()
    os.link(file.path, os.path.join(folder, name + ".csv"))


def first_views(folder, options):
    tally = servers.TallyDatasets(folder, first_path="/health")
    put(datafiles.DataFile("survey", SURVEY_ROWS), tally.data, "survey")
    views = {page: [] for page in PAGES}
    for _ in range(options.turns):
        tally.start()
        for page in PAGES:
            views[page].append(Browser(tally.port).view(page, NAMED))
        tally.kill()
    rows = []
    for page, seen in views.items():
        milliseconds = statistics.median(time for time, _ in seen)
        rows.append(report.Row(f"first view of {page}", "ms", milliseconds, limit=FIRST_MILLISECONDS))
        rows.append(report.Row("its size", "kB", max(size for _, size in seen) / 1e3, limit=FIRST_KILOBYTES))
    return rows


def clicks(folder, options):
    tally = servers.TallyDatasets(folder, first_path="/health")
    put(datafiles.DataFile("incidents", options.rows), tally.data, "incidents")
    tally.start()
    browser = Browser(tally.port)
    browser.get("/api/v1/datasets/incidents/rows?_limit=1")
    rows = []
    for name, (query, path) in CLICKS.items():
        asked = "&".join(item for item in query.split("&") if item.split("=")[0] not in ("_view", "_column", "_kind"))
        turns = {"tally": [], "the API": []}
        for turn in range(options.turns):
            # A filter that nothing was asked with yet, so that nothing is remembered.
            fresh = f"case_number__ne=none{turn}"
            turns["tally"].append(browser.view(f"/explore/incidents?{query}&{fresh}", DRAWN)[0])
            start = time.perf_counter()
            browser.get(f"/api/v1/datasets/incidents/{path}?{asked}&case_number__ne=other{turn}")
            turns["the API"].append((time.perf_counter() - start) * 1e3)
        rows.append(report.Row(name, "ms", statistics.median(turns["tally"]), limit=CLICK_MILLISECONDS))
        rows.append(report.Row(f"{name}, the API alone", "ms", statistics.median(turns["the API"])))
    tally.kill()
    return rows


def main():
    options = argparse.ArgumentParser(description="What a browser waits for: first views, and clicks on a long table.")
    options.add_argument("--turns", type=int, default=5, help="turns of each measure")
    options.add_argument("--rows", type=int, default=1_000_000, help="rows of the table that is explored")
    options.add_argument("--only", default="first,clicks", help="the measures, with commas between them")
    options = options.parse_args()
    measures = {"first": first_views, "clicks": clicks}
    os.makedirs(servers.SCRATCH, exist_ok=True)
    datafiles.build_generator()
    rows = []
    for name in options.only.split(","):
        # Beside the generated files, so that these can be linked.
        with tempfile.TemporaryDirectory(prefix="pages-", dir=servers.SCRATCH) as folder:
            servers.TallyDatasets(folder).build()
            rows += measures[name](folder, options)
    facts = [f"Medians of {options.turns} turns. {SURVEY_ROWS:,} rows of the survey, {options.rows:,} incidents."]
    report.publish(os.path.join(servers.SCRATCH, "pages.md"), "Web pages", facts, rows, [])


if __name__ == "__main__":
    try:
        main()
    except (servers.Unavailable, OSError) as reason:
        stop(reason)
