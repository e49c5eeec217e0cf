"""The documented front of the portal: a real nginx with ``deploy/nginx.conf`` before gunicorn with its own file."""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path

from django.conf import settings

from tests.faults.stack import HOST, Stack, answers, free_port

FILES = settings.BASE_DIR / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MAIN = """
{user} worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/portal.conf;
}}
"""


class Front:
    """nginx and gunicorn, as an operator starts them but for names, paths and ports."""

    def __init__(self, stack: Stack) -> None:
        self.port, web = free_port(), free_port()
        stack.env |= {"HTTPS": "true", "TRUSTED_PROXIES": "1", "ACCEL_REDIRECT_PREFIX": "/private"}
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--config", FILES / "gunicorn.conf.py"]
        command += ["--bind", f"{HOST}:{web}", "--workers", 2, "--no-control-socket"]
        stack.start("web", command, lambda child: answers(web))
        self._write(stack.folder, web)
        nginx = [
            NGINX,
            "-e",
            stack.folder / "error.log",
            "-p",
            stack.folder,
            "-c",
            stack.folder / "nginx.conf",
        ]
        stack.start("nginx", nginx, lambda child: answers(self.port))

    def _write(self, folder: Path, web: int) -> None:
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        made = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-days",
            "2",
        ]
        subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        told = (FILES / "nginx.conf").read_text()
        for documented, here in {
            "127.0.0.1:8000": f"{HOST}:{web}",
            "listen 443": f"listen {HOST}:{self.port}",
            "listen 80": f"listen {HOST}:{free_port()}",
            "portal.example.org": "localhost",
            "/etc/ssl/portal/fullchain.pem": str(certificate),
            "/etc/ssl/portal/privkey.pem": str(key),
            "/var/log/nginx/": f"{folder}/",
            "/srv/portal-files/": f"{settings.PRIVATE_FILES_DIR}/",
        }.items():
            assert documented in told, documented
            told = told.replace(documented, here)
        (folder / "portal.conf").write_text(told)
        user = "user root;" if os.geteuid() == 0 else ""  # who reads the private files of this test
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))

    def ask(self, method: str, path: str, body=None, **headers) -> tuple[int, dict[str, str], bytes]:
        """One request over TLS: status, headers by their lower-case names (one that came twice as "a, b"), body."""
        link = HTTPSConnection(HOST, self.port, timeout=30, context=_unverified())
        with contextlib.closing(link):
            link.request(method, path, body, {"Host": "localhost"} | headers)
            response = link.getresponse()
            told = response.headers
            headers = {name.lower(): ", ".join(told.get_all(name, ())) for name in told}
            return response.status, headers, response.read()

    def begin(self, text: bytes) -> ssl.SSLSocket:
        """Open a connection and send the beginning of a request."""
        link = _unverified().wrap_socket(socket.create_connection((HOST, self.port), timeout=30))
        link.sendall(text)
        return link

    @contextlib.contextmanager
    def begun(self, number: int, text: bytes) -> Iterator[list[ssl.SSLSocket]]:
        """So many connections that began to send and go no further."""
        with contextlib.ExitStack() as links:
            yield [links.enter_context(self.begin(text)) for _ in range(number)]


def _unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
