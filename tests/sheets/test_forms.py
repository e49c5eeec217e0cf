"""Web forms of the parts: what is shown comes back, drafts keep what was typed, errors are tied to fields."""

from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets.answers import dump, problems
from sheets.forms import PartForm
from tests.sheets.strategies import SHEETS, filled

TECHNOLOGY, PARK, LEADER = SHEETS["technology"], SHEETS["park"], SHEETS["leader"]
FORMS = pytest.mark.parametrize("form", SHEETS)


class Page(HTMLParser):
    """What a browser would send, and how the inputs are tied to their words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent, self.ids, self.labelled, self.described, self.inputs = [], [], set(), set(), []
        self._area: list | None = None
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.described |= set(attrs.get("aria-describedby", "").split())
        if tag == "label":
            self.labelled.add(attrs["for"])
        if tag in ("input", "textarea"):
            self.inputs.append(attrs)
        if tag == "textarea":
            self._area = [attrs["name"], ""]
        elif tag == "input" and (attrs.get("type") not in ("radio", "checkbox") or "checked" in attrs):
            self.sent.append((attrs["name"], attrs.get("value", "")))

    def handle_data(self, data):
        if self._area is not None:
            self._area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, text = self._area
            self.sent.append((name, text.removeprefix("\n")))
            self._area = None

    @property
    def data(self) -> QueryDict:
        query = QueryDict(mutable=True)
        for name, value in self.sent:
            query.appendlist(name, value)
        return query


def parts(sheet):
    return [*sheet.applicant_parts, sheet.recommender_part]


@FORMS
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow]
)
@given(data=st.data())
def test_what_the_form_shows_comes_back_unchanged(form, data):
    sheet = SHEETS[form]
    answers = dump(sheet, data.draw(filled(sheet)))
    saved = answers
    for part in parts(sheet):
        page = Page(str(PartForm(sheet, part, 2026, answers)))
        saved = PartForm(sheet, part, 2026, saved, page.data).save_into(saved)
    assert {key: value for key, value in saved.items() if value != [{}]} == answers


@FORMS
def test_every_input_has_a_label_and_its_messages_are_tied_to_it(form):
    sheet = SHEETS[form]
    for part in parts(sheet):
        page = Page(str(PartForm(sheet, part, 2026, {}, check=True)))
        assert len(page.ids) == len(set(page.ids))
        visible = [attrs for attrs in page.inputs if attrs.get("type") != "hidden"]
        assert all(attrs["id"] in page.labelled for attrs in visible)
        assert page.described <= set(page.ids)


@FORMS
def test_problems_point_at_inputs_that_exist(form):
    sheet = SHEETS[form]
    for by in ("applicant", "recommender"):
        for problem in problems(sheet, {}, by):
            page = Page(str(PartForm(sheet, sheet.part(problem.part_key), 2026, {})))
            assert problem.anchor in {attrs.get("id") for attrs in page.inputs}


def post(**fields) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def test_drafts_keep_malformed_entries_and_show_them_again():
    sent = post(
        contact_phone="记不清", total_investment="约两千", construction_period_0="2025-03", project_name="甲"
    )
    form = PartForm(TECHNOLOGY, TECHNOLOGY.part("project"), 2026, {}, sent)
    assert not form.is_valid()
    assert [anchor for anchor, _, _ in form.problems] == ["id_construction_period_0", "id_total_investment"]
    saved = form.save_into({"address": "示例路 1 号"})
    assert saved == {
        "address": "示例路 1 号",
        "project_name": "甲",
        "total_investment": {"raw": "约两千"},
        "construction_period": {"raw": "2025-03—"},
    }
    again = Page(str(PartForm(TECHNOLOGY, TECHNOLOGY.part("project"), 2026, saved)))
    assert again.data["total_investment"] == "约两千" and again.data["construction_period_0"] == "2025-03"
    assert "id_total_investment_error" in again.ids


def test_drafts_over_the_limit_are_saved_with_a_message():
    sent = post(profile="碳" * 501)
    form = PartForm(LEADER, LEADER.part("pilot"), 2026, {}, sent)
    assert not form.is_valid() and "请删减 1 字" in form.problems[0][2]
    assert form.save_into({})["profile"] == "碳" * 501
    assert "已写 501 字，限 500 字" in str(form) and 'data-limit="500"' in str(form)


def test_nothing_is_required_while_drafting_and_all_when_complete():
    part = PARK.recommender_part
    assert PartForm(PARK, part, 2026, {}, post(recommender_contact="")).is_valid()
    complete = PartForm(PARK, part, 2026, {}, post(recommender_contact="示例联系人"), complete=True)
    assert not complete.is_valid()
    assert [anchor for anchor, _, _ in complete.problems] == [
        "id_recommender_phone",
        "id_recommender_opinion",
    ]


def test_fields_that_were_not_sent_keep_their_answers():
    stored = {"location": "昌平区", "pilot_type": {"choice": "其他", "other": "甲"}}
    saved = PartForm(PARK, PARK.part("applicant"), 2026, stored, post(contact_name="乙")).save_into(stored)
    assert saved == stored | {"contact_name": "乙"}


def test_blank_entries_take_answers_out():
    stored = {"location": "昌平区", "enterprises": {"enterprises_settled": 3}}
    saved = PartForm(PARK, PARK.part("applicant"), 2026, stored, post(location=" ")).save_into(stored)
    assert PartForm(PARK, PARK.part("area"), 2026, saved, post(enterprises_settled="")).save_into(saved) == {}


BLOCKS = {"technologies": [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]}


def blocks(**buttons) -> QueryDict:
    page = Page(str(PartForm(TECHNOLOGY, TECHNOLOGY.part("technologies"), 2026, BLOCKS)))
    data = page.data
    for name in buttons:
        data[name.replace("_", "-")] = "1"
    return data


def names(form) -> list:
    return [block.get("name") for block in form.save_into(BLOCKS)["technologies"]]


def test_blocks_are_added_and_removed_by_plain_buttons():
    part = TECHNOLOGY.part("technologies")
    added = PartForm(TECHNOLOGY, part, 2026, BLOCKS, blocks(add=1))
    removed = PartForm(TECHNOLOGY, part, 2026, BLOCKS, blocks(remove_1=1))
    assert added.restructured and names(added) == ["甲", "乙", "丙", None]
    assert removed.restructured and names(removed) == ["甲", "丙"]
    assert not PartForm(TECHNOLOGY, part, 2026, BLOCKS, blocks()).restructured


def test_at_least_one_block_and_at_most_ten():
    part = TECHNOLOGY.part("technologies")
    one = PartForm(TECHNOLOGY, part, 2026, {}, post(**{"technologies-count": "1", "remove-0": "1"}))
    assert not one.can_remove and len(one.save_into({})["technologies"]) == 1
    ten = {"technologies": [{"name": str(number)} for number in range(10)]}
    full = PartForm(TECHNOLOGY, part, 2026, ten, post(**{"technologies-count": "10", "add": "1"}))
    assert not full.can_add and len(full.save_into(ten)["technologies"]) == 10
    forged = PartForm(TECHNOLOGY, part, 2026, {}, post(**{"technologies-count": "9999999"}))
    assert len(forged.blocks) <= 10


def test_the_enter_key_saves_and_removes_nothing():
    html = str(PartForm(TECHNOLOGY, TECHNOLOGY.part("technologies"), 2026, BLOCKS))
    assert html.index("保存</button>") < html.index('name="remove-0"')


def test_what_was_typed_is_escaped():
    html = str(PartForm(PARK, PARK.part("applicant"), 2026, {"location": "<script>&\"'"}))
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_a_sample_stands_at_an_empty_field_only():
    sheet = SHEETS["technology"]
    part = sheet.part("project")
    assert "xx 区" in str(PartForm(sheet, part, 2026))
    assert "xx 区" not in str(PartForm(sheet, part, 2026, {"project_location": "海淀区"}))
    hint = "1000 字以内简要描述"
    assert hint in str(PartForm(sheet, part, 2026, {"project_content": "建设内容"}))
