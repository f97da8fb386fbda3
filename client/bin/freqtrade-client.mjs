#!/usr/bin/env node
import { connection, parameters } from '../src/arguments.mjs';
import { COMMANDS } from '../src/commands.mjs';
import { ConnectionError, UsageError } from '../src/errors.mjs';
import { createApi } from '../src/library.mjs';
import { nearest } from '../src/nearest.mjs';
import { helpText, runCommand } from '../src/run-command.mjs';

const VERSION = '2026.9';
const TIMEOUT_MS = 10_000;
const USAGE = `usage: freqtrade-client [--config FILE] [--json] <command> [parameters]

  -c, --config FILE   configuration with an api_server section (default: user_data/config.json, else config.json;
                      without one: 127.0.0.1:8080)
  --json              the bot's answer as JSON, also on a terminal
  --show              list the commands, as "help" does
  -V, --version       version of this client

Parameters are given in order or as name=value: forceenter BTC/USDT long stake_amount=50
"freqtrade-client watch [message types]" shows messages as they come.
`;

async function main() {
  const words = process.argv.slice(2);
  let file;
  let asJson = !process.stdout.isTTY;
  while (words[0]?.startsWith('-')) {
    const option = words.shift();
    if (option === '-c' || option === '--config') file = words.shift();
    else if (option?.startsWith('--config=')) file = option.slice('--config='.length);
    else if (option === '--json') asJson = true;
    else if (option === '-V' || option === '--version') return print(`freqtrade-client ${VERSION}\n`);
    else if (option === '--show') return print(helpText());
    else if (option === '-h' || option === '--help') return print(USAGE);
    else throw new UsageError(`There is no option ${option}.\n${USAGE}`);
  }
  const [name, ...rest] = words;
  if (name === 'help') return print(helpText());
  if (name === undefined) throw new UsageError(`Name a command.\n${USAGE}`);
  if (name === 'watch') {
    const { watch } = await import('../src/watch.mjs');
    return watch(connection(file, process.env), rest, asJson);
  }
  if (!Object.hasOwn(COMMANDS, name))
    throw new UsageError(`Command ${name} not defined.${meant(name)} "freqtrade-client help" lists them.`);
  const flag = rest.indexOf('--json');
  if (flag >= 0) {
    rest.splice(flag, 1);
    asJson = true;
  }
  const api = createApi({ ...connection(file, process.env), logsIn: false, timeoutMs: TIMEOUT_MS });
  const answer = await runCommand(api, name, parameters(name, rest));
  if (asJson) return print(`${JSON.stringify(answer)}\n`);
  const { readable } = await import('../src/table.mjs');
  print(`${readable(answer, process.stdout.columns || 120)}\n`);
}

/** @param {string} name */
function meant(name) {
  const guess = nearest(name, Object.keys(COMMANDS));
  return guess === null ? '' : ` Did you mean "${guess}"?`;
}

/** @param {string} text */
function print(text) {
  process.stdout.write(text);
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : error instanceof ConnectionError ? 3 : 1;
});
