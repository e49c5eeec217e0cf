"""The draft that these pages are of."""

import pytest

from tests import factories


@pytest.fixture
def draft(applicant):
    """A draft that lacks nothing; its sheet gives 1200 t."""
    return factories.draft(by=applicant)
