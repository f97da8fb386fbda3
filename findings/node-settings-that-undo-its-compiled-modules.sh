#!/usr/bin/env bash
# node 24.21.0 (npm), seen 2026-11-29, no network once it is installed.
# Node carries compiled code of its own modules. V8 checks with what settings it was made: with some settings of the heap, all of it is put aside
# without a word, and each module is compiled from its source at every start and in every thread. Which settings do so can't be told from their
# subject: sizes of the young generation and a collector in one thread are harmless, an initial size of the whole heap, its growth and marking in
# one go are not. For a program that loads few modules that is a third of its start.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" node@24.21.0
cat > count.cjs <<'JS'
require('node:zlib');
const { compiledWithCache, compiledWithoutCache } = require('internal/test/binding').internalBinding('builtins').getCacheUsage();
const told = process.execArgv.filter((flag) => flag !== '--expose-internals').join(' ') || 'no setting';
console.log(`${told}: ${compiledWithoutCache.size === 0 ? 'all as they were compiled' : compiledWithCache.size === 0 ? 'all compiled anew' : 'some of both'}`);
JS
for flag in '' --min-semi-space-size=4 --max-semi-space-size=4 --single-threaded-gc --no-concurrent-marking \
  --initial-heap-size=64 --heap-growing-percent=15 --no-incremental-marking; do
  node_modules/.bin/node $flag --expose-internals count.cjs 2>/dev/null
done > seen
cat > expected <<'OUT'
no setting: all as they were compiled
--min-semi-space-size=4: all as they were compiled
--max-semi-space-size=4: all as they were compiled
--single-threaded-gc: all as they were compiled
--no-concurrent-marking: all as they were compiled
--initial-heap-size=64: all compiled anew
--heap-growing-percent=15: all compiled anew
--no-incremental-marking: all compiled anew
OUT
diff expected seen && echo "as on 2026-11-29: settings-that-undo-its-compiled-modules"
