#!/usr/bin/env bash
# pandas 3.1.1 and numpy 2.4.6 (PyPI), seen 2026-11-29 on Python 3.11, no network.
# groupby().sum() adds up a group's numbers in another way where its rows follow each other than where rows of other groups lie between: the
# same numbers in the same order come to another last digit in 177 of 200 tables. Values of wallets by candle are such sums. What ties by
# one program's arithmetic (two falls of the same depth) is decided by that digit in another's, so that a drawdown begins or ends elsewhere.
# numpy's own pairwise sum is a third answer, though all three agree to 15 digits.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 numpy==2.4.6
cat > run.py <<'PY'
import numpy as np
import pandas as pd

SIZE, TABLES = 20, 200
apart = np.repeat([0, 1], SIZE)
# first of one, first of the other, second of one ...: inside a group nothing changes places
order = np.arange(2 * SIZE).reshape(2, SIZE).T.ravel()
by_rows = by_numpy = most = 0
for seed in range(TABLES):
    values = np.random.default_rng(seed).normal(size=2 * SIZE).round(6)
    following = pd.Series(values).groupby(apart).sum()
    mixed = pd.Series(values[order]).groupby(apart[order]).sum()
    plain = values.reshape(2, SIZE).sum(axis=1)
    by_rows += bool((following != mixed).any())
    by_numpy += bool((following != plain).any())
    most = max(most, float((following - mixed).abs().max()))
print(f"in more than 150 of {TABLES} tables another sum where rows of another group lie between: {by_rows > 150}")
print(f"in more than 150 of {TABLES} tables another sum than numpy's of the same numbers: {by_numpy > 150}")
print(f"never by more than 1e-14: {most < 1e-14}")
PY
cat > expected <<'OUT'
in more than 150 of 200 tables another sum where rows of another group lie between: True
in more than 150 of 200 tables another sum than numpy's of the same numbers: True
never by more than 1e-14: True
OUT
venv/bin/python run.py 2>&1 | cut -c1-320 > seen
diff expected seen && echo "as on 2026-11-29: sums-of-groups-depend-on-other-rows"
