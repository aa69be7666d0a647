"""`python -m touchstone`: the command line, as every process of ours is started."""

import sys

from touchstone.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
