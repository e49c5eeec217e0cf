"""The three lives of a pilot in as few lines as they take (programme §3, AWD-1); ``test_lives`` plays the portal beside them.

It imports nothing of the code under test. What is not allowed returns False and changes nothing.
"""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from journal.clock import BEIJING

DAY = timedelta(days=1)
PLAN_DAYS, REPAIR_DAYS = 300, 90  # as the test writes them
CARRIED_OUT = {"technology": ("implementing", "trial"), "zone": ("implementing", "titled"), "leader": ()}
EVALUATED = {"technology": ("self_evaluated",), "zone": ("implementing", "titled"), "leader": ()}
ENDED = ("completed", "withdrawn")


def day(now: datetime) -> date:
    """The day in Beijing."""
    return now.astimezone(BEIJING).date()


class Life(dict):
    """A pilot as the rules see it, printed by its kind and state."""

    def __repr__(self):
        return f"<{self['type']} {self['state']}>"


def begin(pk: int, kind: str, now: datetime) -> Life:
    """A pilot as it is awarded: a leader has its title at once (A2 §三.三)."""
    titled = now if kind == "leader" else None
    state = "titled" if titled else "planning"
    dates = {
        "from": None,
        "until": None,
        "trial": None,
        "repair_until": None,
        "titled": titled,
        "ended": None,
    }
    running = {"change": None, "evaluation": None, "proposal": None, "withdrawal": None}
    kept = {"reports": [], "told": None, "self_on": None, "opened": [], "value": None, "sets": 0}
    return Life({"pk": pk, "type": kind, "state": state} | dates | running | kept)


def move(p: Life, sources: tuple, target: str) -> bool:
    """Move from one of these states."""
    if p["state"] not in sources:
        return False
    p["state"] = target
    return True


def aim(p: Life, value: int) -> None:
    """New targets are in force; the old ones stay as they were."""
    p["value"], p["sets"] = value, p["sets"] + 1


def submit_plan(p: Life, now: datetime) -> bool:
    allowed = move(p, ("planning",), "plan_submitted")
    if allowed:
        p["plan_until"] = day(now) + PLAN_DAYS * DAY
    return allowed


def review_plan(p: Life, now: datetime, approved: bool) -> bool:
    """Approved, its targets and its period count from today on (A1 §三.2, A3 §三.二)."""
    if p["state"] != "plan_submitted" or (approved and p["plan_until"] <= day(now)):
        return False
    p["state"] = "implementing" if approved else "planning"
    if approved:
        p |= {"from": day(now), "until": p["plan_until"]}
        aim(p, 1200)
    return True


def begin_change(p: Life) -> bool:
    allowed = p["state"] in CARRIED_OUT[p["type"]] and p["change"] is None
    if allowed:
        p["change"] = "open"
    return allowed


def submit_change(p: Life, value: int, *, weighty: bool) -> bool:
    """Small changes count at once, larger ones need the city's approval (A3 §三.三)."""
    if p["state"] not in CARRIED_OUT[p["type"]] or p["change"] not in ("open", "returned"):
        return False
    p["change"], p["changed"] = ("waiting", value) if weighty else (None, value)
    if not weighty:
        aim(p, value)
    return True


def answer_change(p: Life, outcome: str) -> bool:
    if p["change"] != "waiting" or (outcome == "approved" and p["state"] not in CARRIED_OUT[p["type"]]):
        return False
    p["change"] = "returned" if outcome == "returned" else None
    if outcome == "approved":
        aim(p, p["changed"])
    return True


def drop_change(p: Life) -> bool:
    allowed = p["change"] in ("open", "returned")
    p["change"] = None if allowed else p["change"]
    return allowed


def begin_trial(p: Life, now: datetime) -> bool:
    allowed = p["type"] == "technology" and move(p, ("implementing",), "trial")
    if allowed:
        p["trial"] = day(now)
    return allowed


def correct_trial(p: Life, now: datetime, new: date) -> bool:
    """Until the self-evaluation was handed in, and to a day between the approval and today."""
    allowed = p["state"] == "trial" and p["self_on"] is None and new != p["trial"]
    allowed = allowed and p["from"] <= new <= day(now)
    p["trial"] = new if allowed else p["trial"]
    return allowed


def self_evaluate(p: Life, now: datetime) -> bool:
    """Not before three months of trial operation (A1 §三.3), and not while the city decides what is aimed at."""
    early = p["trial"] and day(now) < p["trial"] + relativedelta(months=3)
    if p["state"] != "trial" or early or p["change"] == "waiting":
        return False
    p |= {"state": "self_evaluated", "self_on": p["self_on"] or day(now)}
    open_evaluation(p, "audit", now)
    return True


def return_self_evaluation(p: Life) -> bool:
    allowed = move(p, ("self_evaluated",), "trial")
    p["evaluation"] = None if allowed else p["evaluation"]
    return allowed


def open_evaluation(p: Life, kind: str, now: datetime) -> None:
    p["opened"].append(day(now))
    p["evaluation"] = {"kind": kind, "outcome": None, "by": None, "repair_until": None}


def open_tracking(p: Life, now: datetime) -> bool:
    """By hand, at any time (A3 §三.四)."""
    allowed = p["type"] == "zone" and p["state"] in EVALUATED["zone"] and p["evaluation"] is None
    if allowed:
        open_evaluation(p, "tracking", now)
    return allowed


def track(p: Life, now: datetime) -> bool:
    """By the schedule: half-yearly in the first year, then yearly; what was missed is begun once."""
    if p["type"] != "zone" or not p["from"]:
        return False
    months = [6, *range(12, 1200, 12)]
    passed = [due for m in months if (due := p["from"] + relativedelta(months=m)) <= day(now)]
    since = [opened for opened in p["opened"] if passed and opened >= passed[-1]]
    return bool(passed) and not since and open_tracking(p, now)


def outcomes(p: Life, now: datetime) -> tuple:
    """What an evaluation may come to (A1 §三.3, A3 §三.四)."""
    last = "failed" if p["evaluation"]["kind"] == "recheck" else "repair"
    if p["type"] == "technology":
        return "excellent", "good_enough", last
    if p["titled"]:
        return "keeps", last
    over = day(now) >= p["until"]
    return ("excellent", "good_enough", "keeps", last) if over else ("keeps", last)


def propose_outcome(p: Life, now: datetime, outcome: str, by: int) -> bool:
    running = p["evaluation"]
    if not running or running["outcome"] or outcome not in outcomes(p, now):
        return False
    running |= {"outcome": outcome, "by": by, "repair_until": day(now) + REPAIR_DAYS * DAY}
    return True


def return_outcome(p: Life) -> bool:
    allowed = bool(p["evaluation"] and p["evaluation"]["outcome"])
    if allowed:
        p["evaluation"] |= {"outcome": None, "by": None}
    return allowed


def confirm_outcome(p: Life, now: datetime, by: int) -> bool:
    """Another person than proposed it (AWD-1). What is asked for must lie ahead; nothing ends while its withdrawal runs."""
    running = p["evaluation"]
    if not running or not running["outcome"] or running["by"] == by:
        return False
    outcome = running["outcome"]
    if outcome == "repair" and running["repair_until"] <= day(now):
        return False
    if outcome == "good_enough" and p["withdrawal"]:
        return False
    if running["kind"] == "audit" and p["self_on"]:
        p["told"] = p["self_on"]
    if outcome == "keeps" and p["state"] == "repaired":
        p["state"] = "titled" if p["titled"] else "implementing"
    p["state"] = {
        "excellent": "excellent",
        "good_enough": "completed",
        "repair": "repair",
        "failed": "failed",
    }.get(outcome, p["state"])
    if outcome == "repair":
        p["repair_until"] = running["repair_until"]
    elif outcome != "failed":
        p["repair_until"] = None
    p["evaluation"] = None
    if outcome == "good_enough":
        end(p, now)
    return True


def end(p: Life, now: datetime) -> None:
    p |= {"ended": now, "change": None, "evaluation": None, "proposal": None}
    p["reports"] = [state if state == "accepted" else "closed" for state in p["reports"]]


def submit_repair(p: Life, now: datetime) -> bool:
    allowed = move(p, ("repair",), "repaired")
    if allowed:
        open_evaluation(p, "recheck", now)
    return allowed


def return_repair(p: Life) -> bool:
    allowed = move(p, ("repaired",), "repair")
    p["evaluation"] = None if allowed else p["evaluation"]
    return allowed


def may_be_titled(p: Life, now: datetime) -> bool:
    """On an excellent evaluation, a zone after its year, and never while its withdrawal runs (AWD-1)."""
    year = p["type"] != "zone" or day(now) >= (
        p["from"] + relativedelta(months=12) if p["from"] else date.max
    )
    return p["state"] == "excellent" and not p["withdrawal"] and year


def propose_title(p: Life, now: datetime, by: int) -> bool:
    allowed = may_be_titled(p, now) and p["proposal"] is None
    p["proposal"] = by if allowed else p["proposal"]
    return allowed


def decide_title(p: Life, now: datetime, by: int, *, granted: bool) -> bool:
    if p["proposal"] is None or (granted and (not may_be_titled(p, now) or p["proposal"] == by)):
        return False
    p["proposal"] = None
    if granted:
        p |= {"state": "titled", "titled": now}
    return True


def intend_withdrawal(p: Life, now: datetime, by: int) -> bool:
    """Notice of the intent; the statement has five working days (AWD-1)."""
    allowed = p["state"] not in ENDED and not p["withdrawal"]
    if allowed:
        p["withdrawal"] = {"by": by, "at": now, "stated": False, "proposed_by": None}
    return allowed


def over(p: Life, now: datetime) -> bool | None:
    """Whether the period for a statement is over; None when only the calendar of holidays knows."""
    since = now - p["withdrawal"]["at"]
    return False if since < 5 * DAY else True if since > 25 * DAY else None


def state_opinion(p: Life, now: datetime) -> bool:
    allowed = bool(p["withdrawal"]) and not over(p, now)
    if allowed:
        p["withdrawal"] |= {"stated": True, "proposed_by": None}
    return allowed


def propose_withdrawal(p: Life, now: datetime, by: int) -> bool:
    asked = p["withdrawal"]
    allowed = bool(asked) and asked["proposed_by"] is None and (asked["stated"] or over(p, now))
    if allowed:
        asked["proposed_by"] = by
    return allowed


def decide_withdrawal(p: Life, now: datetime, by: int) -> bool:
    """A third person, after the period (AWD-1)."""
    asked = p["withdrawal"]
    if (
        not asked
        or asked["proposed_by"] is None
        or by in (asked["by"], asked["proposed_by"])
        or not over(p, now)
    ):
        return False
    p |= {"state": "withdrawn", "withdrawal": None}
    end(p, now)
    return True


def drop_withdrawal(p: Life) -> bool:
    allowed = bool(p["withdrawal"])
    p["withdrawal"] = None
    return allowed


def ends_of_periods(p: Life, now: datetime) -> list[date]:
    """The last days of the periods that are over and are reported on (A1 §三.2, A2 §三.3, A3 §三.3)."""
    if p["type"] == "leader":
        years = range(p["titled"].year, now.year + 1)
        return [date(year, 12, 31) for year in years if date(year, 12, 31) < day(now)]
    if not p["from"]:
        return []
    halves = [date(y, m, d) for y in range(p["from"].year, now.year + 1) for m, d in ((6, 30), (12, 31))]
    goes_on = p["type"] == "technology" and (
        p["told"] or p["state"] in ("implementing", "trial", "self_evaluated")
    )
    last = None if goes_on else p["until"]
    ends = [last_day for last_day in halves if last_day >= p["from"] and (last is None or last_day < last)]
    if last and (not ends or ends[-1] < last):
        ends.append(last)
    return [
        last_day for last_day in ends if last_day < day(now) and (p["told"] is None or last_day < p["told"])
    ]


def open_reports(p: Life, now: datetime) -> None:
    """What is over and was not asked for is asked for, oldest first."""
    if p["state"] not in ENDED:
        asked = p.setdefault("asked", [])
        new = [last_day for last_day in ends_of_periods(p, now) if not asked or last_day > asked[-1]]
        asked += new
        p["reports"] += ["open"] * len(new)


def report(p: Life, number: int, sources: tuple, target: str) -> bool:
    allowed = p["reports"][number] in sources
    if allowed:
        p["reports"][number] = target
    return allowed
