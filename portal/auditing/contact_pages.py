"""Pages that show names with telephone numbers or e-mail addresses of others to who works with applications.

``tests/portal/auditing/test_contact_pages.py`` opens every page of the portal and holds this list against what it reads.
"""

CONTACT_PAGES = frozenset(
    {
        "application_detail",
        "access_log",
        "objection_contact",
        "organisation",
        "person",
        "person_list",
        "proposal",
        "recommender_decline",
        "recommender_form",
        "recommender_return",
        "screening",
        "unit",
    }
)
