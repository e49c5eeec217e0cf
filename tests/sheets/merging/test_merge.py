"""Three-way merging of answers: what two people changed is put together, and nothing is lost."""

from collections import Counter
from copy import deepcopy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets.answers import MAX_BLOCKS, blocks, dump, load, slots
from sheets.merging.merge import Merged, mark, marks_of, merge
from tests.sheets.strategies import SHEETS, filled

TECHNOLOGY, PARK = SHEETS["technology"], SHEETS["park"]
PROJECT, TECHNOLOGIES = TECHNOLOGY.part("project"), TECHNOLOGY.part("technologies")


def put_together(part, base: dict, mine: dict, theirs: dict, **decisions) -> Merged:
    """Merge what two people made of the same copy."""
    copy = marks_of(TECHNOLOGY, base, (part,))
    return merge(TECHNOLOGY, part, copy, mine, theirs, **decisions)


def named(*names: str, **more) -> dict:
    return {"technologies": [{"name": name} | more for name in names]}


def names(answers: dict) -> list:
    return [block.get("name") for block in answers["technologies"]]


# Places


def test_two_people_on_different_fields_of_a_part_both_get_their_way():
    base = {"project_name": "甲", "project_goal": "目标"}
    merged = put_together(
        PROJECT, base, base | {"project_name": "乙"}, base | {"project_goal": "新目标", "address": "一号"}
    )
    assert merged.answers == {"project_name": "乙", "project_goal": "新目标", "address": "一号"}
    assert merged.clean and [slot.path for slot in merged.newer] == ["project_goal"]
    again = merge(TECHNOLOGY, PROJECT, merged.copy, base | {"project_name": "乙二"}, merged.answers)
    assert again.answers == merged.answers | {"project_name": "乙二"}, (
        "a page that shows the old goal does not bring it back"
    )


def test_one_field_changed_by_both_keeps_theirs_and_hands_mine_back():
    base = {"project_name": "甲", "project_goal": "目标"}
    mine, theirs = base | {"project_name": "乙", "project_goal": "新目标"}, base | {"project_name": "丙"}
    merged = put_together(PROJECT, base, mine, theirs)
    assert merged.answers == {"project_name": "丙", "project_goal": "新目标"}
    assert [(conflict.path, conflict.mine, conflict.theirs) for conflict in merged.conflicts] == [
        ("project_name", "乙", "丙")
    ]
    again = merge(TECHNOLOGY, PROJECT, merged.copy, mine, merged.answers)
    assert [conflict.mine for conflict in again.conflicts] == ["乙"], "saving once more is refused once more"


def test_the_same_change_by_both_is_none():
    merged = put_together(PROJECT, {}, {"project_name": "甲"}, {"project_name": "甲"})
    assert merged.clean and merged.answers == {"project_name": "甲"}


def test_emptying_what_another_changed_is_a_conflict():
    base = {"project_goal": "目标"}
    merged = put_together(PROJECT, base, {}, {"project_goal": "目标二"})
    assert [(conflict.mine, conflict.theirs) for conflict in merged.conflicts] == [(None, "目标二")]


def test_who_has_seen_the_other_version_may_overwrite_it_but_no_later_one():
    base, mine, theirs = {"project_name": "甲"}, {"project_name": "乙"}, {"project_name": "丙"}
    seen = marks_of(TECHNOLOGY, theirs, (PROJECT,))
    decided = {"project_name": seen["project_name"]}
    assert put_together(PROJECT, base, mine, theirs, decided=decided).answers == mine
    later = put_together(PROJECT, base, mine, {"project_name": "丁"}, decided=decided)
    assert later.answers == {"project_name": "丁"} and not later.clean


def test_who_takes_their_version_leaves_it_as_it_is():
    base, mine, theirs = {"project_name": "甲"}, {"project_name": "乙"}, {"project_name": "丙"}
    given_up = {"project_name": marks_of(TECHNOLOGY, mine, (PROJECT,))["project_name"]}
    merged = put_together(PROJECT, base, mine, theirs, decided=given_up)
    assert merged.clean and merged.answers == theirs


def test_items_of_one_field_are_places_of_their_own():
    base = {"performance": {"economic_benefit": "一", "social_benefit": "二"}}
    mine = {"performance": {"economic_benefit": "甲", "social_benefit": "二"}}
    theirs = {"performance": {"economic_benefit": "一", "social_benefit": "乙"}}
    assert put_together(PROJECT, base, mine, theirs).answers == {
        "performance": {"economic_benefit": "甲", "social_benefit": "乙"}
    }


def test_without_marks_what_is_sent_is_taken():
    merged = merge(TECHNOLOGY, PROJECT, {}, {"project_name": "乙"}, {"project_name": "丙"})
    assert merged.clean and merged.answers == {"project_name": "乙"}


# Blocks of a repeatable part


def test_an_edit_follows_its_block_when_another_was_removed():
    base = named("甲", "乙", scope="园区")
    mine = deepcopy(base)
    mine["technologies"][1]["scope"] = "全市"
    merged = put_together(TECHNOLOGIES, base, mine, {"technologies": base["technologies"][1:]})
    assert merged.clean and merged.answers == {"technologies": [{"name": "乙", "scope": "全市"}]}
    assert merged.places == {1: 0}


def test_a_block_that_was_added_and_edited_elsewhere_stays():
    base, theirs = named("甲"), named("零", "甲", "丙")
    merged = put_together(TECHNOLOGIES, base, named("甲二"), theirs)
    assert merged.clean and names(merged.answers) == ["零", "甲二", "丙"]


def test_an_edit_of_a_removed_block_is_kept_until_the_person_decides():
    base, mine, theirs = named("甲", "乙"), named("甲", "乙二"), named("甲")
    merged = put_together(TECHNOLOGIES, base, mine, theirs)
    assert (merged.gone, merged.clean, names(merged.answers)) == ([1], False, ["甲"])
    back = put_together(TECHNOLOGIES, base, mine, theirs, back=[1])
    assert back.clean and names(back.answers) == ["甲", "乙二"]
    dropped = put_together(TECHNOLOGIES, base, mine, theirs, dropped=[1])
    assert dropped.clean and names(dropped.answers) == ["甲"]


def test_a_removed_block_that_nobody_else_touched_stays_away():
    merged = put_together(TECHNOLOGIES, named("甲", "乙"), named("甲二", "乙"), named("甲"))
    assert merged.clean and names(merged.answers) == ["甲二"]


def test_a_block_is_put_back_only_while_there_is_room():
    base = named("零")
    full = named(*(f"技术{number}" for number in range(MAX_BLOCKS)))
    merged = put_together(TECHNOLOGIES, base | {"x": 1}, named("零二"), full, back=[0])
    assert names(merged.answers) == names(full)
    assert merged.gone == [0]


# Laws


def changed(data, base: dict) -> dict:
    """What a person makes of a form: some places with new values, some emptied, the rest as they are."""
    values = load(TECHNOLOGY, base)
    fresh = data.draw(filled(TECHNOLOGY))
    paths = data.draw(st.sets(st.sampled_from(sorted({*values, *fresh} or {"project_name"}))))
    made = values | {path: fresh[path] for path in paths if path in fresh}
    for path in paths - set(fresh):
        made.pop(path, None)
    return dump(TECHNOLOGY, {path: made[path] for path in made if not path.startswith("technologies/")}) | {
        "technologies": [
            dump(
                TECHNOLOGY, {path: made[path] for path in made if path.startswith(f"technologies/{index}/")}
            ).get("technologies", [{}])[-1]
            for index in range(len(blocks(base, TECHNOLOGIES)))
        ]
    }


def with_other_blocks(data, answers: dict) -> dict:
    """The same with a block taken out and one put in somewhere."""
    listed = deepcopy(answers["technologies"])
    if data.draw(st.booleans()):
        listed.pop(data.draw(st.integers(0, len(listed) - 1)))
    if data.draw(st.booleans()) or not listed:
        listed.insert(data.draw(st.integers(0, len(listed))), {"name": "另一项技术"})
    return answers | {"technologies": listed}


def filled_in(answers: dict, part) -> Counter:
    """Every filled place of a part: key of the field and mark, wherever its block stands."""
    marks = marks_of(TECHNOLOGY, answers, (part,))
    return Counter(
        ((slot.parent or slot.leaf).key, slot.leaf.key, marks[slot.path])
        for slot, value in slots(TECHNOLOGY, answers, (part,))
        if value is not None
    )


LAWS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@LAWS
@given(data=st.data())
def test_nothing_that_either_wrote_is_lost(data):
    base = changed(data, dump(TECHNOLOGY, data.draw(filled(TECHNOLOGY))))
    mine, theirs = changed(data, base), with_other_blocks(data, changed(data, base))
    for part in (PROJECT, TECHNOLOGIES):
        merged = put_together(part, base, mine, theirs)
        offered = Counter(
            ((conflict.slot.parent or conflict.slot.leaf).key, conflict.slot.leaf.key, marks_of_one(conflict))
            for conflict in merged.conflicts
            if conflict.mine is not None
        )
        for index in merged.gone:
            offered += filled_in({"technologies": [blocks(mine, part)[index]]}, part)
        kept = filled_in(merged.answers, part)
        lost_of_mine = filled_in(mine, part) - filled_in(base, part) - kept - offered
        lost_of_theirs = filled_in(theirs, part) - filled_in(base, part) - kept
        assert not lost_of_mine and not lost_of_theirs


def marks_of_one(conflict) -> str:
    return mark(conflict.slot.leaf, conflict.mine)


@LAWS
@given(data=st.data())
def test_who_changed_nothing_changes_nothing_and_who_was_alone_gets_everything(data):
    base = changed(data, dump(TECHNOLOGY, data.draw(filled(TECHNOLOGY))))
    other = changed(data, base)
    for part in (PROJECT, TECHNOLOGIES):
        theirs = with_other_blocks(data, other) if part.repeatable else other
        assert marks_of(TECHNOLOGY, put_together(part, base, base, theirs).answers) == marks_of(
            TECHNOLOGY, theirs
        )
        alone = put_together(part, base, other, base)
        assert alone.clean
        assert marks_of(TECHNOLOGY, alone.answers, (part,)) == marks_of(TECHNOLOGY, other, (part,))
