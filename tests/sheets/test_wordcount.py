"""字数 as Word counts it."""

from pathlib import Path

import pytest
import yaml

from sheets.wordcount import count

VECTORS = yaml.safe_load(Path(__file__).with_name("wordcount.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "characters"), VECTORS)
def test_counts_like_word(text, characters):
    assert count(text) == characters


def test_the_vectors_are_at_least_sixty():
    assert len({text for text, _ in VECTORS}) == len(VECTORS) >= 60
