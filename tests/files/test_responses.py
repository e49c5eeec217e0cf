"""Headers that keep a private file from acting as a page of ours."""

from contextlib import closing

import pytest

from files import store
from files.responses import ContentMissing, serve

pytestmark = pytest.mark.django_db


def test_download_by_default_with_a_chinese_name(private_dir):
    stored = store.put(b"%PDF-1.7", "application/pdf")
    with closing(serve(stored, '营业"执照.pdf')) as response:
        assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert (
        response["Content-Disposition"]
        == "attachment; filename*=utf-8''%E8%90%A5%E4%B8%9A%22%E6%89%A7%E7%85%A7.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == "8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("mime", "shown"), [("application/pdf", True), ("image/png", True), ("text/html", False)]
)
def test_inline_for_pdf_and_images_only(private_dir, mime, shown):
    with closing(serve(store.put(mime.encode(), mime), "a.bin", inline=True)) as response:
        assert response["Content-Disposition"].startswith("inline" if shown else "attachment")
        assert "sandbox" in response["Content-Security-Policy"]


def test_nginx_serves_when_a_prefix_is_set(private_dir, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/private/"
    stored = store.put(b"content", "image/png")
    response = serve(stored, "a.png")
    sha256 = stored.sha256
    assert response["X-Accel-Redirect"] == f"/private/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    assert response.content == b"" and response["Content-Type"] == "image/png"


@pytest.mark.parametrize("prefix", ["", "/private/"])
def test_missing_content_is_said_and_logged_with_its_checksum(private_dir, settings, caplog, prefix):
    settings.ACCEL_REDIRECT_PREFIX = prefix
    stored = store.put(b"content", "image/png")
    store.path(stored.sha256).unlink()
    with pytest.raises(ContentMissing):
        serve(stored, "a.png")
    (told,) = caplog.records
    assert told.levelname == "ERROR" and stored.sha256 in told.getMessage()
