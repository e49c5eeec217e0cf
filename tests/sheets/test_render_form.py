"""``manage.py render_form``: both files from answers by label, or one line on standard error and nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from sheets.reading.read import read_word
from tests.sheets.pdf_text import pdf_text
from tests.sheets.strategies import SHEETS
from tests.sheets.word_text import word_text

GOOD = {
    "technology": """
申报单位名称: 北京示例新能源科技有限公司
申报单位性质: 民营企业
联系方式: 01012345670
是否提供项目建议书或可行性研究报告: 是
是否获得财政资金或政府固定资产投资支持: [市级, 区级]
建设周期: [2025-03, 2026-06-01]
项目总投资（万元）: 2350.50
固定资产投资（万元）: "2100"
减污降碳效益: 年减排 1200 tCO2。
技术:
  - {技术名称: 光储直柔, 技术应用范围: 园区建筑, 低碳技术内容: 直流配电。}
  - {技术名称: 能碳管理平台}
推荐意见: 同意推荐。
""",
    "leader": "申报单位名称: 示例医院\n单位简介: |\n  第一段。\n  第二段。\n",
    "park": """
主体名称: 示例科技园
申报试点类型: {其他: 生命科学园区}
申报联系人手机: 13800000000
申报区域面积: 3.2
可容纳入驻企业: 200
是否有国家级/市级称号: {答: 是, 称号: 示例称号}
""",
    "community": "{}",
}


def run(tmp_path: Path, form: str, text: str, *options: str) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(text, "utf-8")
    call_command("render_form", form, str(file), "--output", str(tmp_path / "out"), *options)
    return tmp_path / "out"


@pytest.mark.parametrize("form", SHEETS)
def test_renders_word_and_pdf_without_a_database(form, tmp_path):
    out = run(tmp_path, form, GOOD[form], "--year", "2026")
    word, pdf = (out / f"{form}.docx").read_bytes(), (out / f"{form}.pdf").read_bytes()
    assert sorted(path.name for path in out.iterdir()) == [f"{form}.docx", f"{form}.pdf"]
    assert "2026年北京市" in word_text(word) and "2026年北京市" in pdf_text(pdf)
    if form == "technology":
        answers = read_word(SHEETS[form], word)
        assert answers["contact_phone"] == "01012345670"
        assert answers["construction_period"] == ["2025-03", "2026-06"]
        assert (answers["total_investment"], answers["fixed_investment"]) == ("2350.50", "2100.00")
        assert [block["name"] for block in answers["technologies"]] == ["光储直柔", "能碳管理平台"]
        for text in ("2350.50", "2025年03月—2026年06月", "能碳管理平台", "同意推荐。"):
            assert text in pdf_text(pdf)


BAD = {
    "unknown label": ("park", "没有的一项: 1", "“没有的一项”"),
    "malformed": ("park", "申报联系人手机: 123", "“申报联系人手机”"),
    "over limit": ("leader", f"单位简介: {'碳' * 501}", "“单位简介”"),
    "wrong kind": ("park", "主体名称: [甲, 乙]", "“主体名称”"),
    "no mapping": ("park", "- 甲\n- 乙", "标签: 答案"),
    "empty file": ("park", "", "标签: 答案"),
    "broken yaml": ("park", "主体名称: [甲", "YAML"),
    "twice": ("park", "主体名称: 甲\n主体名称: 乙", "“主体名称”：重复"),
    "label no text": ("park", "[甲]: 乙", "第 1 行"),
    "python object": ("park", "主体名称: !!python/name:os.system", "YAML"),
    "unknown type": ("zone", "主体名称: 甲", "“zone”"),
}


@pytest.mark.parametrize(("form", "text", "says"), BAD.values(), ids=BAD)
def test_bad_answers_give_one_line_and_no_file(form, text, says, tmp_path, capsys):
    with pytest.raises(SystemExit) as exit_:
        run(tmp_path, form, text)
    refused(exit_, capsys, says)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["park", "missing.yaml", "--output", "out"], "找不到文件"),
        (["park", "here.yaml", "--output", "out", "--year", "2019"], "2019"),
        (["park", "here.yaml", "--output", "out", "--year", "今年"], "四位数字"),
        (["park", "latin.yaml", "--output", "out"], "UTF-8"),
        (["park", ".", "--output", "out"], "无法读取"),
        (["park", "here.yaml", "--output", "here.yaml"], "无法写入"),
        (["park"], "--output"),
    ],
)
def test_bad_arguments_give_one_line_and_no_file(arguments, says, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("here.yaml").write_text("主体名称: 甲", "utf-8")
    Path("latin.yaml").write_bytes("主体名称: 甲".encode("gbk"))
    with pytest.raises(SystemExit) as exit_:
        call_command("render_form", *arguments)
    refused(exit_, capsys, says)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here.yaml", "latin.yaml"]


def refused(exit_, capsys, says: str) -> None:
    captured = capsys.readouterr()
    assert exit_.value.code == 2 and captured.out == ""
    assert captured.err.count("\n") == 1 and says in captured.err


def test_as_a_process_of_its_own(tmp_path, standalone_env):
    (tmp_path / "answers.yaml").write_text("主体名称: 甲\n错: 1", "utf-8")
    command = [sys.executable, "manage.py", "render_form", "park", str(tmp_path / "answers.yaml")]
    result = subprocess.run(
        [*command, "--output", str(tmp_path / "out")],
        cwd=settings.BASE_DIR,
        env=standalone_env,
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "“错”：申报表中没有这一项。\n"
