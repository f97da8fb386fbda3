import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Stacks of bundled programs name the sources, as those of sources do. A map is read when the first stack of its file is: the engine's own
 * support would read all of them at each start.
 */
const FOLDER = pathToFileURL(`${import.meta.dirname}/`).href;
/** @type {Map<string, SourceMap | null>} */
const maps = new Map();

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
  const [, address = '', line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  if (!address.startsWith(FOLDER)) return place;
  const found = mapOf(address)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (found === undefined || !('originalSource' in found) || found.originalSource === undefined) return place;
  return `${new URL(found.originalSource, address).href}:${found.originalLine + 1}:${found.originalColumn + 1}`;
}

/** @param {string} address */
function mapOf(address) {
  let map = maps.get(address);
  if (map === undefined) {
    try {
      map = new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${address}.map`), 'utf8')));
    } catch {
      map = null;
    }
    maps.set(address, map);
  }
  return map;
}
