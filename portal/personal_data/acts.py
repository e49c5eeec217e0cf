"""What is done about personal data, each with who may do it."""

from journal.acts import PlainVerb
from journal.models import Audience
from portal.models import Clearing


def portal_itself(actor: object, obj: object) -> bool:
    """No person: the beat or a command."""
    return actor is None


CLEAR = PlainVerb(Clearing, "clear_personal_data", "清除到期的个人信息", portal_itself, Audience.CITY)
