"""Two texts side by side: nothing is lost in the marking, what is alike is quiet, what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from sheets.merging.difference import Piece, difference

TEXTS = st.text("碳排放。；\n甲乙丙丁12", max_size=80)


def side(pieces) -> str:
    return "".join(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
def test_each_side_is_the_whole_text(old, new):
    before, after = difference(old, new)
    if not any(piece.mark == "cut" for piece in (*before, *after)):
        assert (side(before), side(after)) == (old, new)
    assert all(piece.mark != "new" for piece in before) and all(piece.mark != "gone" for piece in after)


def test_only_what_differs_is_marked():
    before, after = difference("甲不变。旧的说法。", "甲不变。新的说法。")
    assert before == (Piece("same", "甲不变。"), Piece("gone", "旧"), Piece("same", "的说法。"))
    assert after == (Piece("same", "甲不变。"), Piece("new", "新"), Piece("same", "的说法。"))


def test_nothing_is_marked_where_nothing_is_alike():
    assert difference("", "新的") == ((), (Piece("same", "新的"),))
    assert difference("甲", "乙") == ((Piece("same", "甲"),), (Piece("same", "乙"),))


def test_long_stretches_that_are_equal_are_cut():
    before, _ = difference("第一句。" * 100 + "旧。", "第一句。" * 100 + "新。")
    assert [piece.mark for piece in before] == ["cut", "same", "gone", "same"]
    assert before[0].text == "略去相同的 340 个字符"
