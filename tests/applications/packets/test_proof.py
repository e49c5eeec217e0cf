"""The read-back proof is a proof: it finds every answer of whole files, and the loss of any one character."""

import io
import zipfile
from functools import cache

import pikepdf
import pytest

from applications.packets.building.proof import not_found, plain, prove, runs_of
from applications.packets.building.text import characters_of, decoded, text_of
from programme.notice import Sheet
from sheets.answers import dump, load, slots
from sheets.grid import grid
from sheets.kinds import kind_of
from sheets.loading import definition
from sheets.pdf.render import render
from sheets.word.render import render_word
from tests import factories

TRICKY = (
    "Efficient office fluffing “ﬁ” — well-known, co\u00adoperate, 2×3·4, ½ ℃ CO₂ m², 100 %\n"
    "　　全角空格 缩进\n\n空行之后\ta\tb，喆堃𠮷，A\u00a0B，（一）1. 2.5–3.5；http://example.org/a_b-c?d=e"
)
SENTENCE = "第{}句：项目年减排二氧化碳当量 {} 吨，采用光储直柔与能量管理平台，运行数据按月核对并留存台账。"


def long_text(count: int) -> str:
    """Sentences of which no two are equal, in paragraphs, over several pages."""
    lines = [SENTENCE.format(number, number * 37) for number in range(count)]
    return "\n".join("".join(lines[at : at + 5]) for at in range(0, count, 5)) + "\n" + TRICKY


def full(sheet: str) -> dict:
    """Answers of a form with long texts everywhere."""
    form = definition(2026).sheets[sheet]
    values = load(form, factories.answers(sheet) | factories.OPINION)
    for slot, value in slots(form, dump(form, values)):
        if slot.leaf.kind == "longtext" and value is not None:
            values[slot.path] = long_text(60) + slot.path
    return dump(form, values)


@cache
def made(sheet: str, long: bool):
    """Form, answers, layout, Word and PDF."""
    form = definition(2026).sheets[sheet]
    answers = full(sheet) if long else factories.answers(sheet) | factories.OPINION
    paper = grid(form, answers, 2026)
    word = render_word(paper, None)
    return form, answers, paper, word, render(paper, None, word).pdf


def proved(made, **other) -> dict:
    form, answers, paper, word, pdf = made
    return prove(form, answers, paper, **({"word": word, "pdf": pdf} | other))


@pytest.mark.parametrize("long", [False, True], ids=["short", "long"])
@pytest.mark.parametrize("sheet", list(Sheet))
def test_all_answers_of_all_forms_are_found(sheet, long):
    proof = proved(made(sheet, long))
    assert (proof["word"], proof["pdf"], proof["glyphs"]) == ([], [], [])
    assert proof["answers"] > 10


@pytest.mark.parametrize("sheet", list(Sheet))
def test_the_loss_of_any_one_character_is_found_at_the_answer_that_lost_it(sheet):
    _, _, paper, _, pdf = made(sheet, False)
    runs, text = list(runs_of(paper)), plain(text_of(pdf))
    assert not_found(runs, text) == set()
    at = 0
    for path, expected in runs:
        begin = text.index(expected, at)
        for place in range(begin, begin + len(expected) if path else begin):
            assert not_found(runs, text[:place] + text[place + 1 :]) == {path}, (path, place - begin)
        at = begin + len(expected)


def test_an_answer_that_is_gone_altogether_is_found_and_no_other_is_accused():
    _, _, paper, _, pdf = made(Sheet.TECHNOLOGY, True)
    runs, text = list(runs_of(paper)), plain(text_of(pdf))
    at = 0
    for path, expected in runs:
        at = text.index(expected, at)
        if path and expected:
            assert not_found(runs, text[:at] + text[at + len(expected) :]) == {path}
        at += len(expected)


def test_feet_and_repeated_labels_between_the_pieces_accuse_nobody():
    _, _, paper, _, pdf = made(Sheet.PARK, False)
    runs, text = list(runs_of(paper)), plain(text_of(pdf))
    at, spread = 0, ""
    for number, (_, expected) in enumerate(runs):
        at = text.index(expected, at) + len(expected)
        spread += expected + ("编号2026-QY-0001·第2版·第3页共9页申报单位" if number % 7 == 3 else "")
    assert not_found(runs, spread) == set()


def without_character(pdf: bytes, words: str) -> bytes:
    """The PDF without the middle character of these words, which stand in one piece."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            fonts = page.resources.Font
            maps = {name: characters_of(font) for name, font in fonts.items()}
            instructions, characters, done = list(pikepdf.parse_content_stream(page)), {}, False
            for number, (operands, operator) in enumerate(instructions):
                if str(operator) == "Tf":
                    characters = maps[str(operands[0])]
                elif str(operator) == "TJ" and not done:
                    shown = decoded(operands[0], characters)
                    if words in shown:
                        glyphs = b"".join(bytes(p) for p in operands[0] if isinstance(p, pikepdf.String))
                        place = 2 * (shown.index(words) + len(words) // 2)
                        left = pikepdf.Array([pikepdf.String(glyphs[:place] + glyphs[place + 2 :])])
                        instructions[number] = pikepdf.ContentStreamInstruction([left], operator)
                        done = True
            if done:
                page.contents_coalesce()
                page.obj.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))
                document.save(target)
                return target.getvalue()
    raise AssertionError(f"{words} does not stand in the PDF")


@pytest.mark.parametrize(
    ("long", "words", "label"),
    [
        (False, "示例园区光储", "项目名称"),
        (False, "contact@example.or", "电子邮箱"),
        (True, "第31句", "项目建设目标"),
    ],
)
def test_a_glyph_that_is_missing_in_the_bytes_of_the_pdf_is_found(long, words, label):
    proof = proved(
        made(Sheet.TECHNOLOGY, long), pdf=without_character(made(Sheet.TECHNOLOGY, long)[4], words)
    )
    assert proof["word"] == [] and len(proof["pdf"]) == 1 and label in proof["pdf"][0]


def with_body(word: bytes, alter) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as source, zipfile.ZipFile(target, "w") as result:
        for info in source.infolist():
            content = source.read(info)
            altered = info.filename == "word/document.xml"
            result.writestr(info, alter(content.decode()).encode() if altered else content)
    return target.getvalue()


@pytest.mark.parametrize("sheet", list(Sheet))
def test_a_character_that_is_missing_in_the_word_is_found(sheet):
    form, answers, _, word, _ = made(sheet, True)
    for slot, value in slots(form, answers):
        if slot.leaf.kind in ("text", "longtext") and value is not None:
            first = kind_of(slot.leaf).text(slot.leaf, value).split("\n")[0]
            tag = f'w:val="{slot.path}"'

            def alter(body, first=first, tag=tag):
                begin = body.index(tag)
                place = body.index(first, begin) + len(first) // 2
                return body[:place] + body[place + 1 :]

            assert proved(made(sheet, True), word=with_body(word, alter))["word"] == [slot.label]


def test_files_that_cannot_be_read_as_what_they_should_be_have_nothing_in_them():
    proof = proved(made(Sheet.LEADER, False), word=b"rubbish")
    assert len(proof["word"]) == proof["answers"] and proof["pdf"] == []


def test_what_the_layout_leaves_out_is_found_too():
    form, answers, *_ = made(Sheet.LEADER, False)
    poorer = {key: value for key, value in answers.items() if key != "applicant_name"}
    paper = grid(form, poorer, 2026)
    proof = prove(form, answers, paper, word=render_word(paper, None), pdf=render(paper).pdf)
    assert len(proof["word"]) == len(proof["pdf"]) == 1 and proof["word"] == proof["pdf"]


def test_characters_without_a_picture_are_kept():
    assert proved(made(Sheet.LEADER, False), glyphs=("\U000323af",))["glyphs"] == ["\U000323af"]
