"""What is missing for a Low Carbon Day, in plain sentences (AWD-1)."""

from collections.abc import Iterator, Sequence
from datetime import date

from face.wording import chinese_date
from pilots.low_carbon_day.ceremony import Ceremony, Place
from programme.models import LibraryEntry

MOST_NAMED = 20


def remarks(ceremony: Ceremony, today: date) -> list[str]:
    """What stands in the way, or does not stand on the lists, one sentence each."""
    return [*_on_the_day(ceremony, today), *_certificates(ceremony), *_not_listed(ceremony)]


def _on_the_day(ceremony: Ceremony, today: date) -> Iterator[str]:
    waiting = [place for place in ceremony.places if place.plaque is None]
    if ceremony.day is None:
        yield f"{ceremony.cycle.year + 1} 年低碳日还没有设置，授牌日期待定，暂时不能登记授牌。"
        return
    dated_anew = [place for place in waiting if place.pilot.plaque_on != ceremony.day]
    if dated_anew:
        yield f"授牌日期正在按低碳日更新，约一分钟后可以登记：{_numbers(dated_anew)}。"
    if ceremony.day < today and waiting:
        yield (
            f"低碳日（{chinese_date(ceremony.day)}）已过，{len(waiting)} 个称号还没有登记授牌：{_numbers(waiting)}。"
            "没有到场的，领取奖牌后登记会后交付日期。"
        )


def _certificates(ceremony: Ceremony) -> Iterator[str]:
    uncertified = [place for place in ceremony.places if place.certificate is None]
    if uncertified:
        yield f"没有称号证书，证书合订本中没有：{_numbers(uncertified)}。"


def _not_listed(ceremony: Ceremony) -> Iterator[str]:
    withdrawn = [pilot.entry for pilot in ceremony.withdrawn]
    given = [entry for entry in withdrawn if entry.pk in ceremony.given]
    if withdrawn:
        yield f"称号已撤销，各份名单和证书合订本中都没有：{named(withdrawn)}。"
    if given:
        yield f"其中已登记授牌，请收回奖牌并撤销登记：{named(given)}。"
    if ceremony.untitled:
        yield f"本年度还有 {ceremony.untitled} 个试点没有授予称号，不在名单上。"


def _numbers(places: Sequence[Place]) -> str:
    return named([place.entry for place in places])


def named(entries: Sequence[LibraryEntry]) -> str:
    """Entries by their numbers; of many the first, and how many there are."""
    numbers = "、".join(entry.called for entry in entries[:MOST_NAMED])
    return numbers if len(entries) <= MOST_NAMED else f"{numbers}等 {len(entries)} 个"
