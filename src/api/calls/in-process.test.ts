import { describe, expect, it } from 'vitest';
import { createInProcessApi } from './in-process.ts';

function apiOver(bot: object | null) {
  return createInProcessApi({ bot: () => bot as never, research: null, logLines: () => [], now: () => 0 });
}

describe('calls within the process', () => {
  const state = { whitelist: ['BTC/USDT'], blacklist: [], trades: [], markets: new Map(), mode: 'running' };
  const settings = { config: { pairlists: [{ method: 'StaticPairList' }] }, entryRules: { maxOpenTrades: 3 } };
  const store = {
    history: { list: async () => ({ ids: [], total: 0, isLast: true }), trades: async function* () {}, version: 1 },
    trades: { find: async () => null },
  };

  it('answer as the API does', async () => {
    const api = apiOver({ state, settings, store });
    expect(await api.call('whitelist')).toEqual({ whitelist: ['BTC/USDT'], length: 1, method: ['StaticPairList'] });
    // text that is JSON already, and a limit the checks fill in
    expect(await api.call('trades')).toEqual({ trades: [], trades_count: 0, offset: 0, total_trades: 0 });
  });

  it('are checked as those of the network, and refused in words', async () => {
    const api = apiOver({ state, settings, store });
    await expect(api.call('trade', { path: { tradeid: 'x' } })).rejects.toThrow(
      'tradeid: Input should be a valid integer, unable to parse string as an integer',
    );
    await expect(api.call('trade', { path: { tradeid: 7 } })).rejects.toThrow('Trade not found.');
    await expect(api.call('forceenter', { body: {} })).rejects.toThrow('pair: Field required');
  });

  it('are refused while there is no bot, and where the bot does not do them', async () => {
    await expect(apiOver(null).call('whitelist')).rejects.toThrow('Bot is not in the correct state.');
    await expect(apiOver({ state, settings, store }).call('strategies')).rejects.toThrow('Bot is not in the correct state.');
  });
});
