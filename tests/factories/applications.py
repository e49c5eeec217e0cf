"""An application on its way to the city: complete answers, a draft that lacks nothing, a pre-check, a received one."""

from datetime import date
from pathlib import Path

from accounts.districts import District
from accounts.models import Organisation, User
from applications.begin import actions as begin
from applications.filling import saving
from applications.materials import actions as materials
from applications.models import Application, PreCheck
from applications.recommending import actions as recommending
from applications.recommending.precheck import actions as precheck
from applications.recommending.precheck.lines import lines_of
from applications.requirements import norms_outside
from applications.states import Route, State
from applications.submitting import actions
from files import store
from journal import clock
from journal.clock import BEIJING
from programme.notice import Sheet, form_of
from tests.factories.people import applicant, bureau, recommender, serial

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"
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
        "pilot_type": "气候友好型街道",
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
CARBON = {
    "boundary": "园区 6 栋研发楼的用电。",
    "method": "基准情景为改造前三年的平均用电量。",
    "lines": [
        {
            "measure": "光伏替代外购电",
            "activity": "外购电",
            "unit": "MWh",
            "baseline": "3000",
            "project": "600",
            "factor": "0.5",
            "factor_unit": "tCO2/MWh",
            "source": "示例来源",
            "year": "2024",
        }
    ],
}  # 1200 tCO2e a year, as the answers say


def resubmitted(application: Application) -> Application:
    """A correction handed in with a contact changed: one without any change is refused (CUT-5)."""
    answers = Application.objects.get(pk=application.pk).answers
    answers |= {"contact_name": f"示例联系人{next(serial)}"}
    saving.save_draft(application.pk, actor=application.created_by, answers=answers)
    return actions.resubmit(application.pk, actor=application.created_by)


OPINION = {
    "recommender_contact": "示例联系人",
    "recommender_phone": "010-87654321",
    "recommender_opinion": "同意推荐。",
}


def answers(sheet: str) -> dict:
    """Complete answers of the applicant's parts of a form."""
    return _CONTACT | ANSWERS[Sheet(sheet)]


def _own_name(application: Application) -> dict:
    """Another name for each further park: two of one name in one district are taken for the same (REC-3)."""
    parks = Application.objects.filter(sheet=Sheet.PARK).exclude(pk=application.pk)
    if application.sheet != Sheet.PARK or not parks.exists():
        return {}
    return {"applicant_name": f"{ANSWERS[Sheet.PARK]['applicant_name']}{next(serial)}"}


def draft(
    sheet: str = Sheet.TECHNOLOGY,
    *,
    by: User | None = None,
    to: Organisation | None = None,
    district: str = District.HAIDIAN,
    **changes,
) -> Application:
    """A draft that lacks nothing: direct, or recommended by ``to`` (zones: by the bureau of their district).

    ``changes`` to the answers by key.
    """
    by = by or applicant()
    application = begin.start(by.organisations.get(), sheet, actor=by)
    if Sheet(sheet) in (Sheet.PARK, Sheet.COMMUNITY):
        to = to or bureau(district)
    application = saving.save_draft(
        application.pk,
        actor=by,
        answers=answers(sheet) | _own_name(application) | changes,
        carbon=CARBON if sheet == Sheet.TECHNOLOGY else {},
        field=form_of(sheet).fields[0],
        district=district,
        route=Route.RECOMMENDED if to else Route.DIRECT,
        recommender=to,
        confirmed_conditions=[condition.key for condition in form_of(sheet).conditions],
    )
    saving.save_draft(
        application.pk, actor=by, norm_reasons={n.key: "示例理由。" for n in norms_outside(application)}
    )
    file = store.put(PDF, "application/pdf")
    for material in ("licence", "approval", "carbon", "other"):
        materials.attach(application.pk, actor=by, material=material, file=file, name=f"{material}.pdf")
    return Application.objects.get(pk=application.pk)


def submitted(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """A submitted application: received on the direct route, else at its recommender."""
    application = draft(sheet, **kwargs)
    return actions.submit(application.pk, actor=application.created_by)


def checked(application: Application, *, by: User, opinion: dict | None = OPINION) -> PreCheck:
    """The pre-check of what waits at a recommender, complete and without objection, the opinion drafted beside it."""
    revision = application.current_revision
    kept = PreCheck.objects.filter(revision=revision).first()
    answers = {line.kind: {} for line in lines_of(revision)}
    for line in lines_of(revision):
        answers[line.kind][line.key] = {"met": True, "remark": ""}
    return precheck.save_precheck(
        application.pk,
        actor=by,
        revision_id=revision.pk,
        opinion=opinion or {},
        dated=submission_day(application) if opinion else None,
        seen=precheck.mark_of(kept),
        **answers,
    )


def submission_day(application: Application) -> date:
    """The earliest day that an opinion on the application may bear; today while nothing is submitted."""
    revision = application.current_revision
    submitted = revision.submitted_at if revision else clock.now()
    return submitted.astimezone(BEIJING).date()


def forward(application: Application, *, by: User, dated: date | None = None, **changes) -> Application:
    """Pre-check what waits at a recommender and forward it; ``changes`` to the opinion by key."""
    application = Application.objects.get(pk=application.pk)
    dated = dated or submission_day(application)
    if application.state == State.AT_RECOMMENDER:
        checked(application, by=by)
    return recommending.forward(application.pk, actor=by, opinion=OPINION | changes, dated=dated)


def received(sheet: str = Sheet.TECHNOLOGY, **kwargs) -> Application:
    """An application that the city has received."""
    application = submitted(sheet, **kwargs)
    if application.number is None:
        application = forward(application, by=recommender(application.recommender))
    return Application.objects.get(pk=application.pk)


def stored_path(application: Application) -> Path:
    """Where the first attached file of an application lies."""
    return store.path(application.attachments.first().file_id)
