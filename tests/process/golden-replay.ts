import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from './harness.ts';

/** One request and what freqtrade answered. */
export interface Recorded {
  name: string;
  request: { method: string; path: string; body: unknown; auth: string | null; headers: Record<string, string> | null };
  response: { status: number; headers: Record<string, string>; body: unknown };
}

export function recordedRequests(): Recorded[] {
  return JSON.parse(gunzipSync(readFileSync(join(ROOT, 'tests/golden/trade-mode.json.gz'))).toString()) as Recorded[];
}

/**
 * Differences in shape between two answers: keys, types, nulls where the other has none. Numbers, texts and lengths of
 * lists may differ; the first element of a list stands for all.
 */
export function shapeDifferences(theirs: unknown, ours: unknown, path = ''): string[] {
  if (theirs === null || ours === null)
    return theirs === ours || typeof theirs !== 'object' || typeof ours !== 'object' ? [] : [`${path}: ${kind(theirs)} / ${kind(ours)}`];
  if (Array.isArray(theirs) || Array.isArray(ours)) {
    if (!Array.isArray(theirs) || !Array.isArray(ours)) return [`${path}: ${kind(theirs)} / ${kind(ours)}`];
    if (theirs.length === 0 || ours.length === 0) return [];
    return shapeDifferences(theirs[0], ours[0], `${path}[]`);
  }
  if (typeof theirs === 'object' && typeof ours === 'object') {
    const a = theirs as Record<string, unknown>;
    const b = ours as Record<string, unknown>;
    const missing = Object.keys(a)
      .filter((key) => !(key in b))
      .map((key) => `${path}.${key}: missing`);
    const extra = Object.keys(b)
      .filter((key) => !(key in a))
      .map((key) => `${path}.${key}: extra`);
    return [
      ...missing,
      ...extra,
      ...Object.keys(a)
        .filter((key) => key in b)
        .flatMap((key) => shapeDifferences(a[key], b[key], `${path}.${key}`)),
    ];
  }
  return typeof theirs === typeof ours ? [] : [`${path}: ${kind(theirs)} / ${kind(ours)}`];
}

function kind(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
}
