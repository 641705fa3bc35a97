#!/usr/bin/env python3
"""Makes h3_cells.json: in which cells of the H3 grid places lie, and where the middles of those cells are.

    pip install h3 && python3 Tests/Golden/h3_cells.py

Written with h3 4.5.0 (libh3 4.5.0). HexagonGridTests compares.
"""

import json
import math
import pathlib
import random

import h3

draw = random.Random(20240229)


def places():
    for resolution in range(16):
        for _ in range(20):
            # Uniform on the sphere.
            latitude = math.degrees(math.asin(draw.uniform(-1, 1)))
            yield resolution, latitude, draw.uniform(-180, 180)
        for _ in range(4):
            # Of a city, with as many decimals as its records have.
            yield resolution, round(41.8 + draw.gauss(0, 0.1), 4), round(-87.7 + draw.gauss(0, 0.1), 4)
        yield resolution, 90.0, draw.uniform(-180, 180)
        yield resolution, -90.0, draw.uniform(-180, 180)
        yield resolution, draw.uniform(-80, 80), 180.0
        yield resolution, draw.uniform(-80, 80), -180.0
        yield resolution, draw.uniform(-1e-9, 1e-9), math.nextafter(180, 0)
        yield resolution, 0.0, draw.uniform(-180, 180)
        yield resolution, 5e-324, 0.0
        for pentagon in draw.sample(sorted(h3.get_pentagons(resolution)), 3):
            latitude, longitude = h3.cell_to_latlng(pentagon)
            yield resolution, latitude, longitude
            # Near a corner of it; on the corner itself, rounding would choose the cell.
            corner = h3.cell_to_boundary(pentagon)[draw.randrange(5)]
            yield resolution, latitude * 0.01 + corner[0] * 0.99, longitude * 0.01 + corner[1] * 0.99


def row(resolution, latitude, longitude):
    cell = h3.latlng_to_cell(latitude, longitude, resolution)
    return [resolution, latitude, longitude, cell, *h3.cell_to_latlng(cell)]


def main():
    rows = [json.dumps(row(*place), separators=(",", ":")) for place in places()]
    path = pathlib.Path(__file__).with_name("h3_cells.json")
    path.write_text("[\n" + ",\n".join(rows) + "\n]\n")


if __name__ == "__main__":
    main()
