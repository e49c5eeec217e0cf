"""What each right of the city is called, for the table that administrators read."""

from accounts.capabilities import Capability

NAMES: dict[str, str] = {
    Capability.READ_RECEIVED: "查看已收到的申报",
    Capability.READ_JOURNAL: "查看办理记录",
    Capability.READ_REVIEW: "查看评审情况",
    Capability.SCREEN: "形式审查",
    Capability.MEND_PACKETS: "重新生成材料合订本",
    Capability.REGISTER_PAPER: "接收纸质材料",
    Capability.FORM_PANELS: "组建评审组和抽取专家",
    Capability.SET_RUBRICS: "设置评分指标",
    Capability.VISIT: "现场调研",
    Capability.ASK_WORK_PLANS: "办理试点工作方案",
    Capability.PROPOSE: "提议评选决定",
    Capability.CONFIRM: "确认评选决定",
    Capability.PUBLISH: "发布结果和公示",
    Capability.ANSWER_OBJECTIONS: "办理异议",
    Capability.AWARD: "认定和授予称号",
    Capability.FOLLOW_PILOTS: "试点跟踪管理",
    Capability.KEEP_LIBRARY: "项目库分级",
    Capability.GATHER_CASE_FILES: "生成案卷",
    Capability.SET_CYCLE: "年度设置",
    Capability.GRANT_QUOTAS: "办理园区名额申请",
}
