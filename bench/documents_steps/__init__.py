"""What ``make bench-documents`` does, step by step; see ``__main__``."""

import django

django.setup()
