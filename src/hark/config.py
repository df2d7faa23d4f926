"""Settings: read once from the environment, typed, refused loudly when they make no sense.

Every setting is documented in docs/howto/settings.md; a test holds the two together.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class ConfigError(Exception):
    """A setting is missing or wrong; the message names it, says what is allowed and what to do."""


@dataclass(frozen=True, slots=True)
class Config:
    """What this process was told.

    `database_url` is empty for the embedded database in `data_dir`. `public_url` is how people reach the desk.
    `look_again_seconds` is how often the posts of open cases are read again. `translate_url` is a LibreTranslate
    server, empty for none. The budgets, US dollars or empty for none, stop calls
    to the networks' priced interfaces.
    """

    data_dir: Path
    database_url: str = ""
    secret_key: str = ""
    public_url: str = ""
    allowed_hosts: tuple[str, ...] = LOCAL_HOSTS
    debug: bool = False
    database_pool: int = 12
    web_processes: int = 1
    look_again_seconds: int = 900
    daily_budget: str = ""
    monthly_budget: str = ""
    translate_url: str = ""
    translate_key: str = field(default="", repr=False)


def default_data_dir() -> Path:
    """The user's data folder for Hark."""
    return Path(platformdirs.user_data_dir("hark", appauthor=False))


def load(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings. Raises ConfigError."""
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("HARK_DATA_DIR") or default_data_dir()).expanduser().absolute()
    url = _secret(env, "HARK_DATABASE_URL")
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise ConfigError("HARK_DATABASE_URL must start with postgresql:// (PostgreSQL 15 or newer).")
    hosts = tuple(h.strip() for h in env.get("HARK_ALLOWED_HOSTS", "").split(",") if h.strip())
    return Config(
        data_dir=data_dir,
        database_url=url,
        secret_key=_secret(env, "HARK_SECRET_KEY"),
        public_url=env.get("HARK_PUBLIC_URL", "").rstrip("/"),
        allowed_hosts=hosts or LOCAL_HOSTS,
        debug=_flag(env, "HARK_DEBUG"),
        database_pool=_number(env, "HARK_DATABASE_POOL", 12, low=2, high=200),
        web_processes=_number(env, "HARK_WEB_PROCESSES", min(2, os.cpu_count() or 1), low=1, high=32),
        look_again_seconds=_number(env, "HARK_LOOK_AGAIN_SECONDS", 900, low=10, high=86_400),
        daily_budget=_dollars(env, "HARK_DAILY_BUDGET"),
        monthly_budget=_dollars(env, "HARK_MONTHLY_BUDGET"),
        translate_url=_address(env, "HARK_TRANSLATE_URL"),
        translate_key=_secret(env, "HARK_TRANSLATE_KEY"),
    )


def stored_secret(data_dir: Path, name: str = "secret_key") -> str:
    """A secret kept beside the data, made on first use, readable by its owner only."""
    path = data_dir / name
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    return path.read_text().strip()


def read_secret(name: str) -> str:
    """A secret of the environment, given directly or as NAME_FILE. Raises ConfigError."""
    return _secret(os.environ, name)


def _secret(env: Mapping[str, str], name: str) -> str:
    """A value given directly or, as NAME_FILE, in a file."""
    path = env.get(f"{name}_FILE")
    if path and env.get(name):
        raise ConfigError(f"Set {name} or {name}_FILE, not both.")
    if not path:
        return env.get(name, "")
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ConfigError(f"{name}_FILE: cannot read {path}: {error.strerror}.") from None


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").lower()
    if value in ("", "0", "false", "no", "off"):
        return False
    if value in ("1", "true", "yes", "on"):
        return True
    raise ConfigError(f"{name} must be true or false, not {value!r}.")


def _address(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").rstrip("/")
    if value and not re.fullmatch(r"https?://[^\s/@?#]+[^\s@?#]*", value):
        raise ConfigError(f"{name} must be an address such as http://127.0.0.1:5000, not {value!r}.")
    return value


def _dollars(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "")
    if value and not re.fullmatch(r"\d{1,9}(\.\d{1,4})?", value):
        raise ConfigError(f"{name} must be an amount in US dollars such as 25 or 12.50, not {value!r}.")
    return value


def _number(env: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    raw = env.get(name, "")
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ConfigError(f"{name} must be a whole number, not {raw!r}.") from None
    if not low <= value <= high:
        raise ConfigError(f"{name} must be between {low} and {high}, not {value}.")
    return value
