"""`hark connect`: an account on a network, from the owner's consent to sealed credentials."""

import asyncio
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from hark.cli.common import PORT, Stop, data_dir_option, open_database

KEYS = {
    "HARK_X_CONSUMER_KEY": "API key",
    "HARK_X_ACCESS_TOKEN": "Access token",
    "HARK_X_ACCESS_TOKEN_SECRET": "Access token secret",
}


@click.group()
def connect() -> None:
    """Connect an account on a network."""


@connect.command()
@click.option("--client-id", envvar="HARK_X_CLIENT_ID", help="Client id of your X app (OAuth 2.0).")
@click.option(
    "--client-secret", envvar="HARK_X_CLIENT_SECRET", help="Its secret, if the app is confidential."
)
@click.option("--bearer-token", envvar="HARK_X_BEARER_TOKEN", help="The app's bearer token, for streams.")
@click.option(
    "--consumer-secret", envvar="HARK_X_CONSUMER_SECRET", help="API key secret, for webhooks and --oauth1."
)
@click.option("--oauth1", is_flag=True, help="With the account's own keys (OAuth 1.0a) and no consent page.")
@click.option(
    "--webhook",
    envvar="HARK_X_WEBHOOK",
    default="",
    help="Where X reaches this desk, e.g. https://desk.example.com: events are delivered instead of streamed.",
)
@click.option("--base-url", envvar="HARK_X_BASE_URL", help="Another X, such as `hark sandbox x`.")
@click.option(
    "--port",
    type=PORT,
    default=8643,
    show_default=True,
    help="Where the browser comes back to on this machine.",
)
@click.option("--brand", default="", help="The brand the account speaks for (default: one of its own).")
@click.option("--plan", default="pay_per_use", show_default=True, help="Your plan at X.")
@click.option("--owns-app", is_flag=True, help="The account itself owns the X app: its reads cost a fifth.")
@click.option("--paste", is_flag=True, help="The browser is on another machine: paste its last address.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open the consent page in a browser.")
@data_dir_option
def x(
    client_id: str | None,
    client_secret: str | None,
    bearer_token: str | None,
    consumer_secret: str | None,
    oauth1: bool,
    webhook: str,
    base_url: str | None,
    port: int,
    brand: str,
    plan: str,
    owns_app: bool,
    paste: bool,
    open_browser: bool,
    data_dir: Path | None,
) -> None:
    """Connect an account on X. docs/howto/connect-x.md says where the values come from."""
    from hark.networks.x.client import BASE_URL
    from hark.networks.x.oauth import App

    if webhook:
        webhook = _reachable(webhook, local=base_url is not None)
    if webhook or oauth1:
        consumer_secret = consumer_secret or click.prompt("API key secret", hide_input=True)
    bearer_token = bearer_token or str(click.prompt("Bearer token (empty: no streams)", "", hide_input=True))
    if oauth1:
        granted: Any = _signed(consumer_secret or "", base_url or BASE_URL)
        credentials = granted.credentials()
    else:
        app = App(
            client_id or click.prompt("Client id"),
            client_secret or click.prompt("Client secret (empty for a public client)", "", hide_input=True),
            f"http://127.0.0.1:{port}/callback",
            base_url or BASE_URL,
        )
        granted = _granted(app, paste=paste, open_browser=open_browser)
        credentials = granted.credentials(app)
    about = {"brand": brand, "plan": plan, "base_url": base_url or ""}
    secrets = {"bearer_token": bearer_token, "consumer_secret": consumer_secret or "", "owns_app": owns_app}
    _save(granted, {**credentials, **secrets, **about}, webhook, data_dir)


def _signed(consumer_secret: str, base_url: str) -> Any:
    """Whose keys these are: X is asked once. The values stand in the environment or are asked for."""
    from hark.config import read_secret
    from hark.networks.port import NetworkError
    from hark.networks.x.connecting import signed_in
    from hark.networks.x.oauth1 import Keys

    consumer_key, *access = (
        read_secret(name) or click.prompt(words, hide_input=True) for name, words in KEYS.items()
    )
    keys = Keys(consumer_key, consumer_secret, *access)
    try:
        return asyncio.run(signed_in(keys, base_url))
    except NetworkError as error:
        raise Stop(f"The account was not connected: {error}") from None


def _granted(app: Any, *, paste: bool, open_browser: bool) -> Any:
    """Walk through the consent page and find out whose account it is."""
    from hark.networks.port import NetworkError
    from hark.networks.x.connecting import consent

    def ask(url: str) -> str:
        click.echo("Sign in as the account to connect, and allow the app:\n")
        click.echo(url + "\n")
        if open_browser and not paste:
            webbrowser.open(url)
        if paste:
            return str(click.prompt("The address the browser ended on"))
        click.echo(f"Waiting for the browser to come back to {app.redirect_uri} (5 minutes at most).")
        return ""

    try:
        return asyncio.run(consent(app, ask, paste=paste))
    except NetworkError as error:
        raise Stop(f"The account was not connected: {error}") from None
    except OSError as error:
        raise Stop(f"Cannot listen for the browser: {error.strerror}. Choose another --port.") from None


def _reachable(url: str, *, local: bool) -> str:
    """The desk's address as X accepts it: https without a port. Raises Stop."""
    parts = urlsplit(url)
    whole = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
    if not whole or (not local and (parts.scheme != "https" or parts.port is not None)):
        raise Stop(
            f"--webhook must be an https address without a port, such as https://desk.example.com, not {url}."
        )
    return url


def _have_delivered(granted: Any) -> None:
    """Tell X where to deliver. A desk that is not up yet is registered by the listening process later."""
    from hark.bootstrap import webhook
    from hark.networks.port import NetworkError

    try:
        refused = asyncio.run(webhook.connect(granted.author.author_id))
    except NetworkError as error:
        click.echo(f"X does not deliver yet: {error}. Hark tries again every five minutes while it listens.")
    else:
        click.echo("X delivers to this desk.")
        if refused:
            click.echo(f"X refuses these events: {', '.join(refused)}.")


def _save(granted: Any, credentials: dict[str, Any], webhook_url: str, data_dir: Path | None) -> None:
    open_database(data_dir)
    from hark.bootstrap import webhook
    from hark.bootstrap.networks import save_credentials

    if webhook_url:
        credentials |= webhook.addresses(granted.author.author_id, webhook_url)

    save_credentials("x", granted.author.handle, granted.author.author_id, credentials)
    missing = granted.missing_scopes
    click.echo(f"Connected @{granted.author.handle} ({granted.author.author_id}).")
    if missing:
        click.echo(f"Not granted: {', '.join(missing)}. Hark will not be able to do what needs them.")
    if webhook_url:
        _have_delivered(granted)
