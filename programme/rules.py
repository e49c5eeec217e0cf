"""FIXME programme.rules."""

from accounts.rules import is_city_staff


def city_staff(user, pilot) -> bool:
    """City staff."""
    return is_city_staff(user)
