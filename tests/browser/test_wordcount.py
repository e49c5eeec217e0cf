"""The browser counts 字 as the server does."""

import random

from sheets.wordcount import count
from tests.sheets.test_wordcount import VECTORS

SURROGATES = range(0xD800, 0xE000)
EVERY_CHARACTER = [chr(code) for code in range(0x110000) if code not in SURROGATES]
IN_BROWSER = "texts => texts.map(window.countWords)"


def test_the_browser_agrees_on_the_vectors(page):
    page.goto("/")
    assert page.evaluate(IN_BROWSER, [text for text, _ in VECTORS]) == [number for _, number in VECTORS]


def test_the_browser_agrees_on_every_character_alone_and_between_letters(page):
    page.goto("/")
    for start in range(0, len(EVERY_CHARACTER), 200_000):
        part = EVERY_CHARACTER[start : start + 200_000]
        texts = [*part, *(f"a{char}b" for char in part)]
        counted = page.evaluate(IN_BROWSER, texts)
        differing = [text for text, number in zip(texts, counted, strict=True) if count(text) != number]
        assert not differing


def test_the_browser_agrees_on_mixed_texts(page):
    page.goto("/")
    chance = random.Random(20240715)
    pieces = [
        "低",
        "碳",
        "，",
        "。",
        "’",
        "“",
        "—",
        "…",
        " ",
        "\n",
        "\u3000",
        "a",
        "Z",
        "9",
        ".",
        "-",
        "\u0301",
        "\u200b",
        "𠮷",
        "℃",
    ]
    texts = ["".join(chance.choices(pieces, k=chance.randrange(40))) for _ in range(5_000)]
    assert page.evaluate(IN_BROWSER, texts) == [count(text) for text in texts]
