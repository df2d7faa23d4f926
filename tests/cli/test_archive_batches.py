"""Batches of an archive: cut small first, judged, and the same on the other side of a pipe."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from hark.actions.ingest import VerdictRow
from hark.actions.roster import OwnAccount, Roster
from hark.cli import archive_batches
from hark.cli.archive_batches import FIRST, LARGEST, Batch, batches, pack, unpack
from hark.domain.post import Account, Author, Media, Mention, Metrics, Post
from hark.domain.verdict import BrandProfile, Stage
from hark.networks.port import Rejected

CARE = OwnAccount(1, 1, "900", "CurlewCare", 1800)
NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


class Shelf:
    """An archive of given items."""

    network = "x"

    def __init__(self, items: Sequence[Post | Rejected]) -> None:
        self._items, self._read = items, 0

    def accounts(self) -> Sequence[Account]:
        return []

    def read(self) -> Iterator[Post | Rejected]:
        for item in self._items:
            self._read += 1
            yield item

    def bytes_read(self) -> int:
        return self._read

    def bytes_total(self) -> int:
        return len(self._items)


def roster() -> Roster:
    return Roster("x", {"900": CARE}, {"curlewcare": CARE}, {1: BrandProfile(name="Curlew")})


def post(number: int, text: str = "@CurlewCare no signal since Monday", **more: object) -> Post:
    return Post(
        "x", str(number), Author(str(number % 7)), NOON + timedelta(seconds=number), text,
        mentions=(Mention("CurlewCare", "900", True),), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_batches_grow_and_nothing_is_lost_between_them() -> None:
    shelf = Shelf([post(number) for number in range(2 * LARGEST)])
    cut = list(batches(shelf, roster(), None))
    assert [len(batch.posts) for batch in cut] == [FIRST, 2 * FIRST, 4 * FIRST, LARGEST, FIRST]
    assert [one.post_id for batch in cut for one in batch.posts] == [str(n) for n in range(2 * LARGEST)]
    assert sum(batch.read for batch in cut) == 2 * LARGEST
    assert cut[-1].position == 2 * LARGEST


def test_rejects_travel_with_the_posts_around_them_and_alone() -> None:
    broken = [Rejected(line, "no id", "x") for line in range(LARGEST + 1)]
    cut = list(batches(Shelf([post(1), *broken]), roster(), None))
    assert [(len(batch.posts), len(batch.rejected)) for batch in cut] == [(1, LARGEST), (0, 1)]
    assert sum(batch.read for batch in cut) == LARGEST + 2


def test_a_batch_is_the_same_on_the_other_side_of_a_pipe() -> None:
    rich = post(
        5, "¿Por qué? 🙃 \u2028 @CurlewCare", links={"https://t.co/a": "https://example.com"},
        media=(Media("photo", "https://example.com/a.png", "a mast"),), metrics=Metrics(1, 2, 3, 4, 5),
        versions=("4", "5"),
    )  # fmt: skip
    shelf = Shelf([post(1), rich, Rejected(7, "half a surrogate pair in the text", '"\ud83d"')])
    (batch,) = batches(shelf, roster(), None)
    found = unpack(pack(batch))
    assert found == batch
    assert found.judged["4"].tagged == (CARE,)
    assert found.judged["4"].post is found.posts[1]


def test_a_judged_row_keeps_every_value_on_the_way() -> None:
    (batch,) = batches(Shelf([post(1)]), roster(), None)
    row = unpack(pack(batch)).judged["1"].verdict
    assert isinstance(row, VerdictRow)
    assert row.stage is Stage.DIRECT
    assert row == batch.judged["1"].verdict


def test_an_empty_archive_is_one_empty_batch() -> None:
    assert list(batches(Shelf([]), roster(), None)) == [Batch()]
    assert archive_batches.unpack(pack(Batch())) == Batch()
