"""The X client: one call in, one JSON object or one NetworkError out.

Nothing is retried here but a refused token (401 is certainly not processed). Both of X's namings are spoken:
`naming="tweet"` sends `tweet.fields`, `"post"` sends `post.fields` (networks.md 2.4); both are read.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote

from hark.domain.prices import Item
from hark.networks.http import Answer, HttpClient, Line, Request
from hark.networks.port import NetworkError
from hark.networks.x.endpoints import Endpoint
from hark.networks.x.errors import garbage, parse, server_time
from hark.networks.x.meter import Call, Meter, Outcome
from hark.networks.x.tokens import TokenSource, token_source

BASE_URL = "https://api.x.com"
Naming = Literal["tweet", "post"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A success: its JSON object, its headers, and X's own clock if it told the time."""

    document: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def server_time(self) -> datetime | None:
        return server_time(self.headers)


class XClient:
    """X's API v2 for one app and at most one account. `base_url` is the operator's choice and trusted."""

    def __init__(
        self,
        base_url: str = BASE_URL,
        *,
        bearer_token: str | TokenSource | None = None,
        user_token: str | TokenSource | None = None,
        account_id: str = "",
        http: HttpClient | None = None,
        meters: Sequence[Meter] = (),
        naming: Naming = "tweet",
        owns_app: bool = False,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.account_id = account_id
        self.http = http or HttpClient()
        self.naming = naming
        # X's cheap "owned reads" need the account to own the developer app as well (networks.md 5).
        self._owns_app = owns_app
        self._meters = tuple(meters)
        self._tokens = {"app": token_source(bearer_token), "user": token_source(user_token)}

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def call(
        self,
        endpoint: Endpoint,
        *,
        path: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        form: Mapping[str, str] | None = None,
        people: bool = False,
        item: Item | None = None,
    ) -> Reply:
        """Make one call. Raises NetworkError with reason, permanence and what is known of its fate."""
        auth, source = self._source(endpoint)
        call = self._call(endpoint, auth, path or {}, people, item)
        self._allowed(call)
        request = Request(
            endpoint.method,
            self.url(endpoint, path),
            params=self._named(params or {}),
            json=json,
            files=files,
            form=form,
            fresh=endpoint.writes,
        )
        try:
            answer = await self._authorised(request, source)
        except NetworkError as error:
            # A call of unknown fate may be billed; one that never left is not.
            self._tell(call, Outcome(0, sent=error.processed is None))
            raise
        return self._read(call, request.label, answer)

    def streamed(self, endpoint: Endpoint, item: Item | None, ident: str) -> None:
        """Count one message of an open stream. Raises NetworkError "budget_spent" when money has run out."""
        call = Call(endpoint, "app", item=item, streamed=True)
        self._tell(call, Outcome(200, (ident,)))
        for meter in self._meters:
            meter.before(call)

    def open(
        self, endpoint: Endpoint, *, token: str, params: Mapping[str, str] | None = None, silence: float
    ) -> AbstractAsyncContextManager[Line]:
        """Open a stream. A refusal is an open line with its status, for the caller to read."""
        request = Request(
            endpoint.method,
            self.url(endpoint, None),
            headers={"authorization": f"Bearer {token}"},
            params=self._named(params or {}),
        )
        return self.http.stream(request, silence=silence)

    async def app_token(self) -> str:
        """The app's own token, for streams. Raises NetworkError when there is none."""
        source = self._tokens["app"]
        if source is None:
            raise NetworkError("no_token", "streams need the app's bearer token", permanent=True)
        return await source.token()

    def can(self, auth: str) -> bool:
        """Whether there is a token of this kind ("app" or "user")."""
        return self._tokens[auth] is not None

    def url(self, endpoint: Endpoint, path: Mapping[str, str] | None) -> str:
        """The full address of an endpoint, ids quoted."""
        filled = {name: quote(value, safe="") for name, value in (path or {}).items()}
        return self.base_url + endpoint.path.format(**filled)

    def _call(
        self, endpoint: Endpoint, auth: str, path: Mapping[str, str], people: bool, item: Item | None
    ) -> Call:
        item = item or endpoint.item
        own = auth == "user" and self._owns_app and path.get("id") == self.account_id
        if item is Item.OWNED_READ and not own:
            item = Item.POST_READ
        return Call(endpoint, self.account_id if auth == "user" else "app", people, item)

    def _allowed(self, call: Call) -> None:
        """Ask every meter. Those that already counted the call are told when a later one says no."""
        for place, meter in enumerate(self._meters):
            try:
                meter.before(call)
            except NetworkError:
                for counted in self._meters[:place]:
                    counted.after(call, Outcome(0, sent=False))
                raise

    def _tell(self, call: Call, outcome: Outcome) -> None:
        for meter in self._meters:
            meter.after(call, outcome)

    def _source(self, endpoint: Endpoint) -> tuple[str, TokenSource]:
        for auth in endpoint.auth:
            source = self._tokens[auth]
            if source is not None:
                return auth, source
        kinds = " or ".join(endpoint.auth)
        raise NetworkError("no_token", f"{endpoint.name} needs a token of the {kinds}", permanent=True)

    async def _authorised(self, request: Request, source: TokenSource) -> Answer:
        token = await source.token()
        answer = await self.http.send(_with(request, source.authorization(request, token)))
        if answer.status == 401:
            # Certainly not processed, so asking once more with a newer token cannot do anything twice.
            try:
                token = await source.renew(token)
            except NetworkError as error:
                if error.reason == "unauthorized":
                    return answer
                raise
            answer = await self.http.send(_with(request, source.authorization(request, token)))
        return answer

    def _read(self, call: Call, label: str, answer: Answer) -> Reply:
        document: dict[str, Any] = {}
        try:
            document = parse(label, answer)
        finally:
            outcome = Outcome(answer.status, ids_of(document), answer.headers, server_time(answer.headers))
            self._tell(call, outcome)
        return Reply(document, answer.headers)

    def _named(self, params: Mapping[str, str]) -> dict[str, str]:
        """Parameters in the naming this client was told to speak."""
        if self.naming == "tweet":
            return dict(params)
        return {
            name.replace("tweet.fields", "post.fields"): value.replace(
                "referenced_tweets", "referenced_posts"
            )
            .replace("edit_history_tweet_ids", "edit_history_post_ids")
            .replace("note_tweet", "note_post")
            if name in ("tweet.fields", "expansions")
            else value
            for name, value in params.items()
        }


def _with(request: Request, authorization: str) -> Request:
    return Request(
        request.method,
        request.url,
        headers={**request.headers, "authorization": authorization},
        params=request.params,
        json=request.json,
        form=request.form,
        files=request.files,
        content=request.content,
        fresh=request.fresh,
    )


def ids_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the objects in an answer's `data`: what X bills for a read."""
    data = document.get("data")
    rows = data if isinstance(data, list) else [data]
    return tuple(str(row["id"]) for row in rows if isinstance(row, Mapping) and "id" in row)


def data_of(label: str, reply: Reply) -> Mapping[str, Any]:
    """The single object of an answer. Raises NetworkError "garbage" (fate unknown) when it is missing."""
    data = reply.document.get("data")
    if not isinstance(data, Mapping):
        raise garbage(label, Answer(200, reply.headers, b""))
    return data


def utc_now() -> datetime:
    """The default clock."""
    return datetime.now(UTC)
