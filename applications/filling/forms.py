"""Forms of the applicant beside the official form: where it goes, what is confirmed, why it is withdrawn."""

from django import forms

from applications.models import Application
from applications.requirements import (
    PROOFS,
    answer_norms,
    proofs_lacking,
)

IN_MARKET = "本单位在本市登记注册，并已纳入全国或本市碳排放权交易市场管理（重点排放单位或一般报告单位）"


class ConditionsForm(forms.Form):
    """The conditions of the type, one box each (ELI-*), and a reason for each norm the application is outside of."""

    marks_optional = False

    def __init__(self, data=None, *, application: Application, complete: bool = False):
        self.boxes = {
            f"condition_{condition.key}": condition.key for condition in application.programme_form.conditions
        }
        self.norms = {f"reason_{norm.key}": norm for norm in answer_norms(application)}
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
