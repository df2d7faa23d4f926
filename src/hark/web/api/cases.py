"""Cases over the API: the lists of the inbox, one case, and the acts on it. The same rows, the same actions."""

from collections.abc import Sequence
from typing import cast

from hark.accounts.models import User
from hark.actions import cases
from hark.actions.case_times import conversations
from hark.domain.case import CaseState
from hark.store.models import Author, Case, Note, Post
from hark.triage.personal_data import find, mask
from hark.web import words
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes import (
    AccountOut,
    AssignmentIn,
    AuthorOut,
    CaseDetail,
    CaseOut,
    CasePage,
    ClosureIn,
    LaneName,
    NoteIn,
    NoteList,
    NoteOut,
    PersonOut,
    PostOut,
    StateName,
)
from hark.web.inbox.saved import UNFINISHED, VIEWS, Risk
from hark.web.search.find import Filters
from hark.web.search.find import find as find_cases
from hark.web.search.query import read

PAGE, MOST, POSTS = 50, 200, 200
STATES = {**{state.value: (state.value,) for state in CaseState}, "unfinished": UNFINISHED}
FILTERS = {
    "state": tuple(STATES), "lane": ("public", "private"), "sentiment": tuple(words.SENTIMENT),
    "language": tuple(words.LANGUAGE),
}  # fmt: skip
WITH = ("account__brand", "author", "assignee", "team")


def listing(asked: Asked) -> CasePage:
    """One page of a saved view."""
    view = VIEWS.get(asked.query.get("view", "all"))
    if view is None:
        raise Refused(422, f"There is no view of that name; use one of {', '.join(VIEWS)}.")
    size = number(asked, "limit", PAGE, MOST)
    rows = Case.objects.for_person(asked.by).filter(view.which(asked.by, Risk.at(asked.now)))
    if "brand" in asked.query:
        rows = rows.filter(account__brand=number(asked, "brand", 0, 2**62))
    if asked.query.get("after"):
        rows = rows.filter(view.order.after(asked.query["after"]))
    found = list(rows.select_related(*WITH).order_by(*view.order.by)[: size + 1])
    more = view.order.cursor(found[size - 1]) if len(found) > size else None
    return CasePage(shown(found[:size]), more)


def search(asked: Asked) -> CasePage:
    """At most sixty cases that hold these words and pass the filters, the newest first."""
    wanted, filters = read(asked.query.get("q", "")), _filters(asked)
    if wanted.empty and filters.empty:
        raise Refused(422, "Say what to look for in q, or filter.")
    found = find_cases(asked.by, wanted, filters)
    rows = Case.objects.for_person(asked.by).select_related(*WITH).in_bulk([case.pk for case in found])
    return CasePage(shown([rows[case.pk] for case in found if case.pk in rows]), None)


def detail(asked: Asked) -> CaseDetail:
    """A case with its conversation."""
    case = seen(asked)
    posts = (
        Post.objects.filter(network=case.network, root_id__in=conversations(case), lane=case.lane)
        .select_related("author")
        .order_by("-created_at", "-id")[:POSTS]
    )
    head = shown([case])[0]
    values = {name: getattr(head, name) for name in head.__struct_fields__}
    return CaseDetail(**values, posts=posts_out(list(posts)[::-1]))


def assign(asked: Asked) -> CaseOut:
    """Give the case to somebody who works for its brand, or to everybody."""
    to = taker(seen(asked), cast("AssignmentIn", asked.body).to)
    cases.assign(asked.ids["case"], to, by=asked.by, now=asked.now)
    return one(asked)


def close(asked: Asked) -> CaseOut:
    """End the case."""
    cases.close(asked.ids["case"], cast("ClosureIn", asked.body).outcome, by=asked.by, now=asked.now)
    return one(asked)


def reopen(asked: Asked) -> CaseOut:
    """Take a closed case up again."""
    cases.reopen(asked.ids["case"], by=asked.by, now=asked.now)
    return one(asked)


def notes(asked: Asked) -> NoteList:
    """What colleagues wrote on the case."""
    rows = seen(asked).notes.select_related("writer").order_by("created_at", "pk")
    return NoteList([_note(row) for row in rows])


def add_note(asked: Asked) -> NoteOut:
    """Write something for colleagues."""
    text = cast("NoteIn", asked.body).text
    return _note(cases.add_note(asked.ids["case"], text, by=asked.by, now=asked.now))


def colleague(user: User) -> PersonOut:
    """A person as the API names them."""
    return PersonOut(user.pk, user.get_full_name() or user.username)


def shown(rows: Sequence[Case]) -> list[CaseOut]:
    """Cases as the API tells them; personal data in the snippets is covered, all in one pass."""
    covered = _covered([case.snippet for case in rows])
    return [_out(case, snippet) for case, snippet in zip(rows, covered, strict=True)]


def _out(case: Case, snippet: str) -> CaseOut:
    return CaseOut(
        id=case.pk,
        account=AccountOut(case.account_id, case.network, case.account.handle),
        author=author_out(case.author),
        lane=cast("LaneName", case.lane),
        state=cast("StateName", case.state),
        stage=case.stage,
        topic=case.topic,
        sentiment=case.sentiment,
        language=case.language,
        priority=case.priority,
        snippet=snippet,
        posts_in=case.inbound,
        posts_out=case.outbound,
        first_inbound_at=case.first_inbound_at,
        last_inbound_at=case.last_inbound_at,
        first_response_at=case.first_response_at,
        waiting_since=case.unanswered_since,
        due_at=case.due_at,
        assignee=colleague(case.assignee) if case.assignee else None,
        team=case.team.name if case.team else None,
        outcome=case.outcome,
        version=case.version,
    )


def posts_out(rows: Sequence[Post]) -> list[PostOut]:
    """Posts as the API tells them; personal data is covered, all in one pass."""
    texts = _covered(["" if post.deleted_at else post.text for post in rows])
    return [post_out(post, text) for post, text in zip(rows, texts, strict=True)]


def post_out(post: Post, text: str) -> PostOut:
    """A post as the API tells it, in these words."""
    return PostOut(
        id=post.post_id,
        author=author_out(post.author),
        created_at=post.created_at,
        text=text,
        lane=cast("LaneName", post.lane),
        kind=post.kind,
        ours=post.is_own,
        deleted=post.deleted_at is not None,
        hidden=post.hidden_at is not None,
        withheld=list(post.withholding.countries) if post.withholding else [],
    )


def _covered(texts: Sequence[str]) -> list[str]:
    return [mask(text, spans) for text, spans in zip(texts, find(list(texts)), strict=True)]


def author_out(author: Author) -> AuthorOut:
    """A customer's handle as the API names it."""
    return AuthorOut(author.author_id, author.handle, author.name)


def _note(note: Note) -> NoteOut:
    return NoteOut(note.pk, colleague(note.writer), note.text, note.created_at)


def seen(asked: Asked) -> Case:
    """The case of the address, if whoever asks may see it. Raises Case.DoesNotExist."""
    return Case.objects.for_person(asked.by).select_related(*WITH).get(pk=asked.ids["case"])


def taker(case: Case, number: int | None) -> User | None:
    """The colleague of this number, or nobody for None. Raises Refused for one who cannot have the case."""
    if number is None:
        return None
    found = User.objects.filter(pk=number, is_active=True, brand_access__brand=case.account.brand_id).first()
    if found is None:
        raise Refused(422, "This person does not work for the brand of the case.")
    return found


def _filters(asked: Asked) -> Filters:
    """The filters of the query, those of the desk's search. Raises Refused for a value that is none."""
    given = asked.query
    for name, offered in FILTERS.items():
        if given.get(name, "") not in ("", *offered):
            raise Refused(422, f"{name} is one of {', '.join(offered)}.")
    return Filters(
        states=STATES.get(given.get("state", ""), ()),
        topic=given.get("topic", "")[:80],
        language=given.get("language", ""),
        sentiment=given.get("sentiment", ""),
        lane=given.get("lane", ""),
        assignee=number(asked, "assignee", 0, 2**62) if "assignee" in given else None,
        tag=" ".join(given.get("tag", "").lower().split())[:40],
    )


def one(asked: Asked) -> CaseOut:
    """The case of the address as it is now."""
    return shown([seen(asked)])[0]


def number(asked: Asked, name: str, usual: int, most: int) -> int:
    """A number of the query. Raises Refused for what is none, or is beyond `most`."""
    value = asked.query.get(name, str(usual))
    if not (value.isascii() and value.isdigit() and len(value) < 19) or not 1 <= int(value) <= most:
        raise Refused(422, f"{name} is a whole number from 1 to {most}.")
    return int(value)
