"""An answer in several parts: each part replies to the one before, and the first failure stops the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from hark.networks.port import NetworkError, Sent
from hark.networks.x.sender import XSender


@dataclass(frozen=True, slots=True)
class ThreadSent:
    """What became of a thread. `error` is what stopped it after `sent`; None when all of it is out.

    When `error.processed` is None, part `len(sent)` (counted from 0) may be out as well.
    """

    sent: tuple[Sent, ...]
    error: NetworkError | None = None


async def send_thread(
    sender: XSender, parts: Sequence[str], *, parent_id: str | None, already: Sequence[Sent] = ()
) -> ThreadSent:
    """Send the parts in order. `already` are the receipts of parts known to be out: it goes on after them.

    `parent_id` None starts a thread of our own. Never raises NetworkError: it is in the result, because what
    was sent before it must be kept.
    """
    sent = list(already)
    for text in parts[len(sent) :]:
        above = sent[-1].post_id if sent else parent_id
        try:
            sent.append(await (sender.reply(text, parent_id=above) if above else sender.post(text)))
        except NetworkError as error:
            return ThreadSent(tuple(sent), error)
    return ThreadSent(tuple(sent))
