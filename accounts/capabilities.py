"""Roles, and what each of them may do at first: the one table of rights. Everything else asks for a capability.

A person may hold several roles and has what all of them give together: in a small office one person does the work of
two. What takes two persons is held apart act by act (who confirms is not who proposed), never by role.

A city may give its roles other rights than these: what differs from the table is a row (``accounts.models.ChangedRight``).
A new role is a member of ``Role``, a row of ``CAPABILITIES`` and a migration of the choices.
"""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """What a person does in the programme (programme §2)."""

    APPLICANT = "applicant", "申报单位人员"
    RECOMMENDER = "recommender", "推荐单位人员"
    CLERK = "clerk", "业务经办人"
    PAPER_CLERK = "paper_clerk", "收件人员"
    PANEL_SECRETARY = "panel_secretary", "评审秘书"
    CHIEF = "chief", "业务负责人"
    REVIEWER = "reviewer", "评审专家"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计人员"


class Capability(StrEnum):
    """One kind of work that a person may do. Guards, tables of verbs, lists and messages ask for it."""

    APPLY = "apply"  # files applications for the own organisation, and follows its pilots
    RECOMMEND = "recommend"  # pre-checks and forwards what was sent to the own recommender
    REVIEW = "review"  # scores what is assigned
    READ_RECEIVED = (
        "read_received"  # opens every application that the city received; all work of the city rests on it
    )
    READ_JOURNAL = "read_journal"  # reads the lines of the journal that are kept for the city
    READ_REVIEW = "read_review"  # sees ranking, score sheets and the meeting's list
    SCREEN = "screen"  # form check: accept, ask for a correction, find not eligible; the three-year record
    MEND_PACKETS = "mend_packets"  # hears of a packet that lacks originals, and has it built again
    REGISTER_PAPER = "register_paper"  # receives paper copies
    FORM_PANELS = "form_panels"  # pool, panels, draws, sheets that are reopened, minutes
    SET_RUBRICS = "set_rubrics"  # what is scored, with which weight
    VISIT = "visit"  # plans site visits, goes on them, writes what they found
    ASK_WORK_PLANS = "ask_work_plans"  # returns work plans of zones, moves their deadline
    PROPOSE = "propose"  # proposes a decision
    CONFIRM = "confirm"  # confirms or returns the decision that another person proposed
    PUBLISH = "publish"  # publishes results, keeps the public notice and its days, confirms its list
    ANSWER_OBJECTIONS = "answer_objections"  # looks into objections to a public notice
    AWARD = "award"  # awards what stood on a confirmed list, grants titles
    FOLLOW_PILOTS = "follow_pilots"  # reviews plans, records measures of support
    KEEP_LIBRARY = "keep_library"  # grades entries, enters pilots named elsewhere
    GATHER_CASE_FILES = "gather_case_files"  # has everything of an application put into one file
    SET_CYCLE = "set_cycle"  # opens and sets the years
    GRANT_QUOTAS = "grant_quotas"  # answers recommenders that ask for more parks
    KEEP_ACCOUNTS = (
        "keep_accounts"  # keeps accounts and organisations in the back office, which Django's own marks open
    )
    READ_TRACES = "read_traces"  # reads the whole journal and the access log, and changes nothing


ALL_OF_CITY = frozenset({Capability.READ_RECEIVED, Capability.READ_JOURNAL})  # of every role of the city


CAPABILITIES: dict[str, frozenset[Capability]] = {
    Role.APPLICANT: frozenset({Capability.APPLY}),
    Role.RECOMMENDER: frozenset({Capability.RECOMMEND}),
    Role.CLERK: ALL_OF_CITY
    | {
        Capability.READ_REVIEW,
        Capability.SCREEN,
        Capability.MEND_PACKETS,
        Capability.VISIT,
        Capability.ASK_WORK_PLANS,
        Capability.PROPOSE,
        Capability.ANSWER_OBJECTIONS,
        Capability.FOLLOW_PILOTS,
        Capability.KEEP_LIBRARY,
        Capability.GATHER_CASE_FILES,
        Capability.GRANT_QUOTAS,
    },
    Role.PAPER_CLERK: ALL_OF_CITY | {Capability.REGISTER_PAPER},
    Role.PANEL_SECRETARY: ALL_OF_CITY
    | {Capability.READ_REVIEW, Capability.FORM_PANELS, Capability.SET_RUBRICS, Capability.VISIT},
    Role.CHIEF: ALL_OF_CITY
    | {
        Capability.READ_REVIEW,
        Capability.FORM_PANELS,
        Capability.CONFIRM,
        Capability.PUBLISH,
        Capability.AWARD,
        Capability.FOLLOW_PILOTS,
        Capability.GATHER_CASE_FILES,
        Capability.SET_CYCLE,
        Capability.GRANT_QUOTAS,
    },
    Role.REVIEWER: frozenset({Capability.REVIEW}),
    Role.ADMINISTRATOR: frozenset({Capability.KEEP_ACCOUNTS}),
    Role.AUDITOR: frozenset({Capability.READ_TRACES}),
}
CITY = frozenset(Capability) - {
    Capability.APPLY,
    Capability.RECOMMEND,
    Capability.REVIEW,
    Capability.KEEP_ACCOUNTS,
    Capability.READ_TRACES,
}  # the rights of the city


def roles_with(capability: Capability) -> list[str]:
    """The roles that give a capability at first."""
    return [role for role, given in CAPABILITIES.items() if capability in given]
