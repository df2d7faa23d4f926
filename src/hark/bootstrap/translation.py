"""The translation slot: empty unless the operator names a service."""

import asyncio

from django.conf import settings

from hark.networks.http import HttpClient
from hark.networks.translate import PATIENCE, LibreTranslate, Translation


def is_set_up() -> bool:
    """Whether the operator named a service."""
    return bool(settings.CONFIG.translate_url)


def translate(text: str, *, source: str, target: str) -> Translation:
    """Ask the operator's service. Raises NetworkError, LookupError when there is none."""
    if not is_set_up():
        raise LookupError("No translation service is set up.")
    return asyncio.run(_asked(text, source, target))


async def _asked(text: str, source: str, target: str) -> Translation:
    http = HttpClient(limits=PATIENCE)
    try:
        service = LibreTranslate(http, settings.CONFIG.translate_url, settings.CONFIG.translate_key)
        return await service.translate(text, source=source, target=target)
    finally:
        await http.aclose()
