"""Files of a withdrawal: its letters, and what the organisation handed in with its statement."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.rules import may
from face.downloads import letter_file
from files.responses import serve
from pilots.withdrawal.letters import letter, name_of, papers_of
from pilots.withdrawal.views import visible_withdrawal


@require_safe
def withdrawal_letter(request: HttpRequest, pk: int, paper: str, kind: str) -> HttpResponse:
    """The notice or the decision as Word or PDF; a decision that is not made only for the city."""
    row = visible_withdrawal(request, pk)
    if paper not in papers_of(row, may(request.user, Capability.READ_RECEIVED)):
        raise Http404
    return letter_file(letter(row, paper), kind, f"{row.pilot.entry.number}-{name_of(row, paper)}")


@require_safe
def withdrawal_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was handed in with the statement."""
    row = visible_withdrawal(request, pk)
    if row.statement_file is None:
        raise Http404
    return serve(row.statement_file, row.statement_file_name, inline="show" in request.GET)
