"""Compliance jobs as the local X remembers them."""

from dataclasses import dataclass, field
from typing import Any

from hark.sandbox.x.times import iso_ms

UPLOAD_LIFE, DOWNLOAD_LIFE, WORK = 900.0, 7 * 86400.0, 2.0


@dataclass(slots=True)
class Job:
    """A list of ids to be checked. `received` is None until the list has come; times are network time."""

    id: str
    app_id: str
    kind: str
    name: str
    secret: str
    resumable: bool
    created: float
    received: float | None = None
    ids: list[str] = field(default_factory=list)
    result: bytes = b""

    def status(self, now: float) -> str:
        if self.received is None:
            return "created" if now < self.created + UPLOAD_LIFE else "expired"
        return "in_progress" if now < self.received + WORK else "complete"

    def json(self, base: str, now: float) -> dict[str, Any]:
        here = f"{base}/sandbox/compliance/{self.id}/{self.secret}"
        body: dict[str, Any] = {
            "id": self.id,
            "type": self.kind,
            "status": self.status(now),
            "resumable": self.resumable,
            "created_at": iso_ms(self.created),
            "upload_url": here,
            "upload_expires_at": iso_ms(self.created + UPLOAD_LIFE),
            "download_url": here,
            "download_expires_at": iso_ms(self.created + DOWNLOAD_LIFE),
        }
        return body | ({"name": self.name} if self.name else {})
