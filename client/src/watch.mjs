import { TOPICS } from './calls.mjs';
import { UsageError } from './errors.mjs';
import { createApi } from './library.mjs';
import { visible } from './visible.mjs';

/** @type {readonly string[]} */
const ALL_TYPES = [...TOPICS, 'analyzed_df'];

/**
 * Prints messages as they come, until it is interrupted: one JSON object a line, or lines for people.
 * @param {import('./library.d.mts').ApiOptions} options @param {readonly string[]} words types wanted; all but frames when empty
 * @param {boolean} asJson
 */
export async function watch(options, words, asJson) {
  if (typeof WebSocket === 'undefined') throw new UsageError('watch needs Node 22 or later.');
  const types = words.flatMap((word) => word.split(',')).filter((word) => word !== '--json');
  for (const type of types)
    if (!ALL_TYPES.includes(type)) throw new UsageError(`"${type}" is no message type. There are: ${ALL_TYPES.join(', ')}.`);
  const end = new AbortController();
  process.once('SIGINT', () => end.abort());
  const api = createApi(options);
  await api.ping();
  const wanted = /** @type {import('./api-types.d.mts').Message['type'][]} */ (types.length === 0 ? TOPICS : types);
  const onState = (/** @type {boolean} */ isOpen) => {
    if (!end.signal.aborted)
      process.stderr.write(isOpen ? `Listening to ${options.url}. Stop with Ctrl-C.\n` : 'The connection broke, trying again.\n');
  };
  for await (const message of api.messages(wanted, { signal: end.signal, onState }))
    process.stdout.write(`${asJson ? JSON.stringify(message) : visible(readableMessage(message))}\n`);
}

/** @param {import('./api-types.d.mts').Message} message */
function readableMessage(message) {
  const time = new Date().toTimeString().slice(0, 8);
  switch (message.type) {
    case 'entry':
    case 'entry_fill':
    case 'entry_cancel':
      return `${time}  ${message.type.padEnd(12)} #${message.trade_id} ${message.pair} ${message.direction.toLowerCase()} ${message.amount} at ${message.order_rate}  ${message.enter_tag ?? ''}`;
    case 'exit':
    case 'exit_fill':
    case 'exit_cancel': {
      const profit = `${message.profit_amount >= 0 ? '+' : ''}${message.profit_amount} ${message.stake_currency} (${(message.profit_ratio * 100).toFixed(2)} %)`;
      return `${time}  ${message.type.padEnd(12)} #${message.trade_id} ${message.pair} ${message.amount} at ${message.order_rate}  ${profit}  ${message.exit_reason ?? ''}`;
    }
    case 'whitelist':
    case 'new_candle':
      return `${time}  ${message.type.padEnd(12)} ${message.data.join(' ')}`;
    case 'status':
    case 'warning':
    case 'startup':
      return `${time}  ${message.type.padEnd(12)} ${message.status.replaceAll('\n', '  ').replaceAll(/[*`]/g, '')}`;
    default: {
      const { type, ...rest } = message;
      return `${time}  ${type.padEnd(12)} ${JSON.stringify(rest)}`;
    }
  }
}
