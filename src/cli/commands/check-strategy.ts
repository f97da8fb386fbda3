import { relative } from 'node:path';
import { loadStrategy } from '../../app/strategies/strategy-loader.ts';
import { typeProblems } from '../../app/strategies/type-check.ts';
import { sourceLine } from '../../bot/source-line.ts';
import type { RawConfig } from '../../config/raw.ts';
import { validate } from '../../config/validate.ts';
import type { TriedCallbacks } from '../../research/check-callbacks.ts';
import { checkStrategy, type StrategyCheck } from '../../research/check-strategy.ts';
import { StrategyError } from '../../strategy/guard.ts';
import { protectionsOf } from '../../strategy/protections-of.ts';
import { riskProblems } from '../../strategy/risk-rules.ts';
import { silenceText } from '../../strategy/silence.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options, STRATEGY, UsageError } from '../options.ts';
import { knownConfigFiles, strategyFolders, userDir } from '../paths.ts';
import { quietHosting } from '../python-hosting.ts';
import { readConfig } from '../research-options.ts';

export const command: CliCommand = {
  summary: 'Check a strategy in seconds: types, settings, a run on made-up candles, look-ahead, start-up candles.',
  options: [...COMMON, ...STRATEGY],
  run: check,
};

/** For scripts: something is wrong with the strategy. */
const EXIT_FAULTY = 1;
/** Difference of an indicator from its value over all candles that counts, ratio. */
const TOO_FAR = 0.005;

type Verdict = readonly [kind: 'ok' | 'note' | 'FAULT', text: string];

async function check(options: Options): Promise<number> {
  const config = configOf(options);
  const name = options['strategy'] ?? config.strategy;
  if (typeof name !== 'string' || name === '') throw new UsageError('Name the strategy: freqtrade check-strategy --strategy MyStrategy');
  const begun = performance.now();
  const folders = strategyFolders(options, userDir(options, config.user_data_dir), config);
  const { strategy, path } = await loadStrategy(name, folders, config, quietHosting(options, config));
  const verdicts: Verdict[] = [['ok', `loads: ${shown(path)}`], ...(await typesOf(path, name))];
  for (const { key, found, allowed } of riskProblems(strategy)) verdicts.push(['FAULT', `${key} is ${found}; it must be: ${allowed}`]);
  verdicts.push(
    ...(await judged(() => {
      protectionsOf(strategy, strategy.timeframe);
      return [];
    })),
    ...(await judged(async () => verdictsOf(name, strategy.startupCandleCount, await checkStrategy(strategy, config)))),
  );
  for (const [kind, text] of verdicts) process.stdout.write(`${kind.padEnd(6)} ${text}\n`);
  const faults = verdicts.filter(([kind]) => kind === 'FAULT').length;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const end = faults === 0 ? 'nothing is wrong with it' : `${faults} ${faults === 1 ? 'fault' : 'faults'}`;
  process.stdout.write(`${name}: ${end} (${seconds} s).\n`);
  return faults === 0 ? EXIT_OK : EXIT_FAULTY;
}

/** What is found; a fault where the strategy's own code fails. */
async function judged(look: () => Verdict[] | Promise<Verdict[]>): Promise<Verdict[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof StrategyError)) throw error;
    return [['FAULT', `${error.message}${sourceLine(error)}`]];
  }
}

/** A path as it is shortest. */
function shown(path: string): string {
  const near = relative('.', path);
  return near.startsWith('..') ? path : near;
}

/** The configuration that is named, or the default one; else what every strategy can be tried with. */
function configOf(options: Options): RawConfig {
  if (knownConfigFiles(options).length > 0) return readConfig(options).config;
  const plain = { stake_currency: 'USDT', stake_amount: 'unlimited', dry_run: true, exchange: { name: 'binance', pair_whitelist: [] } };
  return validate(plain, new Map(), 'check-strategy', 'backtest').config;
}

async function typesOf(path: string, name: string): Promise<Verdict[]> {
  if (path.endsWith('.py')) return [];
  const found = await typeProblems(path, name);
  if (found === null) return [['note', 'its types were not read: there is no compiler (npm install typescript beside it)']];
  if (found.length === 0) return [['ok', 'its types are right']];
  return found.map(({ place, message }): Verdict => ['FAULT', `${shown(place)}: ${message.replaceAll(/\s+/g, ' ')}`]);
}

/** Mistakes that are shown of one strategy's callbacks. */
const MOST_FAILURES = 10;

function triedVerdicts({ trades, failures, unasked }: TriedCallbacks): Verdict[] {
  const found = failures.slice(0, MOST_FAILURES).map(({ message, cause }): Verdict => ['FAULT', `${message}${sourceLine(cause)}`]);
  if (found.length === 0) found.push(['ok', `trades: ${trades} trades on them`]);
  if (unasked.length > 0) found.push(['note', `nothing has led to ${unasked.join(', ')}: not tried`]);
  return found;
}

function verdictsOf(name: string, startup: number, found: StrategyCheck): Verdict[] {
  const { pairs, candles, entries, exits, silent, misnamed, lookahead, recursive, tried } = found;
  const verdicts: Verdict[] = [];
  const silence = silenceText(name, silent, pairs.length);
  const ran = `runs: ${pairs.length} pairs, ${candles} made-up candles each; ${entries} signals to enter, ${exits} to leave`;
  verdicts.push(['ok', ran]);
  if (silence !== null) verdicts.push(['note', silence]);
  for (const words of misnamed) verdicts.push(['note', words]);
  const { totalSignals, biasedEntries, biasedExits, biasedIndicators } = lookahead;
  const biased = biasedEntries + biasedExits;
  if (biased + biasedIndicators.length > 0) {
    const columns = biasedIndicators.length === 0 ? '' : `; columns ${biasedIndicators.join(', ')} change with what comes later`;
    verdicts.push(['FAULT', `looks ahead: ${biased} of ${totalSignals} signals are others without the candles after them${columns}`]);
  } else if (totalSignals > 0) verdicts.push(['ok', `does not look ahead (${totalSignals} signals looked at)`]);
  if (tried !== null) verdicts.push(...triedVerdicts(tried));
  const far = Object.entries(recursive.results).flatMap(([column, row]) => {
    const ratio = Object.values(row)[0];
    return ratio === undefined || (ratio !== null && Math.abs(ratio) < TOO_FAR) ? [] : [{ column, ratio }];
  });
  if (far.length === 0) verdicts.push(['ok', `${startup} start-up candles are enough for its indicators`]);
  else {
    const words = far.map(({ column, ratio }) => `${column} ${ratio === null ? 'has no value' : `is ${(ratio * 100).toFixed(1)} % off`}`);
    verdicts.push(['note', `with startupCandleCount ${startup}: ${words.join(', ')}; more start-up candles make it sure`]);
  }
  return verdicts;
}
