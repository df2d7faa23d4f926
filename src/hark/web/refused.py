"""What a network's refusal means to whoever wrote the answer, in the language of the page.

A sender keeps `POST /2/tweets: 403 …` for the log of the case. A person is told what happened and what to do, by the
reason code (docs/rooms/networks.md); the network's own words stand there only where no sentence of ours is known.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.web.told import told

_BY_WIRE = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE) \S+: (\d{3}) (.*)", re.DOTALL)

REFUSED: Mapping[str, Promise] = {
    "not_summoned": _(
        "The network takes a reply only where our account is named. Copy the text and post it there by hand."
    ),
    "duplicate": _("Our account has said exactly this a moment ago. Change the words."),
    "target_gone": _("The post is deleted or nobody may see it any more. There is nothing to answer."),
    "blocked": _("The author has blocked our account."),
    "protected": _("The author shows posts to approved followers only."),
    "reply_restricted": _("The author has limited who may reply. Answer in private, or leave it."),
    "dm_closed": _("The author takes no direct messages from us. Invite them in public to write first."),
    "dm_encrypted": _("The author uses encrypted messages, which cannot be reached from here."),
    "too_long": _("The network counts more characters than it takes. Shorten the text."),
    "media_expired": _("The network no longer has the picture. Add it again."),
    "account_locked": _("The network has locked our account. A supervisor has to open it on the network."),
    "scope_missing": _("Our key does not cover this. An administrator has to connect the account anew."),
    "unauthorized": _(
        "The network no longer accepts our key. An administrator has to connect the account anew."
    ),
    "wrong_token": _(
        "The network no longer accepts our key. An administrator has to connect the account anew."
    ),
    "not_on_plan": _("The plan of this account does not cover this. Do it by hand on the network."),
    "credits_depleted": _("What was paid in for this account is spent. An administrator has to pay in more."),
    "payment_required": _("The network wants to be paid first. An administrator has to look at the account."),
    "rate_limited": _(
        "The network has had enough of our account for now. Try again in a quarter of an hour."
    ),
    "usage_capped": _("The cap on this account for the month is reached. Do it by hand on the network."),
}


def refused(reason: str, error: str) -> str:
    """`error` as a person is told it."""
    wire = _BY_WIRE.fullmatch(error)
    if wire is None:
        return told(error)
    if reason in REFUSED:
        return str(REFUSED[reason])
    return gettext("The network refused it (%(status)s): %(words)s") % {"status": wire[1], "words": wire[2]}
