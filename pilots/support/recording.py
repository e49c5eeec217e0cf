"""A filled form becomes a measure of support: its document into the store, then the act (AWD-1)."""

from accounts.models import User
from files import store
from pilots.models import SupportMeasure
from pilots.support.actions import grant_support
from pilots.support.forms import SupportForm


def grant_as_entered(form: SupportForm, *, actor: User) -> SupportMeasure:
    """Keep the document of a valid form and record the measure for its entry.

    Raises:
        StoreFull: the document could not be kept.
        Refused: as ``grant_support`` says.
    """
    given = {name: form.cleaned_data[name] for name in form.Meta.fields}
    if form.checked:
        given["file"] = store.put(form.cleaned_data["upload"], form.checked.mime)
        given["file_name"] = form.checked.name
    return grant_support(form.entry.pk, actor=actor, **given)
