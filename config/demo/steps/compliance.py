"""What staff look up about an applicant before they accept it (ELI-*)."""

from applications.models import Application
from config.demo.stories import Story, World
from journal import clock
from journal.clock import day_of
from reviews.compliance.actions import Found, note_compliance
from reviews.compliance.table import Cell, compliance_of
from reviews.models.compliance import CLEAN_TOPICS, Topic
from reviews.states import ComplianceResult

SOURCES = {
    Topic.PENALTY: "生态环境行政处罚公示（示例）",
    Topic.INCIDENT: "环境应急部门函复（示例）",
    Topic.SAFETY: "应急管理部门函复（示例）",
}


def look_up(world: World, story: Story) -> None:
    """Note the record of the last three years, all clean."""
    application = Application.objects.select_related("cycle", "current_revision").get(pk=story.application)
    revision = application.current_revision
    revision.application = application
    compliance = compliance_of(revision)
    found = [_clean(cell) for cell in compliance.cells if cell.wanted]
    note_compliance(revision, actor=world.people["staff"], found=found, seen=compliance.seen)


def _clean(cell: Cell) -> Found:
    result = ComplianceResult.NONE if cell.topic in CLEAN_TOPICS else ComplianceResult.DONE
    source = SOURCES.get(cell.topic, "碳市场管理平台（示例）")
    today = day_of(clock.now())
    return Found(cell.topic.value, cell.year, result.value, "", source, today)
