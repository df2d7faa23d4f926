"""The whole suite runs on a real PostgreSQL: the embedded one, or the one HARK_DATABASE_URL names."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("HARK_SHARED_DATA", ROOT / ".." / "shared" / "data"))


def _start_database() -> None:
    """Before Django reads its settings. Workers of pytest-xdist inherit the controller's server."""
    if os.environ.get("HARK_TEST_HOME") is None:
        home = Path(tempfile.mkdtemp(prefix="hark-test-"))
        home.chmod(0o755)
        os.environ["HARK_TEST_HOME"] = os.environ["HARK_DATA_DIR"] = str(home)
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        if not os.environ.get("HARK_DATABASE_URL"):
            from hark.store import embedded

            os.environ["HARK_DATABASE_URL"] = embedded.start(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "hark.settings"
    django.setup()
    # A real hash takes a third of a second for every colleague a test invents.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_start_database()
# A test machine that is busy with something else is no fault of the example it just drew.
hypothesis.settings.register_profile(
    "hark", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("hark")

from tests.factories import brand, hear, person, post  # noqa: E402  # Django is configured by now

from hark.accounts.models import Role, User  # noqa: E402
from hark.store.models import Account, Case  # noqa: E402


@pytest.fixture
def care() -> Account:
    """Curlew's account for care on X."""
    return brand()


@pytest.fixture
def ana(care: Account) -> User:
    """An agent."""
    return person("ana", care.brand)


@pytest.fixture
def lena(care: Account) -> User:
    """Another agent."""
    return person("lena", care.brand)


@pytest.fixture
def boss(care: Account) -> User:
    """A supervisor."""
    return person("boss", care.brand, role=Role.SUPERVISOR)


@pytest.fixture
def case(care: Account) -> Case:
    """Bo's line is dead: post 100."""
    hear(post("bo", "@CurlewCare dead line", post_id="100", tags=[care]), minutes=0)
    return Case.objects.get()


@pytest.fixture
def home() -> Iterator[Path]:
    """A place for a data folder: outside pytest's own, which another session of root closes to the database's user."""
    folder = Path(tempfile.mkdtemp(prefix="hark-home-"))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """As pytest-django does it; at the end nobody's forgotten connection keeps the database from being dropped."""
    yield
    others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"{others} and pid <> pg_backend_pid()")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, or a loud skip."""
    if not SHARED.is_dir():
        pytest.skip(f"SKIPPED: no real data at {SHARED} (set HARK_SHARED_DATA to measure with it)")
    return SHARED


@pytest.fixture
def database_url() -> Callable[[], str]:
    """The URL of the test database, for code that opens its own connection."""

    def url() -> str:
        return make_conninfo(os.environ["HARK_DATABASE_URL"], dbname=connection.settings_dict["NAME"])

    return url


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test starts in English."""
    yield
    translation.deactivate()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why a story had to be told twice: its name alone says nothing about what is wrong with it."""
    for report in terminalreporter.getreports("rerun"):
        crash = getattr(report.longrepr, "reprcrash", None)
        if crash is not None:
            where = f"{Path(crash.path).name}:{crash.lineno}"
            terminalreporter.write_line(f"FIRST FAILED {report.nodeid} at {where}: {crash.message[:2000]}")
