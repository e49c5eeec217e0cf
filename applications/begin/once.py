"""The same press begins one application, however often it arrives: twice pressed, or again after a lost answer.

The form carries a token that its page made. The application keeps it in a unique column, with who pressed for what.
"""

from collections.abc import Callable
from functools import wraps

from accounts.models import User
from applications.models import Application
from journal.acts import Refused


class BegunAlready(Refused):
    """The press that arrived before has begun ``application``."""

    def __init__(self, application: Application):
        super().__init__(
            "您刚才已从这一页开始填写这份申报，已为您打开。需要再开始一份的，请刷新原来的页面后再点一次。"
        )
        self.application = application


def once_only(act: Callable[..., Application]) -> Callable[..., Application]:
    """Let an act that begins an application take ``once``, the token of the form, and hand it ``begun_with`` to keep.

    Without a token nothing is compared.

    Raises:
        BegunAlready: the press with this token has begun one; two at once begin one as well.
    """

    @wraps(act)
    def guarded(*what, actor: User, once: str = "", **values) -> Application:
        if not once:
            return act(*what, actor=actor, **values)
        subject = [str(getattr(value, "pk", value)) for value in what]
        mark = ":".join([once, act.__name__, str(actor.pk), *subject])
        begun = Application.objects.filter(begun_with=mark)
        if application := begun.first():
            raise BegunAlready(application)
        try:
            return act(*what, actor=actor, begun_with=mark, **values)
        except Refused:  # also what may be begun once only, by another rule
            if application := begun.first():
                raise BegunAlready(application) from None
            raise

    return guarded
