"""The secret part of the address in an invitation: signed, so that only who got the e-mail can open it."""

from django.core.signing import BadSignature, Signer

from accounts.models import Invitation

_signer = Signer(salt="accounts.invitation")


def token(invitation: Invitation) -> str:
    """The signed number of an invitation."""
    return _signer.sign(invitation.pk)


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a token was made for, or None when it was not made here."""
    try:
        pk = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Invitation.objects.select_related("organisation", "invited_by").filter(pk=pk).first()
