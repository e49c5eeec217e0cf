"""Pages of allauth that want the identity confirmed before they show their form. They go before allauth's own addresses."""

from allauth.account import views
from django.urls import path

from accounts.guards import confirmed_to_see

urlpatterns = [
    path("email/", confirmed_to_see(views.email), name="account_email"),
    path("password/change/", confirmed_to_see(views.password_change), name="account_change_password"),
    path("password/set/", confirmed_to_see(views.password_set), name="account_set_password"),
]
