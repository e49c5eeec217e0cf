"""A visitor who does what a text says: follows links, fills in forms and presses buttons by the words on the page.

It reads the HTML of the real pages and knows no address; scripts do not run, so every page must work without them.
What lies in a closed ``<details>`` cannot be used before its summary was pressed.
"""

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from django.test import Client
from django.urls import reverse
from lxml import html

PATIENCE = 5  # redirects in a row


class Walker:
    """One visitor with one page open."""

    def __init__(self) -> None:
        self._client = Client()
        self.open_address("/")

    def open_address(self, address: str) -> None:
        """Open a page by its address."""
        self._show(self._client.get(address, follow=True), address)

    def log_out(self) -> None:
        """Come back without an account."""
        self._client.logout()
        self.open_address("/")

    def log_in(self, email: str, password: str) -> None:
        """Come as somebody else; the page where that person starts opens."""
        self._client.logout()
        self.open_address(reverse("account_login"))
        self.write(email, "电子邮件")
        self.write(password, "密码")
        self.press("登录")

    def follow(self, words: str) -> None:
        """Follow the link with these words; one that has them alone goes before one that only holds them."""
        links = [link for link in self._page.iter("a") if link.get("href") and words in _text(link)]
        links = self._in_sight(links, f"link 「{words}」")
        self.open_address(self._full(min(links, key=lambda link: len(_text(link))).get("href")))

    def write(self, value: str, label: str) -> None:
        """Type a value into the field with this label; into every one when there are several."""
        for field in self._fields(label):
            field.value = value

    def choose(self, option: str, label: str) -> None:
        """Choose an option of a list by its words."""
        field = self._fields(label)[0]
        options = [entry for entry in field.iter("option") if option in _text(entry)]
        assert options, f"no option 「{option}」 at 「{label}」 on {self._address}"
        field.value = options[0].get("value")

    def tick(self, label: str) -> None:
        """Tick the box, or choose the button of a group, with this label; every one when there are several."""
        boxes = [field for field in self._labelled(label) if field.get("type") in ("checkbox", "radio")]
        for box in self._in_sight(boxes, f"box 「{label}」"):
            box.checked = True

    def press(self, words: str) -> None:
        """Press the button with these words, and send its form as it is filled in; a summary opens what it hides."""
        named = [button for button in self._page.iter("button", "summary") if words == _text(button)]
        opened = [box.find("summary") for box in self._page.iter("details") if "open" in box.attrib]
        buttons = [button for button in named if button not in opened]
        button = self._in_sight(buttons, f"button 「{words}」")[0]
        if button.tag == "summary":
            button.getparent().set("open", "")
            return
        form = self._form_of(button)
        data = list(_entries(form))
        if button.get("name"):
            data.append((button.get("name"), button.get("value", "")))
        fields: dict[str, list[str]] = {}
        for name, value in data:
            fields.setdefault(name, []).append(value)
        address = self._full(button.get("formaction") or form.get("action") or "")
        send = self._client.get if (form.get("method") or "get").lower() == "get" else self._client.post
        self._show(send(address, fields, follow=True), address)

    def read(self, words: str) -> None:
        """Find these words on the page."""
        assert words in self._words, f"「{words}」 is not on {self._address}: {self._words[:3000]}"

    def _show(self, response, address: str) -> None:
        assert response.status_code == 200, f"{address}: {response.status_code}"
        if response.redirect_chain:
            address = urljoin(address, response.redirect_chain[-1][0])
        self._address, self._page = address, html.fromstring(response.content.decode())
        self._words = _text(self._page)

    def _full(self, address: str) -> str:
        return urldefrag(urljoin(self._address, address)).url

    def _form_of(self, button):
        if button.get("form"):
            return self._page.get_element_by_id(button.get("form"))
        return next(button.iterancestors("form"))

    def _fields(self, label: str) -> list:
        return self._in_sight(self._labelled(label), f"field 「{label}」")

    def _in_sight(self, found: list, what: str) -> list:
        """Those that no closed box hides."""
        assert found, f"no {what} on {self._address}"
        shown = [element for element in found if _hidden_by(element) is None]
        assert shown, f"{what} on {self._address} is hidden: press 「{_hidden_by(found[0])}」 first"
        return shown

    def _labelled(self, label: str) -> list:
        labels = [tag for tag in self._page.iter("label") if label in _text(tag)]
        exact = [tag for tag in labels if _text(tag).rstrip("*") == label]
        fields = []
        for tag in exact or labels:
            inside = tag.iter("input", "select", "textarea")
            fields += [self._page.get_element_by_id(tag.get("for"))] if tag.get("for") else inside
        named = self._page.iter("input", "textarea")
        return fields + [field for field in named if label in field.get("aria-label", "")]


def _hidden_by(element) -> str | None:
    """The words of the outermost closed box that an element lies in; None where it is in sight."""
    for box in reversed(list(element.iterancestors("details"))):
        summary = box.find("summary")
        if "open" not in box.attrib and element is not summary and summary not in element.iterancestors():
            return _text(summary)
    return None


def _entries(form) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form: names and values."""
    for field in form.iter("input", "select", "textarea"):
        name, kind = field.get("name"), field.get("type", "")
        if not name or "disabled" in field.attrib or kind in ("submit", "button", "file"):
            continue
        if kind in ("checkbox", "radio"):
            if field.checked:
                yield name, field.get("value", "on")
        elif field.tag == "select" and field.multiple:
            yield from ((name, value) for value in field.value)
        else:
            yield name, (field.value or "").removeprefix("\n")  # the line break before a text is none of it


def _text(element) -> str:
    """The words of an element, as they are read."""
    return " ".join("".join(element.itertext()).split())
