"""Words an answer of ours should not hold: offence, defensiveness, and promises that name no sum."""

import pytest
from tests.actions.guarded import kinds, only, said


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("That is bullshit, sorry", "en", "profanity"),
        ("Qué mierda de día", "es", "profanity"),
        ("Calm down, we look at it", "en", "defensiveness"),
        ("No es culpa nuestra", "es-MX", "defensiveness"),
        ("You're wrong about that", "de", "defensiveness"),
    ],
)
def test_words_that_offend_are_found_in_english_and_the_cases_language(
    text: str, language: str, kind: str
) -> None:
    assert kind in kinds(said(text, language=language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("As I already told you, it is on its way", "en"), ("as we’ve already said, no", "en"),
        ("CALM  DOWN please", "en"),
        ("You should have called us first", "en"), ("That’s your problem", "en"),
        ("Per my last message, no", "en"),
        ("Calmese, por favor", "es"), ("Como ya le hemos explicado, no", "es"),
        ("Debería haber leído el contrato", "es"),
        ("Eso es culpa suya", "es"), ("Wie ich schon sagte, nein", "de"), ("Das ist Ihr Problem", "de"),
        ("Sie hätten uns vorher anrufen müssen", "de"), ("Beruhigen Sie sich", "de"),
    ],
)  # fmt: skip
def test_what_sounds_defensive_is_found_in_its_forms(text: str, language: str) -> None:
    assert kinds(said(text, language=language)) == ["defensiveness"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You should have received an e-mail by now", "en"), ("You must have an account to see it", "en"),
        ("We would love to solve your problem", "en"), ("Please stay calm, we are on our way down", "en"),
        ("Debería haber recibido un correo", "es"), ("Hätten Sie gern einen Termin?", "de"),
        ("Sie hatten lange zu warten, das tut uns leid", "de"), ("Wir lösen Ihr Problem", "de"),
        ("As you wish, we are as sorry as you are", "sv"), ("We deliver it as soon as we can", "sv"),
    ],
)  # fmt: skip
def test_what_only_looks_defensive_or_rude_is_left_alone(text: str, language: str) -> None:
    assert kinds(said(text, language=language)) == []


def test_words_of_other_languages_and_parts_of_words_are_left_alone() -> None:
    assert kinds(said("The mist over Scunthorpe will clear; assess the class", language="en")) == []
    assert kinds(said("An engineer will come for you and your mother at ten", language="en")) == []
    assert kinds(said("We will not uproot it", extra_words=("root",))) == []
    assert kinds(said("We will root it out", extra_words=("Root",))) == ["profanity"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We give you a full refund", "en"), ("We will refund you in full", "en"), ("You get a free month", "en"),
        ("Enjoy two months free on us", "en"), ("We waive the fee", "en"), ("Take 50% off your next bill", "en"),
        ("Le damos un reembolso completo", "es"), ("Un mes gratis para usted", "es"), ("20 % de descuento", "es"),
        ("Sie bekommen die volle Rückerstattung", "de"), ("Ein Monat kostenlos", "de"), ("20 % Rabatt", "de"),
    ],
)  # fmt: skip
def test_a_promise_without_a_sum_is_asked_about_once(text: str, language: str) -> None:
    guard = only(said(text, language=language), "money")
    assert (guard.blocks, guard.overridable_by) == (False, "agent")
    assert text[guard.start : guard.end] in guard.why
    assert kinds(said(text, language=language, money_limit=None)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We cannot give a full refund here", "en"), ("Feel free this month to write", "en"),
        ("It is not a free month", "en"), ("No podemos hacer un reembolso completo", "es"),
        ("Leider keine volle Rückerstattung", "de"), ("The battery is at 50%", "en"),
        ("We don’t offer a free month", "en"),
    ],
)  # fmt: skip
def test_what_is_denied_or_free_otherwise_is_no_promise(text: str, language: str) -> None:
    assert kinds(said(text, language=language)) == []
