"""Where a person starts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.models import Role

HOME_OF = {
    Role.APPLICANT: "application_list",
    Role.RECOMMENDER: "recommender_list",
    Role.STAFF: "screening_list",
    Role.REVIEWER: "reviewer_desk",
    Role.ADMINISTRATOR: "admin:index",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send a person to the desk of the own role."""
    return redirect(HOME_OF[Role(request.user.role)])
