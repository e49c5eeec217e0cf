"""What is done to the clock of the demo, and by whom (CUT-2)."""

from accounts.capabilities import Capability
from accounts.rules import Person, may
from journal.acts import PlainVerb
from journal.models import Audience, DemoClock


def keeps_demo(user: Person, demo_clock: DemoClock) -> bool:
    """The demo's administrator, or who runs ``manage.py`` on its machine (None)."""
    return user is None or may(user, Capability.KEEP_ACCOUNTS)


FORWARD_CLOCK = PlainVerb(DemoClock, "forward_clock", "前移演示时钟", keeps_demo, Audience.CITY)
