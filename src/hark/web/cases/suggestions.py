"""/cases/42/suggestions: what was answered to the like of this, and what the knowledge base says."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hark.actions.gaps import gap
from hark.actions.guards import OF_THE_WORDS
from hark.domain.likeness import Match, Matter, alike, telling, words_of
from hark.store import bulk
from hark.store.models import Brand, Case, Post
from hark.triage.personal_data import find
from hark.triage.small_words import small_words
from hark.web import words
from hark.web.cases.access import access_case
from hark.web.posttext import as_meant

MOST = 3
_NEWEST, _OLDER, _ARTICLES, _ASKED, _WANTED = 300, 100, 20, 3, 20
_SAMPLE = 1_000
_FAULTS = sorted(OF_THE_WORDS)
_LED_BY_TAGS = re.compile(r"^(?:@\w+\s+)+")
_NAMED = re.compile(r"(?<![\w@])@(\w+)")
_SIGNED = re.compile(r"\s*\^\w{1,4}\s*$")
# The languages of which PostgreSQL knows the stop words.
_DICTIONARIES = {
    "da": "danish_stem", "de": "german_stem", "en": "english_stem", "es": "spanish_stem", "fi": "finnish_stem",
    "fr": "french_stem", "hu": "hungarian_stem", "it": "italian_stem", "nl": "dutch_stem", "no": "norwegian_stem",
    "pt": "portuguese_stem", "ru": "russian_stem", "sv": "swedish_stem", "tr": "turkish_stem",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to answer with and where it comes from: a case answered at a time, or an article. `words` say why."""

    text: str
    words: Sequence[str]
    same_topic: bool
    case_id: int | None = None
    at: datetime | None = None
    title: str = ""


class _Facts(NamedTuple):
    """The brand's accounts, and the words that say nothing in the language of the question."""

    accounts: list[int]
    handles: list[str]
    small: frozenset[str]


@require_GET
def suggestions(request: HttpRequest, case_id: int) -> HttpResponse:
    case, now = access_case(request, case_id), datetime.now(UTC)
    shown = {"case": case, "suggestions": suggested(case, now), "now": now}
    return render(request, "web/case/_suggestions.html", shown)


def suggested(case: Case, now: datetime) -> list[Suggestion]:
    """At most three articles and at most three answers of ours to others, the likest first."""
    question = Matter(asked(case), case.topic)
    facts = _facts(case, words_of(question.text))
    wanted = words_of(question.text) - facts.small
    if not wanted:
        return []
    newest = bulk.rows(
        "newest_answered", accounts=facts.accounts, case=case.pk, faults=_FAULTS, reach=_NEWEST
    )
    spoken = [words_of(row[1]) for row in newest]
    rare = telling(wanted, spoken)
    older = _older(rare, facts.accounts, case) if len(rare) > 1 else []
    of_customers = [row for row in [*newest, *older] if not _names_others(row, facts.handles)]
    known = telling(wanted, spoken, most=_WANTED, share=1.0)
    return [
        *_articles(case, question, known, facts.small, now),
        *_answers(of_customers, case, question, facts.small, now),
    ]


def asked(case: Case) -> str:
    """What the customer wants: their newest posts, those that wait when some do."""
    posts = Post.objects.filter(
        network=case.network,
        root_id=case.root_id,
        author=case.author,
        lane=case.lane,
        deleted_at__isnull=True,
    )
    if case.unanswered_since is not None:
        posts = posts.filter(created_at__gte=case.unanswered_since)
    newest = posts.order_by("-created_at").values_list("text", flat=True)[:_ASKED]
    return "\n".join(newest)


def _facts(case: Case, said: Collection[str]) -> _Facts:
    """Small words are those of PostgreSQL's dictionary, where it has one, and those that triage knows a language by."""
    language = case.language.partition("-")[0]
    if language in ("", "und"):
        language = "en"
    accounts, handles, stops = bulk.planned(
        "question_facts", brand=case.account.brand_id, words=list(said),
        dictionary=_DICTIONARIES.get(language, "simple"),
    )[0]  # fmt: skip
    return _Facts(accounts, handles, small_words(language).union(stops))


def _older(rare: Sequence[str], accounts: Sequence[int], case: Case) -> list[tuple[Any, ...]]:
    """Questions of any age that share two rare words with this one, and what we answered."""
    pairs = " | ".join(f"('{one}' & '{other}')" for one, other in combinations(rare, 2))
    with transaction.atomic(), connection.cursor() as cursor:
        # Words that are rare of late may have been everybody's once: the index hands out a sample of those then.
        cursor.execute("set local gin_fuzzy_search_limit = %s", [_SAMPLE])
        return bulk.rows(
            "answered_about", accounts=accounts, case=case.pk, faults=_FAULTS, words=pairs, reach=_OLDER
        )


def _answers(
    rows: Sequence[tuple[Any, ...]], case: Case, question: Matter, small: frozenset[str], now: datetime
) -> list[Suggestion]:
    """What we said to questions like this one, the same words once."""
    fitting = [
        row for row in rows if _same_language(row[3], case.language) and _same_mood(row[4], case.sentiment)
    ]
    matches = alike(question, [Matter(row[1], row[2], row[6]) for row in fitting], now, small)
    by_words: dict[frozenset[str], Match] = {}
    for match in matches:
        by_words.setdefault(words_of(fitting[match.place][5]), match)
    found: dict[frozenset[str], Suggestion] = {}
    for match in list(by_words.values())[: MOST * 3]:
        one = _answer(fitting[match.place], match, case)
        if one.text:
            found.setdefault(words_of(one.text), one)
    return list(found.values())[:MOST]


def _names_others(row: tuple[Any, ...], ours: Collection[str]) -> bool:
    """Whether an answer, behind its tags, names anybody but its customer and us; sent again, it would tag them."""
    known = {row[7].lower(), *(handle.lower() for handle in ours)}
    return any(name.lower() not in known for name in _NAMED.findall(_LED_BY_TAGS.sub("", row[5])))


def _answer(row: tuple[Any, ...], match: Match, case: Case) -> Suggestion:
    case_id, _asked, _topic, _language, _mood, text, at, handle, name = row
    said = reusable(as_meant(text, case.network), handle, name, case.author.handle, case.account.brand)
    return Suggestion(said, match.words, match.same_topic, case_id, at)


def reusable(text: str, handle: str, name: str, customer: str, brand: Brand) -> str:
    """An answer to somebody as one to `customer`: no tag, no name and no data of theirs, no signature."""
    said = _SIGNED.sub("", _LED_BY_TAGS.sub("", text)).strip()
    if handle:
        said = re.sub(
            rf"@{re.escape(handle)}\b", f"@{customer}" if customer else "", said, flags=re.IGNORECASE
        )
    first = name.split()[0] if name.split() else ""
    if len(first) > 2:
        said = re.sub(rf"(?<!\w){re.escape(first)}(?!\w)", gap(), said)
    for span in reversed(find([said], brand.number_formats)[0]):
        what = gap(str(words.PERSONAL.get(span.kind, span.kind)))
        said = f"{said[: span.start]}{what}{said[span.end :]}"
    return said


def _articles(
    case: Case, question: Matter, wanted: Sequence[str], small: frozenset[str], now: datetime
) -> list[Suggestion]:
    """Articles that hold one of the wanted words; those that everybody says find too many."""
    language = case.language.partition("-")[0]
    rows = bulk.rows(
        "articles_about", brand=case.account.brand_id, words=" | ".join(f"'{word}'" for word in wanted),
        language=language, limit=_ARTICLES,
    )  # fmt: skip
    pool = [
        Matter(text, case.topic if case.topic in topics else "", title=title)
        for _, title, text, _, topics in rows
    ]
    return [_article(rows[match.place], match) for match in alike(question, pool, now, small)[:MOST]]


def _article(row: tuple[Any, ...], match: Match) -> Suggestion:
    _, title, text, link, _ = row
    return Suggestion(f"{text} {link}".strip(), match.words, match.same_topic, title=title)


def _same_language(one: str, other: str) -> bool:
    """Whether an answer can be read by the customer, as far as anybody knows."""
    return not one or not other or one.partition("-")[0] == other.partition("-")[0]


def _same_mood(one: str, other: str) -> bool:
    """Whether an answer would not thank for a complaint, or be sorry about praise."""
    return {one, other} != {"positive", "negative"}
