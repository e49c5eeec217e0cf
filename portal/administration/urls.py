"""Addresses of the subject."""

from django.urls import path

from portal.administration import views_home, views_organisations, views_people, views_rights
from portal.administration.importing import views as importing

urlpatterns = [
    path("administration/overview/", views_home.administration, name="administration"),
    path("administration/people/", views_people.person_list, name="person_list"),
    path("administration/people/new/", views_people.person_create, name="person_create"),
    path("administration/people/<int:pk>/", views_people.person, name="person"),
    path("administration/people/<int:pk>/correct/", views_people.person_correct, name="person_correct"),
    path("administration/people/<int:pk>/roles/", views_people.person_roles, name="person_roles"),
    path(
        "administration/people/<int:pk>/roles/<str:role>/withdraw/",
        views_people.person_withdraw_role,
        name="person_withdraw_role",
    ),
    path("administration/people/<int:pk>/email/", views_people.person_email, name="person_email"),
    path("administration/people/<int:pk>/reset/", views_people.person_reset, name="person_reset"),
    path("administration/people/<int:pk>/close/", views_people.person_close, name="person_close"),
    path("administration/people/<int:pk>/reopen/", views_people.person_reopen, name="person_reopen"),
    path("administration/units/", views_organisations.unit_list, name="unit_list"),
    path("administration/units/new/", views_organisations.unit_create, name="unit_create"),
    path("administration/units/<int:pk>/", views_organisations.unit, name="unit"),
    path("administration/units/<int:pk>/correct/", views_organisations.unit_correct, name="unit_correct"),
    path(
        "administration/units/<int:pk>/members/", views_organisations.unit_member_add, name="unit_member_add"
    ),
    path(
        "administration/members/<int:pk>/right/",
        views_organisations.unit_member_right,
        name="unit_member_right",
    ),
    path(
        "administration/members/<int:pk>/drop/", views_organisations.unit_member_drop, name="unit_member_drop"
    ),
    path("administration/proposals/", views_rights.proposal_list, name="proposal_list"),
    path("administration/proposals/<int:pk>/", views_rights.proposal, name="proposal"),
    path(
        "administration/proposals/<int:pk>/confirm/", views_rights.proposal_confirm, name="proposal_confirm"
    ),
    path(
        "administration/proposals/<int:pk>/decline/", views_rights.proposal_decline, name="proposal_decline"
    ),
    path(
        "administration/proposals/<int:pk>/take-back/",
        views_rights.proposal_take_back,
        name="proposal_take_back",
    ),
    path("administration/recoveries/<int:pk>/stop/", views_rights.recovery_stop, name="recovery_stop"),
    path("administration/import/", importing.import_people, name="import_people"),
    path("administration/import/template.xlsx", importing.import_template, name="import_template"),
    path("administration/import/take/", importing.import_take, name="import_take"),
    path("administration/rights/", views_rights.rights_table, name="rights_table"),
]
