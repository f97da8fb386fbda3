SEEN = {}


def remembered(pair, frame):
    """A helper that keeps what it has seen."""
    SEEN[pair] = float(frame["close"].iloc[-1])
    return frame["close"].rolling(12).max(), frame["close"].rolling(12).min()
