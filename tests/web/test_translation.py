"""Every sentence a person sees can be translated, and Spanish is complete."""

import ast
import gettext
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation.template import templatize

from hark import web
from hark.domain.permission import BY_HAND, SENTENCES
from hark.web import told, words

WEB = Path(web.__file__).parent
SOURCE = WEB.parent
CATALOGUE = WEB / "locale/es/LC_MESSAGES/django.po"
PLACES = re.compile(r"%\(\w+\)[sd]|%%|%s|\{\w+\}")
# Words that are the same in every language: names, signs, keys of the keyboard, units.
ALIKE = {"Hark", "x", "X", "Enter", "Esc", "Ctrl", "K", "Ctrl K", "score", "api/openapi.json",
         "https://x.com/…/status"}  # fmt: skip
CALLS = {"gettext": (1, 0), "gettext_lazy": (1, 0), "gettext_noop": (1, 0), "ngettext": (2, 0)} | {
    "ngettext_lazy": (2, 0), "pgettext": (1, 1), "pgettext_lazy": (1, 1), "npgettext": (2, 1), "_": (1, 0),
}  # fmt: skip

Message = tuple[str, str]


def entries() -> list[dict[str, str]]:
    """The catalogue as written: msgctxt, msgid, msgid_plural, msgstr or msgstr[n], and "flags"."""
    found = []
    for block in CATALOGUE.read_text("utf-8").split("\n\n"):
        entry = {"flags": " ".join(re.findall(r"^#, (.*)$", block, re.M))}
        written = re.sub(r'"\n"', "", re.sub(r"^#.*\n?", "", block, flags=re.M))
        for key, value in re.findall(r'^(msg\w+(?:\[\d\])?) (".*")$', written, re.M):
            entry[key] = ast.literal_eval(value)
        if entry.get("msgid"):
            found.append(entry)
    return found


def said(entry: dict[str, str]) -> list[str]:
    return [value for key, value in entry.items() if key.startswith("msgstr")]


@cache
def spanish() -> gettext.GNUTranslations:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def marked(tree: ast.AST) -> Iterator[Message]:
    """(context, text) of every call that marks a text, plural forms by their singular."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts, context = CALLS.get(name, (0, 0))
        given = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if texts and len(given) >= texts + context and all(isinstance(text, str) for text in given):
            yield given[0] if context else "", given[context]


def in_templates() -> dict[Message, str]:
    """The marked texts of all templates, with the first template that holds each."""
    found: dict[Message, str] = {}
    for path in sorted((WEB / "templates").rglob("*.html")):
        calls = re.findall(
            r"\b(n?p?gettext|_) ?\((u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")"
            r"(?:, ?(u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"))?",
            templatize(path.read_text("utf-8"), origin=str(path)),
        )
        for name, first, second in calls:
            texts = [ast.literal_eval(text) for text in (first, second) if text]
            found[(texts[0], texts[1]) if "p" in name[:2] else ("", texts[0])] = path.name
    return found


def in_python() -> dict[Message, str]:
    """The marked texts of all modules, with the module."""
    found: dict[Message, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "django.utils.translation" in (source := path.read_text("utf-8")):
            found |= dict.fromkeys(marked(ast.parse(source)), str(path.relative_to(SOURCE)))
    return found


def test_every_entry_is_translated_and_none_is_fuzzy() -> None:
    held = entries()
    assert len(held) > 500
    assert [entry["msgid"] for entry in held if not said(entry) or not all(said(entry))] == []
    assert [entry["msgid"] for entry in held if "fuzzy" in entry["flags"]] == []


def test_translations_keep_the_places_to_fill() -> None:
    wrong = []
    for entry in entries():
        wanted = [sorted(PLACES.findall(entry[key])) for key in ("msgid", "msgid_plural") if key in entry]
        wrong += [text for text in said(entry) if sorted(PLACES.findall(text)) not in wanted]
    assert wrong == []


def test_plurals_have_every_form_of_spanish() -> None:
    plurals = [entry for entry in entries() if "msgid_plural" in entry]
    assert plurals
    assert all([f"msgstr[{n}]" in entry for n in range(3)] == [True] * 3 for entry in plurals)


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    compiled = {key: text for key, text in spanish()._catalog.items() if key != ""}  # type: ignore[attr-defined]
    expected = {}
    for entry in entries():
        key = "\x04".join(filter(None, (entry.get("msgctxt", ""), entry["msgid"])))
        if "msgid_plural" in entry:
            expected |= {(key, n): text for n, text in enumerate(said(entry))}
        else:
            expected[key] = entry["msgstr"]
    assert compiled == expected


def test_the_catalogue_holds_every_marked_text() -> None:
    """docs/howto/translate.md says how to bring it up to date."""
    held = {(entry.get("msgctxt", ""), entry["msgid"]) for entry in entries()}
    asked = in_python() | in_templates()
    assert len(asked) > 500
    missing = {text: where for (context, text), where in asked.items() if (context, text) not in held}
    assert missing == {}


def bare(template: str) -> Iterator[str]:
    """Words a template shows that are not marked: text between tags, and attributes that are read or heard."""
    text = re.sub(r"{% (blocktrans|blocktranslate)\b.*?{% end\1 %}", "¶", template, flags=re.S)
    text = re.sub(r"{% block body_attributes %}.*?{% endblock %}", "", text, flags=re.S)
    text = re.sub(r"{#.*?#}|{% comment .*?{% endcomment %}|{{.*?}}|{%.*?%}", "¶", text, flags=re.S)
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)
    attributes = r"""\s(?:title|alt|placeholder|aria-label|aria-description)=(?:"([^"]*)"|'([^']*)')"""
    shown = [first or second for first, second in re.findall(attributes, text)]
    shown += re.sub(r"<[^>]*>", "\n", text).split("\n")
    for line in shown:
        for piece in line.split("¶"):
            plain = re.sub(r"&\w+;", "", piece).strip(" \t·:,.;#@()/^–+-…$%?!")
            if re.search(r"[^\W\d_]{2,}", plain):
                yield plain


def test_templates_hold_no_bare_words() -> None:
    found = {
        f"{path.name}: {piece}"
        for path in (WEB / "templates").rglob("*.html")
        for piece in bare(path.read_text("utf-8"))
        if piece not in ALIKE
    }
    assert found == set()


def test_the_scanner_sees_bare_words() -> None:
    assert list(bare('<p title="Read me">Some {{ name }} words{% trans "not these" %}</p>')) == [
        "Read me", "Some", "words",
    ]  # fmt: skip


def test_scripts_say_nothing_of_their_own() -> None:
    """Scripts take their words from the page: what they write into it is no literal."""
    written = re.compile(
        r"""(?:textContent|title|placeholder|ariaLabel|innerText)\s*[=:]\s*["'`]([^"'`$]*[A-Za-z]{2,}[^"'`]*)["'`]"""
    )
    toasts = re.compile(r"""\btoast\(\s*["'`]([^"'`]+)""")
    found = [
        f"{path.name}: {text}"
        for path in (WEB / "static/web/js").glob("*.js")
        for pattern in (written, toasts)
        for text in pattern.findall(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_of_scripts_are_there_in_every_language(language: str) -> None:
    scripts = "".join(path.read_text("utf-8") for path in (WEB / "static/web/js").glob("*.js"))
    asked = set(re.findall(r"""\bsay\(\s*["'](\w+)["']""", scripts))
    from_page = (WEB / "templates/web/shared/_words.html").read_text("utf-8")
    assert asked <= set(re.findall(r'"(\w+)": "', from_page))
    with translation.override(language):
        html = render_words()
    assert asked <= set(json.loads(html))


def render_words() -> str:
    return re.sub(r"</?script[^>]*>", "", render_to_string("web/shared/_words.html"))


def core_sentences() -> Iterator[tuple[str, str]]:
    """What the core's permissions, guards and refusals say, with places to fill as "{}"."""
    for text in (*SENTENCES.values(), *BY_HAND.values()):
        yield re.sub(r"{\w+}", "{}", text), "permission"
    for path in (SOURCE / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else node
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            if named and (isinstance(node, ast.Raise) or call.func.id == "Guard"):
                yield from ((text, path.name) for argument in call.args for text in _texts(argument))


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def test_sentences_of_the_core_can_be_told() -> None:
    known = {re.sub(r"{\w+}", "{}", text) for text in told.SENTENCES}
    # A sentence begins with a capital, a name or a quotation and ends with a full stop; others are for programmers.
    sentences = {text: where for text, where in core_sentences() if re.match(r"[A-Z{@“].*\.$", text)}
    assert len(sentences) > 60
    assert {text: where for text, where in sentences.items() if text not in known} == {}


def test_the_core_is_told_in_spanish() -> None:
    one = "Ana Dr. tagged @CurlewCare."
    two = (
        "@ana has not tagged @curlew in this post, so X refuses a reply through the API. "
        "Copy the text and post it on X."
    )
    with translation.override("es"):
        assert told.told(one) == "Ana Dr. etiquetó a @CurlewCare."
        assert told.told(two) == (
            "@ana no ha etiquetado a @curlew en esta publicación, así que X rechaza una respuesta por la API. "
            "Copiar el texto y publicarlo en X."
        )
        assert (
            told.told("Everybody could read a card number.")
            == "Todo el mundo podría leer un número de tarjeta."
        )
        assert told.told("HTTP 418 teapot") == "HTTP 418 teapot"
        assert words.topic("flight_delay") == "Retraso de vuelo"
        assert (str(words.STATE["open"]), translation.gettext("Open")) == ("Abierto", "Abiertos")
        assert words.topic("our_own_topic") == "Our own topic"
    with translation.override("en"):
        assert told.told(two) == two
