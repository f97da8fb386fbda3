import { type CheckStep, exchangeCheck } from '../../app/account/exchange-check.ts';
import { redact } from '../../log/redaction.ts';
import { visibleLine } from '../../log/visible.ts';
import { ACCOUNT_OPTIONS, accountSetup, asks } from '../account-options.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options, UsageError } from '../options.ts';

export const command: CliCommand = {
  summary: 'Try an exchange with one real order that is far away: place, find, cancel.',
  options: [
    ...COMMON,
    ...ACCOUNT_OPTIONS,
    { names: ['pair'], takes: 'value', help: 'pair to order (default: the first of the configuration that is traded)' },
    { names: ['stops'], takes: 'nothing', help: 'lay a stop that is far away as well, find and cancel it' },
    { names: ['stake-amount'], takes: 'value', help: "what the order is worth, quote currency (default: the exchange's minimum)" },
  ],
  run: check,
};

/** For scripts: something did not go as it must. */
const EXIT_FAULTY = 1;
const WIDEST = "stop: find by the exchange's id".length;

async function check(options: Options): Promise<number> {
  const stake = stakeOf(options);
  const { setup, isDry } = accountSetup(options);
  const ask = asks(options, 'exchange-check');
  const stop = new AbortController();
  const interrupted = () => {
    write('Interrupted: what lies on the exchange is cancelled first.');
    stop.abort();
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    write(`Checking ${setup.config.exchange.name}, ${setup.config.trading_mode}.`);
    const pair = options['pair'] === undefined ? null : String(options['pair']);
    const talk = {
      signal: stop.signal,
      tell: (step: CheckStep) => write(line(step)),
      ask,
      warn: (text: string) => write(`warning: ${text}`),
    };
    const isGood = await exchangeCheck(setup, { pair, stake, withStop: options['stops'] === true, isDry }, talk);
    if (isGood === null) write('Nothing was placed.');
    else write(isGood ? 'All of it works.' : 'Not all of it works; see the lines with FAILED.');
    return isGood === false ? EXIT_FAULTY : EXIT_OK;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
}

function line({ isGood, what, says, ms }: CheckStep): string {
  return `${isGood ? 'ok    ' : 'FAILED'} ${what.padEnd(WIDEST)} ${says} (${Math.round(ms)} ms)`;
}

function write(text: string): void {
  process.stdout.write(`${redact(visibleLine(text))}\n`);
}

/** @throws UsageError */
function stakeOf(options: Options): number | null {
  const given = options['stake-amount'];
  if (given === undefined) return null;
  const stake = Number(given);
  if (!(stake > 0) || !Number.isFinite(stake)) throw new UsageError(`--stake-amount: "${String(given)}" is not an amount above 0.`);
  return stake;
}
