"""Archives as a network: files of past posts, read as a stream of Post and Rejected.

`open_archive` is the one way in. Three formats: `twcs`, `airlines-2019`, `x-jsonl`
(docs/howto/replay-an-archive.md says what each file must hold).
"""

from hark.networks.archive.files import NotAnArchive
from hark.networks.archive.opening import FORMATS, open_archive
from hark.networks.archive.rejects import write_rejects

__all__ = ["FORMATS", "NotAnArchive", "open_archive", "write_rejects"]
