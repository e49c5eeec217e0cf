from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db import migrations

BEIJING = ZoneInfo("Asia/Shanghai")
MONTHS = {"technology": 24, "zone": 12}  # A1 §三.2, A3 §三.二
STATES = {"waiting": "handed_in", "approved": "accepted", "returned": "returned"}
NO_EVALUATION = "称号在 1.0.0 版中授予，没有审核评估或跟踪评估的记录。"
NO_TARGETS = "方案在 1.0.0 版中同意，没有目标表；可以通过调整申请补充目标。"


def day(instant):
    return instant.astimezone(BEIJING).date()


def carry_over(apps, schema_editor):
    """Give the pilots of 1.0.0 the dates, remarks and plans of their lives; what is not known is said."""
    for pilot in apps.get_model("pilots", "Pilot").objects.select_related("entry").order_by("pk"):
        kind = pilot.entry.pilot_type
        if pilot.state == "implementing":
            pilot.implementing_from = day(pilot.state_since)
            pilot.implementing_until = pilot.implementing_from + relativedelta(months=MONTHS.get(kind, 24))
        pilot.report_months = 12 if kind == "leader" else 6
        if pilot.origin == "portal" and kind in MONTHS:
            pilot.known_gaps = {"titled": NO_EVALUATION, "implementing": NO_TARGETS}.get(pilot.state, "")
        pilot.save()
        promise(apps, pilot)
        if kind in MONTHS and pilot.origin == "portal":
            for number, line in enumerate(filter(None, map(str.strip, pilot.remarks.splitlines())), start=1):
                apps.get_model("pilots", "ReviewRemark").objects.create(pilot=pilot, number=number, text=line)
            carry_plans(apps, pilot)


def promise(apps, pilot):
    """What the entry says of the size; the carbon figures of its application stay in the application."""
    made = apps.get_model("pilots", "TargetSet").objects.create(
        pilot=pilot, version=0, made_at=pilot.selected_at, in_force_since=pilot.selected_at
    )
    rows = [
        ("investment", "总投资", "万元", pilot.entry.investment_wan, "申报表：项目投资"),
        ("area", "区域面积", "平方公里", pilot.entry.area_km2, "申报表：区域面积"),
    ]
    known = [row for row in rows if row[3] is not None]
    for key, (kind, name, unit, value, source) in enumerate(known, start=1):
        apps.get_model("pilots", "Target").objects.create(
            set=made, key=key, kind=kind, name=name, unit=unit, value=value, source=source
        )


def carry_plans(apps, pilot):
    """A plan is one submission, its versions are those that were uploaded."""
    plans = list(apps.get_model("pilots", "Plan").objects.filter(pilot=pilot).order_by("version"))
    if not plans and pilot.state != "planning":
        return
    last = plans[-1] if plans else None
    submission = apps.get_model("pilots", "Submission").objects.create(
        pilot=pilot,
        kind="plan",
        number=1,
        state=STATES[last.outcome] if last else "open",
        state_since=pilot.state_since,
        opened_at=pilot.selected_at,
        first_handed_in_on=day(plans[0].submitted_at) if plans else None,
        content={"report_months": "6"},
    )
    for plan in plans:
        apps.get_model("pilots", "SubmissionVersion").objects.create(
            submission=submission,
            version=plan.version,
            content={"report_months": "6"},
            files=[{"name": plan.file_name, "sha256": plan.file_id, "place": "document"}],
            file_id=plan.file_id,
            file_name=plan.file_name,
            note=plan.note,
            submitted_by_id=plan.submitted_by_id,
            submitted_at=plan.submitted_at,
            outcome=plan.outcome,
            remarks=plan.remarks,
        )


class Migration(migrations.Migration):

    dependencies = [("pilots", "0003_three_lives")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
