"""A recommender puts its waiting parks into its order of preference (REC-3)."""

from django.db import transaction

from accounts.capabilities import Capability
from accounts.models import Organisation, User
from accounts.rules import is_member, may
from applications.models import Application, ParkOrder
from applications.recommending.parks.order import in_preference, waiting
from journal import clock
from journal.models import Audience
from journal.recording import record
from journal.workflow import Refused

STEPS = {"up": -1, "down": 1}


@transaction.atomic
def move_park(application_id: int, *, recommender: Organisation, actor: User, direction: str) -> ParkOrder:
    """Move a waiting park one step ``up`` or ``down``; at the end of the list it stays where it is.

    Raises:
        Refused: the park does not wait at this recommender, or the person does not work there.
    """
    if not (may(actor, Capability.RECOMMEND) and is_member(actor, recommender.pk)):
        raise Refused("您没有调整顺序的权限。")
    now = clock.now()
    ParkOrder.objects.get_or_create(recommender=recommender, defaults={"by": actor, "at": now})
    order = ParkOrder.objects.select_for_update().get(recommender=recommender)
    parks = in_preference(waiting(recommender), order)
    before = [park.pk for park in parks]
    if application_id not in before or direction not in STEPS:
        raise Refused("这个园区已不在待初审之列，请刷新页面。")
    position = before.index(application_id)
    target = min(max(position + STEPS[direction], 0), len(parks) - 1)
    if target == position:
        return order
    parks.insert(target, parks.pop(position))
    order.ids, order.by, order.at = [park.pk for park in parks], actor, now
    order.save()
    _record(order, parks[target], position, target)
    return order


def _record(order: ParkOrder, park: Application, before: int, after: int) -> None:
    record(
        "order_parks",
        order,
        at=order.at,
        actor=order.by,
        label="调整园区推荐顺序",
        summary=f"「{park.title}」由第 {before + 1} 位调整为第 {after + 1} 位",
        facts={"order": order.ids},
        audience=Audience.CITY,
    )
