"""The files of ``deploy/`` say what settings and code rely on."""

import re
import runpy

import pytest
from django.conf import settings

from files.responses import POLICY

FOLDER = settings.BASE_DIR / "deploy"
NGINX = (FOLDER / "nginx.conf").read_text()


def test_a_process_takes_no_more_connections_than_it_has_threads_and_only_nginx_reaches_it():
    told = runpy.run_path(str(FOLDER / "gunicorn.conf.py"))
    assert told["threads"] == told["worker_connections"] and told["keepalive"] == 0
    assert told["bind"] == "127.0.0.1:8000" and "server 127.0.0.1:8000;" in NGINX


def test_nginx_takes_what_the_portal_takes():
    sizes = [int(size) for size in re.findall(r"client_max_body_size (\d+)m;", NGINX)]
    assert max(sizes) == settings.MAX_APPLICATION_BYTES // 1024**2 + 10


@pytest.mark.parametrize("name", ["content_security_policy", "x_content_type_options", "x_frame_options"])
def test_nginx_says_again_of_private_files_what_the_portal_said(name):
    private = NGINX.partition("location /private/")[2]
    assert f"$upstream_http_{name} always;" in private and "sandbox" in POLICY


def test_nginx_promises_https_as_long_as_the_portal_does():
    assert 'max-age=31536000; includeSubDomains; preload"' in NGINX
