"""Rows of people, organisations, signing in, and the admin site."""

from accounts.members.link import token
from journal.models import Message
from tests.config.addresses.arguments import invitation, membership
from tests.config.addresses.who import APPLICANTS, AUDITORS, EVERYONE, KNOWN, OWNER, Row

ROWS = {
    "home": Row(KNOWN),
    "privacy_notice": Row(EVERYONE),
    "own_data": Row(KNOWN),
    "access_log": Row(AUDITORS),
    "access_log_file": Row(AUDITORS),
    "access_days": Row(AUDITORS),
    "whole_journal": Row(AUDITORS),
    "whole_journal_file": Row(AUDITORS),
    "own_data_file": Row(KNOWN),
    "organisation": Row(KNOWN),
    "organisation_register": Row(APPLICANTS),
    "organisation_invite": Row(OWNER, lambda w: (w.application.organisation_id,), post=True),
    "invitation_cancel": Row(OWNER, lambda w: (invitation(w).pk,), post=True),
    "invitation": Row(EVERYONE, lambda w: (token(invitation(w)),)),
    "member_right": Row(OWNER, membership, post=True),
    "member_remove": Row(OWNER, membership, post=True),
    "inbox": Row(KNOWN),
    "message_open": Row(OWNER, lambda w: (Message.objects.filter(recipient_id=w.people["owner"].pk)[0].pk,)),
    "account_login": Row(EVERYONE),
    "account_logout": Row(EVERYONE),
    "account_inactive": Row(EVERYONE),
    "account_signup": Row(EVERYONE),
    "account_reauthenticate": Row(KNOWN),
    "account_email": Row(KNOWN),
    "account_email_verification_sent": Row(EVERYONE),
    "account_change_password": Row(KNOWN),
    "account_set_password": Row(KNOWN),
    "account_reset_password": Row(EVERYONE),
    "account_confirm_login_code": Row(EVERYONE),
    "account_confirm_email": Row(EVERYONE, lambda w: ("unknown",)),
    "account_reset_password_from_key": Row(EVERYONE, lambda w: ("1", "unknown-key")),
    "account_reset_password_from_key_done": Row(EVERYONE),
    "account_reset_password_done": Row(EVERYONE),
    "admin:index": Row(frozenset({"administrator"})),
}
