"""The composer: what was drafted, to whom it goes, whether it may, and how it will be signed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hark.accounts.models import User
from hark.actions import lanes
from hark.actions.may_answer import newest_post, permissions
from hark.domain.outbox import UNSETTLED
from hark.domain.permission import Permission
from hark.domain.post import Lane
from hark.store.models import Case, Outbox, Post
from hark.text import limits_of


@dataclass(frozen=True, slots=True)
class Composer:
    """`drafts`, and the `origins` of their words, by lane ("public", "private", "note").

    `target` is the public post an answer goes to, `message` the customer's newest private one. `held`: somebody's
    answer to the target is on its way.
    """

    target: Post | None
    message: Post | None
    public: Permission | None
    private: Permission | None
    drafts: dict[str, str]
    origins: dict[str, str]
    initials: str
    limit: int
    held: Outbox | None

    @property
    def price(self) -> str:
        """What a public answer costs, in US dollars, "" when it costs nothing."""
        return money(self.public.price if self.public else None)

    @property
    def price_with_link(self) -> str:
        """What it costs when the answer holds a link."""
        return money(self.public.price_with_link if self.public else None)


def composer(public: Case | None, private: Case | None, writer: User, now: datetime) -> Composer:
    """What the reply box needs, for the case of each lane; one of them there always is."""
    main = public or private
    assert main is not None
    target = newest_post(public) if public else None
    message = newest_post(private) if private else None
    allowed = permissions(public or main, target or message, now) or {}
    if private and public:
        allowed |= _private_only(permissions(private, message, now))
    cases = [case for case in (public, private) if case]
    kept = list(lanes.drafts(cases, writer).values_list("lane", "text", "origin"))
    return Composer(
        target=target,
        message=message,
        public=allowed.get(Lane.PUBLIC),
        private=allowed.get(Lane.PRIVATE),
        drafts={lane: text for lane, text, _ in kept},
        origins={lane: origin for lane, _, origin in kept},
        initials=writer.initials,
        limit=limits_of(main.network).maximum,
        held=_held(public, target) if public else None,
    )


def _private_only(found: dict[Lane, Permission] | None) -> dict[Lane, Permission]:
    return {lane: held for lane, held in (found or {}).items() if lane is Lane.PRIVATE}


def money(amount: Decimal | None) -> str:
    """A small sum as it is read: "$0.01", "$0.005"."""
    if not amount:
        return ""
    shown = f"{amount:.4f}".rstrip("0")
    whole, _, cents = shown.partition(".")
    return f"${whole}.{cents.ljust(2, '0')}"


def _held(case: Case, target: Post | None) -> Outbox | None:
    if target is None:
        return None
    states = [state.value for state in UNSETTLED]
    held = case.outbox.filter(target_post_id__in=[target.post_id, target.latest_id], state__in=states)
    return held.select_related("writer").first()
