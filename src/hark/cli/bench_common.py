"""What the benchmarks share: a database that is thrown away, a web server, agents that sign in."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psutil

from hark.cli.common import open_database

if TYPE_CHECKING:
    from hark.accounts.models import User

PASSWORD = "bench only, never outside"  # noqa: S105  # of a database that lives for a minute
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@contextlib.contextmanager
def database(keep: Path | None = None) -> Iterator[Path]:
    """A database in the folder `keep`, or an empty one in a folder that is gone afterwards."""
    os.environ.pop("HARK_DATABASE_URL", None)
    os.environ.pop("HARK_DATABASE_URL_FILE", None)
    with contextlib.ExitStack() as stack:
        place = keep or stack.enter_context(_passing())
        open_database(place)
        try:
            yield place
        finally:
            from django.db import connections

            from hark.store import embedded

            for connection in connections.all():
                connection.close()
                connection.close_pool()  # type: ignore[attr-defined]
            embedded.stop(place)


@contextlib.contextmanager
def _passing() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hark-bench-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        place.chmod(0o755)
        yield place


@contextlib.contextmanager
def web() -> Iterator[tuple[str, list[psutil.Process]]]:
    """The web processes of `hark up` on a free port: the address and the processes."""
    from django.conf import settings

    from hark.cli import running
    from hark.workers.supervisor import Supervisor, add_web

    supervisor = Supervisor()
    with running.listen("127.0.0.1", 0) as listening:
        children = add_web(supervisor, listening, settings.CONFIG.web_processes)
        supervisor.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            running.wait_until_ready(supervisor, url)
            yield url, [psutil.Process(child.process.pid) for child in children if child.process]
        finally:
            supervisor.shut_down()


def people(agents: int) -> "list[User]":
    """So many agents, without a brand yet."""
    from django.contrib.auth.hashers import make_password

    from hark.accounts.models import User

    hashed = make_password(PASSWORD)
    return User.objects.bulk_create(
        [User(username=f"agent{n}", password=hashed, initials=f"A{n % 100}") for n in range(agents)]
    )


def brand(people: "list[User]") -> None:
    """A brand with one account on X, for these people."""
    from hark.store.models import Account, Brand, BrandAccess

    row = Brand.objects.create(name="Bench", names=["Bench"])
    Account.objects.create(brand=row, network="x", network_id="b1", handle="BenchCare", connected=True)
    BrandAccess.objects.bulk_create([BrandAccess(user=person, brand=row) for person in people])


async def sign_in(client: httpx.AsyncClient, username: str) -> None:
    """Sign an agent in through the page, as a browser would."""
    page = await client.get("/sign-in")
    token = csrf(page.text)
    form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = await client.post("/sign-in", data=form)
    if answer.status_code != 302:
        raise RuntimeError(f"{username} could not sign in: {answer.status_code}")


def csrf(page: str) -> str:
    """The form token of a page. Raises RuntimeError when it has none."""
    found = _CSRF.search(page)
    if found is None:
        raise RuntimeError("the page has no form")
    return found.group(1)


def summary(seconds: Sequence[float]) -> dict[str, Any]:
    """Latencies in milliseconds: how many, median, p95, p99 and the worst."""
    times = sorted(second * 1000 for second in seconds)
    if not times:
        return {"n": 0, "p50": 0.0, "p95": 0.0, "p99": 0.0, "max": 0.0}

    def share(part: float) -> float:
        return round(times[min(len(times) - 1, int(len(times) * part))], 2)

    return {
        "n": len(times),
        "p50": share(0.5),
        "p95": share(0.95),
        "p99": share(0.99),
        "max": round(times[-1], 2),
    }
