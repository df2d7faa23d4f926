"""Pages under test: a folder for collected files, which whitenoise expects to be there."""

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
