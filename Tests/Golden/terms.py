#!/usr/bin/env python3
"""Makes terms.json: what scikit-learn finds alike among a few texts of our own.

    pip install scikit-learn && python3 Tests/Golden/terms.py

Written with scikit-learn 1.9.1. TermIndexTests compares.
"""

import json
import pathlib

import numpy
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

DOCUMENTS = [
    "A lighthouse keeper sorts letters that the tide brings in. Letters, letters, and one map.",
    "The map shows an island; the island shows nobody. Dig where the lighthouse throws no light!",
    "Race wooden boats around the island. Four players, split screen, no lighthouse.",
    "",
    "the of and to in is it",
    "Grow mushrooms in a cellar, sell mushrooms at the market, repeat until the market moves in.",
    "GROW MUSHROOMS IN A CELLAR, SELL MUSHROOMS AT THE MARKET, REPEAT UNTIL THE MARKET MOVES IN.",
    "snake_case words, x86 and 64bit, v2.0, it's a don't-care: e-mail, I/O, C++ and C#",
    "Überfahrt nach Sankt Märgen: Größe, Straße und ein naïve façade; CAFÉ, café",
    "Ночной поезд везёт письма. НОЧНОЙ ПОЕЗД стоит, письма ждут.",
    "灯台守 と 手紙 の 島 12 ½ ² Ⅷ",
    "a b c d e f g 1 2 3",
    "mushrooms " * 40 + "lighthouse",
    "İzmir and ǅungla: letters whose lower case is unusual",
    "One island more. One island less. Letters from both.\nA second line,\r\nand\ta third.",
    "\u200bzero\u200bwidth zero width re\u0301sume\u0301 r\u00e9sum\u00e9 हिन्दी",
    "Race, race, race: boats boats market map light",
]

ROWS = [[0], [1], [5], [12], [8], [9], [13], [3], [7], [0, 2], [5, 9, 16], [0, 3]]

TEXTS = [
    "lighthouse letters",
    "Mushrooms, MUSHROOMS and a market",
    "the and of",
    "words that nobody wrote here: zyzzyva",
    "café Straße naïve",
    "письма",
    "island island island boats zyzzyva",
    "",
]


def main():
    vectorizer = TfidfVectorizer(stop_words="english")
    matrix = vectorizer.fit_transform(DOCUMENTS)

    def scores(vector):
        return numpy.asarray(matrix @ vector.T).ravel().tolist()

    golden = {
        "stop_words": sorted(ENGLISH_STOP_WORDS),
        "documents": DOCUMENTS,
        "terms": len(vectorizer.vocabulary_),
        "rows": [
            {"rows": rows, "scores": scores(numpy.asarray(matrix[rows].mean(axis=0)))}
            for rows in ROWS
        ],
        "texts": [
            {"text": text, "scores": scores(vectorizer.transform([text]).toarray())}
            for text in TEXTS
        ],
    }
    place = pathlib.Path(__file__).with_suffix(".json")
    place.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
