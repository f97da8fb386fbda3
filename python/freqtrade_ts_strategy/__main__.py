"""Started by freqtrade-ts with two pipes: what it asks comes in by descriptor 3, answers go out by descriptor 4."""

import sys

# what is imported here is read by whatever Python there is
from .too_old import LEAST_PYTHON, refuse

if __name__ == "__main__":
    if sys.version_info < LEAST_PYTHON:
        refuse()
    else:
        from . import early

        early.begin()
