"""Forms of site visits: the plan, and the record that is written on site (REV-1)."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django import forms

from accounts.models import Role, User
from accounts.wording import chinese_date
from applications.forms_recommender import DayInput, today
from applications.models import Application
from pilots.cutoff import BEIJING
from reviews.models import SiteVisit, VisitCase
from reviews.rules import VISITABLE
from reviews.visit_entries import ANSWERS, CONCLUSION, FINDINGS, LENGTHS, labels_of

FURTHEST = timedelta(days=366)  # ahead
NUMBER = re.compile(r"[^\s,，、；;]+")


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
        for name, role in (("staff", Role.STAFF), ("reviewers", Role.REVIEWER)):
            people = User.objects.filter(is_active=True, role=role).prefetch_related("organisations")
            self.fields[name].queryset = people.order_by("name", "pk")

    def clean(self) -> dict:
        """Somebody goes, and not before what is visited was received."""
        data = super().clean()
        received = max((each.received_at.astimezone(BEIJING).date() for each in self.visited), default=None)
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
        """Everybody with an account who goes."""
        return [*self.cleaned_data.get("staff", ()), *self.cleaned_data.get("reviewers", ())]

    @property
    def plan(self) -> dict:
        """What ``reviews.actions_visits`` takes."""
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
        help_text="可填多项，用空格、逗号或换行分开。只能选择通过形式审查或评审中的申报。",
        error_messages={"required": "请填写申报编号。"},
    )
    field_order = ["numbers"]

    def clean_numbers(self) -> list[Application]:
        """Every number is that of an application that may be visited."""
        asked = list(dict.fromkeys(NUMBER.findall(self.cleaned_data["numbers"].upper())))
        found = Application.objects.filter(number__in=asked, state__in=VISITABLE)
        known = {application.number: application for application in found}
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


class RecordForm(forms.Form):
    """What is found on site, by the checklist that the visit keeps; incomplete until it is handed in."""

    marks_optional = False

    def __init__(self, *args, case: VisitCase, **kwargs):
        super().__init__(*args, initial=case.entries, **kwargs)
        self.checklist = case.checklist
        for name, label in labels_of(case.checklist).items():
            self.fields[name] = _field(name, label)

    @property
    def groups(self) -> list[tuple[str, list[tuple]]]:
        """(aspect, [(item, answer, remark)]) in the order of the list."""
        found: dict[str, list[tuple]] = {}
        for item in self.checklist["items"]:
            key = item["key"]
            row = item, self[f"item_{key}"], self[f"remark_{key}"]
            found.setdefault(item["aspect"], []).append(row)
        return list(found.items())

    @property
    def figures(self) -> list[tuple]:
        """(figure, value on site, remark) in the order of the list."""
        return [
            (each, self[f"site_{each['key']}"], self[f"note_{each['key']}"])
            for each in self.checklist["figures"]
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(anchor, message) of everything that is wrong, with the whole name of the place, for the summary."""
        labels = labels_of(self.checklist)
        return [
            (self[name].auto_id, f"{labels[name]}：{message}")
            for name, messages in self.errors.items()
            for message in messages
        ]


def _field(name: str, label: str) -> forms.Field:
    kind = name.partition("_")[0]
    if kind == "item":
        return forms.ChoiceField(label=label, choices=ANSWERS, required=False, widget=forms.RadioSelect)
    if name == CONCLUSION:
        choices = VisitCase.Conclusion.choices
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
    if name == FINDINGS:
        area = forms.Textarea(attrs={"rows": 6})
        return forms.CharField(label=label, required=False, max_length=LENGTHS[FINDINGS], widget=area)
    return forms.CharField(
        label="说明" if kind in ("remark", "note") else "现场核实", required=False, max_length=LENGTHS[kind]
    )
