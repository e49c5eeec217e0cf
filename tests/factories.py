"""Factories that speak the domain: an organisation with its person, a draft that lacks nothing, a received one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

from django.db import transaction

from accounts.districts import District
from accounts.models import Membership, Organisation, Role, User
from applications import actions, actions_recommender
from applications.models import Application
from applications.rules import norms_outside
from applications.states import Route
from files import store
from journal import clock
from pilots.cycles import open_cycle
from pilots.models import Cycle
from pilots.programme import CONDITIONS, FIELDS_OF, Sheet
from reviews import actions as reviewing
from reviews import actions_panel as paneling
from reviews.models import Panel, Screening
from reviews.rubrics import rubric_of

_serial = count(1)
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"


def uscc(number: int) -> str:
    """A unified social credit code with a true check character."""
    body = f"91110108{number:09d}"
    check = 31 - sum(_USCC_CHARACTERS.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31
    return body + _USCC_CHARACTERS[check % 31]


def person(role: Role = Role.APPLICANT, organisation: Organisation | None = None, **fields) -> User:
    """A person with a role, a member of the organisation when one is given."""
    n = next(_serial)
    fields = {"name": f"示例人员{n}"} | fields
    user = User.objects.create_user(f"person{n}@example.org", "mima-12345", role=role, **fields)
    if organisation:
        Membership.objects.create(user=user, organisation=organisation)
    return user


def organisation(kind: str = Organisation.Kind.APPLICANT, **fields) -> Organisation:
    """An organisation; an applicant with a valid code in 海淀区."""
    n = next(_serial)
    fields = {"name": f"示例单位{n}", "district": District.HAIDIAN} | fields
    if kind == Organisation.Kind.APPLICANT:
        fields = {"uscc": uscc(n), "nature": "民营企业", "address": f"海淀区示例路 {n} 号"} | fields
    return Organisation.objects.create(kind=kind, **fields)


def applicant() -> User:
    """A person of a new applicant organisation, with the right to submit."""
    return person(Role.APPLICANT, organisation())


def bureau(district: str = District.HAIDIAN) -> Organisation:
    """The bureau of a district, one each."""
    found = Organisation.objects.filter(kind=Organisation.Kind.BUREAU, district=district).first()
    return found or organisation(Organisation.Kind.BUREAU, district=district)


def recommender(at: Organisation | None = None) -> User:
    """A person of a recommender (the bureau of 海淀区 unless given)."""
    return person(Role.RECOMMENDER, at or bureau())


def staff() -> User:
    """A person of the city."""
    return person(Role.STAFF)


def reviewer() -> User:
    """A reviewer from an institute of its own."""
    return person(Role.REVIEWER, organisation(Organisation.Kind.INSTITUTE))


_CONTACT = {
    "legal_representative": "示例法人",
    "contact_name": "示例联系人",
    "contact_email": "contact@example.org",
}
_UNIT = {
    "applicant_name": "北京示例新能源科技有限公司",
    "applicant_nature": "民营企业",
    "address": "北京市海淀区示例路 1 号",
    "contact_phone": "010-12345678",
}
_ZONE = {
    "applicant_name": "北京示例科技园管理委员会",
    "location": "北京市海淀区",
    "contact_phone": "13800000000",
    "area_km2": "3.2",
    "existing_title": {"answer": False},
}
ANSWERS = {
    Sheet.TECHNOLOGY: _UNIT
    | {
        "has_proposal": False,
        "wants_finance": True,
        "project_name": "示例园区光储直柔示范项目",
        "project_location": "海淀区",
        "public_funding": ["市级", "区级"],
        "project_goal": "年减排二氧化碳 1200 吨。",
        "project_content": "建设 2 MW 光伏、4 MWh 储能与直流配电系统。",
        "construction_period": ["2025-03", "2026-06"],
        "total_investment": "2350.50",
        "fixed_investment": "2100.00",
        "performance": {
            "emission_benefit": "年减排 1200 tCO2。",
            "economic_benefit": "年节约电费 160 万元。",
            "social_benefit": "可在同类园区推广。",
        },
        "technologies": [
            {"name": "光储直柔", "scope": "园区建筑", "content": "直流配电、柔性负荷与储能协同。"},
            {"name": "能碳管理平台", "scope": "园区", "content": "分项计量与优化调度。"},
        ],
    },
    Sheet.LEADER: _UNIT | {"wants_finance": False, "profile": "示例简介。", "measures": "示例措施和成效。"},
    Sheet.PARK: _ZONE
    | {
        "pilot_type": {"choice": "其他", "other": "生命科学园区"},
        "enterprises": {"enterprise_capacity": 200, "enterprises_settled": 150, "enterprises_awaited": 50},
        "organisation_structure": "管委会下设低碳办公室。",
        "current_state": "示例现状。",
        "goals_and_tasks": "示例目标和任务。",
    },
    Sheet.COMMUNITY: _ZONE
    | {
        "pilot_type": "气候友好型社区",
        "population": {
            "population_resident": 5000,
            "population_commercial": 800,
            "population_temporary": 200,
            "population_total": 6000,
        },
        "facilities": ["金融邮电"],
        "planning": "示例规划。",
        "climate_projects": "示例项目。",
        "publicity": "示例宣传。",
        "results_and_vision": "示例成效和愿景。",
    },
}


def answers(sheet: str) -> dict:
    """Complete answers of the applicant's parts of a form."""
    return _CONTACT | ANSWERS[Sheet(sheet)]


def draft(
    sheet: str = Sheet.TECHNOLOGY, *, by: User | None = None, to: Organisation | None = None
) -> Application:
    """A draft that lacks nothing: direct, or recommended by ``to`` (zones: by the bureau of 海淀区)."""
    by = by or applicant()
    application = actions.start(by.organisations.get(), sheet, actor=by)
    if Sheet(sheet) in (Sheet.PARK, Sheet.COMMUNITY):
        to = to or bureau()
    application = actions.save_draft(
        application.pk,
        actor=by,
        answers=answers(sheet),
        field=FIELDS_OF[Sheet(sheet)][0],
        district=District.HAIDIAN,
        route=Route.RECOMMENDED if to else Route.DIRECT,
        recommender=to,
        confirmed_conditions=[condition.key for condition in CONDITIONS[Sheet(sheet)]],
    )
    actions.save_draft(
        application.pk, actor=by, norm_reasons={n.key: "示例理由。" for n in norms_outside(application)}
    )
    file = store.put(PDF, "application/pdf")
    for material in ("licence", "approval", "carbon", "other"):
        actions.attach(application.pk, actor=by, material=material, file=file, name=f"{material}.pdf")
    return Application.objects.get(pk=application.pk)


OPINION = {
    "recommender_contact": "示例联系人",
    "recommender_phone": "010-87654321",
    "recommender_opinion": "同意推荐。",
}


def submitted(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """A submitted application: received on the direct route, else at its recommender."""
    application = draft(sheet, **kwargs)
    return actions.submit(application.pk, actor=application.created_by)


def received(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application that the city has received."""
    application = submitted(sheet, **kwargs)
    if application.number is None:
        clerk = recommender(application.recommender)
        application = actions_recommender.forward(
            application.pk, actor=clerk, opinion=OPINION, dated=date(2026, 6, 1)
        )
    return Application.objects.get(pk=application.pk)


def accepted(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application that passed screening."""
    application = received(sheet, **kwargs)
    reviewing.screen(application.pk, actor=staff(), outcome=Screening.Outcome.ACCEPTED, findings={})
    return Application.objects.get(pk=application.pk)


def panel(application: Application, reviewers: list[User]) -> Panel:
    """A panel that fits the application."""
    return paneling.form_panel(
        actor=staff(),
        cycle=application.cycle,
        pilot_type=application.pilot_type,
        field="",
        name=f"示例评审组{next(_serial)}",
        reviewers=reviewers,
    )


def in_review(sheet: str = Sheet.TECHNOLOGY, *, reviewers: list[User] | None = None, **kwargs) -> Application:
    """An application before a panel of three (or the given) reviewers."""
    application = accepted(sheet, **kwargs)
    group = panel(application, reviewers or [reviewer() for _ in range(3)])
    paneling.put_before_panel(application.pk, actor=staff(), panel=group)
    return Application.objects.get(pk=application.pk)


def scored(sheet: str = Sheet.TECHNOLOGY, *, scores: list[int] | None = None, **kwargs) -> Application:
    """An application scored by as many reviewers as ``scores``: each gives that score (of ten) throughout."""
    scores = scores or [7, 8, 9]
    application = in_review(sheet, reviewers=[reviewer() for _ in scores], **kwargs)
    criteria = rubric_of(application.cycle, application.pilot_type)
    for assignment, score in zip(application.assignments.order_by("pk"), scores, strict=True):
        reviewing.declare_no_conflict(assignment.pk, actor=assignment.reviewer)
        reviewing.submit_sheet(
            assignment.pk,
            actor=assignment.reviewer,
            scores={str(criterion.pk): score for criterion in criteria},
            remarks="示例意见。",
        )
    return application


def selected(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application that the city selected: its pilot has begun."""
    application = scored(sheet, **kwargs)
    reviewing.decide(application.pk, actor=staff(), outcome="selected", reason="排名靠前。")
    return Application.objects.get(pk=application.pk)


def next_cycle() -> Cycle:
    """The cycle after the running one, opened early."""
    return open_cycle(Cycle.objects.running().year + 1, clock.now())


def stored_path(application: Application) -> Path:
    """Where the first attached file of an application lies."""
    return store.path(application.attachments.first().file_id)


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything that is written to the database inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
