"""Codes of the core in the words of the screen, translatable."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATE: Mapping[str, Promise] = {
    "new": _("New"),
    "open": _("Open"),
    "waiting": _("Waiting"),
    "snoozed": _("Snoozed"),
    "closed": _("Closed"),
}
UNFINISHED = _("Not done")
SENTIMENT: Mapping[str, Promise] = {
    "negative": _("Negative"),
    "neutral": _("Neutral"),
    "positive": _("Positive"),
}
NETWORK: Mapping[str, str] = {"x": "X", "bluesky": "Bluesky", "mastodon": "Mastodon"}
OUTCOME: Mapping[str, Promise] = {
    "resolved": _("Resolved"),
    "no_answer_needed": _("No answer needed"),
    "moved": _("Handled elsewhere"),
    "duplicate": _("Duplicate"),
    "spam": _("Spam"),
}
SNOOZE: Mapping[str, Promise] = {
    "hour": _("One hour"),
    "three_hours": _("Three hours"),
    "evening": _("This evening"),
    "tomorrow": _("Tomorrow morning"),
    "monday": _("Monday morning"),
}
STAGE: Mapping[int, Promise] = {
    1: _("tagged us"),
    2: _("named us without a tag"),
    3: _("a conversation worth joining"),
}
PERSONAL: Mapping[str, Promise] = {
    "card": _("card number"),
    "iban": _("bank account"),
    "national_id": _("identity number"),
    "email": _("email address"),
    "ip": _("network address"),
    "birth_date": _("date of birth"),
    "licence": _("licence number"),
    "parcel": _("parcel number"),
    "booking": _("booking number"),
    "order": _("order number"),
    "account": _("account number"),
    "address": _("address"),
    "phone": _("phone number"),
    "postcode": _("postcode"),
}
# Features of triage's evidence that a person reads as a reason; what is not here stays in the details.
REASON: Mapping[str, Promise] = {
    "safety": _("safety"),
    "deadline": _("a deadline"),
    "vulnerable": _("a vulnerable person"),
    "repeated_contact": _("has asked before"),
    "stranded": _("stranded"),
    "outage": _("an outage"),
    "money": _("money"),
    "churn": _("may leave"),
    "legal": _("legal words"),
    "press": _("press"),
    "complaint": _("complaint"),
    "question": _("question"),
    "request": _("request"),
    "praise": _("praise"),
    "urgency": _("urgent"),
    "anger": _("angry"),
    "spread": _("spreading"),
    "influence": _("reach"),
}
LANGUAGE: Mapping[str, Promise] = {
    "en": _("English"), "es": _("Spanish"), "de": _("German"), "fr": _("French"), "pt": _("Portuguese"),
    "it": _("Italian"), "nl": _("Dutch"), "pl": _("Polish"), "tr": _("Turkish"), "ar": _("Arabic"),
    "hi": _("Hindi"), "ja": _("Japanese"), "ko": _("Korean"), "zh": _("Chinese"), "ru": _("Russian"),
    "id": _("Indonesian"), "sv": _("Swedish"), "da": _("Danish"), "fi": _("Finnish"), "uk": _("Ukrainian"),
}  # fmt: skip


def topic(code: str) -> str:
    """A topic's code as words: `mobile_signal` is "Mobile signal"."""
    return code.replace("_", " ").capitalize()
