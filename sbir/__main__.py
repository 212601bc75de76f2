"""`python -m sbir`: the command line."""

import sys

from sbir.cli import main

if __name__ == "__main__":
    sys.exit(main())
