"""Who is signed in, fetched with the roles.

Every page asks what the person may do, so the roles are read with the person in the one query that every request makes
anyway: the grants joined to their person. Kept on the object, they are as old as the person is, as a column would be.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend

from accounts.models import RoleGrant, User


class WithRoles:
    """A backend whose people come with their roles."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; who holds no role at all costs a second query."""
        grants = list(RoleGrant.objects.filter(user=user_id).select_related("user"))
        if not grants:
            return super().get_user(user_id)
        user = grants[0].user
        user.held = {grant.role: grant.rights for grant in grants}
        return user if self.user_can_authenticate(user) else None


class PlainBackend(WithRoles, ModelBackend):
    """Of the back office and of tests."""


class EmailBackend(WithRoles, AuthenticationBackend):
    """Of everybody else: allauth signs in by e-mail."""
