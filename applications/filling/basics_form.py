"""Where an application goes: field, district, route, recommender, and why another recommender is chosen (REC-1)."""

from copy import copy

from django import forms

from accounts.districts import District
from accounts.models import Organisation
from applications.models import Application
from applications.requirements import (
    REMIT,
    field_choices,
    outside_remit,
    recommender_groups,
    recommenders_for,
    remit_norm,
)
from applications.states import Route

RECOMMENDERS_OF_ZONES = (
    "气候友好型区域试点须组织推荐：由所在区生态环境部门推荐，园区也可由市级行业主管部门推荐。"
)

RECOMMENDERS = "选择组织推荐时填写：所在区生态环境部门，或市级行业主管部门。"


REASON = f"reason_{REMIT}"


class BasicsForm(forms.Form):
    """Field, district, route and recommender (REC-1). Which recommenders there are follows from the district.

    One of another district or field needs a reason, asked for beside it as soon as it is chosen.

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
            REASON: application.norm_reasons.get(REMIT, ""),
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
        self._ask_reason()
        for name, field in self.fields.items() if complete else ():
            field.required = name != "recommender" or self._recommended
            if name == REASON:
                continue
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
        if not zone:
            self.fields["recommender"].choices = [
                ("", "请选择"),
                *(
                    (name, [(member.pk, member.name) for member in members])
                    for name, members in recommender_groups(self.application)
                ),
            ]
        self.fields["recommender"].help_text = RECOMMENDERS_OF_ZONES if zone else RECOMMENDERS

    def _ask_reason(self) -> None:
        """Ask why, when what was sent or stored names a recommender of another district or field (REC-1)."""
        if self.is_bound:
            for name in ("field", "route"):
                if name in self.fields:
                    setattr(self.application, name, self.data.get(name) or "")
            self.application.district = self.data.get("district", self.application.district) or ""
            if "recommender" in self.fields:
                self.application.recommender = self._sent_recommender()
        if outside_remit(self.application):
            self.fields[REASON] = forms.CharField(
                label=remit_norm(self.application).text,
                help_text="确需由该单位推荐的，请写明理由；推荐单位和形式审查人员都会看到。",
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=500,
                required=False,
            )
            self.fields[REASON].error_messages["required"] = "请说明理由"

    def _sent_recommender(self) -> Organisation | None:
        sent = str(self.data.get("recommender") or "")
        offered = self.fields["recommender"].queryset
        return offered.filter(pk=int(sent)).first() if sent.isdecimal() and len(sent) < 19 else None

    @property
    def lacks_reason(self) -> bool:
        """Whether a reason is asked for that was not given."""
        return REASON in self.fields and not self.cleaned_data.get(REASON)

    def changes(self) -> dict:
        """What to save in the draft; entries that cannot be are left as they are stored."""
        changes = {name: value for name, value in self.cleaned_data.items() if name != "recommender"}
        if REASON not in self.data:
            changes.pop(REASON, None)  # the field is new: the page that was sent did not have it
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
        if name == REASON:
            return entry
        if name == "recommender":
            chosen = self.fields[name].queryset.filter(pk=entry or None).first()
            return chosen.name if chosen else ""
        return next(
            (str(label) for value, label in self.fields[name].choices if str(value) == entry and entry), ""
        )

    def put(self, chosen: dict[str, str]) -> dict:
        """What to save of the draft when these entries hold, out of those sent and those stored.

        The reason goes when it is not asked for any more.
        """
        changes, sent = self.changes(), self.entered()
        put = {name: changes[name] for name in changes if name != REASON and chosen[name] == sent[name]}
        reasons = {key: reason for key, reason in self.application.norm_reasons.items() if key != REMIT}
        if REASON in self.fields:
            reasons[REMIT] = chosen[REASON]
        if reasons != self.application.norm_reasons:
            put["norm_reasons"] = reasons
        return put
