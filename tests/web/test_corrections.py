"""What a person says instead of triage changes the case at once and ends in the files that train a model."""

from pathlib import Path

import pytest
from django.test import Client
from tests.factories import brand, hear, person, post

from hark.actions.corrections import export
from hark.domain.verdict import TriageInput
from hark.store.models import Case, Correction, Post
from hark.triage import Triage, learned
from hark.triage.train import own

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    care = brand()
    hear(post("bo", "@CurlewCare my invoice is a riddle", tags=[care]))
    person("ana", care.brand)
    return Case.objects.get()


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password="correct horse battery")
    return client


def test_the_context_offers_what_can_be_corrected(case: Case) -> None:
    page = signed_in("ana").get(f"/cases/{case.pk}").content.decode()
    assert "Correct this" in page
    assert 'value="billing"' in page
    Case.objects.update(topic='"odd" <one>', sentiment="negative")
    page = signed_in("ana").get(f"/cases/{case.pk}").content.decode()
    assert '<option value="&quot;odd&quot; &lt;one&gt;" selected>' in page
    assert '<option value="negative" selected>' in page


def test_a_correction_moves_the_case_and_can_be_learnt_from(case: Case, tmp_path: Path) -> None:
    answer = signed_in("ana").post(f"/cases/{case.pk}/corrections", {"task": "topic", "value": "billing"})
    assert answer.status_code == 200
    case.refresh_from_db()
    assert case.topic == "billing"
    assert export(tmp_path) == {"topic": 1}
    assert (tmp_path / "topic.csv").read_text() == "text,label\n@CurlewCare my invoice is a riddle,billing\n"


def test_corrections_of_the_desk_teach_a_model_that_names_topics_as_the_desk_does(tmp_path: Path) -> None:
    care = brand()
    things = {
        "riddles": "the invoice numbered {} is a riddle",
        "humming": "my box numbered {} hums all night",
    }
    for number in range(12):
        for name, line in things.items():
            text = f"@CurlewCare {line.format(number)}"
            hear(post(f"{name}{number}", text, tags=[care]))
    person("ana", care.brand)
    desk = signed_in("ana")
    for case in Case.objects.all():
        newest = Post.objects.filter(root_id=case.root_id, author=case.author_id).get()
        said = "riddles" if "riddle" in newest.text else "humming"
        desk.post(f"/cases/{case.pk}/corrections", {"task": "topic", "value": said})
    assert export(tmp_path) == {"topic": 24}
    told = own.train("topic", tmp_path / "topic.csv", tmp_path / "model")
    assert told["accepted"] and told["rows"] == 24
    engine = Triage(models=[learned.load(tmp_path / "model")])
    asked = [TriageInput("1", "this invoice, a riddle again"), TriageInput("2", "it hums, the box")]
    assert [verdict.topic for verdict in engine.label(asked)] == ["riddles", "humming"]


def test_a_foreign_case_is_not_there_and_nonsense_is_refused(case: Case) -> None:
    person("zoe", brand("Pipit", "PipitHelp", "9002").brand)
    given = {"task": "sentiment", "value": "negative"}
    assert signed_in("zoe").post(f"/cases/{case.pk}/corrections", given).status_code == 404
    assert (
        signed_in("ana").post(f"/cases/{case.pk}/corrections", given | {"value": "so so"}).status_code == 422
    )
    assert Correction.objects.count() == 0
