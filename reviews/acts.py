"""What the evaluation does besides the lives in ``workflow``: acts on rows without a state, each with who may do it."""

from accounts.capabilities import Capability
from accounts.rules import holds
from applications.models import Application
from journal.acts import PlainVerb, anyone
from journal.models import Audience
from programme.models import Cycle
from reviews.models import (
    ComplianceEntry,
    DeclaredConflict,
    Objection,
    Panel,
    PublicNotice,
    ReviewerProfile,
)
from reviews.refusals import NO_RESULTS
from reviews.rules import may_answer

CITY = Audience.CITY
panels = holds(Capability.FORM_PANELS)
pool = holds(Capability.FORM_PANELS, Capability.REVIEW)  # the city keeps it; reviewers keep their own profile
visits = holds(Capability.VISIT)
publishing = holds(Capability.PUBLISH)

# what is looked up about an applicant
NO_COMPLIANCE = "只有市级工作人员可以登记近三年记录。"
NOTE_COMPLIANCE = PlainVerb(
    ComplianceEntry, "note_compliance", "登记近三年记录", holds(Capability.SCREEN), CITY, NO_COMPLIANCE
)

# the same park or project twice (REC-3)
RULE_ON_DUPLICATE = PlainVerb(
    Application, "rule_on_duplicate", "处理重复申报", holds(Capability.SCREEN), CITY
)

# the pool (REV-2)
SAVE_PROFILE = PlainVerb(ReviewerProfile, "save_profile", "修改专家资料", pool, CITY)
DECLARE_CONFLICT = PlainVerb(
    ReviewerProfile, "declare_conflict", "预先声明利益关系", holds(Capability.REVIEW), CITY
)
WITHDRAW_CONFLICT = PlainVerb(
    DeclaredConflict, "withdraw_conflict", "撤销预先声明", holds(Capability.REVIEW), CITY
)
EXCLUDE_REVIEWER = PlainVerb(Application, "exclude_reviewer", "认定专家不参加评审", panels, CITY)

# panels and draws (REV-2)
FORM_PANEL = PlainVerb(Panel, "form_panel", "组建评审组", panels, CITY)
DISSOLVE_PANEL = PlainVerb(Panel, "dissolve_panel", "解散评审组", panels, CITY)
TAKE_OUT_REVIEWER = PlainVerb(Panel, "take_out_reviewer", "调整出评审组", panels, CITY)
CHANGE_DUE = PlainVerb(Panel, "change_due", "调整评分截止日期", panels, CITY)
WRITE_NOTE = PlainVerb(Panel, "write_note", "记录讨论要点", panels, CITY)
WRITE_MINUTES = PlainVerb(Panel, "write_minutes", "记录会议纪要", panels, CITY)
DRAW_REVIEWERS = PlainVerb(Panel, "draw_reviewers", "抽取评审专家", panels, CITY)

# what is scored (REV-3)
EDIT_RUBRIC = PlainVerb(Cycle, "edit_rubric", "修改评分指标", holds(Capability.SET_RUBRICS), CITY)

# site visits and work plans, in the timeline of the application (REV-1, REV-4)
PLAN_VISIT = PlainVerb(Application, "plan_visit", "安排现场调研", visits)
TELL_OF_VISIT = {
    "change": PlainVerb(Application, "change_visit", "调整现场调研", anyone),
    "cancel": PlainVerb(Application, "cancel_visit", "取消现场调研", anyone),
}
ASK_WORK_PLAN = PlainVerb(Application, "ask_work_plan", "进入最终评审", holds(Capability.ASK_WORK_PLANS))
TELL_OF_PLAN = {
    "hand_in": PlainVerb(Application, "work_plan_hand_in", "提交试点工作方案", anyone),
    "return": PlainVerb(Application, "work_plan_return", "退回试点工作方案", anyone),
}

# results and objections (AWD-1)
PUBLISH_RESULTS = PlainVerb(Cycle, "publish_results", "发布评选结果", publishing, CITY, NO_RESULTS)
STRIKE = PlainVerb(PublicNotice, "strike", "移出名单", anyone, CITY)
NO_DAYS = "您没有调整工作日的权限。"
CORRECT_DAY = PlainVerb(Cycle, "correct_day", "调整工作日", publishing, CITY, NO_DAYS)
DROP_CORRECTION = PlainVerb(Cycle, "correct_day", "撤销工作日调整", publishing, CITY, NO_DAYS)
READ_CONTACT = PlainVerb(Objection, "read_contact", "查看异议人联系方式", may_answer, CITY)
MAKE_OBJECTION = PlainVerb(PublicNotice, "make_objection", "收到异议", anyone, CITY)
