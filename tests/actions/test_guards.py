"""Guards, pure: what stands against an answer, where in the text, and who may overrule it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.actions.guarded import PLAIN, kinds, only, said

from hark.actions.gaps import gap, likely_gaps
from hark.actions.guarding import Guard, Opened, standing
from hark.actions.guards import check
from hark.actions.rules import LEVELS
from hark.domain.permission import Permission, Reason
from hark.domain.post import Lane


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


@pytest.mark.parametrize(
    "shown", ["+44 (0)20 7946 0958", "+44-20-7946-0958", "(+44) 20 7946 0958", "+44 20 7946\u202f0958"]
)
def test_a_contact_of_the_brand_is_known_however_it_is_written(shown: str) -> None:
    assert kinds(said(f"Call {shown} now", contacts=("+44 20 7946 0958",))) == []
    assert kinds(said(f"Call {shown}1 now", contacts=("+44 20 7946 0958",))) == ["personal_data"]


def test_what_is_said_of_a_picture_is_read_by_everybody_too() -> None:
    told = replace(PLAIN, descriptions=("A letter to ana@example.org", "Card 4111 1111 1111 1111"))
    found = [guard for guard in check(told) if guard.kind == "personal_data"]
    assert [(guard.blocks, guard.start) for guard in found] == [(False, -1), (True, -1)]
    assert kinds(replace(told, lane=Lane.PRIVATE)) == []


def test_the_brands_own_number_formats_count() -> None:
    assert "personal_data" in kinds(said("Your case CRL-4471 is open", patterns={"account": r"CRL-\d{4}"}))


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


@pytest.mark.parametrize("handle", ["CurIewCare", "CurlewCare_", "Curlew_Care_Help"])
def test_a_twin_of_our_handle_is_pointed_at_even_if_it_speaks_in_the_conversation(handle: str) -> None:
    guard = only(said(f"@{handle} helps you", tagged=frozenset({handle.lower()})), "lookalike")
    assert (guard.overridable_by, "@CurlewCare" in guard.why) == ("supervisor", True)
    assert kinds(said(f"@{handle} helps you", customer=handle)) == []


def test_a_post_that_changed_or_went_is_not_answered() -> None:
    assert kinds(replace(PLAIN, target_gone=True)) == ["post_gone"]
    assert kinds(replace(PLAIN, answered_by="Tomás")) == ["answered_meanwhile"]
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
