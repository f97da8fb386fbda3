import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logIn, openPage, startBrowser } from '../tests/page/web-browser.ts';
import { ROOT, removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { startTerminal, type Terminal } from '../tests/process/terminal.ts';

/**
 * Follows README.md as somebody does who has just cloned the project: every command of it, in its order, at a terminal, in a clone of
 * what is committed. Tells when each began, how long it took and what it showed; fails where one can't be done, where a command has no
 * step here, or where something else is shown than README says. Needs ports 8080, 9500 and a network to install packages from.
 */

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
/** How long the first start may take: it installs packages. */
const SET_UP_MS = 600_000;
const STEP_MS = 120_000;
/** Lines of a command's output that the transcript shows. */
const [FIRST, LAST] = [12, 8];

/** A block of README: commands without the words behind them, and the lines it says they show. */
interface Block {
  readonly commands: string[];
  /** A number stands for any, … for anything. */
  readonly shown: string[];
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const [, language = '', body = ''] of text.matchAll(/^```(\w*)\n(.*?)^```$/gms)) {
    const lines = body.split('\n').filter((line) => line.trim() !== '');
    if (language === 'text') blocks.at(-1)!.shown.push(...lines);
    if (language === '') blocks.push({ commands: lines.map((line) => line.replace(/\s+#.*$/, '')), shown: [] });
  }
  for (const [, line = ''] of text.matchAll(/^`(npx exchange-simulator [^`]*)`/gm)) blocks.push({ commands: [line], shown: [] });
  return blocks;
}

function patternOf(line: string): RegExp {
  const parts = line.trim().split(/(\d[\d.,:-]*|…|─+|\s+)/);
  const pattern = parts.map((part) => {
    if (/^\d/.test(part)) return '-?\\d[\\d.,:-]*';
    if (part === '…') return '.*';
    if (part.startsWith('─')) return '─+';
    return /^\s+$/.test(part) ? '\\s+' : part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(pattern.join(''));
}

const begun = performance.now();
const told = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(6)} s`;

function tell(line: string, tookMs: number, output: string): void {
  process.stdout.write(`\n${told(performance.now() - begun - tookMs)} ${told(tookMs)}  $ ${line}\n`);
  const lines = output.split('\n').filter((text) => text.trim() !== '');
  const cut = lines.length > FIRST + LAST + 1;
  const shown = cut ? [...lines.slice(0, FIRST), `… (${lines.length - FIRST - LAST} lines)`, ...lines.slice(-LAST)] : lines;
  process.stdout.write(shown.map((text) => `                     ${text}\n`).join(''));
}

/** Waits for something to be shown at a terminal that has it all. @throws Error with what was shown instead */
async function until(what: string, done: () => boolean, output: () => string, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!done()) {
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}. Shown was:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function main(): Promise<void> {
  const folder = temporaryFolder();
  const clone = join(folder, 'freqtrade-ts');
  const open = new Set<Terminal>();
  const type = (line: string): Terminal => {
    const terminal = startTerminal(['sh', '-c', `stty cols 160; ${line}`], clone, { npm_config_progress: 'false', TZ: 'UTC' });
    open.add(terminal);
    return terminal;
  };
  const interrupt = async (terminal: Terminal): Promise<void> => {
    terminal.type('\x03');
    await terminal.ended();
    open.delete(terminal);
  };
  /** What the commands of the block at hand have shown. */
  let output = '';
  /** A command that goes on until it is stopped. */
  const start = async (line: string, isReady: RegExp, limitMs: number): Promise<Terminal> => {
    const at = performance.now();
    const terminal = type(line);
    await until(`${isReady}`, () => isReady.test(terminal.shown()), terminal.shown, limitMs);
    tell(line, performance.now() - at, terminal.shown());
    output += terminal.shown();
    return terminal;
  };
  /** A command that ends, answered where it asks. */
  const run = async (line: string, answers: readonly (readonly [RegExp, string])[] = []): Promise<void> => {
    const at = performance.now();
    const terminal = type(line);
    for (const [question, answer] of answers) await terminal.answer(question, answer);
    const code = await terminal.ended();
    open.delete(terminal);
    tell(line, performance.now() - at, terminal.shown());
    if (code !== 0) throw new Error(`"${line}" ended with code ${code}:\n${terminal.shown()}`);
    output += terminal.shown();
  };

  let demo: Terminal | null = null;
  /** The bot that runs now. */
  const bot = (): Terminal => {
    if (demo === null) throw new Error('README has nothing that starts the bot before.');
    return demo;
  };
  const steps: readonly (readonly [RegExp, (line: string) => Promise<unknown>])[] = [
    [/^npm test$/, async (line) => tell(line, 0, '(left out: it is what CI does)')],
    [
      /^npm start$/,
      async (line) => {
        demo = await start(line, /Bot heartbeat/, SET_UP_MS);
        await look(clone);
      },
    ],
    [
      /^npm start -- --strategy/,
      async (line) => {
        const at = performance.now();
        await interrupt(bot());
        tell('Ctrl-C', performance.now() - at, bot().shown().split('\n').slice(-4).join('\n'));
        demo = await start(line, /Bot heartbeat/, STEP_MS);
      },
    ],
    [
      /new-config/,
      (line) =>
        run(line, [
          [/dry run/, 'yes'],
          [/Stake currency/, ''],
          [/Stake of each/, ''],
          [/Open trades/, ''],
          [/Timeframe/, ''],
          [/Currency to show/, ''],
          [/Exchange/, ''],
          [/futures/, ''],
          [/Pairs/, ''],
          [/Telegram/, ''],
          [/REST API/, 'yes'],
          [/Address/, ''],
          [/User name/, ''],
          [/Password/, ''],
          [/Strategy/, 'MyStrategy'],
        ]),
    ],
    [
      /^npx freqtrade trade --config user_data\/real\.json/,
      async (line) => {
        // it has the port of the demo
        await interrupt(bot());
        // without a network to an exchange it says so, and goes on trying
        demo = await start(line, /API and web page on/, STEP_MS);
        await until('what it makes of the exchange', () => /RUNNING|can't be reached/.test(bot().shown()), bot().shown, STEP_MS);
      },
    ],
    [
      /--config user_data\/real\.json status$/,
      async (line) =>
        /RUNNING/.test(bot().shown()) ? run(line) : tell(line, 0, '(no exchange can be reached from here: the bot does not trade yet)'),
    ],
    [
      /^npx exchange-simulator/,
      async (line) => {
        await interrupt(bot());
        const simulator = await start(line, /listening on/, STEP_MS);
        await interrupt(simulator);
      },
    ],
    [/^npx freqtrade(-client)? /, run],
  ];
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, clone]);
    for (const { commands, shown } of blocksOf(README)) {
      output = '';
      for (const line of commands) {
        const step = steps.find(([pattern]) => pattern.test(line));
        if (step === undefined) throw new Error(`README has "${line}", and nothing here follows it.`);
        await step[1](line);
      }
      for (const line of shown)
        if (!patternOf(line).test(output))
          throw new Error(`${commands.join('; ')} does not show what README says:\n${line}\nbut\n${output}`);
    }
    process.stdout.write(`\nEverything README says works: ${told(performance.now() - begun).trim()}.\n`);
  } finally {
    for (const terminal of open) terminal.close();
    removeFolder(folder);
  }
}

/** Opens the page as README says: user and password as the first start has told. */
async function look(clone: string): Promise<void> {
  const config = readFileSync(join(clone, 'user_data/config.json'), 'utf8').replaceAll(/^\/\/.*$/gm, '');
  const { api_server: api } = JSON.parse(config) as { api_server: { listen_port: number; username: string; password: string } };
  const at = performance.now();
  const browser = await startBrowser();
  try {
    const { page } = await openPage(browser, `http://127.0.0.1:${api.listen_port}`, 1440);
    await logIn(page, /Open trades/, api.username, api.password);
    await page.locator('.chart canvas').first().waitFor();
    tell(
      '(the page, with the user and the password that were told)',
      performance.now() - at,
      (await page.getByRole('heading').allInnerTexts()).join(', '),
    );
  } finally {
    await browser.close();
  }
}

await main();
