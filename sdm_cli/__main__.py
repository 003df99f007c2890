"""`sdm`, and `python -m sdm_cli`: the program, also for somebody who stops it before it is there."""

import sys


def main() -> None:
    """Load the program and run it. Ctrl-C while it loads ends it as it does later, without a word."""
    try:
        from sdm_cli.app import main as run

        run()
    except KeyboardInterrupt:
        from sdm_cli.exits import Exit

        sys.exit(Exit.PAUSED)


if __name__ == "__main__":
    main()
