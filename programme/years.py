"""Years that lists are narrowed by."""

from programme.models import Cycle


def years() -> list[tuple[str, str]]:
    """The years that have a cycle, newest first, as choices."""
    return [(str(year), f"{year} 年度") for year in Cycle.objects.values_list("year", flat=True)]
