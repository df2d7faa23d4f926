"""Secrets open only with the right key, for the row they were sealed to."""

from pathlib import Path

import pytest

from hark.store.vault import Vault, VaultError


def test_what_was_sealed_opens_again(tmp_path: Path) -> None:
    sealed = Vault(tmp_path).seal({"token": "s3cret"}, "account:x:1")
    assert b"s3cret" not in sealed
    assert Vault(tmp_path).open(sealed, "account:x:1") == {"token": "s3cret"}


def test_ciphertext_moved_to_another_account_does_not_open(tmp_path: Path) -> None:
    sealed = Vault(tmp_path).seal({"token": "s3cret"}, "account:x:1")
    with pytest.raises(VaultError, match="connect the account again"):
        Vault(tmp_path).open(sealed, "account:x:2")


def test_another_key_does_not_open(tmp_path: Path) -> None:
    sealed = Vault(tmp_path / "a").seal({"token": "s3cret"}, "account:x:1")
    with pytest.raises(VaultError):
        Vault(tmp_path / "b").open(sealed, "account:x:1")


def test_the_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    Vault(tmp_path)
    assert (tmp_path / "vault_key").stat().st_mode & 0o077 == 0
