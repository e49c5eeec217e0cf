"""What city staff enter about publishing, notices and objections (Notice 公示)."""

from datetime import timedelta

from django import forms

from accounts.wording import chinese_date
from journal import clock
from pilots.cutoff import BEIJING
from pilots.models import Cycle, DayCorrection
from reviews.forms_public import checked_phone
from reviews.models import NoticeItem, Objection, PublicNotice
from reviews.publishing import Terms, first_day_after, ready_decisions

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
        help_text="默认为发布次日起的第一个工作日。从发布时起即可提出异议。",
        error_messages={"required": "请填写公示首日。"},
    )
    working_days = forms.IntegerField(
        label="公示工作日数",
        min_value=1,
        max_value=MOST_DAYS,
        help_text="从公示首日起算，到最后一个工作日 24:00 为止。",
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
        day, today = self.cleaned_data["first_day"], clock.now().astimezone(BEIJING).date()
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
        "first_day": first_day_after(clock.now(), cycle),
        "working_days": cycle.notice_days,
        "phone": before.phone if before else "",
        "email": before.email if before else "",
    }


class NoteForm(forms.Form):
    """A note on what was found."""

    text = forms.CharField(
        label="核查记录",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="何时、向谁、如何核实，查到什么。只有市级工作人员能看到，保存后不能修改。",
        error_messages={"required": "请填写核查记录。"},
    )


class ResultForm(forms.Form):
    """The result of an objection: reason for the file, answer to the objector, words for the applicant."""

    marks_optional = False
    UPHELD, DISMISSED = "upheld", "not_upheld"

    outcome = forms.ChoiceField(
        label="认定结果",
        choices=[(DISMISSED, "异议不成立，名单不变"), (UPHELD, "异议成立，由另一人确认后生效")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择认定结果。"},
    )
    item = forms.ModelChoiceField(
        label="移出名单的项目",
        queryset=NoticeItem.objects.none(),
        required=False,
        empty_label="不移出任何项目",
        help_text="异议成立时选择。",
    )
    told = forms.CharField(
        label="告知申报单位的移出原因",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="移出项目时必填，会发给申报单位。请勿写入异议人的任何信息。",
    )
    reason = forms.CharField(
        label="认定理由",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="存档用，只有市级工作人员能看到。",
        error_messages={"required": "请写明认定理由。"},
    )
    answer = forms.CharField(
        label="给异议人的答复",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明给异议人的答复。"},
    )

    def __init__(self, *args, objection: Objection, **kwargs):
        before = {name: getattr(objection, name) for name in ("reason", "answer", "told")}
        before |= {
            "item": objection.struck_item_id,
            "outcome": self.UPHELD if objection.return_remark else None,
        }
        super().__init__(*args, initial=before, **kwargs)
        self.objection = objection
        standing = objection.notice.items.standing()
        if objection.item_id:
            del self.fields["item"]
            self.fields[
                "told"
            ].help_text = (
                f"异议成立时必填：将移出「{objection.item}」并发给申报单位。请勿写入异议人的任何信息。"
            )
        else:
            self.fields["item"].queryset = standing
        self.fields["answer"].help_text = (
            "办结后发到异议人的邮箱。" if objection.email else "异议人没有留邮箱，请按此内容电话答复。"
        )

    def clean(self) -> dict:
        """Taking a line off needs words for its applicant."""
        data = super().clean()
        item = self.objection.item or data.get("item")
        if data.get("outcome") == self.UPHELD and item and not data.get("told", "").strip():
            self.add_error("told", "请写明告知申报单位的移出原因。")
        return data


class ReturnForm(forms.Form):
    """Why a proposal that an objection holds is returned, and which one."""

    remark = forms.CharField(
        label="退回意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="发给提出人。",
        error_messages={"required": "请写明退回意见。"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


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
