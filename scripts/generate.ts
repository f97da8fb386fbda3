import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Writes what is made from records and schemas: lists, documents, types, the client's tables. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Texts by their path from the root. */
type Texts = Readonly<Record<string, string>>;

/** Lists of what is in a folder come first: what is made after them reads them, and so is loaded only then. */
const STEPS: readonly (() => Promise<Texts>)[] = [
  async () => (await import('./generate/indicators.ts')).generateIndicators(ROOT),
  async () => (await import('./generate/pairlists.ts')).generatePairlists(ROOT),
  async () => (await import('./generate/protections.ts')).generateProtections(ROOT),
  async () => (await import('./generate/traits.ts')).generateTraits(ROOT),
  async () => (await import('./generate/exchanges.ts')).generateExchanges(ROOT),
  async () => (await import('./generate/commands.ts')).generateCommands(ROOT),
  async () => (await import('./generate/client.ts')).generateClient(),
  async () => (await import('./generate/config.ts')).generateConfig(),
];

/** Every file that is made. @param write called with the files of a step before the next one begins */
export async function generate(write: (texts: Texts) => void): Promise<void> {
  for (const step of STEPS) write(await step());
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await generate((texts) => {
    for (const [path, text] of Object.entries(texts)) writeFileSync(join(ROOT, path), text);
  });
