"""What everybody does on pages: sign up, log in, fill a form by its labels, choose, upload, follow links."""

import email
import email.policy
import re

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.sessions import session_of

PASSWORD = "mima-12345"  # of everybody from the factories; see tests/factories.py


def log_in(page: Page, user: User, path: str | None = None) -> None:
    """Sign the person in by a session of the database, and open a path, or the desk that a log-in leads to."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    page.context.add_cookies([cookie | {"domain": "localhost", "path": "/"}])
    page.goto(path or reverse("home"))


def log_in_by_form(page: Page, address: str, password: str = PASSWORD) -> None:
    """Log in from the start page, by clicking."""
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="登录", exact=True).click()
    page.get_by_label("电子邮件").fill(address)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("details[data-menu]")).to_be_visible()


def log_out(page: Page) -> None:
    """Log out by the account menu."""
    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("banner").get_by_role("link", name="登录", exact=True)).to_be_visible()


def sign_up(page: Page, name: str, address: str, password: str) -> None:
    """Make an account from the page that is open; it ends at the registration of the organisation."""
    page.get_by_role("link", name="注册并开始申报").first.click()
    page.get_by_label("姓名").fill(name)
    page.get_by_label("联系电话").fill("13800000000")
    page.get_by_label("电子邮件").fill(address)
    page.get_by_label("密码", exact=True).fill(password)
    page.locator("#id_password2").fill(password)
    page.get_by_role("main").get_by_role("button", name="注册", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登记申报单位")


def visit(page: Page, label: str) -> None:
    """Follow a link of the main navigation."""
    with page.expect_navigation():
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=label, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def fill(scope: Page | Locator, label: str, value: str | list | dict) -> None:
    """Fill the field or the group of fields with that label.

    Args:
        value: a text; of a group the choice, the choices, or inner label → text (True ticks it).
    """
    group = scope.get_by_role("group", name=label, exact=True)
    control = scope.get_by_label(label, exact=True)
    group.or_(control).first.wait_for()
    if group.count():
        choose(group, value)
        return
    if control.evaluate("control => control.localName") == "select":
        control.select_option(label=value)
    else:
        control.fill(value)


def choose(group: Locator, value: str | list | dict) -> None:
    """Tick choices of a group, or fill the inputs inside it."""
    if isinstance(value, dict):
        for label, inner in value.items():
            control = group.get_by_label(label, exact=True)
            control.check() if inner is True else control.fill(inner)
        return
    for label in [value] if isinstance(value, str) else value:
        group.get_by_label(label, exact=True).check()


def fill_part(scope: Page | Locator, values: dict) -> None:
    """Fill the fields of a part, label by label."""
    for label, value in values.items():
        fill(scope, label, value)


def press(page: Page, name: str) -> None:
    """Press the one button of the page with that name."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def go_on(page: Page, heading: str) -> None:
    """Save and continue; the next page has that heading."""
    press(page, "保存并继续")
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def upload(page: Page, material: str, *files: dict, by_button: bool = False) -> None:
    """Upload files under a line of the material list: choosing them is enough where scripts run."""
    line = page.get_by_role("main").locator("section").filter(has=page.get_by_label(f"选择文件：{material}"))
    line.get_by_label(f"选择文件：{material}").set_input_files(list(files))
    if by_button:
        line.get_by_role("button", name="上传", exact=True).click()
    expect(line.get_by_label(f"选择文件：{material}")).to_have_value("")
    expect(line.locator(".upload:not(.is-bad)")).to_have_count(0)


def says(page: Page, sentence: str) -> None:
    """The page says a sentence somewhere in its main part."""
    expect(page.get_by_role("main")).to_contain_text(sentence)


def confirm(page: Page, label: str, button: str, **fields: str) -> None:
    """Open the second question of a weighty verb, fill its fields, and say yes."""
    box = page.locator("details.confirm").filter(
        has=page.locator("summary", has_text=re.compile(rf"^\s*{re.escape(label)}"))
    )
    box.locator("summary").click()
    for name, value in fields.items():
        box.locator(f"[name={name}]").fill(value)
    box.get_by_role("button", name=button, exact=True).click()


def follow_each(page: Page, lacks: list[tuple[str, str]]) -> None:
    """Each lack named on the check page leads to its field in view; then back to the check page.

    Args:
        lacks: (part of the message, CSS selector of the field).
    """
    here = page.url
    for message, field in lacks:
        page.locator("[data-error-summary] a", has_text=message).click()
        expect(page.locator(field)).to_be_in_viewport()
        page.goto(here)


def mails_to(address: str) -> list[str]:
    """Subject and text of the mails that the worker has sent to an address."""
    found = []
    for path in sorted((settings.VAR_DIR / "mail").glob("*")):
        for text in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            mail = email.message_from_bytes(text, policy=email.policy.default)
            if address in str(mail["To"]):
                found.append(f"{mail['Subject']}\n{mail.get_content()}")
    return found


def timeline(page: Page) -> list[str]:
    """What happened, oldest first, as the open page tells it."""
    page.wait_for_load_state("domcontentloaded")
    return page.locator(".timeline-what").all_inner_texts()[::-1]
