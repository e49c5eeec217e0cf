"""Who hears what is done to an account."""

from accounts.capabilities import Capability
from accounts.models import User
from journal.acts import Act


def tell_person(act: Act, person: User, subject: str, body: str, link: str = "") -> None:
    """Tell the person whose account it is."""
    act.tell([person], subject, body, link)


def tell_overseers(
    act: Act, subject: str, body: str, link: str = "", without: tuple[int | None, ...] = ()
) -> None:
    """Tell who watches over rights of the city: administrators, with the link to their pages, and who confirms decisions.

    Args:
        without: ids of people who know already.
    """
    administrators = User.objects.who_may(Capability.KEEP_ACCOUNTS)
    others = User.objects.who_may(Capability.CONFIRM).exclude(pk__in=administrators.values("pk"))
    known = [pk for pk in without if pk]
    act.tell(administrators.exclude(pk__in=known).order_by("pk"), subject, body, link)
    act.tell(others.exclude(pk__in=known).order_by("pk"), subject, body)
