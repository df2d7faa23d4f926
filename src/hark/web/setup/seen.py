"""Two people at one setting: whoever saves second learns what the first has changed before it is gone."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

CHANGED = _(
    "Somebody has changed this since you opened it; what they changed stands under “Who changed what”. "
    "Save again to keep what stands here."
)


def digest(shown: Mapping[str, Any]) -> str:
    """What a form was opened with, in a few letters. Rows chosen of another table have no order."""
    plain = {name: _plain(value) for name, value in shown.items()}
    return sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    chosen = isinstance(value, list) and all(isinstance(one, int) for one in value)
    return sorted(value) if chosen else value
