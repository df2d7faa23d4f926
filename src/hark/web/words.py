"""Codes of the core in the words of the screen, translatable."""

from collections.abc import Mapping, Sequence

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATE: Mapping[str, Promise] = {
    "new": _("New"),
    # Spanish inflects: one case is "Abierto", the cases of a count are "Abiertos".
    "open": pgettext_lazy("one case", "Open"),
    "waiting": _("Waiting"),
    "snoozed": pgettext_lazy("one case", "Snoozed"),
    "closed": _("Closed"),
}
UNFINISHED = _("Not done")
SENTIMENT: Mapping[str, Promise] = {
    "negative": _("Negative"),
    "neutral": _("Neutral"),
    "positive": _("Positive"),
}
KIND: Mapping[str, Promise] = {
    "complaint": pgettext_lazy("kind of speech", "Complaint"),
    "question": pgettext_lazy("kind of speech", "Question"),
    "praise": pgettext_lazy("kind of speech", "Praise"),
    "request": pgettext_lazy("kind of speech", "Request"),
    "feedback": pgettext_lazy("kind of speech", "Feedback"),
    "spam": pgettext_lazy("kind of speech", "Spam"),
    "other": pgettext_lazy("kind of speech", "Something else"),
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
WATCH: Mapping[str, Promise] = {
    "brand": pgettext_lazy("watch", "Brand"),
    "product": pgettext_lazy("watch", "Product"),
    "proactive": pgettext_lazy("watch", "Worth joining"),
    "competitor": pgettext_lazy("watch", "Competitor"),
}
MEDIA: Mapping[str, Promise] = {
    "photo": _("Picture"), "video": _("Video"), "animated_gif": _("Moving picture"),
}  # fmt: skip
WATCH_FATE: Mapping[str, Promise] = {
    "brand": _("Another name of the brand: a case, as if it were named"),
    "product": _("A product of ours: a case, as if it were named"),
    "proactive": _("Conversations worth joining: a case where help is wanted"),
    "competitor": _("A competitor: heard and counted, never a case"),
}
SOURCE: Mapping[str, Promise] = {
    "mentions": _("Mentions of @%(whose)s"),
    "messages": _("Messages to @%(whose)s"),
    "own": _("Posts of @%(whose)s"),
    "search": _("Search"),
    "search:brand": _("Search for @%(whose)s"),
    "search:names": _("Search for the names of %(whose)s"),
    "search:watch": _("Watch: %(whose)s"),
    "conversations": _("Open conversations"),
    "again": _("Posts in open cases, again"),
    "again:all": _("Stored posts, read again"),
    "rules": _("Listening rules at X"),
    "stream": _("Live stream"),
    "activity": _("Live activity"),
    "streams": _("The live lines together"),
    "webhook": _("Webhook"),
    "webhook:health": _("The webhook's health"),
}
FATE: Mapping[str, Promise] = {
    "case": _("A case"),
    "signal": _("A quote or repost: reach, never a case"),
    "deleted": _("Deleted on the network"),
    "competitor": _("About a competitor: only heard"),
    "joinable": _("Worth joining, but no watch asks for it"),
    "not_us": _("Not about us"),
    "no_case": _("No case"),
}
GUARD: Mapping[str, Promise] = {
    "wrong_account": _("another account or brand"),
    "wrong_person": _("somebody else tagged"),
    "being_answered": _("somebody else is answering"),
    "personal_data": _("personal data"),
    "placeholder": _("something still to be filled in"),
    "lookalike": _("look-alike characters"),
    "profanity": _("profanity"),
    "defensiveness": _("defensive words"),
    "money": _("a promise of money"),
    "duplicate": _("the same words again"),
    "link_price": _("the price of a link"),
    "alt_text": _("a picture without a description"),
}
RETURNED: Mapping[str, Promise] = {
    "owner_idle": _("nothing was done on it"),
    "owner_away": _("its owner was away"),
    "owner_gone": _("its owner is no longer an agent"),
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
# Terms of the priority (hark.triage.priority) beside the reasons above.
TERM: Mapping[str, Promise] = {
    "needs_reply": _("needs an answer"),
    "tagged": _("tagged us"),
    "waiting": _("waiting time"),
    "abuse": _("abuse"),
    "spam": _("spam"),
}
LANGUAGE: Mapping[str, Promise] = {
    "en": _("English"), "es": _("Spanish"), "de": _("German"), "fr": _("French"), "pt": _("Portuguese"),
    "it": _("Italian"), "nl": _("Dutch"), "pl": _("Polish"), "tr": _("Turkish"), "ar": _("Arabic"),
    "hi": _("Hindi"), "ja": _("Japanese"), "ko": _("Korean"), "zh": _("Chinese"), "ru": _("Russian"),
    "id": _("Indonesian"), "sv": _("Swedish"), "da": _("Danish"), "fi": _("Finnish"), "uk": _("Ukrainian"),
    "und": _("Not known"),
}  # fmt: skip

# The starter topics (hark/triage/data/topics.toml). A brand's own topics are shown as it named them.
TOPIC: Mapping[str, Promise] = {
    "billing": pgettext_lazy("topic", "Billing"), "refund": pgettext_lazy("topic", "Refund"),
    "delivery": pgettext_lazy("topic", "Delivery"), "outage": pgettext_lazy("topic", "Outage"),
    "staff": pgettext_lazy("topic", "Staff"), "support_wait": pgettext_lazy("topic", "Support wait"),
    "app": pgettext_lazy("topic", "App"), "website": pgettext_lazy("topic", "Website"),
    "account_access": pgettext_lazy("topic", "Account access"), "fraud": pgettext_lazy("topic", "Fraud"),
    "price": pgettext_lazy("topic", "Price"), "offers": pgettext_lazy("topic", "Offers"),
    "loyalty": pgettext_lazy("topic", "Loyalty"), "privacy": pgettext_lazy("topic", "Privacy"),
    "accessibility": pgettext_lazy("topic", "Accessibility"),
    "cancellation": pgettext_lazy("topic", "Cancellation"),
    "praise_thanks": pgettext_lazy("topic", "Thanks"),
    "opening_hours": pgettext_lazy("topic", "Opening hours"), "jobs": pgettext_lazy("topic", "Jobs"),
    "sponsorship": pgettext_lazy("topic", "Sponsorship"),
    "mobile_signal": pgettext_lazy("topic", "Mobile signal"), "internet": pgettext_lazy("topic", "Internet"),
    "data_roaming": pgettext_lazy("topic", "Data roaming"),
    "number_porting": pgettext_lazy("topic", "Number porting"), "tv": pgettext_lazy("topic", "TV"),
    "engineer_visit": pgettext_lazy("topic", "Engineer visit"), "upgrade": pgettext_lazy("topic", "Upgrade"),
    "flight_delay": pgettext_lazy("topic", "Flight delay"),
    "flight_cancelled": pgettext_lazy("topic", "Flight cancelled"),
    "baggage": pgettext_lazy("topic", "Baggage"), "booking": pgettext_lazy("topic", "Booking"),
    "check_in": pgettext_lazy("topic", "Check-in"), "seating": pgettext_lazy("topic", "Seating"),
    "on_board": pgettext_lazy("topic", "On board"), "connection": pgettext_lazy("topic", "Connection"),
    "airport": pgettext_lazy("topic", "Airport"), "train_delay": pgettext_lazy("topic", "Train delay"),
    "overcrowding": pgettext_lazy("topic", "Overcrowding"), "tracking": pgettext_lazy("topic", "Tracking"),
    "lost_parcel": pgettext_lazy("topic", "Lost parcel"), "courier": pgettext_lazy("topic", "Courier"),
    "pickup_point": pgettext_lazy("topic", "Pickup point"), "customs": pgettext_lazy("topic", "Customs"),
    "order_status": pgettext_lazy("topic", "Order status"), "returns": pgettext_lazy("topic", "Returns"),
    "stock": pgettext_lazy("topic", "Stock"), "product_quality": pgettext_lazy("topic", "Product quality"),
    "store": pgettext_lazy("topic", "Store"), "food_quality": pgettext_lazy("topic", "Food quality"),
    "card": pgettext_lazy("topic", "Card"), "transfer": pgettext_lazy("topic", "Transfer"),
    "atm": pgettext_lazy("topic", "ATM"), "loan": pgettext_lazy("topic", "Loan"),
    "balance": pgettext_lazy("topic", "Balance"), "bug": pgettext_lazy("topic", "Bug"),
    "update": pgettext_lazy("topic", "Update"), "battery_device": pgettext_lazy("topic", "Battery"),
    "feature_request": pgettext_lazy("topic", "Feature request"),
    "subscription": pgettext_lazy("topic", "Subscription"), "sync_data": pgettext_lazy("topic", "Sync"),
    "power": pgettext_lazy("topic", "Power"), "water": pgettext_lazy("topic", "Water"),
    "meter": pgettext_lazy("topic", "Meter"),
}  # fmt: skip
CONSENT: Mapping[str, Promise] = {
    "join_records": _("Join handle and customer number"),
    "private_messages": _("Private messages"),
    "proactive_messages": _("Messages they did not ask for"),
    "feedback_request": _("A question about how it went"),
}
LEVEL: Mapping[str, Promise] = {
    "trainee": _("Trainee"), "agent": _("Agent"), "senior": _("Senior"), "supervisor": _("Supervisor"),
}  # fmt: skip

# The branches of the starter topics.
INDUSTRY: Mapping[str, Promise] = {
    "telecom": _("Phone and internet"), "airline": _("Airline"), "rail": _("Railway"), "parcel": _("Parcels"),
    "retail": _("Retail"), "banking": _("Banking"), "software": _("Software"), "utility": _("Power, water and gas"),
}  # fmt: skip

# What networks bill (hark.domain.prices.Item).
COST: Mapping[str, Promise] = {
    "post_read": _("Posts read"), "owned_read": _("Our own posts and mentions read"),
    "user_read": _("People looked up"), "dm_read": _("Messages read"),
    "relation_read": _("Mutes, blocks and likes read"),
    "counts_read": _("Counts read"), "post_create": _("Posts written"),
    "post_create_with_link": _("Posts written, with a link"),
    "post_create_with_dm_link": _("Posts written, with an invitation to write in private"),
    "reply_summoned": _("Answers to who tagged us"),
    "reply_summoned_with_link": _("Answers to who tagged us, with a link"),
    "reply_summoned_with_dm_link": _("Answers to who tagged us, with an invitation to write in private"),
    "dm_create": _("Messages written"), "interaction": _("Likes and follows"), "hide_reply": _("Replies hidden"),
    "media_metadata": _("Pictures described"), "delete": _("Posts deleted"),
    "event_post": _("Posts told of at once"), "event_post_delete": _("Deletions told of at once"),
    "event_profile": _("Changed profiles told of at once"), "event_dm_received": _("Messages to us told of at once"),
    "event_dm_sent": _("Messages of ours told of at once"), "event_dm_read": _("Messages read by people"),
    "event_chat_received": _("Encrypted messages to us"), "event_chat_sent": _("Encrypted messages of ours"),
    "event_follow": _("Follows told of at once"),
}  # fmt: skip


def cost(code: str) -> str:
    """What was billed, in words."""
    return str(COST.get(code, code))


def topic(code: str) -> str:
    """A topic's code as words: `mobile_signal` is "Mobile signal"."""
    known = TOPIC.get(code)
    return str(known) if known else code.replace("_", " ").capitalize()


def language(code: str) -> str:
    """A language's code as its name; Django's own catalogues name those that are not ours to name."""
    short = code.partition("-")[0]
    return str(LANGUAGE.get(short) or now(LANG_INFO.get(short, {}).get("name", code)))


def languages() -> dict[str, str]:
    """Every language that can be named, by its code."""
    codes = [*(code for code in LANGUAGE if code != "und"), *(code for code in LANG_INFO if len(code) == 2)]
    return {code: language(code) for code in codes}


def fitting(topics: Sequence[str], spoken: Sequence[str], networks: Sequence[str]) -> list[str]:
    """What a rule or a person is for, in words."""
    named = [*(topic(code) for code in topics), *(language(code) for code in spoken)]
    return [*named, *(NETWORK.get(code, code) for code in networks)]
