"""The terms of a type as a form: only those that its life knows."""

from decimal import Decimal

from django import forms

from pilots.models import LifeTerms
from programme.notice import programme_of

HINTS = {
    "change_percent": "任一目标值的变化超过这一幅度的调整须经批准，不超过的备案。",
    "change_days": "完成日期提前或推迟超过这一天数的调整须经批准。",
    "report_days": "从报告期最后一日的次日起算。",
    "first_tracking_months": "从方案同意之日起算，到时自动开始。",
}
LONGEST_MONTHS = 60
LONGEST_DAYS = 730


class TermsForm(forms.Form):
    """How the pilots of one type are followed; each number says in a sentence what it may be."""

    change_percent = forms.DecimalField(min_value=Decimal(0), max_value=Decimal(100), decimal_places=2)
    change_days = forms.IntegerField(min_value=0, max_value=LONGEST_DAYS)
    report_days = forms.IntegerField(min_value=7, max_value=180)
    first_tracking_months = forms.IntegerField(min_value=1, max_value=LONGEST_MONTHS)
    later_tracking_months = forms.IntegerField(min_value=1, max_value=LONGEST_MONTHS)

    def __init__(self, *args, terms: LifeTerms, **kwargs):
        initial = {name: getattr(terms, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, auto_id=f"id_{terms.pilot_type}_%s", **kwargs)
        life = programme_of(terms.pilot_type).life
        unknown = [] if life.plan else ["change_percent", "change_days"]
        unknown += [] if life.tracked else ["first_tracking_months", "later_tracking_months"]
        for name in unknown:
            del self.fields[name]
        for name, field in self.fields.items():
            column = LifeTerms._meta.get_field(name)
            field.label, field.help_text = column.verbose_name, HINTS.get(name, "")
            say = f"请填写 {field.min_value} 至 {field.max_value} 之间的{_kind(field)}。"
            field.error_messages |= dict.fromkeys(("required", "invalid"), say)
            for validator in field.validators:
                if hasattr(validator, "limit_value"):
                    validator.message = say
            field.error_messages["max_decimal_places"] = "最多保留两位小数。"


def _kind(field: forms.Field) -> str:
    return "数" if isinstance(field, forms.DecimalField) else "整数"
