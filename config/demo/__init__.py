"""Demo data: invented organisations and applications, driven through the real actions (``manage.py demo``)."""
