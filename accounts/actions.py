"""What people do with organisations. One function, one act."""

from django.db import transaction

from accounts.models import Membership, Organisation, User
from journal import clock
from journal.recording import record


@transaction.atomic
def register_organisation(organisation: Organisation, *, actor: User) -> Organisation:
    """Register an applicant organisation; who registers it becomes its first member and may submit for it.

    Args:
        organisation: unsaved, its unified social credit code verified.

    Raises:
        IntegrityError: the name or the code was registered a moment ago.
    """
    organisation.kind = Organisation.Kind.APPLICANT
    organisation.save(force_insert=True)
    Membership.objects.create(user=actor, organisation=organisation, can_submit=True)
    record(
        "register",
        organisation,
        at=clock.now(),
        actor=actor,
        label="登记单位",
        summary=f"{organisation.name}（{organisation.uscc}）",
    )
    return organisation
