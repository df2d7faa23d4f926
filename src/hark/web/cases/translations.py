"""/cases/42/posts/1001/translation: POST says a post in the reader's language. /cases/42/draft/translation: POST says
the writer's words in the customer's. Only when somebody asks, and without personal data, handles or links."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hark.accounts.models import User
from hark.actions.gaps import gaps
from hark.bootstrap import translation
from hark.networks.port import NetworkError
from hark.networks.translate import Translation
from hark.store.models import Case, Post
from hark.text import measure
from hark.text.aside import put_aside, put_back
from hark.triage.personal_data import find
from hark.web.cases.access import access_case
from hark.web.posttext import as_meant
from hark.web.shell import person
from hark.web.toasts import refusal

LONGEST = 5_000


@require_POST
def of_post(request: HttpRequest, case_id: int, post_id: str) -> HttpResponse:
    """The post in the reader's language; what is personal in it stays covered."""
    case = access_case(request, case_id)
    post = get_object_or_404(posts_with(case, person(request)), post_id=post_id)
    target = base(get_language() or "en")
    try:
        made = of(post, target, case)
    except (NetworkError, LookupError) as error:
        return render(request, "web/case/_translation.html", {"trouble": told(error)})
    return render(request, "web/case/_translation.html", {"made": made})


@require_POST
def of_draft(request: HttpRequest, case_id: int) -> HttpResponse:
    """The writer's words in the customer's language, to be read before they are sent."""
    case, text = access_case(request, case_id), request.POST.get("text", "")
    if not text.strip() or len(text) > LONGEST:
        return refusal(request, _("Write something first."), status=422)
    try:
        made = translated(text, "", base(case.language), case, cover=False)
    except (NetworkError, LookupError) as error:
        return JsonResponse({"trouble": told(error)}, status=502)
    return JsonResponse({"text": made.text})


def posts_with(case: Case, reader: User) -> QuerySet[Post]:
    """Posts of the conversations this customer and account have had, as far as the reader may see them."""
    threads = Case.objects.for_person(reader).filter(account=case.account, author=case.author)
    return Post.objects.filter(
        network=case.network, root_id__in=threads.values("root_id"), deleted_at__isnull=True
    )


def of(post: Post, target: str, case: Case) -> Translation:
    """A post in another language, personal data covered. Raises NetworkError, LookupError."""
    return translated(as_meant(post.text, post.network), base(language_of(post)), target, case, cover=True)


def translated(text: str, source: str, target: str, case: Case, *, cover: bool) -> Translation:
    """A text by way of the service, which sees neither personal data nor handles, tags, links and gaps.

    They come back to their places afterwards; with `cover` personal data comes back as dots. What the service lost
    is put at the end. Raises NetworkError, LookupError.
    """
    personal = [(span.start, span.end) for span in find([text], case.account.brand.number_formats)[0]]
    entities = [(entity.start, entity.end) for entity in measure(text, case.network).entities]
    aside = put_aside(text, [*personal, *entities, *gaps(text)])
    hidden = {text[start:end] for start, end in personal} if cover else set()
    pieces = ["•" * min(len(piece), 8) if piece in hidden else piece for piece in aside.pieces]
    made = translation.translate(aside.text, source=source, target=target)
    said, lost = put_back(made.text, pieces)
    return Translation(" ".join([said, *lost]), made.source or source)


def language_of(post: Post) -> str:
    """What triage took the post for, else what the network says."""
    return str((post.verdict or {}).get("language") or post.language)


def base(language: str) -> str:
    """The language of a code without its region; "" for one nobody knows."""
    code = language.partition("-")[0].lower()
    return "" if code in ("und", "zxx", "qme", "qst") else code


def told(error: Exception) -> str:
    """What went wrong, in a sentence for people; nothing was changed."""
    if isinstance(error, LookupError):
        return _("No translation service is set up.")
    return _("The translation service did not translate this. Nothing was changed.")
