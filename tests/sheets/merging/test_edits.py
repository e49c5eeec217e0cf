"""Who wrote each place last, as it is kept and as it is told."""

from datetime import UTC, datetime
from types import SimpleNamespace

from sheets.merging.edits import OTHER_WINDOW, last_writer, stamped, writer_words

EARLIER, LATER = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC)


def test_a_place_is_put_down_to_who_changed_it_and_others_stay():
    edits = stamped({}, ["what", "why"], actor=SimpleNamespace(pk=1), at=EARLIER)
    edits = stamped(edits, ["why"], actor=SimpleNamespace(pk=2), at=LATER)
    assert (edits["what"][0], edits["why"][0]) == (1, 2)
    assert last_writer(edits) == 2 and last_writer({}) is None


def test_own_words_are_those_of_another_window():
    stamp = (1, "甲", EARLIER.isoformat())
    assert (writer_words(stamp, 1), writer_words(stamp, 2)) == (OTHER_WINDOW, "甲")
