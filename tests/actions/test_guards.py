"""Guards, pure: what stands against an answer, where in the text, and who may overrule it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.actions.gaps import gap, likely_gaps
from hark.actions.guard_signs import cents, lookalikes, money
from hark.actions.guarding import Answer, Guard, Opened, standing
from hark.actions.guards import check
from hark.actions.rules import LEVELS
from hark.domain.permission import Permission, Reason
from hark.domain.post import Lane

PLAIN = Answer("Thanks, we are on it.", Lane.PUBLIC, "x", language="en", customer="kim", handle="CurlewCare")


def kinds(answer: Answer) -> list[str]:
    return [guard.kind for guard in check(answer)]


def only(answer: Answer, kind: str) -> Guard:
    (found,) = [guard for guard in check(answer) if guard.kind == kind]
    return found


def said(text: str, **more: object) -> Answer:
    return replace(PLAIN, text=text, **more)  # type: ignore[arg-type]


def permission(reason: Reason) -> Permission:
    return Permission(Lane.PUBLIC, reason.verdict, reason, "because", Decimal("0.01"), Decimal("0.20"))


def test_an_ordinary_answer_meets_no_guard() -> None:
    assert kinds(PLAIN) == []
    assert kinds(replace(PLAIN, permission=permission(Reason.TAGGED))) == []


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("left", [gap(), gap("phone number"), gap("número de teléfono"), "{ticket}"])
def test_a_gap_nobody_has_filled_blocks_in_both_lanes(left: str, lane: Lane) -> None:
    text = f"Hi Kim, 🙂 we call {left} today."
    guard = only(said(text, lane=lane), "placeholder")
    assert (guard.blocks, guard.overridable_by, text[guard.start : guard.end]) == (True, "", left)
    assert left in guard.why


def test_every_gap_is_pointed_at() -> None:
    text = f"{gap()}, your number {{ticket}} and {gap('address')}"
    assert [text[one.start : one.end] for one in check(said(text))] == ["[…]", "{ticket}", "[… address]"]


@pytest.mark.parametrize(
    "text",
    ["Part [1/3]", "See [link] below", "[sic] … as you say", "Press {Enter}, then { and }", "[...] it works"],
)
def test_brackets_that_people_write_are_left_alone(text: str) -> None:
    assert kinds(said(text)) == []


@pytest.mark.parametrize(
    ("before", "left", "after"),
    [
        ("Hi ", "___", ", your ticket is closed"), ("Your ticket is ", "_____", "."), ("Ticket #", "____", ""),
        ("(", "___", ") is the number"), ("Hi ", "XXX", ", we look"), ("Hola ", "XXX", "! Lo miramos"),
        ("Your order ", "XXXX", " is on its way"), ("Es kostet €", "XX", " im Monat"),
        ("Das sind ", "XX", " € im Monat"), ("Your ticket: ", "XXXX", ""), ("Ticket #", "XXX", " ^LM"),
        ("We credit ", "XX", "%"), ("It comes on ", "XX/XX/XXXX", ""), ("It comes on ", "xx/xx", " at noon"),
        ("Call ", "XXX-XXX-XXXX", " today"), ("Between ", "XX:XX", " and 12:00"), ("Hi ", "<name>", ", we look"),
        ("Dear ", "<first name>", ","), ("", "<CUSTOMER>", ", hello"), ("Hola ", "<Número de caso>", "."),
        ("Hi ", "{{name}}", "!"), ("Hi ", "{{ customer.first_name }}", ","), ("Hi Kim,\n", "___", " is the number"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lane", list(Lane))
def test_what_looks_like_a_gap_is_asked_about_once(before: str, left: str, after: str, lane: Lane) -> None:
    text = before + left + after
    guard = only(said(text, lane=lane), "placeholder")
    assert (guard.blocks, guard.overridable_by) == (False, "agent")
    assert text[guard.start : guard.end] == left and left in guard.why
    assert standing([guard], {"placeholder": "it is our slogan"}, 1, LEVELS) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much xxx", "You said “xxx” and we blush", "xxx, see you soon", "Love from all of us XXX",
        "Take care! XXX ^LM", "Hugs XXX 😘", "Sleep well, XXX\nSam of Curlew", "We love you <3 and <333",
        "a <3 b> c", "We follow @___ and @xxx_", "Thanks @the___one", "See https://curlew.example/___/XXX/a_b",
        "See https://curlew.example/?d=XX/XX&n=<id", "snake_case_name and __init__", ">___< sorry",
        "T___T and -___- again", "With love XXX\nthe night shift",
        "o___o", "Thanks\n______\nCurlew Care", "The sizes are XS, XL, XXL and XXXL", "Part XXXIV of the story",
        "<sigh> we know", "List<String> is a type", "Write to Ana <ana@curlew.example>?", "<- look here ->",
        "if x<y and y>z", "Press {Enter}, then { and }", "{} is empty", "{{}} too", "exx, xx and xxl", "Xx from us",
    ],
)  # fmt: skip
def test_kisses_faces_handles_and_addresses_are_no_gaps(text: str) -> None:
    assert "placeholder" not in kinds(said(text))


def test_a_gap_of_ours_in_double_braces_is_one_gap_and_blocks() -> None:
    guard = only(said("Hi, your ticket is {{ticket}}"), "placeholder")
    assert guard.blocks


@given(st.text("_Xx<>{}/:- an3@.\n", max_size=60))
def test_likely_gaps_are_in_order_apart_and_within_the_text(text: str) -> None:
    end = 0
    for start, stop in likely_gaps(text):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Your card 4111 1111 1111 1111 was charged", True),
        ("Pay to DE89 3704 0044 0532 0130 00 please", True),
        ("Mail ana.silva@example.org and they will help", False),
        ("Call +44 20 7946 0958 now", False),
    ],
)
def test_personal_data_never_goes_out_in_public_unseen(text: str, blocks: bool) -> None:
    guard = only(said(text), "personal_data")
    assert guard.blocks is blocks
    assert text[guard.start : guard.end].strip()
    assert "personal_data" not in kinds(said(text, lane=Lane.PRIVATE))


def test_the_brands_own_contacts_may_stand_in_public() -> None:
    text = "Call +44 20 7946 0958 now"
    assert kinds(said(text, contacts=("+44 (0)20",))) == ["personal_data"]
    assert kinds(said(text, contacts=("+442079460958",))) == []


def test_the_brands_own_number_formats_count() -> None:
    assert "personal_data" in kinds(said("Your case CRL-4471 is open", patterns={"account": r"CRL-\d{4}"}))


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("That is bullshit, sorry", "en", "profanity"),
        ("Qué mierda de día", "es", "profanity"),
        ("Calm down, we look at it", "en", "defensiveness"),
        ("No es culpa nuestra", "es-MX", "defensiveness"),
        ("You're wrong about that", "de", "defensiveness"),
    ],
)
def test_words_that_offend_are_found_in_english_and_the_cases_language(
    text: str, language: str, kind: str
) -> None:
    assert kind in kinds(said(text, language=language))


def test_words_of_other_languages_and_parts_of_words_are_left_alone() -> None:
    assert kinds(said("The mist over Scunthorpe will clear; assess the class", language="en")) == []
    assert kinds(said("An engineer will come for you and your mother at ten", language="en")) == []
    assert kinds(said("We will not uproot it", extra_words=("root",))) == []
    assert kinds(said("We will root it out", extra_words=("Root",))) == ["profanity"]


@pytest.mark.parametrize(
    ("text", "limit", "granted", "stopped"),
    [
        ("We credit you $10", 1000, 0, False),
        ("We credit you $10.01", 1000, 0, True),
        ("Te abonamos 1.250,50 €", 125_049, 0, True),
        ("Te abonamos 1.250,50 €", 125_050, 0, False),
        ("We credit you £50", 0, 5000, False),
        ("We credit you £50", None, 0, False),
        ("It takes 50 minutes and 3 steps", 0, 0, False),
    ],
)
def test_promises_of_money_stop_at_the_limit(
    text: str, limit: int | None, granted: int, stopped: bool
) -> None:
    assert ("money" in kinds(said(text, money_limit=limit, granted=granted))) is stopped


@given(st.integers(0, 10**8), st.sampled_from(["{:,.2f}", "{:.2f}"]), st.sampled_from(["", "swap"]))
def test_amounts_mean_what_they_say(amount: int, form: str, swap: str) -> None:
    """However people write thousands and decimals, the cents are the same."""
    written = form.format(amount / 100)
    if swap:
        written = written.translate(str.maketrans(",.", ".,"))
    assert cents(written) == amount
    text = f"we pay you {written} EUR today"
    assert [found for _, _, found in money(text)] == [amount]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad"])
def test_hidden_and_turning_characters_block(sign: str) -> None:
    guard = only(said(f"Open hark{sign}.example today"), "lookalike")
    assert (guard.blocks, guard.end - guard.start) == (True, 1)


def test_mixed_alphabets_warn_and_whole_words_of_one_do_not() -> None:
    assert only(said("Visit p\u0430ypal soon"), "lookalike").overridable_by == "senior"
    assert kinds(said("Спасибо, мы смотрим. Ευχαριστώ. ありがとう。", language="ru")) == []
    assert "lookalike" in kinds(said("See https://xn--pypal-4ve.com now"))


@given(st.text(alphabet="abcdefé ß!?,.ñ👍🏽👩‍👩‍👧日本", max_size=80))
def test_ordinary_writing_holds_nothing_hidden(text: str) -> None:
    assert [hidden for *_, hidden in lookalikes(text)] == []


def test_where_it_goes_must_be_where_the_writer_saw_it_go() -> None:
    assert kinds(replace(PLAIN, case_lane="private")) == ["wrong_lane"]
    (guard,) = check(replace(PLAIN, case_lane="private"))
    assert guard.blocks and guard.overridable_by == ""  # and nobody is named who could send it
    assert kinds(replace(PLAIN, account=7, opened=Opened(account=7, lane="public"))) == []
    assert kinds(replace(PLAIN, account=7, opened=Opened(account=8))) == ["wrong_account"]
    assert kinds(replace(PLAIN, opened=Opened(lane="private"))) == ["wrong_account"]


def test_tags_of_strangers_and_of_our_other_accounts_are_pointed_at() -> None:
    text = "@kim @CurlewCare @helper @FulmarHelp @nobody look"
    answer = said(text, tagged=frozenset({"helper"}), own_handles=frozenset({"fulmarhelp"}))
    found = [(guard.kind, text[guard.start : guard.end]) for guard in check(answer)]
    assert found == [("wrong_account", "@FulmarHelp"), ("wrong_person", "@nobody")]
    assert kinds(said("Fulmar thanks you", own_brands=("Fulmar",))) == ["wrong_account"]


def test_a_post_that_changed_or_went_is_not_answered() -> None:
    assert kinds(replace(PLAIN, target_gone=True)) == ["post_gone"]
    shown = replace(PLAIN, target_version="2", opened=Opened(post_version="1"))
    assert kinds(shown) == ["post_changed"]
    assert kinds(replace(shown, opened=Opened(post_version="2"))) == []


def test_permission_speaks_before_the_network_does() -> None:
    for reason in (Reason.NOT_SUMMONED, Reason.AUTHOR_BLOCKS_US):
        guard = only(replace(PLAIN, permission=permission(reason)), "permission")
        assert guard.blocks
        assert guard.why == "because"


def test_a_link_names_its_price() -> None:
    text = "Read https://example.com/help"
    guard = only(said(text, permission=permission(Reason.TAGGED)), "link_price")
    assert "$0.20 instead of $0.01" in guard.why
    assert text[guard.start : guard.end] == "https://example.com/help"


def test_the_same_words_again() -> None:
    again = replace(PLAIN, said_before=datetime(2026, 3, 2, tzinfo=UTC))
    assert only(again, "duplicate").blocks is False
    assert only(replace(again, said_here=3, said_here_most=3), "duplicate").blocks is True


def test_company_and_length() -> None:
    assert kinds(replace(PLAIN, others=("Tomas",), lock_held_by="Ana")) == ["being_answered"] * 2
    assert kinds(said("a" * 280)) == []
    assert kinds(said("We are sorry. " * 40)) == []
    assert only(said("word " * 1500), "too_long").blocks
    assert only(said("a" * 10_001, lane=Lane.PRIVATE), "too_long").blocks


def test_a_thread_costs_the_sum_of_its_posts() -> None:
    text = f"{'We are on it now. ' * 20}See https://example.org/help"
    assert len(said(text).posts) == 2
    guard = only(said(text, permission=permission(Reason.TAGGED)), "link_price")
    assert guard.words == {"price": "0.21", "plain": "0.02"}


def test_a_picture_without_a_description_is_asked_about() -> None:
    guard = only(replace(PLAIN, undescribed=1), "alt_text")
    assert (guard.blocks, guard.overridable_by) == (False, "agent")


@given(
    level=st.integers(0, 3),
    least=st.sampled_from(["agent", "senior", "supervisor", ""]),
    blocks=st.booleans(),
    reason=st.sampled_from(["", "  ", "the customer asked"]),
)
def test_only_who_may_overrule_does_and_only_with_a_reason(
    level: int, least: str, blocks: bool, reason: str
) -> None:
    guard = Guard("k", "why", "what", blocks=blocks, overridable_by=least)
    left = standing([guard], {"k": reason} if reason else {}, level, LEVELS)
    may = not blocks and least != "" and reason.strip() != "" and level >= LEVELS.index(least)
    assert (left == []) is may
