import { historySource } from '../../app/research/history-source.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { dataContext, EXCHANGE_OPTION, exchangeTitle, MODE_OPTION } from '../data-options.ts';
import { COMMON, type Options } from '../options.ts';

export const command: CliCommand = {
  summary: 'List the timeframes of an exchange.',
  options: [...COMMON, EXCHANGE_OPTION, { names: ['one-column'], short: '1', takes: 'nothing', help: 'one a line' }, MODE_OPTION],
  run: listTimeframes,
};

async function listTimeframes(options: Options): Promise<number> {
  const context = dataContext(options);
  const source = await historySource(context, (text) => process.stderr.write(text));
  await source.close();
  process.stdout.write(
    options['one-column'] === true
      ? source.timeframes.map((timeframe) => `${timeframe}\n`).join('')
      : `Timeframes available for the exchange \`${exchangeTitle(context.exchange)}\`: ${source.timeframes.join(', ')}\n`,
  );
  return EXIT_OK;
}
