"""What city staff enter about publishing, notices and objections (Notice 公示)."""

from datetime import timedelta

from django import forms

from face.fields import checked_phone
from face.wording import chinese_date
from journal import clock
from journal.clock import day_of
from programme.models import Cycle, DayCorrection
from programme.notice import LEAST_NOTICE_DAYS
from reviews.models import PublicNotice
from reviews.results.publication import Terms, ready_decisions, usual_first_day

MOST_DAYS = 60

MOST_AHEAD = 60  # days from publishing to the first day


class PublishForm(forms.Form):
    """Which decisions to publish, with which opening sentence, and the terms of the notice."""

    marks_optional = False

    decisions = forms.MultipleChoiceField(
        label="本次发布",
        error_messages={"required": "请至少勾选一项。", "invalid_choice": "所选结果有变动，请重新勾选。"},
    )
    introduction = forms.CharField(
        label="开头语",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="放在发给每个申报单位的消息开头，可以修改或留空。",
    )
    first_day = forms.DateField(
        label="公示首日",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="默认为发布当日，不计入工作日数。从发布时起即可提出异议。",
        error_messages={"required": "请填写公示首日。"},
    )
    working_days = forms.IntegerField(
        label="公示工作日数",
        min_value=LEAST_NOTICE_DAYS,
        max_value=MOST_DAYS,
        help_text=f"不少于 {LEAST_NOTICE_DAYS} 个。从公示首日的次日起算，到最后一个工作日 24:00 为止。",
        error_messages={"min_value": f"公示不少于 {LEAST_NOTICE_DAYS} 个工作日。"},
    )
    phone = forms.CharField(
        label="联系电话", max_length=60, error_messages={"required": "请填写公示期间的联系电话。"}
    )
    email = forms.EmailField(label="电子邮箱", error_messages={"required": "请填写公示期间的电子邮箱。"})

    def __init__(self, *args, cycle: Cycle, **kwargs):
        self.ready = ready_decisions(cycle)
        kwargs["initial"] = _initial(cycle, [each.pk for each in self.ready]) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["decisions"].choices = [(each.pk, each.application.number) for each in self.ready]

    def clean_first_day(self):
        """Not in the past, and not so far ahead that it is a slip of the pen."""
        day, today = self.cleaned_data["first_day"], day_of(clock.now())
        if day < today:
            raise forms.ValidationError(f"{chinese_date(day)} 已经过去，请重新选择。")
        latest = today + timedelta(days=MOST_AHEAD)
        if day > latest:
            raise forms.ValidationError(f"公示首日最晚为 {chinese_date(latest)}，请重新选择。")
        return day

    def clean_phone(self) -> str:
        """A number that the public can dial."""
        return checked_phone(self.cleaned_data["phone"])

    @property
    def chosen(self) -> list:
        """The ready decisions that were ticked."""
        wanted = set(map(int, self.cleaned_data["decisions"]))
        return [each for each in self.ready if each.pk in wanted]

    @property
    def terms(self) -> Terms:
        """Days and contact of the notice."""
        return Terms(
            **{name: self.cleaned_data[name] for name in ("first_day", "working_days", "phone", "email")}
        )


def _initial(cycle: Cycle, ready: list[int]) -> dict:
    """What staff most likely want: all that is ready, the days of the cycle, the contact of the last notice."""
    before = PublicNotice.objects.first()
    return {
        "decisions": ready,
        "introduction": f"感谢贵单位参加 {cycle.year} 年度北京市低碳试点申报。",
        "first_day": usual_first_day(clock.now()),
        "working_days": cycle.public_notice_days,
        "phone": before.phone if before else "",
        "email": before.email if before else "",
    }


class DayForm(forms.ModelForm):
    """A day on which the calendar is wrong."""

    working = forms.TypedChoiceField(
        label="这一天",
        choices=[("0", "休息"), ("1", "上班")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择休息或上班。"},
    )

    class Meta:
        model = DayCorrection
        fields = ["day", "working", "note"]
        widgets = {"day": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {"note": "如国务院办公厅、市政府的通知。"}
        error_messages = {
            "day": {"required": "请选择日期。"},
            "note": {"required": "请写明依据。"},
        }

    def __init__(self, *args, cycle: Cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.cycle = cycle
