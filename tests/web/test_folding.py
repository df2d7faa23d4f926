"""What is folded out of a template says the same as before, in every language and wherever the desk is mounted."""

from pathlib import Path

import pytest
from django.template import Context, Engine
from django.urls import set_script_prefix
from django.utils.translation import override

from hark.web.folding import Address, Fixed

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "hark": "hark.web.templatetags.hark",
}
PLAIN = "django.template.loaders.locmem.Loader"


def made(text: str, fold: bool = True, **values: object) -> str:
    return _engine(text, fold).get_template("it").render(Context(values))


def nodes(text: str) -> list[type]:
    return [type(node) for node in _engine(text, True).get_template("it").nodelist]


def _engine(text: str, fold: bool) -> Engine:
    templates = {"it": "{% load i18n static hark %}" + text}
    inner = (PLAIN, templates)
    loaders = [("hark.web.folding.Loader", [inner])] if fold else [inner]
    return Engine(loaders=loaders, libraries=LIBRARIES)


@pytest.mark.parametrize(
    "text",
    [
        '<p>{% trans "Inbox" %}</p>',
        '{% icon "send" %}{% icon "moon" 20 %}<b>{% trans "Send" %}</b>',
        "<a href=\"{% url 'inbox' %}?view={{ view }}\">{% trans 'Search' %}</a>",
        "<a href=\"{% url 'case' number %}\">{% url 'case-reminder' number 7 %}</a>",
        "{% if number %}{% trans 'Send' %}{% else %}{% trans 'Inbox' %}{% endif %}",
        "{% for one in many %}{% trans 'Send' %}{{ one }}{% empty %}{% trans 'Inbox' %}{% endfor %}",
        "{% static 'web/icon.svg' %}{% trans view as word %}{{ word }}{% trans view %}",
        "{% blocktrans with name=view %}Take off {{ name }}{% endblocktrans %}{% trans 'Send'|lower %}",
        "{% trans '100 %' %}{% with number as n %}{% url 'case' n %}{% endwith %}",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_folded_template_says_what_it_said(text: str, language: str) -> None:
    values = {"view": "mine", "number": 42, "many": ["<a>", 2]}
    with override(language):
        assert made(text, **values) == made(text, fold=False, **values)


def test_one_template_speaks_every_language_one_after_the_other() -> None:
    template = _engine("<p>{% trans 'Search' %}</p>", True).get_template("it")
    said = []
    for language in ("en", "es", "en"):
        with override(language):
            said.append(template.render(Context()))
    assert said[0] == said[2] == "<p>Search</p>"
    assert said[1] not in ("", said[0])


def test_addresses_follow_where_the_desk_is_mounted() -> None:
    template = _engine("{% url 'inbox' %} {% url 'case' n %}", True).get_template("it")
    assert template.render(Context({"n": 3})) == "/inbox /cases/3"
    set_script_prefix("/care/")
    try:
        assert template.render(Context({"n": 3})) == "/care/inbox /care/cases/3"
    finally:
        set_script_prefix("/")


def test_fixed_parts_become_one_and_what_changes_stays() -> None:
    kinds = nodes("<p>{% trans 'Send' %}</p>{{ name }}{% url 'case' n %}")
    assert kinds.count(Fixed) == 1
    assert kinds.count(Address) == 1


def test_every_template_of_the_product_folds() -> None:
    from django.template.loader import get_template

    root = Path(__file__).parents[2] / "src/hark/web/templates"
    found = [str(path.relative_to(root)) for path in root.rglob("*.html")]
    assert len(found) > 60
    for name in found:
        get_template(name)
