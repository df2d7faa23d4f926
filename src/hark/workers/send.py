"""The sending loop: claim, check, one attempt, and the truth about it."""

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from hark.actions import hidings, outbox, pictures, removals
from hark.actions.outbox import Claim
from hark.domain.post import Lane
from hark.networks.port import NetworkError, Picture, Sender, Sent
from hark.store.models import Account
from hark.workers.loop import forever

IDLE_SECONDS = 0.2

SenderFor = Callable[[Account], Sender]


def run(sender_for: SenderFor, stop: threading.Event) -> None:
    """Send what is due until `stop` is set."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    with asyncio.Runner() as runner:
        forever("send", lambda: send_one(owner, sender_for, runner), stop, idle=IDLE_SECONDS)


def send_one(owner: str, sender_for: SenderFor, runner: asyncio.Runner) -> bool:
    """Send the next due answer, else take a post off that shall go, else hide a reply. False when nothing is due."""
    claim = outbox.claim(owner)
    if claim is None:
        return _remove_one(sender_for, runner) or _hide_one(sender_for, runner)
    try:
        media_ids = _load(claim, sender_for, runner)
        if media_ids and not outbox.still_ours(claim, loading=False):
            return True
        sent = runner.run(_attempt(claim, sender_for, media_ids))
    except NetworkError as error:
        if error.reason == "media_expired":
            pictures.forget_uploads(claim.row)
        outbox.refuse(
            claim,
            reason=error.reason,
            message=str(error),
            permanent=error.permanent,
            processed=error.processed,
            retry_after=error.retry_after,
            now=datetime.now(UTC),
        )
    else:
        outbox.confirm(claim, sent.post_id, now=datetime.now(UTC))
    return True


def _load(claim: Claim, sender_for: SenderFor, runner: asyncio.Runner) -> list[str]:
    """Bring the answer's pictures to the network; gives their ids there. Nothing of the answer leaves before.

    Raises NetworkError, always with `processed` False: nobody sees an upload, so it may be repeated.
    """
    found = pictures.to_upload(claim.row, datetime.now(UTC)) if claim.row.media else []
    if len(found) != len(claim.row.media):
        raise NetworkError("picture_gone", "A picture of this answer is no longer there.", permanent=True)
    for one in found:
        if one.network_id:
            continue
        if claim.row.account.frozen or not outbox.still_ours(claim, loading=True):
            break
        picture = Picture(bytes(one.content), one.media_type, one.alt)
        try:
            receipt = runner.run(sender_for(claim.row.account).upload(picture))
        except NetworkError as error:
            raise NetworkError(
                error.reason, str(error), permanent=error.permanent, processed=False,
                retry_after=error.retry_after, status=error.status,
            ) from error  # fmt: skip
        pictures.uploaded(one, receipt, datetime.now(UTC))
    return [one.network_id for one in found]


async def _attempt(claim: Claim, sender_for: SenderFor, media_ids: Sequence[str]) -> Sent:
    row = claim.row
    if row.account.frozen:
        raise NetworkError("frozen", f"{row.account} is frozen; nothing leaves it.", permanent=True)
    sender = sender_for(row.account)
    if row.lane == Lane.PRIVATE:
        return await sender.message(row.text, recipient_id=row.target_author_id)
    return await sender.reply(
        row.text, parent_id=str(row.target_post_id), media_ids=media_ids, untagged=row.untagged
    )


def _remove_one(sender_for: SenderFor, runner: asyncio.Runner) -> bool:
    claim = removals.claim()
    if claim is None:
        return False
    try:
        runner.run(sender_for(claim.row.account).delete(claim.row.external_post_id))
    except NetworkError as error:
        removals.failed(claim, error, now=datetime.now(UTC))
    else:
        removals.done(claim, now=datetime.now(UTC))
    return True


def _hide_one(sender_for: SenderFor, runner: asyncio.Runner) -> bool:
    claim = hidings.claim()
    if claim is None:
        return False
    try:
        runner.run(sender_for(claim.row.account).hide(claim.row.external_post_id, hidden=claim.wanted))
    except NetworkError as error:
        hidings.failed(claim, error, now=datetime.now(UTC))
    else:
        hidings.done(claim, now=datetime.now(UTC))
    return True
