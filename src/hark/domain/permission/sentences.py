"""What a person reads, one sentence or two for each reason: plain, no blame, and what to do instead.

`{author}`, `{account}` and `{network}` are filled in by the caller, so that a sentence can be translated.
After the reason of every *prepare* comes the way by hand, which differs by lane.
"""

from collections.abc import Mapping

from hark.domain.permission.reasons import Reason, Verdict
from hark.domain.post import Lane

BY_HAND: Mapping[Lane, str] = {
    Lane.PUBLIC: "Copy the text and post it on {network}.",
    Lane.PRIVATE: "Copy the text and send it as a direct message on {network}.",
}

SENTENCES: Mapping[Reason, str] = {
    Reason.OWN_POST: "{account} wrote this post.",
    Reason.REPOST: "A repost has no words of its own. Answer the post it carries.",
    Reason.ACCOUNT_FROZEN: "Sending is stopped for {account}. A supervisor can start it again.",
    Reason.NOT_PUBLIC: "{author} wrote this in private. There is no public post to answer.",
    Reason.POST_DELETED: "{author} has deleted this post.",
    Reason.POST_WITHHELD: "{network} withholds this post.",
    Reason.AUTHOR_SUSPENDED: "{network} has suspended {author}.",
    Reason.AUTHOR_GONE: "{author} has left {network}.",
    Reason.AUTHOR_BLOCKS_US: "{author} has blocked {account}.",
    Reason.WE_BLOCK_AUTHOR: "{account} has blocked {author}. Unblock first to answer.",
    Reason.AUTHOR_PROTECTED: "{author} shows posts to approved followers only; {account} is not one.",
    Reason.POST_EDITED: "{author} edited this post after you opened it. Read the new version first.",
    Reason.REPLIES_OFF: "{author} takes no replies to this post.",
    Reason.REPLIES_TAGGED_ONLY: "Only accounts that {author} tagged may reply here; {account} is not one.",
    Reason.REPLIES_FOLLOWED_ONLY: "Only accounts that {author} follows may reply here; {account} is not one.",
    Reason.REPLIES_FOLLOWERS_ONLY: "Only followers of {author} may reply here; {account} is not one.",
    Reason.REPLIES_SUBSCRIBERS_ONLY: "Only subscribers of {author} may reply here; {account} is not one.",
    Reason.REPLIES_VERIFIED_ONLY: "Only verified accounts may reply to {author} here; {account} is not one.",
    Reason.PRIVATE_CLOSED: (
        "{author} takes no direct messages from {account}. Invite them in public to write first."
    ),
    Reason.AUTOMATION_OFF: "Automatic answers are switched off for {account}.",
    Reason.AUTOMATION_STOPPED: "{author} asked for automatic messages to stop. A person can answer.",
    Reason.AUTOMATION_DONE: "{author} has already had an automatic answer here. A person can answer.",
    Reason.AUTOMATION_UNASKED: (
        "{author} did not address {account}, so nothing automatic may answer. A person can."
    ),
    Reason.NOT_SUMMONED: (
        "{author} has not tagged {account} in this post, so {network} refuses a reply through the API."
    ),
    Reason.REPLIES_UNKNOWN: (
        "{author} limits who may reply, and {network} does not say whether {account} may."
    ),
    Reason.PRIVATE_ENCRYPTED: "{author} uses encrypted messages, which cannot be reached from here.",
    Reason.PRIVATE_UNKNOWN: "{network} has not said whether {author} takes direct messages from {account}.",
    Reason.TOKEN_LOST: "{network} no longer accepts our key for {account}.",
    Reason.SCOPE_MISSING: "Our key for {account} does not cover this kind of answer.",
    Reason.MONEY_SPENT: "The budget for {account} does not cover this answer.",
    Reason.LATER: "{network} takes the next answer of {account} a little later. It waits in the outbox.",
    Reason.TAG_CARRIED: (
        "{author} answered in a thread that tags {account}. {network} should accept a reply; "
        "this is not confirmed."
    ),
    Reason.TAGGED: "{author} tagged {account}.",
    Reason.QUOTED: "{author} quoted a post of {account}.",
    Reason.WROTE_PRIVATELY: "{author} has written to {account} in private.",
    Reason.OPEN: "{author} can be answered here.",
}


def sentence(reason: Reason, lane: Lane, words: Mapping[str, str]) -> str:
    """The reason in words, with the way by hand after it where there is one."""
    said = SENTENCES[reason].format(**words)
    if reason.verdict is not Verdict.PREPARE:
        return said
    return f"{said} {BY_HAND[lane].format(**words)}"
