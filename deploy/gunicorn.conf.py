"""How gunicorn serves the portal behind nginx (docs/operations.md): ``gunicorn config.wsgi --config deploy/gunicorn.conf.py``.

gunicorn gives a thread to whoever has begun to send, so only nginx may reach it: nginx hands on what has come in whole.
"""

bind = "127.0.0.1:8000"
workers = 4
threads = 4
worker_connections = 4  # no more than threads: in a rush all wait in one line before all processes
keepalive = 0  # nginx opens a connection for each request
timeout = 60  # seconds without a sign of life after which a process is replaced
graceful_timeout = 30
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
forwarded_allow_ips = "127.0.0.1"
