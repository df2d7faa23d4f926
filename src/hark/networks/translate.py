"""Translation by a service of the operator's choice: the port, and LibreTranslate's HTTP interface.

POST /translate with q, source ("auto" when nobody knows), target, format and api_key answers translatedText; a refusal
answers error (docs.libretranslate.com, API usage). Nothing is asked twice, and no text is logged.
"""

from dataclasses import dataclass
from typing import Protocol

from hark.networks.http import HttpClient, Limits, Request
from hark.networks.port import NetworkError

PATIENCE = Limits(connect=3.0, read=10.0, total=12.0, max_bytes=256 * 1024)


@dataclass(frozen=True, slots=True)
class Translation:
    """What a machine made of a text, and the language it took the text for ("" when it does not say)."""

    text: str
    source: str = ""


class Translator(Protocol):
    """Something that translates."""

    async def translate(self, text: str, *, source: str, target: str) -> Translation:
        """Between languages by their codes; a `source` of "" is found out. Raises NetworkError."""


class LibreTranslate:
    """LibreTranslate, or anything that speaks like it. `base_url` is the operator's own choice and trusted."""

    def __init__(self, http: HttpClient, base_url: str, key: str = "") -> None:
        self._http = http
        self._address = f"{base_url.rstrip('/')}/translate"
        self._key = key

    async def translate(self, text: str, *, source: str, target: str) -> Translation:
        """One request. Raises NetworkError: "translation_refused" with the service's words, or a transport reason."""
        wanted = {"q": text, "source": source or "auto", "target": target, "format": "text"}
        if self._key:
            wanted["api_key"] = self._key
        answer = await self._http.send(Request("POST", self._address, json=wanted))
        try:
            document = answer.json()
        except (ValueError, RecursionError):
            document = None
        said = document if isinstance(document, dict) else {}
        translated = said.get("translatedText")
        if answer.status != 200 or not isinstance(translated, str):
            words = said.get("error")
            told = f"{answer.status} {words if isinstance(words, str) else 'without a translation'}"[:200]
            raise NetworkError(
                "translation_refused", told, permanent=answer.status < 500, status=answer.status
            )
        detected = said.get("detectedLanguage")
        found = detected.get("language") if isinstance(detected, dict) else None
        return Translation(translated, found if isinstance(found, str) else source)
