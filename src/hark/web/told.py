"""Sentences of the core in the reader's language.

The core (domain, actions, outbox) speaks English and never imports Django. Its sentences are listed here so that
they can be translated; `told` recognises one of them, the words filled into it included, and says it again in the
language of the page. What is not in the list is shown as it is.
"""

import re
from functools import cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

# Permission before typing: hark.domain.permission.sentences.
PERMISSION = (
    _("Copy the text and post it on {network}."),
    _("Copy the text and send it as a direct message on {network}."),
    _("{account} wrote this post."),
    _("A repost has no words of its own. Answer the post it carries."),
    _("Sending is stopped for {account}. A supervisor can start it again."),
    _("{author} wrote this in private. There is no public post to answer."),
    _("{author} has deleted this post."),
    _("{network} withholds this post."),
    _("{network} has suspended {author}."),
    _("{author} has left {network}."),
    _("{author} has blocked {account}."),
    _("{account} has blocked {author}. Unblock first to answer."),
    _("{author} shows posts to approved followers only; {account} is not one."),
    _("{name} has answered this customer since you began to write."),
    _("{author} edited this post after you opened it. Read the new version first."),
    _("{author} takes no replies to this post."),
    _("Only accounts that {author} tagged may reply here; {account} is not one."),
    _("Only accounts that {author} follows may reply here; {account} is not one."),
    _("Only followers of {author} may reply here; {account} is not one."),
    _("Only subscribers of {author} may reply here; {account} is not one."),
    _("Only verified accounts may reply to {author} here; {account} is not one."),
    _("{author} takes no direct messages from {account}. Invite them in public to write first."),
    _("Automatic answers are switched off for {account}."),
    _("{author} asked for automatic messages to stop. A person can answer."),
    _("{author} has already had an automatic answer here. A person can answer."),
    _("{author} did not address {account}, so nothing automatic may answer. A person can."),
    _("{author} has not tagged {account} in this post, so {network} refuses a reply through the API."),
    _("{author} limits who may reply, and {network} does not say whether {account} may."),
    _("{author} uses encrypted messages, which cannot be reached from here."),
    _("{network} has not said whether {author} takes direct messages from {account}."),
    _("{network} no longer accepts our key for {account}."),
    _("Our key for {account} does not cover this kind of answer."),
    _("The budget for {account} does not cover this answer."),
    _("{network} takes the next answer of {account} a little later. It waits in the outbox."),
    _(
        "{author} answered in a thread that tags {account}. {network} should accept a reply; "
        "this is not confirmed."
    ),
    _("{author} tagged {account}."),
    _("{author} quoted a post of {account}."),
    _("{author} has written to {account} in private."),
    _("{author} can be answered here."),
)

# Guards before sending, why and what to do: hark.actions.guards.
GUARDS = (
    _("Copy the text and post it by hand."),
    _("Do not answer here."),
    _("This was said in private; the answer would be public."),
    _("Answer in private."),
    _("The answer would leave through another lane or account than the one shown."),
    _("Look at the send button and send again."),
    _("@{handle} is another account of ours, not the one that answers."),
    _("Check the account."),
    _("@{handle} has no part in this conversation."),
    _("Take the tag off."),
    _("@{handle} looks like our @{ours} and is somebody else."),
    _("This answer speaks of {brand}, another brand of ours."),
    _("Check the brand."),
    _("“{words}” is still to be filled in."),
    _("“{words}” looks like something that is still to be filled in."),
    _("Fill it in or take it out."),
    _("Everybody could read {detail}."),
    _("Take it out, or answer in private."),
    _("Take it out of the description of the picture."),
    _("“{words}” may offend."),
    _("Say it another way."),
    _("“{words}” sounds defensive."),
    _("Say what you will do instead."),
    _("“{words}” is more than you may promise."),
    _("Ask for a goodwill credit first."),
    _("“{words}” promises money and names no sum."),
    _("Name the sum, or ask for a goodwill credit first."),
    _("This conversation has had the same text {n} times."),
    _("Write it in your own words."),
    _("This account has said exactly this within a day; the network may refuse it."),
    _("Change the words."),
    _("With a link this answer costs ${linked} instead of ${plain}."),
    _("Leave the link out."),
    _("This address is written with letters that look like others."),
    _("Type the address again."),
    _("There is an invisible or direction-changing character here."),
    _("“{words}” mixes alphabets that look alike."),
    _("Type this word again."),
    _("The message counts {counted} of {limit}."),
    _("Shorten it."),
    _("More than 20,000 characters can be neither kept nor sent."),
    _("This text cannot be cut into posts: a word or a link in it is longer than a post."),
    _("The answer takes {n} posts; {most} are the most."),
    _("A picture has no description. People who do not see it will miss what it says."),
    _("Describe it under the picture."),
    _("The post was deleted."),
    _("Do not answer it."),
    _("The post was edited since you opened it."),
    _("Read it again."),
    _("{name} is answering this."),
    _("Wait, or talk to each other."),
    _("An answer of {name} to this customer is on its way."),
    _("Read it before you send yours."),
)
DETAILS = (
    _("a card number"), _("a bank account"), _("an identity number"), _("an e-mail address"), _("an IP address"),
    _("a date of birth"), _("a licence number"), _("a parcel number"), _("a booking number"), _("an order number"),
    _("an account number"), _("an address"), _("a postcode"), _("a phone number"), _("a personal detail"),
    _("it may run for hours; say how often each part repeats at most"), _("it also fits where nothing stands"),
)  # fmt: skip

# What an act answers when it cannot be done: the exceptions of hark.actions.
REFUSALS = (
    _("Write something first."),
    _("Handle and customer number are joined only by consent to that."),
    _("Somebody else has moved this case meanwhile."),
    _("The address of {name} starts with https:// and holds {place}."),
    _("{name} is already answering this post."),
    _("The post you are answering is gone. Your text is kept as a draft."),
    _("The customer is always tagged."),
    _("This is no JPEG, PNG or WebP picture."),
    _("This picture is broken."),
    _("The network does not take pictures of this kind."),
    _("A picture may have {n} MB at most."),
    _("An answer takes at most {n} pictures."),
    _("A description has at most {n} characters."),
    _("A picture is no longer there. Look at the answer again."),
    _("A picture of this answer is no longer there."),
    _("Only posts of this account in this case can be deleted from here."),
    _("This is not what was approved."),
    _("The sender stopped in the middle."),
    _("This case was merged into another one."),
    _("A transfer names a team or a colleague, and a reason."),
    _("{name} is not in {team}."),
    _("{name} may not see this brand."),
    _("It was closed more than {hours} h ago; a supervisor may reopen it."),
    _("A draft holds at most {n} characters and no NUL."),
    _("At most {n} cases at a time."),
    _("There is no such case."),
    _("A case cannot be merged with itself."),
    _("These cases belong to different accounts."),
    _("These cases belong to different people; a case never mixes people."),
    _("One case is public, the other private; a case never mixes lanes."),
    _("The case it went into was merged itself since; split that one first."),
    _("That was more than ten minutes ago."),
    _("Something else has happened on this case since."),
    _("{name} has come or gone since."),
    _("A tag has 1 to 40 characters."),
    _("That time has passed."),
    _("This reminder is somebody else's."),
    _("The customer's posts are gone."),
    _("A credit has an amount and a reason."),
    _("Say why it is refused."),
    _("A credit is decided by a supervisor who did not ask for it."),
    _("A request is taken back by its asker, a granted credit by who granted it or a supervisor."),
    _("Say why a granted credit is withdrawn."),
    _("Trainees take off the network only what they sent themselves."),
    _("Only replies of others in a conversation this account has begun can be hidden."),
    _("This credit is above your own limit."),
    _("Say why it is rejected."),
    _("This answer does not wait for approval any more."),
    _("The answer was changed after it was shown."),
    _("The answer moved to another case. Look again."),
    _("Answers are approved by supervisors."),
    _("Nobody approves what they wrote or changed themselves."),
    _("An answer is edited by its writer or a supervisor."),
    _("This prepared answer has been decided about already."),
    _("Somebody has already decided about this prepared answer."),
    _("Settings are changed by supervisors."),
    _("Brands are added by administrators."),
    _("People are added and changed by administrators."),
    _("Teams are changed by supervisors."),
    _("This team works for a brand you do not see. Ask one of its supervisors."),
    _("Agents are set up by supervisors of one of their brands."),
    _("This is the last administrator. Make somebody else one first."),
    _("There is no time zone {zone}."),
    _("The pattern of {kind} is broken: {error}."),
    _("The macro {name} has this shortcut."),
    _("Say what to listen for."),
    _("A watch holds at most {most} characters; this one has {n}."),
    _("A quotation mark is not closed."),
    _("The brackets do not match."),
    _("Consent is to one of {purposes}, and names its evidence."),
    _("Paste the address of the post, such as https://x.com/name/status/123."),
    _("That post is another answer of this account."),
    _("That post is not one of this account."),
    _("Only supervisors take the pen from somebody."),
    _("Views of a team are kept by supervisors."),
    _("At most {n} views each."),
    _("Say what the key is for."),
    _("At most {n} keys a person. Revoke one first."),
    _("This Idempotency-Key was used for another request."),
    _("{value} is no {task}."),
    _("This page is for supervisors and administrators."),
    _("This page is for administrators."),
)

# Names of roles and levels: hark.accounts.models, hark.store.models.routing.
ROLES = (
    _("Agent"), _("Supervisor"), _("Communications lead"), _("Analyst"), _("Administrator"),
    _("Trainee"), _("Senior"),
)  # fmt: skip

SENTENCES = (*PERMISSION, *GUARDS, *REFUSALS)
PLAIN = frozenset((*(text for text in SENTENCES if "{" not in text), *DETAILS, *ROLES))
_PLACE = re.compile(r"\{(\w+)\}")


def told(text: str) -> str:
    """The sentence, or several in a row, in the language of the page; unknown ones as they are."""
    if (get_language() or "en").startswith("en"):
        return text
    return _said(text) or text


def _said(text: str) -> str | None:
    if text in PLAIN:
        return gettext(text)
    loose = None
    for sentence, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found and not any(". " in value for value in found.groups()):
            return _filled(sentence, found)
        loose = loose or (_filled(sentence, found) if found else None)
    return _in_turn(text) or loose


def _in_turn(text: str) -> str | None:
    """Several sentences, each known."""
    for stop in re.finditer(r"(?<=\.) ", text):
        first, rest = text[: stop.start()], text[stop.end() :]
        head = _said(first)
        tail = _said(rest) if head else None
        if head and tail:
            return f"{head} {tail}"
    return None


def _filled(sentence: str, found: re.Match[str]) -> str:
    words = {name: gettext(value) if value in PLAIN else value for name, value in found.groupdict().items()}
    return gettext(sentence).format(**words)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every sentence with places to fill, the one with most words of its own first."""
    filled = [sentence for sentence in SENTENCES if "{" in sentence]
    by_words = sorted(filled, key=lambda sentence: -len(_PLACE.sub("", sentence)))
    return [(sentence, _pattern(sentence)) for sentence in by_words]


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = _PLACE.split(sentence)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)),
        re.DOTALL,
    )
