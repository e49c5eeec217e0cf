"""The parts of ``make bench-autosave``, run as ``python -m bench.autosave_steps`` with the portal's settings."""

import django

django.setup()
