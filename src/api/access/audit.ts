import { mkdirSync, renameSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { withoutSecrets } from '../../config/secrets.ts';
import type { AuditEntry } from '../../wire/answers/access.ts';

/** What was asked of the bot that changes anything: in memory for the API, in a file for later. */
export interface AuditLog {
  record(request: FastifyRequest, status: number): void;
  /** The latest first. */
  entries(limit: number): readonly AuditEntry[];
  close(): Promise<void>;
}

const KEPT = 1000;
const BODY_LIMIT = 500;
/** What is cut off must not leave half a secret, which nobody would know for one. */
const LONGEST_SECRET = 10_000;
const FILE_LIMIT = 10 << 20;

/** As much of a body as is written: what comes behind need not be looked at. @param room in characters, of which each element takes one */
function beginning(value: unknown, room = { left: BODY_LIMIT + LONGEST_SECRET }): unknown {
  room.left -= typeof value === 'string' ? value.length : 1;
  if (typeof value !== 'object' || value === null) return value;
  const elements: [string, unknown][] = [];
  for (const name in value) {
    if (room.left <= 0) break;
    room.left -= name.length;
    elements.push([name, beginning((value as Record<string, unknown>)[name], room)]);
  }
  return Array.isArray(value) ? elements.map(([, element]) => element) : Object.fromEntries(elements);
}

/** @param folder the user's folder; null keeps the log in memory only @param redact strikes secrets out of a text */
export function openAudit(folder: string | null, now: () => number, redact: (text: string) => string): AuditLog {
  const kept: AuditEntry[] = [];
  const file = folder === null ? null : openFile(folder);
  return {
    record: (request, status) => {
      const { body: sent } = withoutSecrets({ body: beginning(request.body) }) as { body: unknown };
      const body =
        sent === undefined || sent === null
          ? null
          : redact(JSON.stringify(sent).slice(0, BODY_LIMIT + LONGEST_SECRET)).slice(0, BODY_LIMIT);
      const entry: AuditEntry = {
        at: now(),
        who: request.caller?.name ?? 'nobody',
        address: request.ip,
        http_method: request.method,
        path: redact(request.url.split('?')[0] ?? ''),
        request_body: body,
        http_status: status,
      };
      kept.push(entry);
      if (kept.length > KEPT) kept.shift();
      file?.write(`${JSON.stringify(entry)}\n`);
    },
    entries: (limit) => kept.slice(-limit).reverse(),
    close: async () => file?.end(),
  };
}

/** Adds lines to the file, one after another; a line that can't be written is given up: the entry stays in memory. */
function openFile(folder: string): { write(text: string): void; end(): Promise<void> } {
  const path = join(folder, 'logs', 'audit.jsonl');
  mkdirSync(join(folder, 'logs'), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > FILE_LIMIT) renameSync(path, `${path}.1`);
  let waiting = '';
  let working: Promise<void> | null = null;
  async function work(): Promise<void> {
    while (waiting !== '') {
      const text = waiting;
      waiting = '';
      // a full disk must not end the bot, and may have room again later
      await appendFile(path, text, { mode: 0o600 }).catch(() => undefined);
    }
    working = null;
  }
  return {
    write: (text) => {
      waiting += text;
      working ??= work();
    },
    end: async () => {
      await working;
    },
  };
}
