"""The life of an application as a table (programme §3). The acts are in ``actions`` here and in ``reviews``."""

from applications.models import Application
from applications.rules import (
    at_this_recommender,
    may_apply_again,
    may_award,
    may_keep,
    may_mend_packet,
    may_publish,
    may_put_before_panel,
    may_register_paper,
    may_screen,
    may_take_back,
    member,
    paper_desk_or_portal,
    portal_itself,
    submitter,
)
from applications.states import BEFORE_AWARD, NOT_RECEIVED, PAPER_WANTED, RECEIVED
from applications.states import State as S
from journal.models import Audience
from journal.workflow import Verb, Workflow

APPLICATION = Workflow(
    Application,
    [
        Verb("submit", "提交申报", (S.DRAFT, S.RETURNED), None, submitter),
        Verb("resubmit", "提交补正", (S.CORRECTION,), S.RECEIVED, submitter),
        Verb("take_back", "从推荐单位取回", (S.AT_RECOMMENDER,), S.DRAFT, may_take_back),
        Verb("rework", "修改后重新申报", (S.DECLINED,), S.DRAFT, member),
        Verb("apply_again", "再次申报", (S.KEPT, S.SELECTED), None, may_apply_again),
        Verb("withdraw", "撤回申报", BEFORE_AWARD, S.WITHDRAWN, submitter),
        Verb("forward", "推荐并报送", (S.AT_RECOMMENDER,), S.RECEIVED, at_this_recommender),
        Verb("return", "退回修改", (S.AT_RECOMMENDER,), S.RETURNED, at_this_recommender),
        Verb("decline", "不予推荐", (S.AT_RECOMMENDER,), S.DECLINED, at_this_recommender),
        Verb(
            "register_paper",
            "登记纸质材料",
            (S.RECEIVED, S.CORRECTION, S.ACCEPTED, S.IN_REVIEW),
            None,
            may_register_paper,
        ),
        Verb("correct_paper", "更正纸质材料登记", RECEIVED, None, may_register_paper),
        Verb("remind_paper", "催交纸质材料", PAPER_WANTED, None, paper_desk_or_portal),
        Verb("mark_paper", "登记打印盖章进度", PAPER_WANTED, None, member),
        Verb("upload_scan", "上传盖章扫描件", PAPER_WANTED, None, member),
        Verb("accept", "通过形式审查", (S.RECEIVED,), S.ACCEPTED, may_screen),
        Verb("ask_correction", "要求补正", (S.RECEIVED,), S.CORRECTION, may_screen),
        Verb("find_not_eligible", "认定不符合条件", (S.RECEIVED,), S.NOT_ELIGIBLE, may_screen),
        Verb("put_before_panel", "提交评审组", (S.ACCEPTED,), S.IN_REVIEW, may_put_before_panel),
        Verb("propose", "列为拟入选", (S.IN_REVIEW,), S.PROPOSED, may_publish),
        Verb("select", "列为试点", (S.PROPOSED,), S.SELECTED, may_award),
        Verb("keep", "纳入项目库", (S.IN_REVIEW, S.PROPOSED), S.KEPT, may_keep),
        Verb("roll_over", "转入下一年度", NOT_RECEIVED, None, portal_itself),
        Verb("lapse_correction", "补正逾期", (S.CORRECTION,), None, portal_itself),
        Verb("carry_lapsed", "补正逾期未提交，转入下一年度", (S.CORRECTION,), None, portal_itself),
        Verb("close_lapsed", "补正逾期满两个年度，按撤回处理", (S.CORRECTION,), S.WITHDRAWN, portal_itself),
        Verb("retry_packet", "重新生成材料包", tuple(S), None, may_mend_packet, Audience.CITY),
    ],
)
