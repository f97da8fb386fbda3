const { readFileSync } = process.getBuiltinModule('node:fs');
const { fileURLToPath, pathToFileURL } = process.getBuiltinModule('node:url');

/**
 * Stacks of bundled programs name the sources, as those of sources do. Node looks at the stack of whatever ends a connection, so that only
 * the places in it are looked for, each once: its own support would read and keep all maps.
 */
const FOLDER = pathToFileURL(`${import.meta.dirname}/`).href;
const PLACES_KEPT = 1000;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** @type {Map<string, string>} */
const places = new Map();

Error.prepareStackTrace = (error, sites) =>
  [headOf(error), ...sites.map((site) => `    at ${String(site).replace(/file:\/\/[^()]+?:\d+:\d+/, sourcePlace)}`)].join('\n');

/** @param {unknown} error */
function headOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/** @param {string} place address, line and column */
function sourcePlace(place) {
  if (!place.startsWith(FOLDER)) return place;
  let source = places.get(place);
  if (source === undefined) {
    source = lookUp(place) ?? place;
    if (places.size < PLACES_KEPT) places.set(place, source);
  }
  return source;
}

/** @param {string} place */
function lookUp(place) {
  const [, address = '', line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  try {
    const { mappings, sources } = JSON.parse(readFileSync(fileURLToPath(`${address}.map`), 'utf8'));
    const found = originalOf(mappings, Number(line) - 1, Number(column) - 1);
    return found === null ? null : `${new URL(sources[found.source], address).href}:${found.line + 1}:${found.column + 1}`;
  } catch {
    return null;
  }
}

/**
 * The last place before a line and column of what was made, all from 0. Source maps: numbers in base 64, each as the difference to the one
 * before; lines end with ";", places with ",".
 * @param {string} mappings @param {number} line @param {number} column
 */
function originalOf(mappings, line, column) {
  const fields = [0, 0, 0, 0, 0];
  /** @type {{ source: number, line: number, column: number } | null} */
  let found = null;
  let row = 0;
  let field = 0;
  let value = 0;
  let shift = 0;
  for (let index = 0; index <= mappings.length; index++) {
    const character = mappings[index] ?? ';';
    if (character === ',' || character === ';') {
      if (row === line && field > 0) {
        const [at = 0, source = 0, fromLine = 0, fromColumn = 0] = fields;
        if (at > column) return found;
        found = field > 1 ? { source, line: fromLine, column: fromColumn } : null;
      }
      field = 0;
      if (character === ',') continue;
      if (row === line) return found;
      row++;
      fields[0] = 0;
      continue;
    }
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    fields[field] = (fields[field] ?? 0) + (value & 1 ? -(value >> 1) : value >> 1);
    field++;
    value = 0;
    shift = 0;
  }
  return found;
}
