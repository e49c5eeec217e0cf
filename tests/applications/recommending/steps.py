"""What pages of a recommender send, for tests."""

from applications.models import Application
from applications.recommending.precheck.lines import lines_of
from journal import clock
from tests import factories


def sheet(application: Application, met: str = "yes", remark: str = "") -> dict[str, str]:
    """The pre-check sheet as the page sends it, every line answered alike."""
    found = {}
    for line in lines_of(application.current_revision):
        found[f"{line.kind}_{line.key}_met"] = met
        found[f"{line.kind}_{line.key}_remark"] = remark
    return found


def opinion(**changes: str) -> dict[str, str]:
    """The opinion as the page sends it with the button that forwards; ``changes`` by key."""
    today = f"{clock.now().astimezone():%Y-%m-%d}"
    return {"act": "forward", "dated": today} | factories.OPINION | changes
