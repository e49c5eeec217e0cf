"""The browser counts 字 as the server does."""

import random

from sheets.wordcount import count
from tests.sheets.test_wordcount import VECTORS

SURROGATES = range(0xD800, 0xE000)
IN_BROWSER = "texts => texts.map(window.countWords)"
# The browser makes the characters itself and answers with a digit each: to send two million texts took most of a minute.
EACH_IN_BROWSER = """([start, stop]) => {
  const alone = [], between = [];
  for (let code = start; code < stop; code++) {
    const char = String.fromCodePoint(code);
    alone.push(window.countWords(char));
    between.push(window.countWords("a" + char + "b"));
  }
  return [alone.join(""), between.join("")];
}"""


def test_the_browser_agrees_on_the_vectors(page):
    page.goto("/")
    assert page.evaluate(IN_BROWSER, [text for text, _ in VECTORS]) == [number for _, number in VECTORS]


def test_the_browser_agrees_on_every_character_alone_and_between_letters(page):
    page.goto("/")
    for codes in (range(SURROGATES.start), range(SURROGATES.stop, 0x110000)):
        characters = [chr(code) for code in codes]
        alone, between = page.evaluate(EACH_IN_BROWSER, [codes.start, codes.stop])
        assert len(alone) == len(between) == len(characters)
        assert [
            char for char, digit in zip(characters, alone, strict=True) if count(char) != int(digit)
        ] == []
        counted = zip(characters, between, strict=True)
        assert [char for char, digit in counted if count(f"a{char}b") != int(digit)] == []


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
