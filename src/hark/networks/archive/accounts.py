"""Which handles are the brand's: the accounts file, and the choice by `--account`."""

import csv
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from hark.domain.post import Account
from hark.networks.archive.files import NotAnArchive, head_of

COLUMNS = ("user_id", "handle")


def read_accounts(path: Path, network: str) -> tuple[Account, ...]:
    """A csv of `user_id,handle` (a column `brand` is read too), in file order.

    Raises NotAnArchive, naming file and line, when it is missing or anything in it is no account.
    """
    head_of(path)
    found: dict[str, Account] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            names = reader.fieldnames or ()
            if missing := [name for name in COLUMNS if name not in names]:
                raise NotAnArchive(
                    f"{path} is no accounts file: no column {' and '.join(missing)} in its first line"
                )
            for row in reader:
                account = _account(row, network, f"{path}, line {reader.line_num}")
                if account.account_id in found:
                    raise NotAnArchive(
                        f"{path}, line {reader.line_num}: user_id {account.account_id} comes twice"
                    )
                found[account.account_id] = account
    except (csv.Error, UnicodeDecodeError) as error:
        raise NotAnArchive(f"{path} is no accounts file: {error}") from None
    if not found:
        raise NotAnArchive(f"{path} names no account below its first line")
    return tuple(found.values())


def _account(row: dict[str, str], network: str, where: str) -> Account:
    user_id, handle = (row["user_id"] or "").strip(), (row["handle"] or "").strip().lstrip("@")
    if not (user_id.isascii() and user_id.isdigit() and len(user_id) <= 19):
        raise NotAnArchive(f"{where}: user_id is not an id")
    if not handle or "\0" in handle or len(handle) > 256:
        raise NotAnArchive(f"{where}: no handle")
    return Account(network, user_id, handle, (row.get("brand") or "").strip())


def beside(archive: Path) -> Path:
    """The accounts file next to an archive. Raises NotAnArchive when there is none, or no telling which."""
    usual = archive.parent / f"{archive.stem.partition('-')[0]}-accounts.csv"
    if usual.is_file():
        return usual
    others = sorted(archive.parent.glob("*accounts.csv"))
    if len(others) == 1:
        return others[0]
    seen = (
        f"there is no {usual.name} beside it" if not others else f"{len(others)} accounts files lie beside it"
    )
    raise NotAnArchive(
        f"{archive} needs the brand's handles and {seen}: name a csv of user_id,handle with --accounts"
    )


def normal(handle: str) -> str:
    """A handle as people compare them: without @, without case."""
    return handle.strip().lstrip("@＠").casefold()


def choose(known: Sequence[Account], handles: Iterable[str], path: Path) -> tuple[Account, ...]:
    """The accounts asked for, or all of them. Raises NotAnArchive for a handle that is not there."""
    wanted = list(dict.fromkeys(handles))
    if not wanted:
        return tuple(known)
    by_handle = {normal(account.handle): account for account in known}
    for handle in wanted:
        if normal(handle) not in by_handle:
            raise NotAnArchive(missing(handle, [account.handle for account in known], path))
    return tuple({normal(handle): by_handle[normal(handle)] for handle in wanted}.values())


def missing(handle: str, known: Iterable[str], path: Path) -> str:
    """One sentence: this handle is not in the archive, and which ones look like it."""
    shown = {normal(one): one for one in known}
    near = get_close_matches(normal(handle), shown, n=3, cutoff=0.6)
    hint = "; did you mean " + " or ".join(f"@{shown[one]}" for one in near) + "?" if near else ""
    return f"{path} has no account @{handle.strip().lstrip('@＠')}{hint}"
