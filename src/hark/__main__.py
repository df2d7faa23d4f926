"""`hark` and `python -m hark`: the command line, which says one sentence even when it is stopped while it loads."""

import sys


def main() -> None:
    """Imports what the commands need only inside, where an interruption is heard."""
    try:
        from hark.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("hark: Interrupted.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
