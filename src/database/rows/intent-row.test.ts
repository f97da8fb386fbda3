import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OrderIntent } from '../../core/order/intent.ts';
import { DatabaseError } from '../errors.ts';
import { intentFromRow, intentRow } from './intent-row.ts';

interface Recorded {
  readonly scene: string;
  readonly row: Parameters<typeof intentFromRow>[0];
  /** What it meant; null where it was not read any more. */
  readonly intent: OrderIntent | null;
}

const { rows: RECORDED } = JSON.parse(
  readFileSync(new URL('../../../tests/golden/databases/order-intents-1.json', import.meta.url), 'utf8'),
) as { rows: readonly Recorded[] };
/** Those of then knew no stops on the exchange. */
const PENDING = RECORDED.flatMap(({ intent }) => (intent === null ? [] : [{ ...intent, stopPrice: null }]));

/** A row of today as it lies in a database. */
const written = (intent: OrderIntent) => ({ ...intentRow(intent), trade_id: intent.tradeId });
const bodyOf = (intent: OrderIntent) => JSON.parse(intentRow(intent).body) as Record<string, unknown>;

describe('intents written while they had no version', () => {
  it.each(RECORDED.filter(({ intent }) => intent !== null))('$scene: read as what it meant', ({ row, intent }) => {
    expect(intentFromRow(row)).toEqual({ ...intent, stopPrice: null });
  });

  it('are written with the version of today when they are written again', () => {
    expect(PENDING).toHaveLength(4);
    for (const intent of PENDING) {
      expect(bodyOf(intent)['version']).toBe(3);
      expect(intentFromRow(written(intent))).toEqual(intent);
    }
  });
});

describe('the row of an intent', () => {
  it('has names as all rows have', () => {
    const keys = (value: unknown): string[] =>
      typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => [key, ...keys(inner)]) : [];
    for (const intent of PENDING) {
      const names = [...Object.keys(intentRow(intent)), ...keys(bodyOf(intent))];
      expect(names.filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name))).toEqual([]);
    }
  });

  it('of a newer release is refused by its name, and says what to do', () => {
    const [intent] = PENDING;
    const row = { ...written(intent!), body: JSON.stringify({ ...bodyOf(intent!), version: 4 }) };
    expect(() => intentFromRow(row)).toThrow(DatabaseError);
    expect(() => intentFromRow(row)).toThrow(
      `the order ${intent!.clientOrderId} (${intent!.pair}), whose outcome is not known, was written down by a newer release (version 4; this one knows 3). Go on with that release.`,
    );
  });

  it('of the form before stops is read as one without', () => {
    const [intent] = PENDING;
    const { stop_price: _none, ...older } = bodyOf(intent!);
    expect(intentFromRow({ ...written(intent!), body: JSON.stringify({ ...older, version: 2 }) })).toEqual(intent);
    const stop = { ...intent!, kind: 'stop', stopPrice: 95.5, trade: null } as const;
    expect(intentFromRow(written(stop))).toEqual(stop);
  });

  it.each([
    ['no JSON', 'nonsense', 'it is no JSON object'],
    ['a list', '[]', 'it is no JSON object'],
    ['a version that is none', '{"version":"2"}', 'its version is "2"'],
    ['a version before the first', '{"version":0}', 'its version is 0'],
    ['nothing else', '{"version":2}', 'its kind is missing'],
    ['nothing else, of old', '{}', 'its kind is missing'],
  ])('with %s is refused by its name', (_what, body, reason) => {
    const row = { ...written(PENDING[0]!), body };
    expect(() => intentFromRow(row)).toThrow(`the order ${row.client_order_id} (${row.pair})`);
    expect(() => intentFromRow(row)).toThrow(reason);
  });

  it('is looked at field by field, that of its trade too', () => {
    const intent = PENDING.find(({ trade }) => trade !== null)!;
    const body = bodyOf(intent);
    const trade = body['trade'] as Record<string, unknown>;
    for (const field of Object.keys(body).filter((name) => name !== 'version')) {
      const row = { ...written(intent), body: JSON.stringify({ ...body, [field]: { wrong: 1 } }) };
      expect(() => intentFromRow(row), field).toThrow(field === 'trade' ? 'its trade.exchange is missing' : `its ${field} is {"wrong":1}`);
    }
    for (const column of Object.keys(trade)) {
      const row = { ...written(intent), body: JSON.stringify({ ...body, trade: { ...trade, [column]: [] } }) };
      expect(() => intentFromRow(row), column).toThrow(`its trade.${column} is []`);
    }
  });
});
