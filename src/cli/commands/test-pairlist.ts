import { pairlistReach } from '../../app/pairlists/pairlist-reach.ts';
import { runPairlists } from '../../app/pairlists/pairlist-run.ts';
import { openMarkets } from '../../app/research/markets.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { dataContext, EXCHANGE_OPTION, words } from '../data-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';

export const command: CliCommand = {
  summary: 'Show which pairs the pairlists of a configuration choose.',
  options: [
    ...COMMON,
    { names: ['quote'], takes: 'words', help: 'quote currencies, over the stake currency' },
    { names: ['one-column'], short: '1', takes: 'nothing', help: 'one a line' },
    { names: ['print-json'], takes: 'nothing', help: 'as JSON' },
    EXCHANGE_OPTION,
  ],
  run: testPairlist,
};

async function testPairlist(options: Options): Promise<number> {
  const { config, exchange } = dataContext(options);
  if (config === null) throw new UsageError('There is no configuration with pairlists: name one with --config FILE.');
  const client = await openMarkets(config, exchange);
  try {
    for (const quote of words(options, 'quote') ?? [config.stake_currency]) {
      const pairs = await runPairlists({
        config,
        market: client.market,
        reach: pairlistReach(config, true),
        pairlists: config.pairlists,
        blacklist: config.exchange.pair_blacklist ?? [],
        stakeCurrency: quote,
      });
      process.stdout.write(present(options, quote, pairs));
    }
  } finally {
    await client.close();
  }
  return EXIT_OK;
}

function present(options: Options, quote: string, pairs: readonly string[]): string {
  if (options['print-json'] === true) return `${JSON.stringify(pairs)}\n`;
  if (options['one-column'] === true) return pairs.map((pair) => `${pair}\n`).join('');
  // as Python shows a list
  return `Pairs for ${quote}: \n[${pairs.map((pair) => `'${pair}'`).join(', ')}]\n`;
}
