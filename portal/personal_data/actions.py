"""Clearing personal data whose time is over. Run again, it finds what became due since."""

from journal import clock
from portal.models import Clearing
from portal.personal_data.acts import CLEAR
from portal.personal_data.retention import RETENTION, Rule


def due_counts() -> list[tuple[Rule, int]]:
    """The rules that clear something, each with how many rows are due now; nothing is changed."""
    now = clock.now()
    return [(rule, rule.due(rule.before(now)).count()) for rule in RETENTION if rule.due]


def clear_due() -> list[Clearing]:
    """Clear what is due, one act for each rule; return what was done. A rule without anything due leaves no trace."""
    return [clearing for rule in RETENTION if rule.due and (clearing := clear(rule))]


def clear(rule: Rule) -> Clearing | None:
    """Clear what is due by one rule; None when nothing is."""
    assert rule.due and rule.clear
    if not rule.due(rule.before(clock.now())).exists():
        return None
    with CLEAR.perform(actor=None) as act:
        before = rule.before(act.now)
        count = rule.clear(before)
        clearing = Clearing.objects.create(rule=rule.key, before=before, count=count, at=act.now)
        act.about, act.summary = clearing, f"{rule.data}：{count} 条"
        act.facts |= {rule.fact: before.isoformat(), "count": count}
    return clearing
