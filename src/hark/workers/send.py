"""The sending loop: claim, check, one attempt, and the truth about it."""

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from hark.actions import outbox
from hark.actions.outbox import Claim
from hark.domain.post import Lane
from hark.networks.port import NetworkError, Sender, Sent
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
    """Send the next due answer. False when there is none."""
    claim = outbox.claim(owner)
    if claim is None:
        return False
    try:
        sent = runner.run(_attempt(claim, sender_for))
    except NetworkError as error:
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


async def _attempt(claim: Claim, sender_for: SenderFor) -> Sent:
    row = claim.row
    if row.account.frozen:
        raise NetworkError("frozen", f"{row.account} is frozen; nothing leaves it.", permanent=True)
    sender = sender_for(row.account)
    if row.lane == Lane.PRIVATE:
        return await sender.message(row.text, recipient_id=row.target_author_id)
    return await sender.reply(row.text, parent_id=str(row.target_post_id))
