"""What templates say often: icons, times, people."""

import json
import unicodedata
from datetime import datetime
from functools import cache
from zlib import crc32

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hark.accounts.models import User
from hark.domain.policy import load_policy
from hark.store.models import Author, Case, Post
from hark.triage.personal_data import find, mask
from hark.web import times, words
from hark.web.posttext import as_meant, bare, plain
from hark.web.told import told as in_words

register = template.Library()

TINTS = 6
_OWN_GLYPHS = ("net-x", "net-bluesky", "net-mastodon", "hark")


@register.simple_tag
@cache
def icon(name: str, size: int = 16) -> SafeString:
    """An icon of the sprite, for the eye only: name the thing beside it or on its button."""
    sprite = "web/glyphs.svg" if name in _OWN_GLYPHS else "vendor/lucide/icons.svg"
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true" focusable="false"><use href="{1}#{2}"/></svg>',
        size,
        static(sprite),
        name,
    )


@register.simple_tag
def when(at: datetime | None, now: datetime, style: str = "spoken") -> SafeString:
    """A time element: "ago" counts up by itself on the page, "spoken" says the hour or the day."""
    if at is None:
        return SafeString("")
    said = times.ago(at, now) if style == "ago" else times.spoken(at, now)
    return format_html(
        '<time datetime="{}" title="{}" data-style="{}">{}</time>',
        at.isoformat(),
        times.exact(at),
        style,
        said,
    )


@register.filter
def as_json(value: object) -> str:
    """A value for a data attribute; the template escapes it."""
    return json.dumps(value)


@register.filter
def exact(at: datetime) -> str:
    return times.exact(at)


@register.filter
def initials(author: Author) -> str:
    """One or two letters to know a person by, never a mark that changes the direction of text.

    A name of signs alone gives none: then the handle does. Letters that join, as Arabic ones do, would make another
    word between them: there the first stands alone.
    """
    said = [word[0] for word in author.name.split() if word[0].isalnum()] or [author.handle[:1] or "?"]
    letters = said[:1] if unicodedata.bidirectional(said[0]) == "AL" else said[:1] + said[1:][-1:]
    return unicodedata.normalize("NFC", "".join(letters)).upper()


@register.filter
def own_initials(colleague: User) -> str:
    """The letters a colleague signs with."""
    return (colleague.initials or colleague.short_name[:2]).upper()


@register.filter
def tint(author: Author) -> int:
    """Which of the quiet avatar tints a person has, always the same."""
    return crc32(author.author_id.encode()) % TINTS


@register.filter
def shown_name(author: Author) -> str:
    """What to call an author when they gave no name."""
    return author.name or author.handle or author.author_id


@register.filter
def bare_name(author: Author) -> str:
    """What to call an author in a title, a label or a field, where hidden characters cannot be shown as badges."""
    return bare(shown_name(author))


@register.filter
def topic(code: str) -> str:
    return words.topic(code)


@register.filter
def state_word(code: str) -> str:
    return str(words.STATE.get(code, code))


@register.filter
def sentiment_word(code: str) -> str:
    return str(words.SENTIMENT.get(code, code))


@register.filter
def network_word(code: str) -> str:
    return words.NETWORK.get(code, code)


@register.filter
def language_word(code: str) -> str:
    return words.language(code)


@register.filter
def stage_word(stage: int | None) -> str:
    return str(words.STAGE.get(stage or 0, ""))


@register.simple_tag
@cache
def glyph(network: str) -> SafeString:
    """The network's glyph, inside an svg element."""
    return format_html('<use href="{}#net-{}"/>', static("web/glyphs.svg"), network)


@register.filter
def defuse(text: str) -> SafeString:
    """A stranger's line of text with hidden characters shown as badges."""
    return plain(text)


@register.filter
def grouped(number: int | None) -> str:
    """A number as people read it: 1,204 up to ten thousand, 12.3 k and 1.2 M above; "–" for an unknown one."""
    if number is None:
        return "–"
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if number >= size * 10 or (sign == "M" and number >= size):
            tenths = round(number / size, 1)
            return f"{number_format(tenths, 0 if tenths == int(tenths) else 1)} {sign}"
    return intcomma(number)


@register.filter
def level_word(code: str) -> str:
    """Who may overrule a guard, in the middle of a sentence."""
    return str(words.LEVEL.get(code, code)).lower()


@register.filter
def told(text: str) -> str:
    """A sentence of the core in the reader's language."""
    return in_words(text)


@register.filter
def masked(text: str) -> str:
    """A line of a post with the personal data in it covered."""
    return mask(text, find([text])[0])


@register.filter
def quoted_text(post: Post) -> SafeString:
    """A quoted post in one line, covered as it would be in its own place."""
    text = " ".join(as_meant(post.text, post.network).split())
    return plain(masked(text)[:200])


@register.filter
def post_address(post_id: str, network: str) -> str:
    """Where a post is read on its network; "" on one without such addresses."""
    return load_policy(network).post_link.format(id=post_id)


@register.filter
def looked_at(post: Post) -> str:
    """Where a post can be looked at on its network: only what is public and still there."""
    gone = post.lane != "public" or post.deleted_at is not None
    return "" if gone else post_address(post.latest_id or post.post_id, post.network)


@register.filter
def media_word(kind: str) -> str:
    return str(words.MEDIA.get(kind, kind))


@register.filter
def outcome_word(code: str) -> str:
    return str(words.OUTCOME.get(code, words.topic(code)))


@register.filter
def consent_word(purpose: str) -> str:
    return str(words.CONSENT.get(purpose, purpose))


@register.filter
def day(at: datetime) -> str:
    """The day of a time, as a heading of the thread."""
    return times.day(at, timezone.now())


@register.filter
def day_and_hour(at: datetime) -> str:
    return times.spoken(at, timezone.now())


@register.filter
def first_response(case: Case) -> str:
    """How long the customer waited for our first answer."""
    if case.first_response_at is None:
        return ""
    return times.span((case.first_response_at - case.first_inbound_at).total_seconds())


@register.simple_tag
def snooze_word(key: str) -> str:
    return str(words.SNOOZE[key])
