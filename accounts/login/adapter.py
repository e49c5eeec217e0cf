"""What the portal does its own way in allauth's account flows."""

from accounts.identity import is_confirmed
from accounts.login.traces import Traced


class Adapter(Traced):
    """The adapter that settings name (``ACCOUNT_ADAPTER``)."""

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Not within the time for which signing in or confirming holds; allauth alone does not count signing in."""
        return not is_confirmed(self.request)
