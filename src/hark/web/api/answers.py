"""Answers over the API: written once per Idempotency-Key, held against the same guards and approvals as the desk's."""

from typing import cast

from hark.accounts.models import User
from hark.actions import approvals, lanes, moving, outbox
from hark.actions.submitting import With
from hark.domain.post import Lane
from hark.store.models import Case, Outbox, Picture
from hark.text import sign
from hark.web.api.cases import colleague, seen
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes import AnswerIn, AnswerOut, AnswersOut, AnswerTextIn, BrandOut, LaneName, MeOut
from hark.web.cases.composer import tags_of, target_of
from hark.web.refused import refused


def write(asked: Asked) -> AnswerOut:
    """Queue an answer, or lay it before a second person. A public one is signed with the writer's initials."""
    said = cast("AnswerIn", asked.body)
    text, lane = said_in(said, asked.by)
    try:
        row = moving.write(
            asked.ids["case"], text, lane, word=_signed(said.word, asked.by), target_post_id=said.target,
            by=asked.by, now=asked.now, overrides=said.overrides, word_overrides=said.overrides,
            also=also_of(asked, said),
        )  # fmt: skip
    except Picture.DoesNotExist as error:
        raise Refused(422, str(error)) from None
    return answer_out(row)


def said_in(said: AnswerIn, by: User) -> tuple[str, Lane]:
    """The words as they would leave, signed when they are public, and their lane."""
    lane = Lane(said.lane)
    return (_signed(said.text, by) if lane is Lane.PUBLIC else said.text.strip()), lane


def also_of(asked: Asked, said: AnswerIn) -> With:
    """The pictures that go along and who shall not be tagged. Raises ValueError for a tag that is none."""
    if said.pictures and said.lane != "public":
        raise ValueError("Pictures are shown with public answers only.")
    return With(pictures=said.pictures, untagged=_untagged(asked, said))


def read(asked: Asked) -> AnswerOut:
    """What became of an answer."""
    visible = Case.objects.for_person(asked.by).filter(outbox=asked.ids["answer"])
    row = visible.get().outbox.select_related("writer").get(pk=asked.ids["answer"])
    return answer_out(row)


def listing(asked: Asked) -> AnswersOut:
    """What was written on the case; the later parts of a thread are not told apart."""
    rows = [row for row in lanes.answers([seen(asked)]) if row.seq == 0]
    return AnswersOut([answer_out(row) for row in rows])


def edit(asked: Asked) -> AnswerOut:
    """Change an answer that waits for approval; another person decides about the new words."""
    given = cast("AnswerTextIn", asked.body)
    row = approvals.edit(
        asked.ids["answer"], given.text.strip(), by=asked.by, now=asked.now, overrides=given.overrides
    )
    return answer_out(row)


def cancel(asked: Asked) -> AnswerOut:
    """Take back an answer that has not left."""
    return answer_out(outbox.cancel(asked.ids["answer"], by=asked.by, now=asked.now))


def me(asked: Asked) -> MeOut:
    """Whoever asks, and the brands they may see."""
    access = asked.by.brand_access.select_related("brand").order_by("brand__name")
    brands = [BrandOut(row.brand_id, row.brand.name) for row in access]
    return MeOut(asked.by.pk, asked.by.username, asked.by.get_full_name(), asked.by.role, brands)


def _signed(text: str, by: User) -> str:
    said = text.strip()
    return sign(said, by.initials) if said else ""


def _untagged(asked: Asked, said: AnswerIn) -> list[str]:
    """The ids of those the answer shall not tag. Raises ValueError for a handle it does not tag anyway."""
    if not said.untagged:
        return []
    case = Case.objects.for_person(asked.by).select_related("account", "author").get(pk=asked.ids["case"])
    public = lanes.seat(case, Lane.PUBLIC)
    tagged = tags_of(public, target_of(public, said.target or "")) if Lane(said.lane) is Lane.PUBLIC else []
    tags = {tag.handle.lower(): tag.author_id for tag in tagged}
    handles = [handle.removeprefix("@").lower() for handle in said.untagged]
    if unknown := [handle for handle in handles if handle not in tags]:
        raise ValueError(f"This answer does not tag @{unknown[0]}.")
    return [tags[handle] for handle in handles]


def answer_out(row: Outbox) -> AnswerOut:
    """An answer as the API tells it."""
    return AnswerOut(
        id=row.pk,
        case=row.case_id,
        lane=cast("LaneName", row.lane),
        state=row.state,
        text=row.whole or row.text,
        target=row.target_post_id,
        writer=colleague(row.writer),
        created_at=row.created_at,
        sent_at=row.sent_at,
        network_id=row.external_post_id,
        trouble=refused(row.reason, row.error) if row.error else "",
    )
