"""Texts that the bureaus of the demo use again in their opinions."""

from applications.recommending.texts.actions import save_text
from config.demo.stories import World

TEXTS = {
    "园区，基础较好": "该园区组织架构健全，低碳工作基础较好，申报材料齐全，同意推荐。",
    "技术，先进适用": "该项目技术先进、减排效果明显，具备在本区推广的条件，同意推荐。",
}


def write_texts(world: World) -> None:
    """The bureau with the demo's login has two texts ready."""
    clerk = world.people["bureau"]
    for name, text in TEXTS.items():
        save_text(clerk.organisations.get(), actor=clerk, name=name, text=text)
