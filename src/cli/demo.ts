import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import JSON5 from 'json5';
import { createUserDir } from './commands/create-userdir.ts';
import { DEMO_PAIRS, demoConfigText, demoFiles } from './demo-config.ts';

/** What `npm start` runs: a dry run on the built-in exchange, which is reached like any other, over the network. */

const USER_DIR = 'user_data';
const STRATEGY_FILE = 'demo-scalper.ts';
const SIMULATOR_WAIT_MS = 10_000;
const USUAL_PORT = 9500;

interface DemoConfig {
  exchange?: { name?: string; ccxt_config?: object };
  api_server?: { listen_ip_address?: string; listen_port?: number; username?: string };
}

interface BuiltIn {
  readonly process: ChildProcess;
  readonly url: string;
}

async function main(): Promise<void> {
  const { values, tokens } = parseArgs({
    options: { dialect: { type: 'string' } },
    strict: false,
    tokens: true,
  });
  // all but what is the demo's own goes to the bot as it is
  const own = new Set(
    tokens.flatMap((token) =>
      token.kind === 'option' && token.name === 'dialect' ? (token.inlineValue ? [token.index] : [token.index, token.index + 1]) : [],
    ),
  );
  const forBot = process.argv.slice(2).filter((_, index) => !own.has(index));
  const dialect = typeof values.dialect === 'string' ? values.dialect : 'binance';
  const file = demoFiles(dialect).config;
  createUserDir(USER_DIR, false);
  const found = existsSync(file) ? readConfig(file) : null;
  const port = found === null ? await freePort(USUAL_PORT) : builtInPort(found);
  // read while the exchange starts; what fails here fails again where it is used
  import('./commands/trade.ts').catch(() => undefined);
  const simulator = port === null ? null : await startSimulator(port, found?.exchange?.name ?? dialect, file);
  if (found === null && simulator !== null) await writeFirstConfig(file, simulator);
  const { api_server: api } = readConfig(file);
  process.stdout.write(
    `\n  freqtrade-ts trades on ${simulator === null ? 'the exchange of your configuration' : `the built-in exchange${dialect === 'binance' ? '' : `, in ${dialect}'s language`}`}.\n` +
      `  Web page:  http://${api?.listen_ip_address}:${api?.listen_port}\n  User:      ${api?.username}\n  Password:  in ${relative('.', file)}, under api_server\n  Stop with Ctrl-C.\n\n`,
  );
  simulator?.process.on('exit', (code) => {
    if (code !== null && code !== 0)
      process.stderr.write(`The built-in exchange ended with code ${code}; the bot waits for it to return.\n`);
  });
  process.argv = [process.argv[0]!, process.argv[1]!, 'trade', '--config', file, '--userdir', USER_DIR, ...forBot];
  await import('./main.ts');
}

function readConfig(file: string): DemoConfig {
  try {
    return JSON5.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Where a configuration expects the built-in exchange; null for one of another exchange. */
function builtInPort(config: DemoConfig): number | null {
  const [, port] = /"http:\/\/127\.0\.0\.1:(\d+)/.exec(JSON.stringify(config.exchange?.ccxt_config ?? {})) ?? [];
  return port === undefined ? null : Number(port);
}

async function writeFirstConfig(file: string, { url }: BuiltIn): Promise<void> {
  const place = (await (await fetch(`${url}/control/ccxt`)).json()) as {
    name: string;
    ccxt_config: object;
    contracts_only_in: string | null;
  };
  const apiPort = await freePort(8080);
  const strategy = join(USER_DIR, 'strategies', STRATEGY_FILE);
  if (!existsSync(strategy)) copyFileSync(fileURLToPath(new URL(`../../examples/strategies/${STRATEGY_FILE}`, import.meta.url)), strategy);
  writeFileSync(
    file,
    demoConfigText({ exchange: place.name, ccxtConfig: place.ccxt_config, apiPort, contractsOnlyIn: place.contracts_only_in }),
    { mode: 0o600 },
  );
}

/** The wanted port if nobody has it, else a free one. */
async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number): Promise<number | null> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
      });
    });
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

async function startSimulator(port: number, dialect: string, file: string): Promise<BuiltIn> {
  const program = fileURLToPath(new URL('../simulator/main.ts', import.meta.url));
  const options = ['--dialect', dialect, '--port', String(port), '--pairs', DEMO_PAIRS.join(','), '--exit-with-stdin'];
  const child = spawn(process.execPath, [program, ...options], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The built-in exchange did not start.')), SIMULATOR_WAIT_MS);
    child.stdout?.once('data', () => {
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      const reason = existsSync(file)
        ? ` (code ${code}). Is another "npm start" running? Stop it with Ctrl-C first. Else something has port ${port}: it is named in ${file}, under exchange.ccxt_config.`
        : '.';
      reject(new Error(`The built-in exchange did not start${reason}`));
    });
  });
  process.on('exit', () => child.kill('SIGKILL'));
  return { process: child, url: `http://127.0.0.1:${port}` };
}

main().catch((error: unknown) => {
  process.stderr.write(`freqtrade: ${(error as Error).message}\n`);
  process.exit(1);
});
