"""A recommender puts its waiting parks into its order of preference (REC-3)."""

from accounts.models import Organisation, User
from applications.acts import ORDER_PARKS
from applications.models import ParkOrder
from applications.recommending.parks.order import in_preference, waiting
from journal import clock
from journal.acts import Refused

STEPS = {"up": -1, "down": 1}


def move_park(application_id: int, *, recommender: Organisation, actor: User, direction: str) -> ParkOrder:
    """Move a waiting park one step ``up`` or ``down``; at the end of the list it stays where it is.

    Raises:
        Refused: the park does not wait at this recommender, or the person does not work there.
    """

    def locked_order() -> ParkOrder:
        first = {"by": actor, "at": clock.now()}
        ParkOrder.objects.get_or_create(recommender=recommender, defaults=first)
        return ParkOrder.objects.select_for_update().get(recommender=recommender)

    with ORDER_PARKS.perform(locked_order, actor=actor) as act:
        order = act.object
        parks = in_preference(waiting(recommender), order)
        before = [park.pk for park in parks]
        if application_id not in before or direction not in STEPS:
            raise Refused("这个园区已不在待初审之列，请刷新页面。")
        place = before.index(application_id)
        target = min(max(place + STEPS[direction], 0), len(parks) - 1)
        if target == place:
            act.nothing()
            return order
        park = parks.pop(place)
        parks.insert(target, park)
        order.ids, order.by, order.at = [waits.pk for waits in parks], actor, act.now
        order.save()
        act.summary = f"「{park.title}」由第 {place + 1} 位调整为第 {target + 1} 位"
        act.facts["order"] = order.ids
    return order
