import pytest

from hark.domain.package_data import package_data
from hark.domain.permission import said_stop


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "@acme Stop!",
        "please stop",
        "Stop, thank you",
        "unsubscribe",
        "@acme_care can you stop messaging me about this https://t.co/abc",
        "Don’t contact me again",
        "Basta ya, por favor",
        "No me escriban más",
        "NO ME ESCRIBAN MAS",
        "Arrêtez s’il vous plaît",
        "arretez",
        "ne m'écrivez plus",
        "Bitte aufhören",
        "Schreibt mir nicht mehr!!",
        "parem de me mandar isso",
        "Chega.",
        "smettetela",
        "non scrivetemi più",
        "hou op alstublieft",
        "stuur geen berichten meer",
        "proszę nie pisać",
        "Lütfen durdurun",
        "LUTFEN DURDURUN",
        "Bana yazmayın artık",
        "tolong berhenti",
        "Стоп",
        "не пишите мне больше",
        "توقف من فضلك",
        "لا تراسلوني",
        "कृपया बंद करें",
        "やめてください。",
        "もう連絡しないでください",
        "请停止",
        "不要再联系我了",
        "그만하세요",
        "더 이상 연락하지 마세요",
    ],
)
def test_a_stop_is_heard(text: str) -> None:
    assert said_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "thank you",
        "please",
        "The bus did not stop at my stop",
        "When does this outage end?",
        "stop charging me twice, I want a refund",
        "non-stop problems with you",
        "¿Por qué no para el tren?",
        "Der Zug hält nicht an der Haltestelle",
        "le métro est à l'arrêt depuis une heure",
        "chega quando a minha encomenda?",
        "La mia connessione si ferma sempre",
        "電車が停止しています",
        "请问什么时候能到",
        "@stop",
        "https://example.com/stop",
    ],
)
def test_a_complaint_is_no_stop(text: str) -> None:
    assert not said_stop(text)


def test_at_least_eight_languages_are_covered_and_every_entry_works() -> None:
    languages = package_data("stop_words")["languages"]
    assert len(languages) >= 8
    for language, entry in languages.items():
        for said in entry["alone"] + entry["phrases"]:
            assert said_stop(f"@acme {said}."), (language, said)
            assert said_stop(said.upper()), (language, said)
