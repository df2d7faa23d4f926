"""Values are looked up and written as Django does it, whatever they are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st
from tests.web.test_folding import made, nodes

from hark.web.values import Written

HOSTILE = "<b onclick='x'>&amp;\"\u202e"


class Odd:
    """Things Django looks at twice."""

    plain = HOSTILE
    safe = mark_safe("<i>ours</i>")
    none = None

    def __str__(self) -> str:
        return HOSTILE

    @property
    def broken(self) -> str:
        raise AttributeError("something within")

    def method(self) -> str:
        return HOSTILE

    def changing(self) -> str:
        raise AssertionError("a template must not change anything")

    changing.alters_data = True  # type: ignore[attr-defined]


class Held(Odd):
    """Something with items and attributes of the same name."""

    def __getitem__(self, name: str) -> str:
        if name == "plain":
            return "the item"
        raise KeyError(name)


class Kept:
    """What a template is to show as it is, though it could be called."""

    do_not_call_in_templates = True
    plain = "kept"

    def __call__(self) -> str:
        raise AssertionError("called")


@dataclass(frozen=True)
class Value:
    inner: Any


VALUES: dict[str, Any] = {
    "words": HOSTILE,
    "safe": mark_safe("<i>ours</i>"),
    "lazy": lazystr(HOSTILE),
    "word": gettext_lazy("Inbox"),
    "number": 1234567,
    "fraction": 1234.5,
    "sum": Decimal("12.50"),
    "yes": True,
    "none": None,
    "at": datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
    "many": ["<a>", 2],
    "pairs": {"plain": HOSTILE, "items": "an item"},
    "odd": Odd(),
    "held": Held(),
    "kind": Odd,
    "kept": Kept(),
    "value": Value(Odd()),
    "space": SimpleNamespace(plain=HOSTILE, pairs={"a": Value("<")}),
}
NAMES = [
    *VALUES,
    *(f"{holder}.{name}" for holder in ("odd", "held", "kind", "kept", "value.inner") for name in (
        "plain", "safe", "none", "broken", "method", "changing", "nothing", "plain.upper", "none.more",
    )),
    "missing", "missing.more", "pairs.plain", "pairs.items", "pairs.nothing", "many.0", "many.9", "many.0.upper",
    "words.upper", "space.plain", "space.pairs.a.inner", "space.pairs.b", "value.inner.plain", "autoescape",
    "words|upper", "missing|default:'<none>'", "odd.plain|length", "number|add:1", "odd.plain|safe",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", NAMES)
def test_a_value_is_written_as_django_writes_it(name: str, language: str) -> None:
    texts = [
        f"{{{{ {name} }}}}",
        f"{{% autoescape off %}}{{{{ {name} }}}}{{% endautoescape %}}",
        f"{{% if {name} %}}yes{{% else %}}no{{% endif %}}{{% if not {name} or odd.plain == {name} %}}y{{% endif %}}",
        f"{{% with inner={name} %}}{{{{ inner }}}}{{% endwith %}}",
        f"{{% for one in pairs.plain %}}{{{{ forloop.counter }}}}{{{{ forloop.last }}}}{{{{ {name} }}}}{{% endfor %}}",
    ]
    with override(language):
        for text in texts:
            assert outcome(text, fold=True) == outcome(text, fold=False)


def outcome(text: str, *, fold: bool) -> str:
    """What a template says, or the fault it stops with."""
    try:
        return made(text, fold=fold, **VALUES)
    except (AttributeError, ValueError) as error:
        return repr(error)


@given(st.text(max_size=200))
def test_no_text_leaves_its_place(said: str) -> None:
    page = made('<p title="{{ it }}">{{ held.it }}</p>', it=said, held=SimpleNamespace(it=said))
    within = page.removeprefix('<p title="').removesuffix("</p>")
    assert not set("<'") & set(within)
    assert within.count('"') == within.count(">") == 1
    assert unescape(within) == f'{said}">{said}'


def test_values_are_written_quickly() -> None:
    assert nodes("{{ words }}")[-1] is Written
