"""The steps of the measurement ``bench/review.py`` that know the portal; the small test takes the same ones."""

import django

django.setup()
