"""An outsider checks a draw with docs/draw-record.md and the file alone; nothing of the portal is imported for it (REV-2)."""

import hashlib
import json
from collections import defaultdict

import pytest
from django.urls import reverse

from reviews.draws.actions import draw_replacement, draw_reviewers
from reviews.draws.drawing import Candidate, Case, draw
from reviews.models import ScoreSheet
from reviews.pool.actions import exclude_reviewer, save_profile
from reviews.scoring.actions import recuse
from reviews.states import Conflict
from tests import factories
from tests.reviews.draws.test_actions import empty_panel


class Outsider:
    """The steps of the document, one method each."""

    def __init__(self, record: dict):
        self.record, self.count = record, record["count"]
        self.load = {person["id"]: person["load"] for person in record["pool"]}
        cases = sorted(record["cases"], key=lambda case: self.place(case["id"], 0))
        self.areas = {case["id"]: set(case["areas"]) for case in cases}
        self.out = {(row["case"], row["reviewer"]) for row in record["exclusions"]}
        self.fixed, self.candidates, self.chosen = {}, {}, {}

    def place(self, case: int, person: int) -> str:
        named = (self.record[key] for key in ("algorithm", "seed", "round"))
        return hashlib.sha256("|".join(map(str, (*named, case, person))).encode()).hexdigest()

    def result(self) -> list[dict]:
        self.find_candidates()
        self.choose()
        while self.exchange():
            pass
        return [{"case": case["id"], "reviewers": self.drawn(case["id"])} for case in self.record["cases"]]

    def find_candidates(self) -> None:
        for case, areas in self.areas.items():
            people = [
                person
                for person in self.record["pool"]
                if not {(case, person["id"]), (None, person["id"])} & self.out
            ]
            people.sort(key=lambda person: self.place(case, person["id"]))
            knowing = [person["id"] for person in people if areas & set(person["areas"])]
            enough = len(knowing) >= self.count
            self.fixed[case] = [] if enough else knowing
            others = [person["id"] for person in people if person["id"] not in knowing]
            self.candidates[case] = knowing if enough else others

    def choose(self) -> None:
        for case in self.areas:
            for person in self.fixed[case]:
                self.load[person] += 1
        for case in self.areas:
            places = self.count - len(self.fixed[case])
            self.chosen[case] = sorted(self.candidates[case], key=lambda person: self.load[person])[:places]
            for person in self.chosen[case]:
                self.load[person] += 1

    def exchange(self) -> bool:
        leads = defaultdict(dict)
        for case, people in self.candidates.items():
            for giver in people:
                for taker in people:
                    if giver in self.chosen[case] and taker not in self.chosen[case]:
                        leads[giver].setdefault(taker, case)
        takers = {taker for row in leads.values() for taker in row}
        lowest = min((self.load[taker] for taker in takers), default=0)
        starts = [giver for giver in leads if self.load[giver] >= lowest + 2]
        for start in sorted(starts, key=lambda person: (-self.load[person], person)):
            way, order = self.search(leads, start)
            if order:
                end = min(order, key=lambda person: (self.load[person], order.index(person)))
                if self.load[end] <= self.load[start] - 2:
                    self.walk(way, start, end)
                    return True
        return False

    @staticmethod
    def search(leads: dict, start: int) -> tuple[dict, list[int]]:
        way, order, waiting = {}, [], [start]
        while waiting:
            giver = waiting.pop(0)
            for taker, case in leads.get(giver, {}).items():
                if taker != start and taker not in way:
                    way[taker] = (giver, case)
                    order.append(taker)
                    waiting.append(taker)
        return way, order

    def walk(self, way: dict, start: int, end: int) -> None:
        self.load[start] -= 1
        self.load[end] += 1
        while end != start:
            giver, case = way[end]
            self.chosen[case] = [person for person in self.chosen[case] if person != giver] + [end]
            end = giver

    def drawn(self, case: int) -> list[int]:
        taken = {*self.fixed[case], *self.chosen[case]}
        return sorted(taken, key=lambda person: self.place(case, person))


def checksum(record: dict) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.django_db
def test_rev_2_the_file_of_a_draw_is_replayed_by_an_outsider(client, staff):
    cases = [factories.accepted() for _ in range(3)]
    pool = [factories.reviewer() for _ in range(8)]
    for reviewer, area in zip(pool[:4], ["energy", "technology", "waste", "energy"], strict=True):
        save_profile(reviewer, actor=staff, areas=[area])
    save_profile(pool[5], actor=staff, areas=[], organisation=cases[0].organisation)
    save_profile(pool[6], actor=staff, areas=[], available=False)
    exclude_reviewer(cases[1].pk, pool[7], actor=staff, reason="示例原因。")
    panel = empty_panel(cases[0], staff)
    row = draw_reviewers(panel.pk, actor=staff, applications=[case.pk for case in cases], count=4)
    sheet = ScoreSheet.objects.filter(draw=row).first()
    recuse(sheet.pk, actor=sheet.reviewer, conflict=Conflict.FAMILY, note="")
    for made in (row, draw_replacement(sheet.pk, actor=staff)):
        response = client.get(reverse("draw_record", args=[made.pk]))
        assert response["Content-Disposition"] == f'attachment; filename="draw-{made.pk}.json"'
        told = json.loads(response.content)
        assert told["sha256"] == checksum(told["record"]) == made.sha256
        assert told["record"]["result"] == Outsider(told["record"]).result() == made.result
        page = client.get(reverse("draw_detail", args=[made.pk])).content.decode()
        assert told["sha256"] in page and all(step[:20] in page for step in told["recipe"][:1])


@pytest.mark.parametrize("number", range(60))
def test_rev_2_the_document_says_what_the_draw_does(number):
    """Uneven loads and mixed areas, so that chains of exchanges occur."""
    people = [
        {
            "id": pk,
            "areas": ["ab"[(pk * number) % 2]] if (pk + number) % 3 else [],
            "load": (pk * (number + 3)) % 5,
        }
        for pk in range(1, 10)
    ]
    cases = [{"id": pk, "areas": ["abc"[(pk + number) % 3]]} for pk in range(11, 17)]
    barred = [{"case": 11 + pk % 6, "reviewer": pk} for pk in range(1, 10) if (pk * number) % 4 == 1]
    record = {"algorithm": "1", "seed": f"示例{number}", "round": number % 3, "count": 3}
    record |= {"cases": cases, "pool": people, "exclusions": barred}
    drawn = draw(
        [Case(case["id"], frozenset(case["areas"])) for case in cases],
        [Candidate(one["id"], frozenset(one["areas"]), one["load"]) for one in people],
        {(row["case"], row["reviewer"]) for row in barred},
        count=3,
        seed=record["seed"],
        round=record["round"],
    )
    assert Outsider(record).result() == [
        {"case": case["id"], "reviewers": drawn[case["id"]]} for case in cases
    ]
