"""A refusal of the network is told in words of the desk, not of the wire."""

from django.utils import translation

from hark.networks.x.errors import BY_WORDING
from hark.web.refused import REFUSED, refused


def test_a_known_refusal_says_what_happened_and_what_to_do() -> None:
    said = refused("too_long", "POST /2/tweets: 403 Your Tweet text is too long.")
    assert said == "The network counts more characters than it takes. Shorten the text."
    with translation.override("es"):
        assert refused("too_long", "POST /2/tweets: 403 …").endswith("Acorta el texto.")


def test_an_unknown_refusal_keeps_the_words_of_the_network_and_nothing_of_the_wire() -> None:
    said = refused("forbidden", "POST /2/tweets: 403 Not today: try tomorrow")
    assert said == "The network refused it (403): Not today: try tomorrow"


def test_a_sentence_of_ours_stays_as_it_is() -> None:
    assert refused("post_gone", "The post was deleted before the answer left.").startswith(
        "The post was deleted"
    )


def test_every_wording_of_a_refusal_that_we_recognise_has_a_sentence() -> None:
    assert {reason for _wording, reason in BY_WORDING} <= set(REFUSED)
