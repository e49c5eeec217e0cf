"""What people do with organisations. One function, one act."""

from accounts.acts import REGISTER
from accounts.models import Membership, Organisation, User


def register_organisation(organisation: Organisation, *, actor: User) -> Organisation:
    """Register an applicant organisation; who registers it becomes its first member and may submit for it.

    Args:
        organisation: unsaved, its unified social credit code verified.

    Raises:
        Repeated: the code was registered a moment ago.
    """
    with REGISTER.perform(actor=actor) as act:
        organisation.kind = Organisation.Kind.APPLICANT
        organisation.save(force_insert=True)
        Membership.objects.create(user=actor, organisation=organisation, can_submit=True)
        act.about, act.summary = organisation, f"{organisation.name}（{organisation.uscc}）"
    return organisation
