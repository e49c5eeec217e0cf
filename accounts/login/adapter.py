"""What allauth asks of us."""

from allauth.account.adapter import DefaultAccountAdapter

from accounts.identity import is_confirmed


class Adapter(DefaultAccountAdapter):
    """allauth's own, with our answer to whether the person has to be confirmed."""

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Not within the time for which signing in or confirming holds; allauth alone does not count signing in."""
        return not is_confirmed(self.request)
