"""`python -m generator`, where the command `upside` is not on the path."""

import sys

from generator.cli import main

if __name__ == "__main__":
    sys.exit(main())
