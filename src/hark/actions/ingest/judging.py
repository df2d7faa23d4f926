"""Asking triage about a batch: no database, so it may run ahead of the writing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hark.actions.ingest.facts import Judged, canonical_id
from hark.actions.roster import OwnAccount, Roster
from hark.domain.post import Metrics, Post
from hark.domain.verdict import Stage, TriageInput
from hark.triage import Triage

_NO_METRICS = Metrics()


def judge(posts: Sequence[Post], roster: Roster) -> Mapping[str, Judged]:
    """What triage says of every post that is not ours, by post id; one call per brand concerned."""
    groups: dict[Triage, list[tuple[Post, tuple[OwnAccount, ...], OwnAccount | None]]] = {}
    for post in posts:
        if roster.own(post.author.author_id) is not None:
            continue
        tagged = tuple(roster.tagged(post))
        named = None if tagged else roster.named(post.text)
        brand = tagged[0].brand_pk if tagged else named.brand_pk if named else 0
        groups.setdefault(roster.triage(brand), []).append((post, tagged, named))
    judged: dict[str, Judged] = {}
    for triage, group in groups.items():
        verdicts = triage.label([_input(post, bool(tagged)) for post, tagged, _ in group])
        for (post, tagged, named), found in zip(group, verdicts, strict=True):
            handle_named = named is not None and triage is roster.anybody
            verdict = replace(found, stage=Stage.BROAD) if handle_named else found
            judged[canonical_id(post)] = Judged(post, verdict, tagged, named)
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
