"""What the framework says at a field where a form has no sentence of its own."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.utils.translation import gettext, ngettext

SAID = [
    (forms.ChoiceField(choices=[("a", "甲")]), "b", "所选内容已有变动，请刷新页面后重新选择。"),
    (forms.MultipleChoiceField(choices=[("a", "甲")]), ["b"], "所选内容已有变动，请刷新页面后重新选择。"),
    (forms.IntegerField(max_value=15), "16", "不能大于 15。"),
    (forms.IntegerField(min_value=3), "2", "不能小于 3。"),
    (forms.IntegerField(), "三", "请填写整数。"),
    (forms.CharField(max_length=3), "一二三四", "最多 3 个字符，现有 4 个，请删减。"),
    (forms.CharField(), "", "请填写这一项。"),
    (forms.DateField(), "某日", "请填写日期，例如 2026-07-15。"),
]


@pytest.mark.parametrize(("field", "sent", "sentence"), SAID)
def test_a_field_speaks_plainly(field, sent, sentence):
    with pytest.raises(forms.ValidationError) as found:
        field.clean(sent)
    assert found.value.messages == [sentence]


def test_the_compiled_words_are_those_of_the_source():
    source = Path(settings.LOCALE_PATHS[0]) / "zh_Hans/LC_MESSAGES/django.po"
    pairs = re.findall(
        r'^msgid "(.+)"\n(?:msgid_plural "(.+)"\nmsgstr\[0\]|msgstr) "(.+)"$', source.read_text(), re.M
    )
    assert len(pairs) == 26
    for one, many, words in pairs:
        assert (ngettext(one, many, 2) if many else gettext(one)) == words
