"""Who we are: the accounts and brands that incoming posts are held against, read once and kept in memory."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hark.domain.post import Post
from hark.domain.verdict import BrandProfile
from hark.networks.x.rules import watches_of
from hark.store.models import Account, Watch, WatchKind
from hark.triage import Triage

_SAYS = {WatchKind.BRAND: 0, WatchKind.PRODUCT: 0, WatchKind.PROACTIVE: 1, WatchKind.COMPETITOR: 2}


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """One of our accounts as ingest needs it. `pk` is the row, `reply_seconds` the promised first response."""

    pk: int
    brand_pk: int
    network_id: str
    handle: str
    reply_seconds: int
    history_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnWatch:
    """A watch that is on, and the account of its brand that cases would belong to."""

    pk: int
    kind: WatchKind
    account: OwnAccount


@dataclass(slots=True)
class Roster:
    """The accounts of one network, by id and by handle, and a triage for each brand that needs its own."""

    network: str
    by_id: Mapping[str, OwnAccount]
    by_handle: Mapping[str, OwnAccount]
    profiles: Mapping[int, BrandProfile]
    watches: Mapping[int, OwnWatch] = field(default_factory=dict)
    anybody: Triage = field(default_factory=lambda: Triage(None))
    _triage: dict[int, Triage] = field(default_factory=dict)
    _names: re.Pattern[str] | None = None
    _named: Mapping[str, OwnAccount] = field(default_factory=dict)

    def triage(self, brand: int) -> Triage:
        """The brand's triage, made on first use. A brand known by its handle alone shares everybody's, which
        spares an archive of a hundred brands a hundred of them."""
        known = self.profiles.get(brand)
        if known is None or not (
            known.products or known.homonyms or known.patterns or known.industry or known.topics
        ):
            return self.anybody
        if brand not in self._triage:
            self._triage[brand] = Triage(known)
        return self._triage[brand]

    def own(self, author_id: str) -> OwnAccount | None:
        return self.by_id.get(author_id)

    def tagged(self, post: Post) -> list[OwnAccount]:
        """Our accounts among the post's mentions, each once, in the order they are tagged."""
        found: dict[int, OwnAccount] = {}
        for mention in post.mentions:
            account = self.by_id.get(mention.author_id) or self.by_handle.get(mention.handle.lower())
            if account is not None:
                found[account.pk] = account
        return list(found.values())

    def named(self, text: str) -> OwnAccount | None:
        """The account whose brand's name or product stands in the text as a word."""
        if self._names is None:
            return None
        match = self._names.search(text)
        return self._named[match.group(0).lower()] if match else None

    def watched(self, post: Post) -> OwnWatch | None:
        """The watch that brought the post; of several the one that says most: ours before joining before theirs."""
        found = [self.watches[pk] for pk in watches_of(post.rules) if pk in self.watches]
        return min(found, key=lambda watch: _SAYS[watch.kind], default=None)

    def speaks_of(self, watch: OwnWatch, text: str) -> bool:
        """Whether the watch is for a name of ours, and the text holds none of the brand's homonyms."""
        if watch.kind not in (WatchKind.BRAND, WatchKind.PRODUCT):
            return False
        known = self.profiles[watch.account.brand_pk]
        return not any(phrase.casefold() in text.casefold() for phrase in known.homonyms)


def load(network: str) -> Roster:
    """Read the accounts of a network and prepare their brands' triage."""
    accounts = list(
        Account.objects.filter(network=network)
        .select_related("brand")
        .prefetch_related("brand__accounts")
        .order_by("pk")
    )
    own = [
        OwnAccount(
            a.pk, a.brand_id, a.network_id, a.handle, a.brand.first_reply_minutes * 60, a.history_before
        )
        for a in accounts
    ]
    named = _names(accounts, own)
    return Roster(
        network=network,
        by_id={account.network_id: account for account in own},
        by_handle={account.handle.lower(): account for account in own},
        profiles={a.brand_id: profile(a) for a in accounts},
        watches=_watches(network, own),
        _names=_pattern(named),
        _named=named,
    )


def _watches(network: str, own: Sequence[OwnAccount]) -> dict[int, OwnWatch]:
    first: dict[int, OwnAccount] = {}
    for account in own:
        first.setdefault(account.brand_pk, account)
    rows = Watch.objects.filter(network=network, on=True, brand__in=list(first))
    return {row.pk: OwnWatch(row.pk, WatchKind(row.kind), first[row.brand_id]) for row in rows}


def profile(account: Account) -> BrandProfile:
    """The brand behind an account, as triage knows it."""
    brand = account.brand
    siblings = list(brand.accounts.all())
    return BrandProfile(
        name=brand.name,
        handles=tuple(sibling.handle for sibling in siblings),
        account_ids=tuple(sibling.network_id for sibling in siblings),
        names=tuple(brand.names),
        products=tuple(brand.products),
        homonyms=tuple(brand.homonyms),
        industry=brand.industry,
        patterns=brand.number_formats,
        topics={name: tuple(seeds) for name, seeds in brand.topics.items()},
    )


def _names(accounts: Sequence[Account], own: Sequence[OwnAccount]) -> dict[str, OwnAccount]:
    found: dict[str, OwnAccount] = {}
    for account, mine in zip(accounts, own, strict=True):
        for name in [*account.brand.names, *account.brand.products]:
            found.setdefault(str(name).lower(), mine)
    return found


def _pattern(names: Mapping[str, OwnAccount]) -> re.Pattern[str] | None:
    if not names:
        return None
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
