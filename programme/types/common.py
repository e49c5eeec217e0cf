"""Sentences and materials that several types of the programme share."""

from programme.types.terms import Material

CLEAN_UNIT = "近三年内未因生态环境问题受到行政处罚、未发生突发环境事件、未发生重大安全生产责任事故"
CLEAN_AREA = "近三年内辖区未发生突发环境事件、未发生重大安全生产责任事故"
RECORD_KEPT = "未见与“近三年内未受生态环境行政处罚、未发生突发环境事件和重大安全事故”的承诺不符的情况"

LICENCE = Material("licence", "营业执照复印件", "加盖公章的扫描件，事业单位提供法人证书", True)
OTHER_PROOFS = Material(
    "other", "其他证明材料", "如获奖证书、检测报告、合同等，可上传多个文件", False, proves=True
)

OPTIONAL_ROUTE = (
    "可以自主申报，直接提交市生态环境局；也可以先送市级行业主管部门、"
    "所在区生态环境局或北京经济技术开发区城市运行局，由其初审并出具推荐意见后报送。"
)
EXPLAIN = "不在此范围内的，申报时说明理由即可，不影响提交。"
COMMON_SUPPORT = (
    "通过多种渠道宣传推广",
    "择优推荐参加国家有关部门的评优评先",
    "纳入本市绿色企业、绿色项目库",
)
FINANCE_SUPPORT = "愿意接受金融支持的，推荐给金融机构"
