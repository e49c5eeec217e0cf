"""Areas of expertise in words."""

from collections.abc import Sequence

from reviews.models import Expertise


def area_names(areas: Sequence[str]) -> str:
    """Types and fields in words; a field of a type that is named too is said all the same."""
    labels = dict(Expertise.AREAS)
    return "、".join(labels.get(area, area) for area in areas) or "未填写"
