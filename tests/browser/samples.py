"""What the people of the browser tests type and upload: answers by official label, and small real files."""

import io

from docx import Document
from PIL import Image

APPLICANT = {
    "申报单位名称": "北京示例新能源科技有限公司",
    "申报单位性质": "民营企业",
    "单位地址": "北京市海淀区示例路 1 号",
    "法定代表人": "示例法人",
    "联系方式": "010-12345678",
    "电子邮箱": "contact@example.org",
}
TECHNOLOGY_APPLICANT = APPLICANT | {
    "申报联系人": "示例联系人",
    "是否提供项目建议书或可行性研究报告": "是",
    "是否有意愿被推荐至金融机构获取金融政策支持": "是",
}
PROJECT = {
    "项目名称": "示例园区光储直柔示范项目",
    "项目建设地点": "海淀区",
    "是否获得财政资金或政府固定资产投资支持": ["市级", "区级"],
    "项目建设目标": "年减排二氧化碳 1200 吨。",
    "项目建设内容": "建设 2 MW 光伏、4 MWh 储能与直流配电系统。",
    "建设周期": {"从（年月）": "2026-03", "到（年月）": "2027-06"},
    "项目总投资（万元）": "2350.50",
    "固定资产投资（万元）": "2100.00",
    "减污降碳效益": "年减排 1200 tCO2。",
    "经济效益": "年节约电费 160 万元。",
    "社会效益": "可在同类园区推广。",
}
TECHNOLOGIES = [
    {
        "技术名称": "光储直柔",
        "技术应用范围": "园区建筑",
        "低碳技术内容": "直流配电、柔性负荷与储能协同。",
    },
    {
        "技术名称": "能碳管理平台",
        "技术应用范围": "整个园区",
        "低碳技术内容": "分项计量与优化调度。",
    },
]
LEADER_APPLICANT = APPLICANT | {
    "项目申报联系人": "示例联系人",
    "是否有意愿推荐至金融机构获取金融支持": "否",
}
LEADER = {"单位简介": "示例单位从事数据中心运营。", "创建措施和成效": "建成能碳管理平台，直购绿电占比过半。"}
PARK_APPLICANT = {
    "主体名称": "北京示例生命科学园管理委员会",
    "所处位置": "北京市海淀区示例路",
    "申报试点类型": {"其他": True, "类型": "生命科学园区"},
    "法定代表人": "示例法人",
    "申报联系人": "示例联系人",
    "申报联系人手机": "13800000000",
    "申报联系人邮箱": "park@example.org",
}
PARK = {
    "申报区域面积": "3.2",
    "可容纳入驻企业": "200",
    "已入驻企业": "150",
    "待入驻企业": "50",
    "是否有国家级/市级称号": {"是": True, "称号": "市级绿色园区"},
    "区域组织架构": "管委会下设低碳办公室。",
    "区域现状": "园区已建成区域能源站。",
    "区域建设目标和相关任务": "三年内碳排放强度下降两成。",
}
OPINION = {
    "推荐单位联系人": "示例经办人",
    "联系电话": "010-87654321",
    "区生态环境局推荐意见": "该园区基础扎实，同意推荐。",
}


def pdf(name: str) -> dict:
    """A PDF of one page, as Playwright uploads it."""
    content = io.BytesIO()
    Image.new("RGB", (300, 420), "#f4f7f5").save(content, "PDF")
    return {"name": name, "mimeType": "application/pdf", "buffer": content.getvalue()}


def png(name: str) -> dict:
    """A picture."""
    content = io.BytesIO()
    Image.new("RGB", (320, 240), "#145a44").save(content, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": content.getvalue()}


def docx(name: str) -> dict:
    """A Word document of one paragraph."""
    content, document = io.BytesIO(), Document()
    document.add_paragraph("碳减排量核算说明：示例。")
    document.save(content)
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": name, "mimeType": mime, "buffer": content.getvalue()}


def plain_text(name: str) -> dict:
    """A kind of file that no material list takes."""
    return {"name": name, "mimeType": "text/plain", "buffer": "示例".encode()}
