"""The rules of a season in as few lines as they take; ``test_season`` plays the portal beside them.

It imports nothing of the code under test. What is not allowed returns False.
"""

from datetime import datetime, timedelta

from journal.clock import BEIJING

SECOND = timedelta(seconds=1)
EDITABLE = ("draft", "returned")
BEFORE_REVIEW = (*EDITABLE, "at_recommender", "declined", "received", "correction", "accepted")
PASSED = ("accepted", "in_review", "proposed", "selected", "kept")
STANDING = (*PASSED, "received", "correction")
QUOTA = 3


def cutoff_of(year):
    """The first instant that no longer counts for a year (CUT-2)."""
    return datetime(year, 7, 16, tzinfo=BEIJING)


class Case(dict):
    """An application, printed by its place in the season."""

    def __repr__(self):
        return f"<{self['name']} {self['state']}>"


class Reference:
    """What was received, what stood at each cutoff, what staff said of duplicates."""

    def __init__(self):
        self.all, self.last, self.used, self.rulings = [], {}, {}, {}
        self.stood, self.frozen = {}, {}

    def begin(self, pk, now, **known):
        blank = {"state": "draft", "number": None, "quota": None, "due": None, "lapsed": None, "before": None}
        nothing = {"sent": [], "outcome": None, "confirmed": False, "earlier": None, "off": False}
        self.all.append(Case({"pk": pk, "year": self.year(now)} | blank | nothing | known))
        return self.all[-1]

    def plain_year(self, now):
        year = now.astimezone(BEIJING).year
        return year + (now >= cutoff_of(year))

    def year(self, now):
        year = self.plain_year(now)
        while year in self.frozen:
            year += 1
        return year

    def pass_time(self, before, now):
        """What stands at the instant of a cutoff, as the clock passes it (CUT-4)."""
        for year in range(before.year, now.year + 1):
            cutoff = cutoff_of(year)
            if before < cutoff <= now and year not in self.frozen:
                self.stood[year] = {
                    a["pk"]: max((i for i, at in enumerate(a["sent"], 1) if at < cutoff), default=1)
                    for a in self.all
                    if a["number"] and not a["off"] and (a["before"] or a["year"]) == year
                    if (a["due"] or a["lapsed"] or now + SECOND) > cutoff
                }

    def place(self, a, year):
        """A park uses a place of its recommender in the year that it comes into, and no other (REC-3)."""
        if a["type"] != "QY" or a["quota"] == year:
            return True
        if self.used.get(year, 0) == QUOTA:
            return False
        self.free(a)
        self.used[year], a["quota"] = self.used.get(year, 0) + 1, year
        return True

    def free(self, a):
        if a["quota"]:
            self.used[a["quota"]] -= 1
            a["quota"] = None

    def receive(self, a, now):
        year = self.year(now)
        if not self.place(a, year):
            return False
        key = (year, a["type"])
        self.last[key] = self.last.get(key, 0) + 1
        a |= {"state": "received", "year": year, "number": f"{year}-{a['type']}-{self.last[key]:04d}"}
        return True

    def submit(self, a, now):
        if a["state"] not in EDITABLE:
            return False
        if a["recommended"]:
            a |= {"state": "at_recommender", "year": self.year(now)}
        elif not self.receive(a, now):
            return False
        a["sent"].append(now)
        return True

    def move(self, a, sources, target):
        allowed = a["state"] in sources
        a["state"] = target if allowed else a["state"]
        return allowed

    def withdraw(self, a, now):
        """Until the award, also while the public notice runs; what lapsed before stays off later lists (CUT-5)."""
        allowed = self.move(a, (*BEFORE_REVIEW, "in_review", "proposed"), "withdrawn")
        if allowed:
            self.free(a)
            a["off"] = a["lapsed"] or (a["due"] and a["due"] <= now)
            a |= {"due": None, "lapsed": None, "before": None}
        return allowed

    def resubmit(self, a, now):
        if a["state"] != "correction":
            return False
        deadline, year = a["due"] or a["lapsed"], a["before"] or a["year"]
        left = a["lapsed"] and year in self.frozen and deadline <= cutoff_of(year)
        if now >= deadline or left:
            if self.plain_year(now) >= self.plain_year(deadline) + 2:
                return False
            year = self.year(now)
        if not self.place(a, year):
            return False
        a |= {"state": "received", "year": year, "due": None, "lapsed": None, "before": None}
        a["sent"].append(now)
        return True

    def lapse(self, due_by):
        for a in self.all:
            if a["due"] and a["due"] <= due_by:
                a |= {"due": None, "lapsed": a["due"], "before": a["year"]}
                a["year"] = max(a["year"], self.plain_year(a["lapsed"]))

    def carry(self, cutoff):
        for a in self.all:
            if a["lapsed"] and a["lapsed"] < cutoff:
                if self.plain_year(a["lapsed"]) < cutoff.year:
                    self.withdraw(a, cutoff)
                else:
                    a["year"] = max(a["year"], cutoff.year + 1)

    def sweep(self, now):
        for year in range(2026, now.astimezone(BEIJING).year + 1):
            cutoff = cutoff_of(year)
            if now >= cutoff + timedelta(minutes=2) and year not in self.frozen:
                self.lapse(cutoff)
                self.frozen[year] = self.stood[year]
                for a in self.all:
                    a["year"] += a["year"] == year and a["number"] is None and a["state"] != "withdrawn"
                self.carry(cutoff)
        self.lapse(now)

    def twins(self, a):
        """What else the city has received for the same in the same year (REC-3)."""
        for b in self.all:
            same = b["number"] and all(b[key] == a[key] for key in ("type", "name", "year"))
            if same and b is not a and b["state"] in STANDING:
                yield b

    def ruling(self, a, b):
        """The pk that was chosen of two, None when they differ, False when nothing was said."""
        return self.rulings.get(frozenset((a["pk"], b["pk"])), False)

    def rule(self, a, b, chosen):
        left = [other for other in (a, b) if chosen not in (None, other["pk"])]
        if a["state"] not in STANDING or any(other["state"] in PASSED for other in left):
            return False
        self.rulings[frozenset((a["pk"], b["pk"]))] = chosen
        return True

    def sole(self, a, b):
        """Whether a may pass beside b: they differ, or a was chosen and b has not passed."""
        said = self.ruling(a, b)
        return said is None or (said == a["pk"] and b["state"] not in PASSED)

    def accept(self, a):
        alone = all(self.sole(a, b) for b in self.twins(a))
        return a["number"] is not None and alone and self.move(a, ("received",), "accepted")

    def rule_out(self, a):
        chosen = any(self.ruling(a, b) == b["pk"] for b in self.twins(a))
        return a["number"] is not None and chosen and self.move(a, ("received",), "not_eligible")

    def decidable(self, a):
        """In review, its list is frozen, and it stands on it (CUT-2, CUT-4)."""
        return a["state"] == "in_review" and a["pk"] in self.frozen.get(a["year"], ())

    def propose(self, a, outcome):
        allowed = self.decidable(a) and not a["outcome"] and (outcome == "kept" or a["type"] != "QY")
        a["outcome"] = outcome if allowed else a["outcome"]
        return allowed

    def comes_again(self, a, now):
        """Only what was kept, in a later year, once a cycle, and not while an earlier return goes on (ELI-R)."""
        year = self.year(now)
        returns = [b for b in self.all if b["earlier"] == a["pk"] and b["state"] != "withdrawn"]
        over = all(b["state"] in ("not_eligible", "selected", "kept") and b["year"] != year for b in returns)
        return a["state"] == "kept" and a["type"] == "JS" and year > a["year"] and over
