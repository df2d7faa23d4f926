"""`python -m hark.cli`: the command line without the installed script."""

from hark.__main__ import main

main()
