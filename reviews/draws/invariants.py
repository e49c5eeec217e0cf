"""What must hold in the records of draws, and between them and the journal (REV-2)."""

from collections.abc import Iterator

from journal.facts import all_words
from reviews.draws.actions import DrawFacts
from reviews.models import Draw, Panel
from reviews.states import DrawKind, SeedSource


def broken() -> Iterator[str]:
    """A sentence for each draw whose record was changed, slipped in or taken away; a constant number of statements."""
    held, deleted = {}, False
    for word in all_words(Panel._meta.label_lower, ["draw_reviewers"], DrawFacts):
        if word.said is None:
            deleted = True
        else:
            held[word.said.draw] = word
    for draw in Draw.objects.select_related("naming").order_by("pk").iterator():
        if draw.computed_sha256() != draw.sha256:
            yield f"第 {draw.pk} 号抽取的内容与校验值不符。"
        own_seed = draw.kind != DrawKind.REPLACEMENT and draw.seed_source == SeedSource.PUBLIC
        if own_seed and not hasattr(draw, "naming"):
            yield f"第 {draw.pk} 号抽取的种子由人填写，不是事先指定的公开数值。"
        word = held.pop(draw.pk, None)
        if word is None and not deleted:
            yield f"第 {draw.pk} 号抽取没有日志记录。"
        elif word and (word.said.sha256, word.at) != (draw.sha256, draw.at):
            yield f"第 {draw.pk} 号抽取与日志不符。"
        elif word and not word.by(draw.by_id):
            yield f"第 {draw.pk} 号抽取的抽取人与日志不符。"
    for pk in held:
        yield f"第 {pk} 号抽取记在日志中，但已不存在。"
