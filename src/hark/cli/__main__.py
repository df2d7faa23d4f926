"""`python -m hark.cli`: the command line without the installed script."""

import sys

from hark.cli import main

sys.exit(main())
