"""Forms of site visits: the plan, and the record that is written on site (REV-1)."""

from collections.abc import Collection
from datetime import date, datetime

from django import forms

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from face.fields import DayInput, today
from face.wording import chinese_date
from journal.clock import BEIJING, day_of
from reviews.models import SiteVisit
from reviews.rules import VISITABLE
from reviews.visits.planning.actions import FURTHEST
from reviews.visits.recording.forms import NUMBER


class VisitorsField(forms.ModelMultipleChoiceField):
    """People to choose from in a box that scrolls."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = dict.fromkeys(
        ("invalid_choice", "invalid_pk_value", "invalid_list"), "所选人员现在不能参加，请重新选择。"
    )

    def label_from_instance(self, obj: User) -> str:
        """The name with the organisation, so that namesakes are told apart."""
        units = "、".join(str(unit) for unit in obj.organisations.all())
        return f"{obj}（{units}）" if units else str(obj)


class PlanForm(forms.Form):
    """When, where, who and what for."""

    day = forms.DateField(
        label="日期", widget=DayInput, error_messages={"required": "请填写日期。", "invalid": "请填写日期。"}
    )
    time = forms.TimeField(
        label="时间",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "请填写时间，如 09:30。", "invalid": "请填写时间，如 09:30。"},
    )
    place = forms.CharField(
        label="地点",
        max_length=200,
        help_text="写到门牌或集合地点。",
        error_messages={"required": "请填写地点。", "max_length": "地点不超过 200 字。"},
    )
    staff = VisitorsField(label="市级工作人员", queryset=User.objects.none(), required=False)
    reviewers = VisitorsField(
        label="评审专家",
        queryset=User.objects.none(),
        required=False,
        help_text="与申报有利益关系的专家不能参加。",
    )
    others = forms.CharField(
        label="其他参加人员",
        required=False,
        max_length=300,
        help_text="如区生态环境局、第三方机构人员。",
        error_messages={"max_length": "其他参加人员不超过 300 字。"},
    )
    purpose = forms.CharField(
        label="调研内容",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="随通知发给申报单位，请写明需要准备的材料和陪同人员。",
        error_messages={"required": "请填写调研内容。", "max_length": "调研内容不超过 1000 字。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, capability in (("staff", Capability.VISIT), ("reviewers", Capability.REVIEW)):
            people = User.objects.who_may(capability).prefetch_related("organisations", "grants")
            self.fields[name].queryset = people.order_by("name", "pk")

    def clean(self) -> dict:
        """Somebody goes, and not before what is visited was received."""
        data = super().clean()
        received = max((day_of(each.received_at) for each in self.visited), default=None)
        if received and "day" in data and data["day"] < received:
            self.add_error("day", f"调研日期不能早于市级接收申报的日期（{chinese_date(received)}）。")
        if not self.errors and not self.visitors:
            self.add_error("staff", "请至少选择一名参加人员。")
        return data

    def clean_day(self) -> date:
        """A day that can be planned for; a year wrongly typed sends people notices."""
        day = self.cleaned_data["day"]
        if day > today() + FURTHEST:
            raise forms.ValidationError("现场调研应安排在今后 12 个月内，请核对日期。")
        return day

    @property
    def visited(self) -> Collection[Application]:
        """The applications that the visit goes to."""
        return self.cleaned_data.get("numbers", ())

    @property
    def visitors(self) -> list[User]:
        """Everybody with an account who goes, each once."""
        people = [*self.cleaned_data.get("staff", ()), *self.cleaned_data.get("reviewers", ())]
        return list(dict.fromkeys(people))

    @property
    def plan(self) -> dict:
        """What ``reviews.visits.planning.actions`` takes."""
        data = self.cleaned_data
        return {
            "visitors": self.visitors,
            "starts_at": datetime.combine(data["day"], data["time"], tzinfo=BEIJING),
            **{name: data[name] for name in ("place", "purpose", "others")},
        }


class NewVisitForm(PlanForm):
    """A new visit, with the applications that it goes to, by their numbers."""

    numbers = forms.CharField(
        label="申报编号",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="可填多项，用空格、逗号或换行分开。只能选择通过形式审查、评审中或已入选试点的申报。",
        error_messages={"required": "请填写申报编号。"},
    )
    field_order = ["numbers"]

    def clean_numbers(self) -> list[Application]:
        """Every number is that of an application that may be visited."""
        asked = list(dict.fromkeys(NUMBER.findall(self.cleaned_data["numbers"].upper())))
        applications = Application.objects.filter(number__in=asked, state__in=VISITABLE)
        known = {application.number: application for application in applications}
        unknown = [number for number in asked if number not in known]
        if unknown:
            raise forms.ValidationError(f"没有可以调研的申报：{'、'.join(unknown)}。请核对编号和状态。")
        return [known[number] for number in asked]


class ChangeVisitForm(PlanForm):
    """A visit that is moved, or to which others come."""

    reason = forms.CharField(
        label="调整原因",
        max_length=300,
        help_text="随通知发给申报单位和参加人员。",
        error_messages={"required": "请写明调整原因。", "max_length": "调整原因不超过 300 字。"},
    )

    def __init__(self, *args, visit: SiteVisit, **kwargs):
        super().__init__(*args, initial=self.initial_of(visit), **kwargs)
        self.visit = visit

    @property
    def visited(self) -> Collection[Application]:
        """The applications that the visit goes to."""
        return [case.application for case in self.visit.cases.select_related("application")]

    @classmethod
    def initial_of(cls, visit: SiteVisit) -> dict:
        """The plan as it stands."""
        local = visit.starts_at.astimezone(BEIJING)
        people = [person.pk for person in visit.visitors.all()]
        return {
            "day": local.date(),
            "time": local.time(),
            "staff": people,
            "reviewers": people,
            **{name: getattr(visit, name) for name in ("place", "purpose", "others")},
        }


class ReasonForm(forms.Form):
    """Why a visit is cancelled, or a record reopened."""

    reason = forms.CharField(
        label="原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明原因。", "max_length": "原因不超过 300 字。"},
    )
