"""Opening an archive: everything that can be known to be wrong is said before the first row is read."""

from collections.abc import Sequence
from pathlib import Path

from hark.networks.archive.accounts import beside, read_accounts
from hark.networks.archive.airlines import AirlinesArchive
from hark.networks.archive.csv_archive import CsvArchive
from hark.networks.archive.files import NotAnArchive, head_of
from hark.networks.archive.rows import header_of
from hark.networks.archive.twcs import TwcsArchive
from hark.networks.archive.x_jsonl import XJsonlArchive
from hark.networks.port import ArchiveReader

CSV_FORMATS: dict[str, type[CsvArchive]] = {"twcs": TwcsArchive, "airlines-2019": AirlinesArchive}
FORMATS = (*CSV_FORMATS, "x-jsonl")
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def open_archive(
    path: Path, format: str, *, accounts: Path | None = None, handles: Sequence[str] = ()
) -> ArchiveReader:
    """A reader over the archive at `path`.

    `format` is one of FORMATS. `accounts` is a csv of `user_id,handle`, needed by airlines-2019 (where a file
    beside the archive is found by itself) and an alternative to `handles` for x-jsonl. `handles` choose the
    brand's accounts. Naming handles means a first pass over the file now.
    Raises NotAnArchive, with one sentence for a person, when the file is none, or an account is not in it.
    """
    if format not in FORMATS:
        raise NotAnArchive(f"{format} is no archive format; there are {', '.join(FORMATS)}")
    if format == "x-jsonl":
        return XJsonlArchive(
            path, read_accounts(accounts, XJsonlArchive.network) if accounts else (), handles
        )
    header = _header(path, format)
    if format == "twcs":
        chosen = [one.handle for one in read_accounts(accounts, TwcsArchive.network)] if accounts else []
        reader: CsvArchive = TwcsArchive(path, header, [*chosen, *handles])
    else:
        reader = AirlinesArchive(path, header, accounts or beside(path), handles)
    if handles:
        reader.accounts()
    return reader


def _header(path: Path, format: str) -> list[str]:
    """The column names. Raises NotAnArchive when one is missing, with what the file seems to be instead."""
    expected = CSV_FORMATS[format].COLUMNS
    names, has_rows = header_of(path)
    lost = [name for name in expected if name not in names]
    if not lost and not has_rows:
        raise NotAnArchive(f"{path} holds no row, only the names of its columns")
    if not lost:
        return names
    other = next((name for name, kind in CSV_FORMATS.items() if set(kind.COLUMNS) <= set(names)), None)
    if other is None and head_of(path).lstrip().startswith(b"{"):
        other = "x-jsonl"
    if other:
        raise NotAnArchive(f"{path} is not a {format} archive but looks like {other}: use --format {other}")
    if len(names) == 1 and (sign := next((sign for sign in SEPARATORS if sign in names[0]), "")):
        raise NotAnArchive(f"{path} is separated by {SEPARATORS[sign]}: save it separated by commas")
    if len(lost) == len(expected):
        raise NotAnArchive(f"{path} is not a {format} archive: its first line must name {','.join(expected)}")
    raise NotAnArchive(f"{path} is not a {format} archive: no column {' and '.join(lost)} in its first line")
