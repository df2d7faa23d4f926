"""Makes the helpers importable: pytest's importlib mode leaves the search path alone."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[1] / "listen"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
