"""Started by freqtrade-ts with two pipes: what it asks comes in by descriptor 3, answers go out by descriptor 4."""

from . import early

if __name__ == "__main__":
    early.begin()
