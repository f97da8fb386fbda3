import talib.abstract as ta


def trend(frame, fast=8, slow=26):
    return ta.EMA(frame, timeperiod=fast) - ta.EMA(frame, timeperiod=slow)
