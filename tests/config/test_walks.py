"""The walks of the README, done word by word on a freshly loaded demo (CUT-2, programme §3)."""

import re
import shlex
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from config.demo.people import PASSWORD, address
from journal import clock
from journal.models import DemoClock
from pilots.models import Certificate, Pilot
from pilots.states import PilotState
from programme.models import Cycle
from programme.notice import PilotType
from tests.config import demo_rules
from tests.walker import Walker

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.django_db,
    pytest.mark.xdist_group("demo"),
    pytest.mark.skipif(not settings.EMBEDDED, reason="only the embedded demo moves its clock"),
]
README = settings.BASE_DIR / "README.md"
PREFIX = ".venv/bin/python manage.py "
STEP = re.compile(r"^\d+\. +(.*?)(?=^\d+\. |^\n|\Z)", re.MULTILINE | re.DOTALL)
DEED = re.compile(
    r"as `(?P<as>\w+)@`"
    r"|without (?P<without>an account)"
    r"|run `(?P<run>[^`]+)`"
    r"|open 「(?P<open>[^」]+)」"
    r"|press 「(?P<press>[^」]+)」"
    r"|tick 「(?P<tick>[^」]+)」"
    r"|see 「(?P<see>[^」]+)」"
    r"|write `(?P<write>[^`]+)` at 「(?P<field>[^」]+)」"
    r"|choose 「(?P<choose>[^」]+)」 at 「(?P<list>[^」]+)」",
    re.IGNORECASE,
)


FIRST, SECOND = "## A first walk", "## A second walk"


def steps(title: str) -> list[str]:
    """The steps of a walk, each in one line."""
    walk = README.read_text("utf-8").partition(title)[2].partition("\n## ")[0]
    return [" ".join(step.split()) for step in STEP.findall(walk)]


def deeds(title: str) -> Iterator[dict[str, str]]:
    """Everything that a walk says is to be done, in its order."""
    for step in steps(title):
        for deed in DEED.finditer(step):
            yield {name: said for name, said in deed.groupdict().items() if said}


def do(walker: Walker, deed: dict[str, str]) -> None:
    """Do what one phrase says."""
    match deed:
        case {"as": name}:
            walker.log_in(address(name), PASSWORD)
        case {"without": _}:
            walker.log_out()
        case {"run": command}:
            assert command.startswith(PREFIX)
            call_command(*shlex.split(command.removeprefix(PREFIX)), stdout=StringIO())
        case {"open": words}:
            walker.follow(words)
        case {"write": text, "field": label}:
            walker.write(text, label)
        case {"choose": option, "list": label}:
            walker.choose(option, label)
        case {"press": words}:
            walker.press(words)
        case {"tick": words}:
            walker.tick(words)
        case {"see": words}:
            walker.read(words)


@pytest.mark.parametrize(("title", "count"), [(FIRST, 12), (SECOND, 17)])
def test_every_word_of_a_page_in_a_walk_belongs_to_something_that_is_done(title, count):
    assert len(steps(title)) == count
    for step in steps(title):
        assert not set(DEED.sub("", step)) & set("「」`"), step


def walk(*titles: str) -> None:
    """Do what walks say, one after the other."""
    walker = Walker()
    for title in titles:
        for deed in deeds(title):
            do(walker, deed)


def test_cut_2_a_newcomer_walks_a_whole_year():
    call_command("demo", stdout=StringIO())
    running = Cycle.objects.running()
    walk(FIRST)
    running.refresh_from_db()
    assert running.closed_at
    pilot = Pilot.objects.get(entry__cycle=running)
    assert (
        pilot.title == running.title_of(PilotType.LEADER) and Certificate.objects.filter(pilot=pilot).exists()
    )
    assert list(demo_rules.awd_1_awarded_after_a_public_notice_by_two()) == []
    call_command("audit_invariants", stdout=StringIO())
    call_command("verify_journal", stdout=StringIO())


def require_ends() -> None:
    """Each pilot of the second walk has come to its end, and nothing is out of order."""
    states = dict(Pilot.objects.values_list("entry__name", "state"))
    assert states["示例循环园区焚烧余热梯级利用项目"] == PilotState.TITLED
    assert states["示例冷链物流园新能源配送与光伏协同项目"] == PilotState.COMPLETED
    assert states["虚构预制构件二氧化碳养护项目"] == PilotState.WITHDRAWN
    assert states["示例科学园南区"] == PilotState.TITLED
    call_command("audit_invariants", stdout=StringIO())
    call_command("verify_journal", stdout=StringIO())


def test_a_newcomer_leads_each_life_of_a_pilot_to_its_end():
    call_command("demo", stdout=StringIO())
    walk(SECOND)
    require_ends()


@pytest.mark.slow
@pytest.mark.parametrize(("month", "day"), [(7, 20), (1, 4), (4, 20), (7, 12)])
def test_the_second_walk_can_be_walked_on_any_day_of_the_year(month, day):
    now = clock.now()
    then = now.replace(month=month, day=day)
    if then < now:
        then = then.replace(year=now.year + 1)
    DemoClock.objects.create(ahead=int((then - now).total_seconds()))
    call_command("demo", stdout=StringIO())
    walk(SECOND)
    require_ends()


@pytest.mark.slow
def test_the_second_walk_can_be_walked_after_the_first():
    call_command("demo", stdout=StringIO())
    walk(FIRST, SECOND)
    require_ends()
