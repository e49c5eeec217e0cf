"""What the portal does its own way in allauth's account flows."""

from accounts.login.traces import Traced


class Adapter(Traced):
    """The adapter that settings name (``ACCOUNT_ADAPTER``)."""
