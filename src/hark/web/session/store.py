"""Who asks, on every request: Django's sessions and people, each read by a query that is compiled once."""

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from hark.accounts.models import User
from hark.store.compiled import CompiledQuery

_SESSION = CompiledQuery(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), key=str, now=datetime
)
_PERSON = CompiledQuery(lambda person: User.objects.filter(pk=person), person=int)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Any:
        found = _SESSION.first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


class PeopleBackend(ModelBackend):
    """Django's own sign-in."""

    def get_user(self, user_id: int) -> User | None:
        person = _PERSON.first(person=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
