"""字数 as Word counts it."""

import pytest

from sheets.wordcount import count


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("", 0),
        (" \n\u3000\t", 0),
        ("低碳试点", 4),
        ("低碳，试点。", 6),
        ("年减排 1200 tCO2。", 6),
        ("年减排1200tCO2。", 5),
        ("hello world", 2),
        ("2016-2018", 1),
        ("CO₂", 1),
        ("don’t", 1),
        ("“好”……", 5),
        ("𠮷喆堃", 3),
        ("（ABC）", 3),
        ("a\u3000b", 2),
    ],
)
def test_counts_like_word(text, characters):
    assert count(text) == characters
