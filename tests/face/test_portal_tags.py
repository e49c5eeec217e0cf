"""The shared parts of the face."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from face.look import ICONS

CUTOFF = datetime(2026, 7, 15, 16, 0, tzinfo=UTC)


class Example(forms.Form):
    """A form with each shape of widget."""

    name = forms.CharField(label="项目名称", help_text="不超过 60 字。", max_length=60)
    money = forms.DecimalField(label="总投资", required=False)
    finance = forms.ChoiceField(label="绿色金融", choices=[("y", "需要")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="我确认")


def render(source: str, path: str = "/list/", **context) -> str:
    """Render a template line as a page of ``path`` would, without the context processors."""
    request = RequestFactory().get(path)
    context = {
        "request": request,
        "csrf_token": "token",
        "now": CUTOFF - timedelta(days=3, hours=4),
    } | context
    page = Context(context)
    page.request = request
    return Template("{% load portal crispy_forms_tags %}" + source).render(page)


@pytest.mark.parametrize("family", ICONS)
def test_state_is_never_told_by_colour_alone(family):
    html = render("{% state_tag '形式审查中' family %}", family=family)
    assert "形式审查中" in html
    assert f"icons.svg#{ICONS[family]}" in html


def test_status_panel_keeps_its_body_and_leaves_out_what_is_not_known():
    html = render("{% status_panel state='草稿' next='提交' %}<b>按钮</b>{% endstatus_panel %}")
    assert "<b>按钮</b>" in html
    assert "下一步" in html
    assert "由谁办理" not in html


def test_timeline_shows_the_newest_first_and_escapes():
    records = [
        {"at": CUTOFF, "actor_name": "示例联系人", "label": "新建", "summary": ""},
        {"at": CUTOFF, "actor_name": "系统", "label": "编号", "summary": "<b>"},
    ]
    html = render("{% timeline records %}", records=records)
    assert html.index("编号") < html.index("新建")
    assert "&lt;b&gt;" in html


def test_file_list_offers_only_the_links_given():
    html = render("{% file_list files %}", files=[{"name": "测算说明.pdf", "size": 2048, "url": "/f/1"}])
    assert "2 KB" in html
    assert "删除" not in html
    html = render("{% file_list files %}", files=[{"name": "a.pdf", "size": 1, "delete_url": "/f/1/delete"}])
    assert 'value="token"' in html


def test_sort_header_keeps_the_query_turns_the_order_and_leaves_the_page():
    html = render("{% sort_header 'area' '面积' %}", path="/list/?type=zone&page=3&sort=area")
    assert 'href="?type=zone&amp;sort=-area"' in html
    assert 'aria-sort="ascending"' in html


def test_pagination_keeps_the_query_and_is_silent_for_one_page():
    page = Paginator(range(45), 20).page(2)
    html = render("{% pagination page %}", path="/list/?type=zone&page=2", page=page)
    assert 'href="?type=zone&amp;page=3"' in html
    assert "第 21 至 40 条，共 45 条" in html
    assert render("{% pagination page %}", page=Paginator(range(3), 20).page(1)).strip() == ""


def test_error_summary_counts_and_links_to_each_field():
    form = Example({"money": "x"})
    html = render("{% error_summary form %}", form=form)
    assert "有 4 处需要修改" in html
    assert 'href="#id_name"' in html
    assert render("{% error_summary form %}", form=Example()).strip() == ""
    assert 'href="#part-3"' in render("{% error_summary items=items %}", items=[("part-3", "缺少技术")])


def test_error_summary_links_lead_to_an_element_on_the_page():
    form = Example({})
    html = render("{{ form|crispy }}", form=form)
    for bound in form:
        assert f'id="{bound.auto_id}"' in html


def test_field_ties_hint_and_error_to_the_input_and_says_them_before_it():
    html = render("{{ form.name|as_crispy_field }}", form=Example({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    hint, error = html.index('id="id_name_helptext"'), html.index('id="id_name_error"')
    assert hint < error < html.index("<input")


def test_a_group_of_choices_stands_under_its_legend_with_its_error():
    html = render("{{ form.finance|as_crispy_field }}", form=Example({}))
    assert '<fieldset id="id_finance" aria-describedby="id_finance_error">' in html
    assert html.index("<legend") < html.index('id="id_finance_error"') < html.index('id="id_finance_0"')


def test_what_may_stay_empty_is_said_in_words():
    assert "（选填）" not in render("{{ form.name|as_crispy_field }}", form=Example())
    assert "（选填）" in render("{{ form.money|as_crispy_field }}", form=Example())
    draft = Example()
    draft.marks_optional = False
    assert "（选填）" not in render("{{ form|crispy }}", form=draft)


def test_fields_are_rendered_twice_alike():
    form = Example({})
    assert render("{{ form|crispy }}", form=form) == render("{{ form|crispy }}", form=form)


def test_errors_of_the_whole_form_stand_in_the_summary_alone():
    form = Example({})
    form.add_error(None, "两处不一致。")
    assert "两处不一致。" in render("{% error_summary form %}", form=form)
    assert "两处不一致。" not in render("{{ form|crispy }}", form=form)


def test_filter_bar_keeps_the_order_and_counts():
    html = render(
        "{% filter_bar form count=7 %}", path="/list/?sort=-area&name=a", form=Example({"name": "a"})
    )
    assert '<input type="hidden" name="sort" value="-area">' in html
    assert "<strong>7</strong>" in html
    assert "清除条件" in html


def test_steps_name_the_present_one():
    lacking = {"label": "技术", "state": "lack", "note": "还缺 2 处", "current": True}
    items = [{"label": "基本情况", "state": "done", "url": "#"}, lacking]
    html = render("{% steps items %}", items=items)
    assert "第 2 步，共 2 步" in html
    assert 'aria-current="step"' in html and "还缺 2 处" in html


def test_countdown_is_server_rendered():
    html = render("{% countdown until %}", until=CUTOFF)
    assert "2026年7月15日 24:00" in html
    assert "还有 3 天 4 小时" in html
    assert f'data-countdown="{(3 * 24 + 4) * 3600}"' in html


def test_confirm_box_is_a_form_with_a_token():
    html = render(
        "{% confirm_box label='撤回' title='确认撤回？' action='/x/' button='确认' danger=True %}理由{% endconfirm_box %}"
    )
    assert 'action="/x/"' in html
    assert 'value="token"' in html
    assert "理由" in html


def test_small_parts_show_what_they_are_given():
    assert "—" in render("{% facts rows %}", rows=[("推荐单位", None)])
    assert "万吨" in render("{% stats items %}", items=[{"label": "减排", "value": "12.6", "unit": "万吨"}])
    assert 'aria-current="page"' in render(
        "{% tabs items %}", items=[{"label": "全部", "url": "?", "active": True}]
    )
    assert 'role="alert"' in render("{% callout kind='error' %}没有提交成功{% endcallout %}")
    assert 'aria-label="申报列表"' in render(
        "{% table_box label='申报列表' %}<table></table>{% endtable_box %}"
    )
    assert "还没有申报" in render("{% empty_state title='还没有申报' %}{% endempty_state %}")
    assert "<h2>进展</h2>" in render("{% panel title='进展' %}文字{% endpanel %}")
