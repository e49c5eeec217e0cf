"""Forms of the applicant beside the official form: where it goes, what is confirmed, why it is withdrawn."""

from copy import copy

from django import forms

from accounts.districts import District
from accounts.models import Organisation
from applications.models import Application
from applications.requirements import PROOFS, field_choices, norms_outside, proofs_lacking, recommenders_for
from applications.states import Route

IN_MARKET = "本单位在本市登记注册，并已纳入全国或本市碳排放权交易市场管理（重点排放单位或一般报告单位）"

RECOMMENDERS_OF_ZONES = (
    "气候友好型区域试点须组织推荐：由所在区生态环境部门推荐，园区也可由市级行业主管部门推荐。"
)

RECOMMENDERS = "选择组织推荐时填写：所在区生态环境部门，或市级行业主管部门。"


class BasicsForm(forms.Form):
    """Field, district, route and recommender (REC-1). Which recommenders there are follows from the district.

    What the city has received keeps its route and recommender, so a correction offers only what may change.

    Args:
        complete: complain about what is missing, for showing a page that was visited before.
    """

    marks_optional = False

    field = forms.ChoiceField(label="所属领域", widget=forms.RadioSelect, required=False)
    district = forms.ChoiceField(label="所在区", choices=[("", "请选择"), *District.choices], required=False)
    route = forms.ChoiceField(
        label="申报途径",
        choices=[
            (Route.DIRECT, "自主申报：直接提交市生态环境局"),
            (Route.RECOMMENDED, "组织推荐：先由推荐单位初审，再报送市生态环境局"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    recommender = forms.ModelChoiceField(
        label="推荐单位",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="请选择",
        error_messages={"invalid_choice": "请选择可以推荐本申报的推荐单位"},
    )

    def __init__(self, data=None, *, application: Application, complete: bool = False):
        stored = {
            "field": application.field,
            "district": application.district,
            "route": application.route,
            "recommender": application.recommender_id,
        }
        super().__init__(stored if complete and data is None else data, initial=stored)
        self.application = copy(application)
        self.fields["field"].choices = choices = field_choices(application.sheet)
        if len(choices) == 1:
            self.initial["field"] = choices[0][0]
        zone = application.programme.must_be_recommended
        self.fields["district"].label = "区域所在区" if zone else "所在区"
        self._leave_out(application, zone)
        if "recommender" in self.fields:
            self._offer_recommenders(zone)
        for name, field in self.fields.items() if complete else ():
            field.required = name != "recommender" or self._recommended
            field.error_messages["required"] = f"请选择{field.label}"

    def _leave_out(self, application: Application, zone: bool) -> None:
        received = application.received_at is not None
        if zone or received:
            del self.fields["route"]
        if received:
            del self.fields["recommender"]
        if received and zone:
            del self.fields["district"]

    def _offer_recommenders(self, zone: bool) -> None:
        if self.is_bound:
            self.application.district = self.data.get("district") or ""
        route = self.data.get("route", "") if self.is_bound else self.application.route
        self._recommended = zone or route == Route.RECOMMENDED
        self.fields["recommender"].queryset = recommenders_for(self.application)
        self.fields["recommender"].help_text = RECOMMENDERS_OF_ZONES if zone else RECOMMENDERS

    def changes(self) -> dict:
        """What to save in the draft; entries that cannot be are left as they are stored."""
        changes = {name: value for name, value in self.cleaned_data.items() if name != "recommender"}
        if "recommender" in self.fields:
            chosen = self.cleaned_data.get("recommender")
            changes["recommender"] = chosen if self._recommended else None
        return changes

    def entered(self) -> dict[str, str]:
        """What was sent, field by field, as texts that can be compared with ``stored_entries``."""
        return {name: str(getattr(value, "pk", value) or "") for name, value in self.changes().items()}

    def stored_entries(self) -> dict[str, str]:
        """What the draft holds, field by field."""
        return {name: str(self.initial.get(name) or "") for name in self.fields}

    def words(self, name: str, entry: str) -> str:
        """An entry as the person reads it."""
        return next(
            (str(label) for value, label in self.fields[name].choices if str(value) == entry and entry), ""
        )

    def put(self, chosen: dict[str, str]) -> dict:
        """What to save of the draft when these entries hold, out of those sent and those stored."""
        changes, sent = self.changes(), self.entered()
        return {name: changes[name] for name in changes if chosen[name] == sent[name]}


class ConditionsForm(forms.Form):
    """The conditions of the type, one box each (ELI-*), and a reason for each norm the application is outside of."""

    marks_optional = False

    def __init__(self, data=None, *, application: Application, complete: bool = False):
        self.boxes = {
            f"condition_{condition.key}": condition.key for condition in application.programme_form.conditions
        }
        self.norms = {f"reason_{norm.key}": norm for norm in norms_outside(application)}
        stored = {name: key in application.confirmed_conditions for name, key in self.boxes.items()}
        stored |= {name: application.norm_reasons.get(norm.key, "") for name, norm in self.norms.items()}
        stored["condition_in_market"] = "in_market" in application.confirmed_conditions
        super().__init__(stored if complete and data is None else data, initial=stored)
        self.kept_reasons = application.norm_reasons
        for condition in application.programme_form.conditions:
            self.fields[f"condition_{condition.key}"] = forms.BooleanField(
                label=condition.text,
                help_text=condition.note,
                required=complete,
                error_messages={"required": "请确认后勾选；确实不满足的，不能申报"},
            )
        if application.programme_form.carbon_market:
            self.boxes["condition_in_market"] = "in_market"
            self.fields["condition_in_market"] = forms.BooleanField(label=IN_MARKET, required=False)
        for name, norm in self.norms.items():
            self.fields[name] = forms.CharField(
                label=norm.text,
                help_text="不影响提交，但须说明理由，形式审查时一并考虑。",
                widget=forms.Textarea(attrs={"rows": 4}),
                max_length=500,
                required=complete,
                error_messages={"required": "请说明理由"},
            )

    @property
    def confirmations(self) -> list:
        """The conditions themselves."""
        return [bound for bound in self if bound.name not in self._principle_names()]

    @property
    def principles(self) -> list:
        """What is asked because of the "in principle" rules."""
        return [bound for bound in self if bound.name in self._principle_names()]

    def _principle_names(self) -> set[str]:
        return {"condition_in_market", *self.norms}

    def changes(self) -> dict:
        """What to save in the draft."""
        given = {
            norm.key: self.cleaned_data[name]
            for name, norm in self.norms.items()
            if name in self.cleaned_data
        }
        return {
            "confirmed_conditions": [key for name, key in self.boxes.items() if self.cleaned_data.get(name)],
            "norm_reasons": self.kept_reasons | given,
        }

    def entered(self) -> dict[str, str]:
        """What was sent, field by field, as texts that can be compared with ``stored_entries``."""
        ticks = {name: "on" if self.cleaned_data.get(name) else "" for name in self.boxes}
        return ticks | {name: self.cleaned_data[name] for name in self.norms if name in self.cleaned_data}

    def stored_entries(self) -> dict[str, str]:
        """What the draft holds, field by field."""
        ticks = {name: "on" if self.initial.get(name) else "" for name in self.boxes}
        return ticks | {name: self.initial[name] for name in self.norms}

    def words(self, name: str, entry: str) -> str:
        """An entry as the person reads it."""
        return entry if name in self.norms else "已勾选" if entry else "未勾选"

    def put(self, chosen: dict[str, str]) -> dict:
        """What to save of the draft when these entries hold."""
        reasons = {norm.key: chosen[name] for name, norm in self.norms.items() if name in chosen}
        return {
            "confirmed_conditions": [key for name, key in self.boxes.items() if chosen[name]],
            "norm_reasons": self.kept_reasons | reasons,
        }


class ProofsForm(forms.Form):
    """Why no supporting proof comes with the form (MAT-*): asked while there is none, kept beside the other reasons."""

    marks_optional = False

    reason_proofs = forms.CharField(
        label="没有证明材料的理由",
        help_text="不影响提交。推荐单位、形式审查人员和评审专家都会看到。",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )

    def __init__(self, data=None, *, application: Application):
        self.kept_reasons = application.norm_reasons
        super().__init__(data, initial={"reason_proofs": application.norm_reasons.get(PROOFS, "")})
        present = {attachment.material for attachment in application.attachments.all()}
        self.asked = proofs_lacking(application, present)

    def entered(self) -> dict[str, str]:
        """What was sent, as texts that can be compared with ``stored_entries``."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}

    def stored_entries(self) -> dict[str, str]:
        """What the draft holds."""
        return {name: self.initial[name] for name in self.fields}

    def words(self, name: str, entry: str) -> str:
        """An entry as the person reads it."""
        return entry

    def put(self, chosen: dict[str, str]) -> dict:
        """What to save of the draft when this entry holds; an empty one is no reason."""
        others = {key: reason for key, reason in self.kept_reasons.items() if key != PROOFS}
        reason = chosen["reason_proofs"].strip()
        return {"norm_reasons": others | ({PROOFS: reason} if reason else {})}
