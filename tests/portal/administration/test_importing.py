"""One Excel brings in bureaus, authorities and people: checked row by row, all of it or nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Organisation, Proposal, User
from portal.administration.importing.sheet import HEADS, MOST
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db
BUREAU, RECOMMENDER = "区生态环境部门", "推荐单位人员"
BUREAUS = [
    (f"{name}生态环境局", BUREAU, name, "", "示例经办", f"{key}@example.org", "", RECOMMENDER)
    for key, name in District.choices
]
STAFF = (
    "示例市局",
    "市生态环境局及事务中心",
    "",
    "",
    "示例科员",
    "clerk@example.org",
    "",
    "业务经办人、评审秘书",
)
AUTHORITY = (
    "示例委员会",
    "市级行业主管部门",
    "",
    "",
    "示例委员",
    "authority@example.org",
    "010-12345678",
    "推荐单位人员",
)


@pytest.fixture(autouse=True)
def administrator(client) -> User:
    person = factories.administrator()
    client.force_login(person)
    return person


def workbook(*rows, template: bytes = b"") -> SimpleUploadedFile:
    if template:
        book = load_workbook(io.BytesIO(template))
        for row in rows:
            book.worksheets[0].append(row)
    else:
        book = Workbook()
        for row in (HEADS, *rows):
            book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("导入表.xlsx", content.getvalue())


def dry_run(client, file):
    return client.post(reverse("import_people"), {"file": file})


def take(client, answer):
    return client.post(reverse("import_take"), {"sealed": answer.context["sealed"]}, follow=True)


def test_all_districts_authorities_and_staff_come_in_from_the_template_as_it_is_downloaded(client):
    template = b"".join(client.get(reverse("import_template")))
    answer = dry_run(client, workbook(*BUREAUS, AUTHORITY, STAFF, template=template))
    assert answer.context["faulty"] == 0 and len(answer.context["lines"]) == 2 * (
        len(BUREAUS) + 2
    )  # each unit and each person
    assert not Organisation.objects.exists() and User.objects.count() == 1 and not Proposal.objects.exists()
    take(client, answer)
    assert Organisation.objects.filter(kind="bureau").count() == len(District)
    clerk = User.objects.get(email=f"{District.HAIDIAN}@example.org")
    assert clerk.roles == {Role.RECOMMENDER} and clerk.organisations.get().district == District.HAIDIAN
    waiting = Proposal.objects.get()
    assert (waiting.kind, waiting.email, set(waiting.roles)) == (
        "account",
        "clerk@example.org",
        {Role.CLERK, Role.PANEL_SECRETARY},
    )
    assert not User.objects.filter(email="clerk@example.org").exists()


def test_the_same_file_again_changes_nothing(client):
    take(client, dry_run(client, workbook(*BUREAUS[:2], AUTHORITY)))
    before = (User.objects.count(), Organisation.objects.count())
    answer = dry_run(client, workbook(*BUREAUS[:2], AUTHORITY))
    assert {line.outcome for line in answer.context["lines"]} == {"已有"}
    take(client, answer)
    assert (User.objects.count(), Organisation.objects.count()) == before


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        (1, "不知道", "单位类别「不知道」不对"),
        (2, "火星", "所在区「火星」不对"),
        (2, "", "必须写所在区"),
        (3, "91110108000000001X", "统一社会信用代码有误"),
        (4, "", "要一起填写"),
        (5, "不是邮箱", "电子邮箱「不是邮箱」不完整"),
        (6, "abc", "电话"),
        (7, "皇帝", "角色「皇帝」不对"),
        (7, "业务经办人、系统管理员", "不能同时有市级业务"),
    ],
)
def test_one_faulty_row_is_named_and_keeps_the_whole_file_out(client, place, value, why):
    faulty = list(BUREAUS[1])
    faulty[place] = value
    answer = dry_run(client, workbook(BUREAUS[0], faulty))
    page = text_of(answer)
    assert why in page and "1 行有误" in page and "导入以上各行" not in page
    take(client, answer)
    assert not Organisation.objects.exists() and User.objects.count() == 1


def test_what_became_wrong_since_the_dry_run_keeps_everything_out(client):
    answer = dry_run(client, workbook(BUREAUS[0], STAFF))
    factories.person()
    other = factories.administrator()
    client.force_login(other)
    take(client, dry_run(client, workbook(STAFF)))
    page = text_of(take(client, answer))
    assert "没有导入任何一行" in page and not Organisation.objects.filter(kind="bureau").exists()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no workbook"), "无法读取"),
        (SimpleUploadedFile("a.xlsx", b"plain text"), "无法读取"),
        (None, "请选择文件"),
    ],
)
def test_what_is_no_table_is_refused_in_words(client, file, why):
    page = client.post(reverse("import_people"), {"file": file} if file else {})
    assert why in text_of(page)


def test_a_table_without_heads_and_one_too_long_are_refused(client):
    book = Workbook()
    book.active.append(("甲", "乙"))
    content = io.BytesIO()
    book.save(content)
    assert "没有找到表头" in text_of(dry_run(client, SimpleUploadedFile("a.xlsx", content.getvalue())))
    many = [("单位", "区生态环境部门") for _ in range(MOST + 30)]
    assert "一次最多导入" in text_of(dry_run(client, workbook(*many)))


def test_a_seal_that_was_tampered_with_is_refused(client, administrator):
    answer = dry_run(client, workbook(STAFF))
    sealed = answer.context["sealed"][:-2] + "xx"
    page = client.post(reverse("import_take"), {"sealed": sealed}, follow=True)
    assert "已过期" in text_of(page) and not Proposal.objects.exists()
