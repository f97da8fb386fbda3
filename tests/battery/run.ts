import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import type { Ground } from './ground.ts';
import { PARTS } from './parts.ts';

const HELP = `usage: npm run battery -- [options]

Does to a live bot on the built-in exchange whatever may happen to one, and compares the exchange's ledger with its database.

options:
  --only NAMES    parts, comma separated: ${Object.keys(PARTS).join(', ')} (default: all)
  --seed TEXT     makes the run the same as the one that printed it
  --turns NUMBER  turns of each part (default: the part's own)
  --exchange NAMES  dialects, comma separated, of the parts that go through all of them (default: all)
  --logs FOLDER   where the bot's output of a failing part is kept (default: the temporary folder)
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: `battery-${Date.now() % 1_000_000}` },
      turns: { type: 'string' },
      exchange: { type: 'string' },
      logs: { type: 'string', default: '/tmp' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const names = values.only === undefined ? Object.keys(PARTS) : values.only.split(',');
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new Error(`--only: there is no part "${unknown}"; there are ${Object.keys(PARTS).join(', ')}.`);
  const exchanges = values.exchange?.split(',') ?? Object.keys(DIALECTS);
  const noDialect = exchanges.find((name) => !Object.hasOwn(DIALECTS, name));
  if (noDialect !== undefined)
    throw new Error(`--exchange: there is no dialect "${noDialect}"; there are ${Object.keys(DIALECTS).join(', ')}.`);
  let failed = 0;
  for (const name of names) {
    const part = PARTS[name]!;
    const turns = values.turns === undefined ? part.turns : Number(values.turns);
    let ground: Ground | null = null;
    const start = performance.now();
    const tell = (made: Ground) => {
      ground = made;
    };
    const problems = await part.run(values.seed, turns, tell, exchanges);
    const { actions = 0 } = (ground as Ground | null) ?? {};
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stdout.write(`${name}: ${problems.length === 0 ? 'held' : 'FAILED'}, ${turns} turns, ${actions} actions, ${seconds} s\n`);
    if (problems.length === 0) continue;
    failed++;
    const log = join(values.logs, `battery-${name}-${values.seed}.log`);
    (ground as Ground | null)?.keepOutput(log);
    for (const problem of problems) process.stdout.write(`  ${problem}\n`);
    process.stdout.write(`  again: npm run battery -- --seed ${values.seed} --only ${name}${again(values)}\n  output: ${log}\n`);
  }
  return failed === 0 ? 0 : 1;
}

/** Options of the run as they were given. */
function again({ turns, exchange }: { turns?: string | undefined; exchange?: string | undefined }): string {
  return `${turns === undefined ? '' : ` --turns ${turns}`}${exchange === undefined ? '' : ` --exchange ${exchange}`}`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`battery: ${(error as Error).message}\n`);
    process.exit(64);
  },
);
