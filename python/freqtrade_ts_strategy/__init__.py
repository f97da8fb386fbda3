"""Lets freqtrade-ts use strategies in Python: loads a class, answers what it is asked over two pipes, and never opens a port."""
