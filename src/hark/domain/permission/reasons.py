"""Every reason for a permission, and the verdict it stands for."""

from enum import StrEnum


class Verdict(StrEnum):
    """`send` through the API; `prepare`: copy the text and post it on the network by hand; `no`."""

    SEND = "send"
    PREPARE = "prepare"
    NO = "no"


class Reason(StrEnum):
    # no
    OWN_POST = "own_post"
    REPOST = "repost"
    ACCOUNT_FROZEN = "account_frozen"
    NOT_PUBLIC = "not_public"
    POST_DELETED = "post_deleted"
    POST_WITHHELD = "post_withheld"
    AUTHOR_SUSPENDED = "author_suspended"
    AUTHOR_GONE = "author_gone"
    AUTHOR_BLOCKS_US = "author_blocks_us"
    WE_BLOCK_AUTHOR = "we_block_author"
    AUTHOR_PROTECTED = "author_protected"
    POST_EDITED = "post_edited"
    REPLIES_OFF = "replies_off"
    REPLIES_TAGGED_ONLY = "replies_tagged_only"
    REPLIES_FOLLOWED_ONLY = "replies_followed_only"
    REPLIES_FOLLOWERS_ONLY = "replies_followers_only"
    REPLIES_SUBSCRIBERS_ONLY = "replies_subscribers_only"
    REPLIES_VERIFIED_ONLY = "replies_verified_only"
    PRIVATE_CLOSED = "private_closed"
    AUTOMATION_OFF = "automation_off"
    AUTOMATION_STOPPED = "automation_stopped"
    AUTOMATION_DONE = "automation_done"
    AUTOMATION_UNASKED = "automation_unasked"
    # prepare
    NOT_SUMMONED = "not_summoned"
    REPLIES_UNKNOWN = "replies_unknown"
    PRIVATE_ENCRYPTED = "private_encrypted"
    PRIVATE_UNKNOWN = "private_unknown"
    TOKEN_LOST = "token_lost"  # noqa: S105  (a reason, not a secret)
    SCOPE_MISSING = "scope_missing"
    MONEY_SPENT = "money_spent"
    # send
    LATER = "later"
    TAG_CARRIED = "tag_carried"
    TAGGED = "tagged"
    QUOTED = "quoted"
    WROTE_PRIVATELY = "wrote_privately"
    OPEN = "open"

    @property
    def verdict(self) -> Verdict:
        if self in _SENDS:
            return Verdict.SEND
        return Verdict.PREPARE if self in _PREPARES else Verdict.NO


_SENDS = frozenset(
    {Reason.LATER, Reason.TAG_CARRIED, Reason.TAGGED, Reason.QUOTED, Reason.WROTE_PRIVATELY, Reason.OPEN}
)
_PREPARES = frozenset(
    {
        Reason.NOT_SUMMONED,
        Reason.REPLIES_UNKNOWN,
        Reason.PRIVATE_ENCRYPTED,
        Reason.PRIVATE_UNKNOWN,
        Reason.TOKEN_LOST,
        Reason.SCOPE_MISSING,
        Reason.MONEY_SPENT,
    }
)
