"""What tests of the pages of the carbon figures send and look for."""

import json

from applications.carbon_page.actions import digest
from tests import factories
from tests.applications.filling.steps import again

LINE = factories.CARBON["lines"][0]
HEAD = {"boundary": "示例边界。", "method": "示例方法。"}


def form(draft, *lines: dict, **more) -> dict:
    """What the page of a draft sends with these rows."""
    head = {f"head-{key}": text for key, text in HEAD.items()}
    rows = {f"lines-{i}-{key}": text for i, line in enumerate(lines) for key, text in line.items()}
    return head | rows | {"lines-count": len(lines), "copy": copy(draft)} | more


def copy(draft) -> str:
    """The mark that the page carries of the figures as they stand."""
    return json.dumps({"whole": digest(again(draft).carbon)})


def annexes(draft):
    return [attachment for attachment in again(draft).attachments.all() if attachment.made_from]
