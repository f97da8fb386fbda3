import type { Trade } from '../../core/trade/trade.ts';
import type { ListCustomData } from '../../wire/answers/trade.ts';
import { plainIsoText } from './dates.ts';

/** What a strategy keeps with a trade, all of it or one key. */
export function presentCustomData(trade: Readonly<Trade>, key: string | null): ListCustomData {
  const found = Object.entries(trade.customData).filter(([name, { value }]) => value !== undefined && (key === null || name === key));
  return {
    trade_id: trade.id,
    custom_data: found.map(([name, datum]) => ({
      key: name,
      type: datum.written?.type ?? kindOf(datum.value),
      value: datum.value,
      created_at: plainIsoText(datum.createdAt ?? 0),
      updated_at: datum.updatedAt === null ? null : plainIsoText(datum.updatedAt),
    })),
  };
}

/** Names as freqtrade's, which are Python's. */
function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'string':
      return 'str';
    default:
      return Array.isArray(value) ? 'list' : 'dict';
  }
}
