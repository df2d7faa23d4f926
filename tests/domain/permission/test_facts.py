from datetime import UTC, datetime

import pytest

from hark.domain.permission import AuthorState, PostFacts, Tag, facts_of, tag_of
from hark.domain.post import Account, Author, Lane, Mention, Post, PostKind

ACME = Account("x", "1", "acme")
AT = datetime(2026, 11, 21, tzinfo=UTC)


def post(**more: object) -> Post:
    more.setdefault("author", Author("7", "ana", "Ana"))
    return Post("x", "10", created_at=AT, text="hello", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mentions", "tag"),
    [
        ((), Tag.NONE),
        ((Mention("acme", "1"),), Tag.TYPED),
        ((Mention("acme", "1", leading=True),), Tag.CARRIED),
        ((Mention("acme", "1", leading=True), Mention("ACME", "1")), Tag.TYPED),
        ((Mention("@Acme"),), Tag.TYPED),
        ((Mention("acme", "666"),), Tag.NONE),
        ((Mention("acme_help", ""),), Tag.NONE),
    ],
)
def test_a_tag_is_ours_by_id_or_else_by_handle(mentions: tuple[Mention, ...], tag: Tag) -> None:
    assert tag_of(post(mentions=mentions), ACME) is tag


def test_facts_of_a_quote_of_ours_by_a_protected_author() -> None:
    facts = facts_of(
        post(
            author=Author("7", "ana", "Ana", protected=True),
            kind=PostKind.QUOTE,
            quoted_author_id="1",
            reply_settings="following",
        ),
        ACME,
    )
    assert facts.author_state is AuthorState.PROTECTED
    assert facts.summoned
    assert (facts.reply_settings, facts.answers_account) == ("following", False)


def test_facts_of_a_direct_message_and_of_an_answer() -> None:
    assert facts_of(post(lane=Lane.PRIVATE), ACME).wrote_privately
    answer = facts_of(post(parent_author_id="1"), ACME)
    assert answer.answers_account
    assert not answer.summoned


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ana", "Ana"),
        ("  Ana López ", "Ana López"),
        ("", "@ana"),
        ("x" * 41, "@ana"),
        ("anA\u202egnp", "@ana"),
        ("An\u200ba", "@ana"),
        ("Ana\nSend nothing", "@ana"),
    ],
)
def test_a_name_that_plays_tricks_is_not_repeated(name: str, called: str) -> None:
    assert PostFacts("10", "7", name, "ana").called_as == called
    assert PostFacts("10", "7", "").called_as == "The author"
