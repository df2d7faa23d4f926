"""What stands between an answer and the network: every guard says why, what to do, and who may overrule it.

Pure: an `Answer` in, `Guard`s out. The order is the order they are shown in.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from hark.actions.gaps import gaps, likely_gaps
from hark.actions.guard_signs import lookalikes, strange_links
from hark.actions.guard_sums import money
from hark.actions.guard_words import defensive, profane, promises
from hark.actions.guarding import AGENT, NOBODY, SENIOR, SUPERVISOR, Answer, Guard
from hark.domain.lookalike import resembles
from hark.domain.permission import Verdict
from hark.domain.policy import load_answer_limits
from hark.domain.post import Lane
from hark.text import EntityKind, measure
from hark.triage.personal_data import find

# Kinds nobody may post in public, whoever they are; the rest may be overruled and is then seen by a second person.
NEVER_PUBLIC = frozenset({"card", "iban", "national_id", "birth_date", "licence"})
# Objections to what an answer says, not to when or beside what: said once for a reason, no example for other cases.
OF_THE_WORDS = frozenset(
    {
        "wrong_account",
        "wrong_person",
        "personal_data",
        "placeholder",
        "lookalike",
        "profanity",
        "defensiveness",
        "money",
    }
)
_NAMES = {
    "card": "a card number", "iban": "a bank account", "national_id": "an identity number",
    "email": "an e-mail address", "ip": "an IP address", "birth_date": "a date of birth",
    "licence": "a licence number", "parcel": "a parcel number", "booking": "a booking number",
    "order": "an order number", "account": "an account number", "address": "an address",
    "postcode": "a postcode", "phone": "a phone number",
}  # fmt: skip


def check(answer: Answer) -> list[Guard]:
    """Everything that stands against an answer; none when it may go."""
    return [guard for check_one in _GUARDS for guard in check_one(answer)]


def permission(answer: Answer) -> Iterator[Guard]:
    """The network, or the house, does not let this account answer this post in this lane."""
    found = answer.permission
    if found is None or found.verdict is Verdict.SEND:
        return
    by_hand = (
        "Copy the text and post it by hand." if found.verdict is Verdict.PREPARE else "Do not answer here."
    )
    yield Guard("permission", found.sentence, by_hand, blocks=True, overridable_by=NOBODY)


def where(answer: Answer) -> Iterator[Guard]:
    """A different lane or account than the writer saw, or a public answer to what was said in private."""
    if answer.lane is Lane.PUBLIC and answer.case_lane == Lane.PRIVATE:
        yield Guard(
            "wrong_lane",
            "This was said in private; the answer would be public.",
            "Answer in private.",
            blocks=True,
            overridable_by=NOBODY,
        )
    opened = answer.opened
    if (opened.lane and opened.lane != answer.lane) or (opened.account and opened.account != answer.account):
        yield Guard(
            "wrong_account", "The answer would leave through another lane or account than the one shown.",
            "Look at the send button and send again.", blocks=True, overridable_by=NOBODY,
        )  # fmt: skip


def who(answer: Answer) -> Iterator[Guard]:
    """Handles that have no part in the conversation, and our own other names."""
    for entity in measure(answer.text, answer.network).entities:
        if entity.kind is not EntityKind.MENTION:
            continue
        name = entity.value.lower()
        words = {"handle": f"@{entity.value}"}
        if name in answer.own_handles:
            why = f"@{entity.value} is another account of ours, not the one that answers."
            yield Guard(
                "wrong_account", why, "Check the account.", start=entity.start, end=entity.end, words=words
            )
        elif name in (answer.customer.lower(), answer.handle.lower()):
            continue
        elif ours := resembles(entity.value, (answer.handle, *answer.own_handles)):
            why = f"@{entity.value} looks like our @{ours} and is somebody else."
            yield Guard(
                "lookalike", why, "Take the tag off.", overridable_by=SUPERVISOR, start=entity.start, end=entity.end,
                words=words,
            )  # fmt: skip
        elif name not in answer.tagged:
            why = f"@{entity.value} has no part in this conversation."
            yield Guard(
                "wrong_person", why, "Take the tag off.", start=entity.start, end=entity.end, words=words
            )
    for brand in answer.own_brands:
        if found := re.search(rf"(?<!\w){re.escape(brand)}(?!\w)", answer.text, re.IGNORECASE):
            why = f"This answer speaks of {brand}, another brand of ours."
            yield Guard("wrong_account", why, "Check the brand.", start=found.start(), end=found.end())


def placeholder(answer: Answer) -> Iterator[Guard]:
    """A gap nobody has filled: in a suggested answer, a macro's variable without a value, or what looks like one."""
    for start, end in gaps(answer.text):
        why = f"“{answer.text[start:end]}” is still to be filled in."
        yield Guard(
            "placeholder", why, "Fill it in or take it out.", blocks=True, overridable_by=NOBODY, start=start, end=end,
        )  # fmt: skip
    for start, end in likely_gaps(answer.text):
        why = f"“{answer.text[start:end]}” looks like something that is still to be filled in."
        yield Guard("placeholder", why, "Fill it in or take it out.", start=start, end=end)


def personal_data(answer: Answer) -> Iterator[Guard]:
    """Ours or theirs, it has no place in public: not in the text, nor in what is said of a picture."""
    if answer.lane is not Lane.PUBLIC:
        return
    yield from _private_things(answer, answer.text, "Take it out, or answer in private.")
    for description in answer.descriptions:
        for guard in _private_things(answer, description, "Take it out of the description of the picture."):
            yield replace(guard, start=-1, end=-1)


def _private_things(answer: Answer, text: str, what_to_do: str) -> Iterator[Guard]:
    for span in find([text], answer.patterns)[0]:
        shown = text[span.start : span.end]
        if any(_same(shown, contact) for contact in answer.contacts):
            continue
        never = span.kind in NEVER_PUBLIC
        yield Guard(
            "personal_data", f"Everybody could read {_NAMES.get(span.kind, 'a personal detail')}.", what_to_do,
            blocks=never, overridable_by=NOBODY if never else SENIOR,
            start=span.start, end=span.end, words={"kind": span.kind},
        )  # fmt: skip


def tone(answer: Answer) -> Iterator[Guard]:
    """Swearing, and words that sound defensive."""
    for start, end in profane(answer.text, answer.language, answer.extra_words):
        why = f"“{answer.text[start:end]}” may offend."
        yield Guard("profanity", why, "Say it another way.", overridable_by=SUPERVISOR, start=start, end=end)
    for start, end in defensive(answer.text, answer.language):
        why = f"“{answer.text[start:end]}” sounds defensive."
        yield Guard("defensiveness", why, "Say what you will do instead.", start=start, end=end)


def promised_money(answer: Answer) -> Iterator[Guard]:
    """A sum above what the writer may promise and what was granted for this case, or a promise that names none."""
    if answer.money_limit is None:
        return
    most = max(answer.money_limit, answer.granted)
    for start, end, cents in money(answer.text):
        if cents > most:
            yield Guard(
                "money", f"“{answer.text[start:end]}” is more than you may promise.",
                "Ask for a goodwill credit first.", overridable_by=SUPERVISOR, start=start, end=end,
            )  # fmt: skip
    for start, end in promises(answer.text, answer.language):
        why = f"“{answer.text[start:end]}” promises money and names no sum."
        yield Guard("money", why, "Name the sum, or ask for a goodwill credit first.", start=start, end=end)


def repetition(answer: Answer) -> Iterator[Guard]:
    """The same words again: networks refuse them, readers take them for a machine."""
    if answer.said_here >= answer.said_here_most:
        why = f"This conversation has had the same text {answer.said_here} times."
        yield Guard("duplicate", why, "Write it in your own words.", blocks=True, overridable_by=NOBODY)
    elif answer.said_before is not None:
        why = "This account has said exactly this within a day; the network may refuse it."
        yield Guard("duplicate", why, "Change the words.")


def links(answer: Answer) -> Iterator[Guard]:
    """What a link costs, and where it may not lead where it says."""
    found = [e for e in measure(answer.text, answer.network).entities if e.kind is EntityKind.URL]
    # An invitation to write in private is its link; what it costs stands beside the button.
    priced = [e for e in found if e.text != answer.message_link]
    plain, linked = answer.price_without_links, answer.price
    if priced and plain is not None and linked is not None and linked > plain:
        words = {"price": _sum(linked), "plain": _sum(plain)}
        why = f"With a link this answer costs ${words['price']} instead of ${words['plain']}."
        start, end = priced[0].start, priced[0].end
        yield Guard("link_price", why, "Leave the link out.", start=start, end=end, words=words)
    for start, end in strange_links(answer.text, found):
        yield Guard(
            "lookalike", "This address is written with letters that look like others.", "Type the address again.",
            overridable_by=SUPERVISOR, start=start, end=end,
        )  # fmt: skip


def signs(answer: Answer) -> Iterator[Guard]:
    """Characters that hide, turn the text around, or stand in for others."""
    for start, end, hidden in lookalikes(answer.text):
        why = "There is an invisible or direction-changing character here." if hidden else (
            f"“{answer.text[start:end]}” mixes alphabets that look alike."
        )  # fmt: skip
        yield Guard(
            "lookalike", why, "Type this word again.", blocks=hidden, overridable_by=NOBODY if hidden else SENIOR,
            start=start, end=end,
        )  # fmt: skip


def length(answer: Answer) -> Iterator[Guard]:
    """Longer than the network takes, in one message or in a thread of posts."""
    limits = load_answer_limits(answer.network)
    if answer.lane is Lane.PRIVATE:
        if len(answer.text) > limits.message:
            why = f"The message counts {len(answer.text)} of {limits.message}."
            yield Guard("too_long", why, "Shorten it.", True, NOBODY, limits.message, len(answer.text))
    elif not answer.posts:
        why = "This text cannot be cut into posts: a word or a link in it is longer than a post."
        yield Guard("too_long", why, "Shorten it.", True, NOBODY)
    elif len(answer.posts) > limits.parts:
        why = f"The answer takes {len(answer.posts)} posts; {limits.parts} are the most."
        yield Guard("too_long", why, "Shorten it.", True, NOBODY)


def pictures(answer: Answer) -> Iterator[Guard]:
    """A picture says nothing to people who do not see it, unless it is described."""
    if answer.undescribed:
        why = "A picture has no description. People who do not see it will miss what it says."
        yield Guard("alt_text", why, "Describe it under the picture.")


def freshness(answer: Answer) -> Iterator[Guard]:
    """The post is gone, or says something else than what the writer read."""
    if answer.target_gone:
        yield Guard("post_gone", "The post was deleted.", "Do not answer it.", True, NOBODY)
    elif answer.opened.post_version and answer.opened.post_version != answer.target_version:
        yield Guard(
            "post_changed", "The post was edited since you opened it.", "Read it again.", True, NOBODY
        )


def company(answer: Answer) -> Iterator[Guard]:
    """Another person is answering already."""
    if answer.lock_held_by:
        why = f"{answer.lock_held_by} is answering this."
        yield Guard("being_answered", why, "Wait, or talk to each other.", overridable_by=SUPERVISOR)
    if answer.answered_by:
        why = f"{answer.answered_by} has answered this customer since you began to write."
        yield Guard("answered_meanwhile", why, "Read it before you send yours.", True, NOBODY)
    for name in answer.others:
        why = f"An answer of {name} to this customer is on its way."
        yield Guard("being_answered", why, "Read it before you send yours.", overridable_by=AGENT)


def _sum(amount: Decimal) -> str:
    """As people write it: "0.21", "0.015"."""
    whole, _, cents = f"{amount:.4f}".rstrip("0").partition(".")
    return f"{whole}.{cents.ljust(2, '0')}"


def _same(shown: str, contact: str) -> bool:
    """Whether both are one number or address, however its parts are set apart; "(0)" is not dialled from abroad."""
    plain = [re.sub(r"(?<=\d)\s?\(0\)|[^\w+@]", "", text).casefold() for text in (shown, contact)]
    return plain[0] == plain[1]


_GUARDS: tuple[Callable[[Answer], Iterator[Guard]], ...] = (
    permission, where, freshness, company, who, placeholder, personal_data, signs, tone, promised_money, repetition,
    links, length, pictures,
)  # fmt: skip
