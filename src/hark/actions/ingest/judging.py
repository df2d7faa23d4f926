"""Asking triage about a batch: no database, so it may run ahead of the writing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hark.actions.ingest.facts import Judged, canonical_id
from hark.actions.ingest.verdict_row import verdict_row
from hark.actions.roster import OwnAccount, OwnWatch, Roster
from hark.domain.post import Metrics, Post
from hark.domain.verdict import Stage, TriageInput
from hark.store.models import WatchKind
from hark.triage import Triage

_NO_METRICS = Metrics()
_Heard = tuple[Post, tuple[OwnAccount, ...], OwnAccount | None, OwnWatch | None]


def judge(posts: Sequence[Post], roster: Roster) -> Mapping[str, Judged]:
    """What triage says of every post that is not ours, by post id; one call per brand concerned."""
    groups: dict[Triage, list[_Heard]] = {}
    for post in posts:
        if roster.own(post.author.author_id) is not None:
            continue
        tagged = tuple(roster.tagged(post))
        named = None if tagged else roster.named(post.text)
        watch = None if tagged or named else roster.watched(post)
        about = next((account for account in (*tagged, named, watch and watch.account) if account), None)
        triage = roster.triage(about.brand_pk if about else 0)
        groups.setdefault(triage, []).append((post, tagged, named, watch))
    judged: dict[str, Judged] = {}
    for triage, group in groups.items():
        verdicts = triage.label([_input(post, bool(tagged)) for post, tagged, *_ in group])
        for (post, tagged, named, watch), found in zip(group, verdicts, strict=True):
            handle_named = named is not None and triage is roster.anybody
            verdict = replace(found, stage=Stage.BROAD) if handle_named else found
            one = Judged(post, verdict_row(verdict), tagged, named)
            judged[canonical_id(post)] = _as_watched(one, watch, roster) if watch else one
    return judged


def _as_watched(judged: Judged, watch: OwnWatch, roster: Roster) -> Judged:
    """What a watch makes of a post that tags and names nobody: ours to answer, worth joining, or only heard."""
    if roster.speaks_of(watch, judged.post.text):
        return replace(judged, verdict=judged.verdict.at(Stage.BROAD), named=watch.account)
    if watch.kind is WatchKind.PROACTIVE and judged.verdict.stage is Stage.PROACTIVE:
        return replace(judged, joining=watch.account)
    return judged


def _input(post: Post, tagged: bool) -> TriageInput:
    metrics = post.metrics or _NO_METRICS
    return TriageInput(
        id=post.post_id,
        text=post.text,
        language=post.language,
        followers=post.author.followers,
        verified=post.author.verified,
        reposts=metrics.reposts,
        quotes=metrics.quotes,
        likes=metrics.likes,
        tagged=tagged,
        created_at=post.created_at,
    )
