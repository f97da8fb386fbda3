import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BotEvent, EntryEvent, ExitEvent } from '../../bot/events.ts';
import { createDiscord, type DiscordSettings } from './discord.ts';

const URL = 'https://discord.com/api/webhooks/12345/very-secret';
const ENTRY: EntryEvent = {
  ...{ kind: 'entry_fill', tradeId: 3, exchange: 'binance', pair: 'A/USDT', base: 'A', stakeCurrency: 'USDT', leverage: 1 },
  ...{ isShort: false, orderType: 'limit', enterTag: null, orderRate: 100, openRate: 100, openDate: 0, stakeAmount: 50 },
  ...{ amount: 0.5, currentRate: 101, isPart: false },
};
const EXIT: ExitEvent = {
  ...{ ...ENTRY, kind: 'exit_fill', profit: 5, profitRatio: 0.1, exitReason: 'roi', closeDate: 90 * 60_000, closeRate: 110 },
  ...{ cumulativeProfit: 0, finalProfitRatio: 0.1, isFinal: true },
};

describe('Discord', () => {
  /** What the receiver answers, one after another; 204 after the last. */
  let answers: (number | Error)[] = [];
  let sent: { url: string; body: string }[] = [];
  let warnings: string[] = [];
  let close: (() => Promise<void>) | null = null;
  beforeEach(() => {
    vi.useFakeTimers();
    [answers, sent, warnings] = [[], [], []];
    vi.stubGlobal('fetch', async (url: string, { body, method, headers }: { body: string; method: string; headers: object }) => {
      expect([method, headers]).toEqual(['POST', { 'content-type': 'application/json' }]);
      sent.push({ url, body });
      const answer = answers.shift() ?? 204;
      if (answer instanceof Error) throw answer;
      return new Response(null, { status: answer });
    });
  });
  afterEach(async () => {
    await close?.();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
  const hook = (fields: DiscordSettings['fields']) => {
    let timeframe = '1m';
    const log = { warn: (module: string, text: string): void => void warnings.push(`${module}: ${text}`) };
    const made = createDiscord({ url: URL, fields, about: () => ({ strategy: 'Mine', timeframe }) }, log);
    close = () => made.close();
    const tell = async (...events: BotEvent[]): Promise<void> => {
      for (const event of events) made.tell(event);
      await vi.advanceTimersByTimeAsync(0);
    };
    return { tell, setTimeframe: (to: string) => (timeframe = to) };
  };
  const embeds = () => sent.map(({ body }) => (JSON.parse(body) as { embeds: unknown[] }).embeds);

  it('shows a fill as an embed of filled templates; blue for an entry, green for a gain, red for a loss', async () => {
    const { tell, setTimeframe } = hook({
      entry_fill: [{ Pair: '{pair}' }, { 'Open rate': '{open_rate:.2f}', Strategy: '{strategy}' }],
      exit_fill: [{ Profit: '{profit_ratio:.1%}' }, { Timeframe: '{timeframe}' }],
    });
    await tell(ENTRY);
    setTimeframe('5m');
    await tell(EXIT, { ...EXIT, profit: -1, profitRatio: -0.02 });
    const inline = true;
    const exit = (color: number, value: string) => [
      {
        ...{ title: 'Trade: A/USDT exit_fill', color },
        fields: [
          { name: 'Profit', value, inline },
          { name: 'Timeframe', value: '5m', inline },
        ],
      },
    ];
    expect(embeds()).toEqual([
      [
        {
          ...{ title: 'Trade: A/USDT entry_fill', color: 0x0000ff },
          fields: [
            { name: 'Pair', value: 'A/USDT', inline },
            { name: 'Open rate', value: '100.00', inline },
            { name: 'Strategy', value: 'Mine', inline },
          ],
        },
      ],
      exit(0x00ff00, '10.0%'),
      exit(0xff0000, '-2.0%'),
    ]);
    expect(sent.map(({ url }) => url)).toEqual([URL, URL, URL]);
    expect(warnings).toEqual([]);
  });

  it('says nothing of events without fields, and which template can’t be filled', async () => {
    const { tell } = hook({ entry_fill: [{ Pair: '{pari}' }], exit_fill: [{ Pair: '{pair}' }], entry: [] });
    const silent: BotEvent[] = [
      { ...ENTRY, kind: 'entry' },
      { ...ENTRY, kind: 'entry_cancel', reason: 'timeout' },
      { kind: 'status', text: 'running' },
      { kind: 'whitelist', pairs: ['A/USDT'] },
    ];
    await tell(...silent);
    expect([sent, warnings]).toEqual([[], []]);
    await tell(ENTRY, EXIT);
    expect(embeds()).toMatchObject([[{ title: 'Trade: A/USDT exit_fill' }]]);
    expect(warnings).toEqual([expect.stringContaining('The Discord template for "entry_fill" can\'t be filled: there is no "pari"')]);
  });

  it('tries a message four times, a second apart, before the next has its turn; no warning holds the address', async () => {
    const refused = Object.assign(new TypeError(`fetch failed: ${URL}`), { cause: new Error(`connect ${URL}`) });
    answers = [429, refused, 500, 404];
    const { tell } = hook({ entry_fill: [{ Id: '{trade_id}' }] });
    await tell(ENTRY, { ...ENTRY, tradeId: 4 });
    const ids = () => sent.map(({ body }) => /"value":"(\d+)"/.exec(body)?.[1]);
    expect(ids()).toEqual(['3']);
    await vi.advanceTimersByTimeAsync(999);
    expect(ids()).toEqual(['3']);
    await vi.advanceTimersByTimeAsync(1);
    expect(ids()).toEqual(['3', '3']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(ids()).toEqual(['3', '3', '3', '3', '4']);
    expect(warnings).toEqual([
      'rpc.discord: Discord: the receiver answered 429.',
      "rpc.discord: Discord: the receiver can't be reached: TypeError.",
      'rpc.discord: Discord: the receiver answered 500.',
      'rpc.discord: Discord: the receiver answered 404.',
    ]);
    expect(warnings.join()).not.toContain('secret');
  });

  it('keeps 500 messages at most while the receiver is down, says so once, and ends at once', async () => {
    answers = Array.from({ length: 10 }, () => 503);
    const { tell } = hook({ entry_fill: [{ Id: '{trade_id}' }] });
    await tell(...Array.from({ length: 503 }, (_event, index) => ({ ...ENTRY, tradeId: index })));
    const full = warnings.filter((text) => text.includes('500 messages wait already'));
    expect(full).toHaveLength(1);
    await close?.();
    close = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toHaveLength(1);
  });
});
