#!/usr/bin/env python3
"""The share of lines that the suites cover, room by room, from the export of `swift test --enable-code-coverage`.

    coverage.py EXPORT.json

Ends with 1 when a room without input and output lies below its goal.
"""
import collections
import json
import sys

GOAL_PERCENT = 95
ROOMS_WITHOUT_IO = {"JSON", "Tables", "HTTP", "Statistics"}


def lines_per_room(export):
    """{room: [covered, all]} of the sources; tests and what the compiler derives are left out."""
    rooms = collections.defaultdict(lambda: [0, 0])
    for file in export["data"][0]["files"]:
        _, found, place = file["filename"].rpartition("/Sources/")
        if found:
            room = rooms[place.split("/")[0]]
            room[0] += file["summary"]["lines"]["covered"]
            room[1] += file["summary"]["lines"]["count"]
    return rooms


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rooms = lines_per_room(json.load(file))
    below = []
    print(f"{'room':<12}{'lines':>8}{'covered':>10}")
    for room, (covered, lines) in sorted(rooms.items()):
        percent = 100 * covered / lines if lines else 100.0
        print(f"{room:<12}{lines:>8}{percent:>9.1f}%")
        if room in ROOMS_WITHOUT_IO and percent < GOAL_PERCENT:
            below.append(room)
    missing = sorted(ROOMS_WITHOUT_IO - rooms.keys())
    if below or missing:
        sys.exit(f"below {GOAL_PERCENT} % or not run at all: {', '.join(below + missing)}")


if __name__ == "__main__":
    main()
