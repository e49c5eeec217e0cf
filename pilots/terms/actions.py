"""Setting how the pilots of a year and type are followed (A3 §三.三-四)."""

from decimal import Decimal

from accounts.models import User
from pilots.acts import SET_LIFE_TERMS
from pilots.models import LifeTerms
from programme.models import Cycle


def set_life_terms(cycle_id: int, pilot_type: str, *, actor: User, **terms: int | Decimal) -> LifeTerms:
    """Save the terms of a year and type; what is not given keeps its value.

    Args:
        terms: fields of ``LifeTerms`` by name, checked by the form; the constraints stand behind them.
    """

    def row() -> LifeTerms:
        cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_id)
        terms_row = LifeTerms.objects.filter(cycle=cycle, pilot_type=pilot_type).first()
        return terms_row or LifeTerms(cycle=cycle, pilot_type=pilot_type)

    with SET_LIFE_TERMS.perform(row, actor=actor) as act:
        changed = {name: value for name, value in terms.items() if getattr(act.object, name) != value}
        if not changed:
            act.nothing()
            return act.object
        labels = {field.name: field.verbose_name for field in LifeTerms._meta.fields}
        act.summary = "；".join(
            f"{labels[name]}：{getattr(act.object, name)} → {value}" for name, value in changed.items()
        )
        act.facts = {"terms": {name: str(value) for name, value in terms.items()}}
        for name, value in changed.items():
            setattr(act.object, name, value)
        act.object.save()
    return act.object
