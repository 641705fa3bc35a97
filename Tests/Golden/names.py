#!/usr/bin/env python3
"""Makes names.json: how alike RapidFuzz finds pairs of names of our own.

    pip install rapidfuzz && python3 Tests/Golden/names.py

Written with RapidFuzz 3.14.6. NameSimilarityTests compares.
"""

import json
import pathlib
import random

from rapidfuzz import fuzz, utils

PAIRS = [
    ("Lantern Bay", "Lantern Bay"),
    ("lantern bay", "LANTERN BAY!"),
    ("bay lantern", "Lantern Bay"),
    ("Lantern", "Lantern Bay"),
    ("lantern", "The Lantern of the Silent Bay, Part Two"),
    ("Lantrn Bay", "Lantern Bay"),
    ("bay", "Lantern Bay: Tides of Glass"),
    ("glass tides", "Lantern Bay: Tides of Glass"),
    ("abc", "abcdefghijklmnopqrstuvwx"),
    ("xwv", "abcdefghijklmnopqrstuvwxy"),
    ("abcd", "abcdef"),
    ("abc d", "a bcdef"),
    ("", "Lantern"),
    ("!!!", "Lantern"),
    ("!!!", "???"),
    ("a", "b"),
    ("a", "a"),
    ("a a a", "a"),
    ("a a b", "b b a"),
    ("two two", "two"),
    ("one two two", "two three two"),
    ("fuzzy wuzzy was a bear", "wuzzy fuzzy was a bear"),
    ("fuzzy fuzzy was a bear", "fuzzy was a bear"),
    ("snake_case_name", "snake case name"),
    ("R.E.B.O.O.T 2", "reboot 2"),
    ("R - E - B", "r e b"),
    ("Café Größe", "cafe grosse"),
    ("CAFÉ GRÖSSE", "café größe"),
    ("Ночной поезд", "ночной ПОЕЗД 2"),
    ("поезд", "Ночной поезд в горах и обратно"),
    ("灯台守の島", "島の灯台守"),
    ("Kanal ゲーム", "ゲーム Kanal X"),
    ("Part ½", "part ½ and Ⅷ"),
    ("trade™mark", "trade mark"),
    ("x" * 64, "x" * 64 + "y"),
    ("ab" * 40, "ba" * 40),
    ("ab " * 30, "ab " * 31),
    ("abcdefgh" * 10, "hgfedcba" * 10),
    ("needle", "hay " * 20 + "needle" + " hay" * 20),
    ("needle stack", "hay " * 20 + "stack of needles" + " hay" * 20),
]

WORDS = (
    "ash bay bell castle chess city dawn dust echo ember fleet forest frost garden ghost harbor "
    "hero hotel island keeper king lamp legend light little moon night of ocean origins orchard "
    "pilot puzzle quest rain robot saga salt shadow sky star station storm tale the tide tower "
    "town train valley winter wizard world 2 3 II III 64 VR"
).split()


def name(draw, most):
    return draw.choice([" ", " ", " ", ": ", " - "]).join(
        draw.choice([word, word.capitalize(), word.upper()])
        for word in draw.choices(WORDS, k=draw.randint(1, most))
    )


def misspelt(draw, text):
    letters = list(text)
    for _ in range(draw.randint(0, 4)):
        place = draw.randrange(len(letters) + 1)
        change = draw.randrange(3)
        if change == 0:
            letters.insert(place, draw.choice("aeiounrst "))
        elif place < len(letters) and change == 1:
            letters[place] = draw.choice("aeiounrst ")
        elif place < len(letters) and len(letters) > 1:
            del letters[place]
    return "".join(letters)


def main():
    draw = random.Random(2008)
    pairs = list(PAIRS)
    for _ in range(300):
        first = name(draw, 5)
        pairs.append((misspelt(draw, first), first))
        pairs.append((name(draw, 3), name(draw, 8)))
    golden = [
        {"asked": a, "name": b, "score": fuzz.WRatio(a, b, processor=utils.default_process)}
        for a, b in pairs
    ]
    place = pathlib.Path(__file__).with_suffix(".json")
    lines = ",\n".join(json.dumps(pair, ensure_ascii=False) for pair in golden)
    place.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
