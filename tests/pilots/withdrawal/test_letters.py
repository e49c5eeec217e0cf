"""The letters of a withdrawal say what was recorded, and who may read which (AWD-1)."""

import pytest
from django.urls import reverse

from face.wording import chinese_date, cutoff_text
from journal import clock
from pilots.models import Withdrawal
from pilots.withdrawal.actions import state_opinion
from pilots.withdrawal.letters import DECISION, NOTICE, letter, name_of
from programme.notice import Sheet
from sheets.letters.pdf import render_letter_pdf
from sheets.letters.word import render_letter_word
from tests import factories
from tests.sheets.pdf_text import page_count, pdf_text

pytestmark = pytest.mark.django_db


def text_of(row: Withdrawal, paper: str) -> str:
    """All words of a letter."""
    made = letter(Withdrawal.objects.get(pk=row.pk), paper)
    return made.title + "".join(part.text for part in made.parts)


def test_the_notice_names_reasons_and_the_end_of_the_period():
    row = factories.withdrawal()
    text = text_of(row, NOTICE)
    for words in (
        "拟取消试点资格告知书",
        row.reasons,
        "5个工作日",
        cutoff_text(row.statement_until),
        row.pilot.entry.number,
    ):
        assert words in text
    assert "称号" not in text


def test_the_decision_on_a_title_takes_it_away_and_names_its_certificate():
    pilot = factories.titled(Sheet.LEADER)
    code = pilot.certificate.code
    row = factories.withdrawal(pilot)
    state_opinion(row.pk, actor=factories.submitter(pilot), statement="示例。")
    with clock.set_to(row.statement_until):
        factories.proposed_withdrawal(row)
    text = text_of(row, DECISION)
    assert name_of(Withdrawal.objects.get(), DECISION) == "撤销称号决定书"
    for words in ("撤销称号决定书", pilot.title, code, "提交了陈述意见", "陈述的理由不成立"):
        assert words in text


def test_the_decision_without_a_title_and_without_a_statement():
    pilot = factories.withdrawn()
    text = text_of(pilot.withdrawals.get(), DECISION)
    assert "取消试点资格决定书" in text and "没有提交陈述意见" in text and "称号" not in text


def test_both_are_one_page_as_pdf_and_are_made_as_word():
    row = factories.withdrawn(factories.titled(Sheet.LEADER)).withdrawals.get()
    for paper in (NOTICE, DECISION):
        made = letter(row, paper)
        pdf = render_letter_pdf(made)
        assert page_count(pdf) == 1
        assert chinese_date(row.intended_at) in pdf_text(pdf)
        assert render_letter_word(made).startswith(b"PK")


def test_a_decision_leaves_the_city_when_it_is_made(client):
    row = factories.withdrawal()
    owner = factories.submitter(row.pilot)
    with clock.set_to(row.statement_until):
        factories.proposed_withdrawal(row)
    address = reverse("withdrawal_letter", args=[row.pk, DECISION, "word"])
    for person, status in ((owner, 404), (factories.staff(), 200)):
        client.force_login(person)
        assert client.get(address).status_code == status
    client.force_login(owner)
    assert client.get(reverse("withdrawal_letter", args=[row.pk, NOTICE, "pdf"])).status_code == 200
    assert client.get(reverse("withdrawal_letter", args=[row.pk, "other", "pdf"])).status_code == 404
