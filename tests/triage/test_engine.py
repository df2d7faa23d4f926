"""The contract of triage: any text in, one verdict per post, in order, alone or in a batch the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.verdict import BrandProfile, Kind, Sentiment, Stage, TriageInput
from hark.triage import Triage

TRIAGE = Triage()
BRAND = Triage(
    BrandProfile(
        name="Orange",
        handles=("orangecare",),
        names=("Orange",),
        products=("Livebox",),
        homonyms=("orange juice", "orange is the new black"),
        industry="telecom",
    )
)
UNICODE = st.text(st.characters(codec=None), max_size=120)


def _posts(texts: list[str]) -> list[TriageInput]:
    return [TriageInput(str(number), text) for number, text in enumerate(texts)]


@settings(max_examples=150, deadline=None)
@given(st.lists(UNICODE, max_size=6))
def test_any_text_gives_one_verdict_per_post_in_order_with_spans_inside_it(texts: list[str]) -> None:
    verdicts = TRIAGE.label(_posts(texts))
    assert [verdict.id for verdict in verdicts] == [str(number) for number in range(len(texts))]
    for text, verdict in zip(texts, verdicts, strict=True):
        assert 0 <= verdict.priority <= 100
        for reason in verdict.why:
            assert (reason.start, reason.end) == (-1, -1) or 0 <= reason.start < reason.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        UNICODE | st.sampled_from(["Where is my parcel? @shop", "schon wieder Verspätung :("]), max_size=8
    )
)
def test_a_batch_says_what_its_posts_say_alone(texts: list[str]) -> None:
    posts = _posts(texts)
    assert BRAND.label(posts) == [BRAND.label([post])[0] for post in posts]


def test_the_terms_of_priority_add_up() -> None:
    verdict = TRIAGE.label([TriageInput("1", "Third time my flight is delayed. Unacceptable!", tagged=True)])[
        0
    ]
    terms = [reason.weight for reason in verdict.why if reason.signal == "priority"]
    assert abs(sum(terms) - verdict.priority) < 0.06
    assert verdict.priority > 50


def test_stage_follows_tag_name_thread_and_homonym() -> None:
    posts = [
        TriageInput("tag", "hello", mentions=("OrangeCare",)),
        TriageInput("name", "My Livebox is dead"),
        TriageInput("thread", "and still nothing", in_thread=True),
        TriageInput("homonym", "I love orange juice"),
        TriageInput("both", "Drinking orange juice while Orange fixes my line"),
        TriageInput("nobody", "why is my internet so slow?"),
    ]
    stages = [verdict.stage for verdict in BRAND.label(posts)]
    assert stages == [Stage.DIRECT, Stage.BROAD, Stage.BROAD, None, Stage.BROAD, Stage.PROACTIVE]


def test_a_small_account_with_a_real_problem_outranks_a_large_one_with_a_joke() -> None:
    small = TriageInput(
        "s", "Stranded with my baby, flight cancelled and nobody answers", followers=12, tagged=True
    )
    large = TriageInput(
        "l", "lol your logo looks like a duck", followers=9_000_000, verified=True, tagged=True
    )
    first, second = TRIAGE.label([small, large])
    assert first.priority > second.priority + 30


def test_plain_examples() -> None:
    posts = _posts(
        ["Where is my parcel?", "Danke für die schnelle Hilfe!", "no funciona desde ayer, pésimo servicio 😡"]
    )
    question, praise, complaint = TRIAGE.label(posts)
    assert (question.kind, question.needs_reply, question.topic) == (Kind.QUESTION, True, "tracking")
    assert (praise.kind, praise.language, praise.sentiment) == (Kind.PRAISE, "de", Sentiment.POSITIVE)
    assert (complaint.kind, complaint.language) == (Kind.COMPLAINT, "es")
    assert complaint.sentiment is Sentiment.NEGATIVE
