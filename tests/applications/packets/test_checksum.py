"""The checksum of a revision follows from its packet alone, by the words of the recipe in it (MAT-W)."""

import hashlib
import json
import re
import zipfile

import pytest

from applications.dossier.opinion import opinion_of, paper_answers
from applications.packets.building.archive import pack
from applications.packets.building.view import view_of
from tests import factories

pytestmark = pytest.mark.django_db


def packed(revision, folder) -> zipfile.ZipFile:
    """The archive of a revision, without its forms and originals."""
    view = view_of(revision, answers=paper_answers(revision), opinion=opinion_of(revision))
    pack(view, [], [], folder / "packet.zip")
    return zipfile.ZipFile(folder / "packet.zip")


@pytest.mark.parametrize("to", [None, "bureau"])
def test_mat_w_the_checksum_is_computed_again_from_the_packet_alone(tmp_path, to):
    revision = factories.received(**({"to": factories.bureau()} if to else {})).current_revision
    with packed(revision, tmp_path) as archive:
        recipe = archive.read("revision-checksum.txt").decode()
        data, manifest = archive.read("revision.json"), json.loads(archive.read("manifest.json"))
    assert hashlib.sha256(data).hexdigest() == manifest["checksum"] == revision.sha256
    body = json.loads(data)
    again = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again.encode() == data
    assert [file["sha256"] for file in body["attachments"]] == [
        file["sha256"] for file in revision.attachments
    ]
    for said in ("键按字母顺序", "不留空格", "UTF-8", "checksum", "attachments"):
        assert said in recipe


def test_mat_w_the_lines_of_python_in_the_recipe_print_the_checksum(tmp_path, monkeypatch, capsys):
    revision = factories.received().current_revision
    with packed(revision, tmp_path) as archive:
        archive.extractall(tmp_path)
    monkeypatch.chdir(tmp_path)
    recipe = (tmp_path / "revision-checksum.txt").read_text("utf-8")
    lines = re.findall(r"^    (.*)$", recipe.split("用 Python 核对：")[1], re.MULTILINE)
    exec("\n".join(lines), {})
    assert capsys.readouterr().out.split() == [revision.sha256, "True"]
