"""How a post reached us: tagged, named, neither, or about something else that is called the same."""

import pytest

from hark.domain.verdict import BrandProfile, Stage, TriageInput
from hark.triage import Triage

ORANGE = BrandProfile(
    name="Orange",
    handles=("orangecare", "@Orange_ES"),
    names=("Orange",),
    products=("Livebox",),
    homonyms=(
        "orange juice",
        "orange is the new black",
        "jus d'orange",
        "orange county",
        "zumo de orange",
        "agent orange",
    ),
    industry="telecom",
)
TRIAGE = Triage(ORANGE)

CASES: list[tuple[str, Stage | None]] = [
    ("@orangecare no signal since nine", Stage.DIRECT),
    ("@OrangeCare no signal since nine", Stage.DIRECT),
    ("danke @orange_es, alles gut", Stage.DIRECT),
    ("Orange has been down all day", Stage.BROAD),
    ("ORANGE encore en panne, marre", Stage.BROAD),
    ("Mi Livebox no funciona", Stage.BROAD),
    ("odio a orange, otra vez sin internet", Stage.BROAD),
    ("#orange is down again", Stage.BROAD),
    ("orange juice for breakfast", None),
    ("watching Orange is the New Black tonight", None),
    ("un verre de jus d'orange, s'il vous plaît ne", None),
    ("moved to Orange County last year", None),
    ("drinking orange juice while Orange is down again", Stage.BROAD),
    ("no signal in the whole city, which provider works?", Stage.PROACTIVE),
    ("my broadband is down again, awful", Stage.PROACTIVE),
    ("lovely sunset over the sea", None),
    ("@somebodyelse where is my parcel?", Stage.PROACTIVE),
    ("", None),
]


@pytest.mark.parametrize(("text", "stage"), CASES)
def test_stage(text: str, stage: Stage | None) -> None:
    assert TRIAGE.label([TriageInput("1", text)])[0].stage is stage


@pytest.mark.parametrize(
    ("post", "stage"),
    [
        (TriageInput("1", "hello", mentions=("OrangeCare",)), Stage.DIRECT),
        (TriageInput("1", "hello", mentions=("somebody",)), None),
        (TriageInput("1", "orange juice, my treat", mentions=("orangecare",)), Stage.DIRECT),
        (TriageInput("1", "yes, since nine", in_thread=True), Stage.BROAD),
        (TriageInput("1", "hello", tagged=True), Stage.DIRECT),
    ],
)
def test_what_the_network_says_stands_above_the_words(post: TriageInput, stage: Stage | None) -> None:
    assert TRIAGE.label([post])[0].stage is stage


def test_the_words_that_decided_are_shown() -> None:
    text = "drinking orange juice while Orange is down"
    why = TRIAGE.label([TriageInput("1", text)])[0].why
    shown = {(reason.feature, text[reason.start : reason.end]) for reason in why if reason.signal == "brand"}
    assert ("name", "Orange") in shown and ("homonym", "orange juice") in shown


def test_a_vulnerable_customer_is_words_in_a_post_and_no_condition_of_a_person() -> None:
    """Product rule 11: nothing is inferred of anybody's health; only what was written is shown, where it stands."""
    text = "no ramp for my wheelchair, and I am pregnant"
    verdict = TRIAGE.label([TriageInput("1", text)])[0]
    shown = {
        (reason.feature, text[reason.start : reason.end])
        for reason in verdict.why
        if reason.signal == "urgency"
    }
    assert shown == {("vulnerable", "wheelchair"), ("vulnerable", "pregnant")}
