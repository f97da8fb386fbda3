import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSON5 from 'json5';
import { createUserDir } from './commands/create-userdir.ts';
import { DEMO_PAIRS, demoConfigText } from './demo-config.ts';

/** What `npm start` runs: a dry run on the built-in exchange, which is reached like any other, over the network. */

const USER_DIR = 'user_data';
const CONFIG = join(USER_DIR, 'config.json');
const STRATEGY_FILE = 'demo-scalper.ts';
const SIMULATOR_WAIT_MS = 10_000;

interface DemoConfig {
  exchange?: { ccxt_config?: { urls?: { api?: { public?: string } } } };
  api_server?: { listen_ip_address?: string; listen_port?: number; username?: string };
}

async function main(): Promise<void> {
  createUserDir(USER_DIR, false);
  const isFirst = !existsSync(CONFIG);
  if (isFirst) await writeFirstConfig();
  const config = readConfig();
  const url = config.exchange?.ccxt_config?.urls?.api?.public;
  const isBuiltIn = url !== undefined && /^http:\/\/127\.0\.0\.1:\d+\//.test(url);
  const simulator = isBuiltIn ? await startSimulator(Number(new URL(url).port)) : null;
  const { api_server: api } = config;
  const address = `http://${api?.listen_ip_address}:${api?.listen_port}`;
  process.stdout.write(
    `\n  freqtrade-ts trades on ${isBuiltIn ? 'the built-in exchange' : 'the exchange of your configuration'}.\n` +
      `  Web page:  ${address}\n  User:      ${api?.username}\n  Password:  in ${relative('.', CONFIG)}, under api_server\n  Stop with Ctrl-C.\n\n`,
  );
  if (simulator !== null) {
    process.on('exit', () => simulator.kill('SIGKILL'));
    simulator.on('exit', (code) => {
      if (code !== null && code !== 0)
        process.stderr.write(`The built-in exchange ended with code ${code}; the bot waits for it to return.\n`);
    });
  }
  process.argv = [process.argv[0]!, process.argv[1]!, 'trade', '--config', CONFIG, '--userdir', USER_DIR, ...process.argv.slice(2)];
  await import('./main.ts');
}

function readConfig(): DemoConfig {
  try {
    return JSON5.parse(readFileSync(CONFIG, 'utf8'));
  } catch {
    return {};
  }
}

async function writeFirstConfig(): Promise<void> {
  const port = await freePort(9500);
  const apiPort = await freePort(8080);
  const strategy = join(USER_DIR, 'strategies', STRATEGY_FILE);
  if (!existsSync(strategy)) copyFileSync(fileURLToPath(new URL(`../../examples/strategies/${STRATEGY_FILE}`, import.meta.url)), strategy);
  writeFileSync(CONFIG, demoConfigText(port, apiPort), { mode: 0o600 });
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

async function startSimulator(port: number): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../simulator/main.ts', import.meta.url));
  const child = spawn(process.execPath, [file, '--port', String(port), '--pairs', DEMO_PAIRS.join(','), '--exit-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The built-in exchange did not start.')), SIMULATOR_WAIT_MS);
    child.stdout?.once('data', () => {
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(
        new Error(
          `The built-in exchange did not start (code ${code}). Is another "npm start" running? Stop it with Ctrl-C first. Else something has port ${port}: it is named in ${CONFIG}, under exchange.ccxt_config.`,
        ),
      );
    });
  });
  return child;
}

main().catch((error: unknown) => {
  process.stderr.write(`freqtrade: ${(error as Error).message}\n`);
  process.exit(1);
});
