"""What will be posted, exactly as the network will show it: every post with its number, initials, tags and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.safestring import SafeString

from hark.accounts.models import User
from hark.actions import pictures
from hark.actions.guarding import posts_in, price_of
from hark.actions.may_answer import permissions
from hark.domain.post import Lane
from hark.store.models import Case, Picture
from hark.text import measure, sign
from hark.web.cases.composer import Tag, money, tags_of, target_of
from hark.web.cases.forms import AnswerForm
from hark.web.posttext import markup


@dataclass(frozen=True, slots=True)
class Shown:
    """One post as it will stand there. `left`: how much more it could hold, in the network's own count."""

    body: SafeString
    left: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`posts` is empty for a text that cannot be cut into posts, and in private. `about`: the words it is about."""

    about: str
    case: Case
    posts: Sequence[Shown] = ()
    tagged: Sequence[Tag] = ()
    pictures: Sequence[Picture] = ()
    price: str = ""

    @property
    def telling(self) -> bool:
        """Whether it says more than the text field does."""
        return len(self.posts) > 1 or bool(self.pictures)


def preview(case: Case, form: AnswerForm, by: User) -> Preview:
    """The answer in the form as the network would show it; nothing for an empty or a private one."""
    if not form.is_valid() or form.cleaned_data["lane"] != Lane.PUBLIC:
        return Preview(str(form.data.get("text", "")), case)
    text, lane = words_of(form, by)
    posts = posts_in(text, case.network, lane)
    target = target_of(case, form.cleaned_data["target"])
    allowed = permissions(case, target, datetime.now(UTC)) or {}
    return Preview(
        about=_even(form.cleaned_data["text"]),
        case=case,
        posts=[
            Shown(markup(post, network=case.network), measure(post, case.network).remaining) for post in posts
        ],
        tagged=[
            tag for tag in tags_of(case, target) if tag.fixed or tag.author_id in form.cleaned_data["tag"]
        ],
        pictures=list(pictures.of_draft(case, lane, by).filter(pk__in=form.cleaned_data["picture"])),
        price=money(price_of(posts, case.network, allowed.get(lane))),
    )


def words_of(form: AnswerForm, by: User) -> tuple[str, Lane]:
    """The text as it would leave, signed when it is public, and its lane."""
    text, lane = _even(form.cleaned_data["text"]).strip(), Lane(form.cleaned_data["lane"])
    return (sign(text, by.initials) if text and lane is Lane.PUBLIC else text), lane


def word_of(form: AnswerForm, by: User) -> str:
    """What is said in public beside a private answer, signed; "" for nothing."""
    word = _even(form.cleaned_data["word"]).strip()
    return sign(word, by.initials) if word else ""


def _even(text: str) -> str:
    """Line ends as people count them; browsers send two characters for one."""
    return text.replace("\r\n", "\n")
