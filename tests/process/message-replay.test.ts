import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { shapeDifferences } from './golden-replay.ts';
import {
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';

interface Recorded {
  direction: 'sent' | 'received' | 'action';
  message: { type?: string; data?: unknown; request?: string; body?: unknown; [field: string]: unknown };
}

const recorded = JSON.parse(gunzipSync(readFileSync(join(ROOT, 'tests/golden/ws-trade-mode.json.gz'))).toString()) as Recorded[];
/** Depend on the moment, or on how deep the book was where the capture was made. */
const OF_THE_MOMENT = new Set(['open_date', 'close_date', 'la', 'df', 'current_rate']);
/** Fields of one message that differ on purpose; docs/differences.md argues each. */
const DIFFERENT: Readonly<Record<string, readonly string[]>> = {
  // freqtrade computes a cancelled exit at a rate of 0
  exit_cancel: ['gain', 'limit', 'order_rate', 'profit_amount', 'profit_ratio'],
  // whether a market order is told with its price asked or its price paid depends on who is faster
  exit: ['gain', 'limit', 'order_rate', 'close_rate', 'profit_amount', 'profit_ratio'],
};

describe('the message WebSocket beside what freqtrade told', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  beforeAll(async () => {
    const pairs = ['BTC/USDT', 'ETH/USDT', 'S000/USDT', 'S001/USDT'];
    simulator = await startSimulatorProcess(['--pairs', pairs.join(',')]);
    const prices: Record<string, number> = { BTCUSDT: 60_000, ETHUSDT: 3000, S000USDT: 100, S001USDT: 100 };
    for (const [symbol, price] of Object.entries(prices)) await simulator.control('POST', 'price', { symbol, price, hold: true });
    const pricing = { price_side: 'same', use_order_book: true, order_book_top: 1 };
    const config = botConfig(simulator, await freePort(), {
      timeframe: '5m',
      unfilledtimeout: undefined,
      entry_pricing: pricing,
      exit_pricing: pricing,
      exchange: { pair_whitelist: pairs },
    });
    bot = await startBotProcess({ config });
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('the same actions give the same messages, field by field', async () => {
    const socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws?token=ws-token-for-tests`);
    const heard: Recorded['message'][] = [];
    socket.on('message', (data) => heard.push(JSON.parse(data.toString()) as Recorded['message']));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const wrong: string[] = [];
    let step: string = '';
    let expected: Recorded['message'][] = [];
    const states: unknown[] = [];
    const theirStates: unknown[] = [];
    /** Compares what came of one step with what had come of it. */
    const compare = async (): Promise<void> => {
      // a candle may end at any moment
      const isOfCandle = (type: string | undefined) =>
        type === 'new_candle' || (type === 'analyzed_df' && !step.startsWith('sent analyzed_df'));
      const isDue = ({ type }: { type?: string }) => !isOfCandle(type) && !(type === 'status' && /POST \/(start|stop|stopbuy)$/.test(step));
      const due = expected.filter(isDue).length;
      await until(async () => heard.filter(isDue).length >= due, step, 20_000).catch((error: Error) => wrong.push(error.message));
      // whatever was told before this answer has come before it
      const count = heard.length;
      socket.send(JSON.stringify({ type: 'whitelist', data: null }));
      const answered = () => heard.findIndex(({ type }, index) => index >= count && type === 'whitelist');
      await until(async () => answered() >= 0, 'an answer');
      heard.splice(answered(), 1);
      const ours = heard.splice(0).filter(({ type }) => !isOfCandle(type));
      const types = (messages: readonly Recorded['message'][]) => messages.map(({ type }) => type).join(' ');
      // states are polled there and told at once here
      const isControl = /POST \/(start|stop|stopbuy)$/.test(step);
      if (isControl) states.push(...ours.filter(({ type }) => type === 'status').map(({ status }) => status));
      if (isControl) theirStates.push(...expected.filter(({ type }) => type === 'status').map(({ status }) => status));
      if (isControl) ours.splice(0, ours.length, ...ours.filter(({ type }) => type !== 'status'));
      if (isControl) expected = expected.filter(({ type }) => type !== 'status');
      if (types(ours) !== types(expected)) wrong.push(`${step}: ${types(expected)} / ${types(ours)}`);
      expected.forEach((theirs, index) => {
        const mine = ours[index];
        if (mine === undefined || mine.type !== theirs.type) return;
        const place = `${step}: ${theirs.type}`;
        const differences = shapeDifferences(theirs, mine).filter((difference) => !difference.includes('__cut__'));
        wrong.push(...differences.map((difference) => `${place}${difference}`));
        if (theirs.type === 'analyzed_df' || theirs.type === 'startup') return;
        for (const [field, value] of Object.entries(theirs)) {
          if (OF_THE_MOMENT.has(field) || DIFFERENT[theirs.type ?? '']?.includes(field)) continue;
          const isEqual =
            typeof value === 'number'
              ? Math.abs(value - Number(mine[field])) <= 1e-9
              : JSON.stringify(value) === JSON.stringify(mine[field]);
          if (!isEqual) wrong.push(`${place}.${field}: ${JSON.stringify(value)} / ${JSON.stringify(mine[field])}`);
        }
      });
      expected = [];
    };
    for (const { direction, message } of recorded) {
      if (direction === 'received') {
        if (message.type !== 'analyzed_df' || step.startsWith('sent analyzed_df')) expected.push(message);
        continue;
      }
      await compare();
      if (direction === 'sent') {
        step = `sent ${message.type} ${JSON.stringify(message.data)}`;
        socket.send(JSON.stringify(message));
        continue;
      }
      const [method = '', path = ''] = (message.request ?? '').split(' ');
      step = message.request ?? '';
      if (step.includes('reload_config')) break;
      // the book of the capture: 59999.9 bid, 60000.1 asked
      const price = path === '/forceexit' ? 59_999.91 : 60_000.1;
      await simulator.control('POST', 'price', { symbol: 'BTCUSDT', price, hold: true });
      const { status, body } = await bot.api(method, path.slice(1), method === 'DELETE' ? undefined : message.body);
      if (status !== 200) wrong.push(`${step}: status ${status} ${JSON.stringify(body)}`);
    }
    socket.close();
    expect(wrong).toEqual([]);
    for (const state of theirStates) expect(states).toContain(state);
  });

  it.each<[string, string]>([
    ['an unknown request', '{"type":"nosuch"}'],
    ['a number', '5'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['a subscription to a number', '{"type":"subscribe","data":5}'],
    ['frames of a list', '{"type":"analyzed_df","data":[1]}'],
  ])('%s is answered with an exception and the connection stays', async (_name, text) => {
    const socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws`, ['freqtrade', 'ws-token-for-tests']);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const answers: { type: string; data: unknown }[] = [];
    socket.on('message', (data) => answers.push(JSON.parse(data.toString())));
    socket.send(text);
    socket.send('{"type":"whitelist","data":null}');
    await new Promise<void>((resolve) => {
      socket.on('message', (data) => data.toString().includes('whitelist') && resolve());
    });
    if (!text.includes('analyzed_df')) expect(answers[0]!.type).toBe('exception');
    socket.close();
  });

  it('malformed JSON closes it with a reason', async () => {
    const socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws`, ['freqtrade', 'ws-token-for-tests']);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send('{not json');
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(1007);
  });
});
