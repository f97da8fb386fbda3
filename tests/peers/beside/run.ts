import { parseArgs } from 'node:util';
import { beside, differences, FUTURES, SPOT, STOPS } from './beside.ts';
import { runCandles } from './candles-run.ts';

const CASES = [...SPOT, ...FUTURES, ...STOPS];
const HELP = `usage: npm run beside -- [names] [--logs FOLDER]
       npm run beside -- candles --help

The real freqtrade and ours trade live, each on a built-in exchange of its own, with the same strategy and the same prices: orders, stops,
trades and money of both must be the same. Names: ${CASES.map(({ what }) => `"${what}"`).join(', ')} (default: all).
`;

async function main(): Promise<number> {
  if (process.argv[2] === 'candles') return runCandles(process.argv.slice(3));
  const { values, positionals: names } = parseArgs({
    options: { logs: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = names.find((name) => !CASES.some(({ what }) => what === name));
  if (unknown !== undefined) throw new Error(`There is no "${unknown}"; there are ${CASES.map(({ what }) => `"${what}"`).join(', ')}.`);
  let failed = 0;
  for (const one of CASES.filter(({ what }) => names.length === 0 || names.includes(what))) {
    const began = performance.now();
    const result = await beside(one, values.logs ?? null);
    const found = differences(one, result);
    const { orders, stops, trades } = result.theirs;
    const seconds = Math.round((performance.now() - began) / 1000);
    const counted = `${orders.length} orders, ${stops.length} stops, ${trades.length} trades, ${seconds} s`;
    process.stdout.write(`${one.what}: ${found.length === 0 ? 'the same' : 'NOT THE SAME'}, ${counted}\n`);
    for (const difference of found) process.stdout.write(`  ${difference}\n`);
    if (found.length > 0) failed++;
  }
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  },
);
