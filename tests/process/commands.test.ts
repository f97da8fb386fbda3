import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT, removeFolder, temporaryFolder } from './harness.ts';
import { startTerminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

/** Runs `freqtrade` as a user does, in an empty folder, with answers on standard input. */
function freqtrade(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], { cwd: folder });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('exit', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

/** Runs `new-config` at a terminal, with these answers. */
async function newConfig(
  answers: readonly (readonly [question: RegExp, answer: string])[],
): Promise<{ code: number | null; shown: string }> {
  const terminal = startTerminal([process.execPath, join(ROOT, 'src/cli/main.ts'), 'new-config'], folder);
  try {
    for (const [question, answer] of answers) await terminal.answer(question, answer);
    return { code: await terminal.ended(), shown: terminal.shown() };
  } finally {
    terminal.close();
  }
}

describe('freqtrade, as a new user tries it', () => {
  it('lists its commands and guesses a misspelt one', async () => {
    expect((await freqtrade(['--help'])).out).toContain('trade ');
    expect(await freqtrade(['trad'])).toMatchObject({ code: 64, err: expect.stringContaining('Did you mean "trade"?') });
    expect(await freqtrade(['trade', '--confg', 'x'])).toMatchObject({ code: 64, err: expect.stringContaining('Did you mean --config?') });
  });

  it('looks for strategies in the folders inside where that is asked for, and tells its version behind any command', async () => {
    await freqtrade(['create-userdir']);
    const strategies = join(folder, 'user_data/strategies');
    mkdirSync(join(strategies, 'ideas/old'), { recursive: true });
    renameSync(join(strategies, 'sample-strategy.ts'), join(strategies, 'ideas/old/sample-strategy.ts'));
    expect((await freqtrade(['list-strategies', '-1'])).out).toBe('');
    expect((await freqtrade(['list-strategies', '-1', '--recursive-strategy-search'])).out).toBe('SampleStrategy\n');
    expect((await freqtrade(['backtesting', '-V'])).out).toMatch(/^freqtrade-ts \d/);
  });

  it('checks a strategy without data: one that is right, and one whose mistakes each have their line', async () => {
    await freqtrade(['create-userdir']);
    const right = await freqtrade(['check-strategy', '--strategy', 'SampleStrategy']);
    expect(right).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ok {5}its types are right$[\s\S]*^ok {5}trades: \d+ trades[\s\S]*SampleStrategy: nothing is wrong/m),
    });
    const path = join(folder, 'user_data/strategies/sample-strategy.ts');
    const wrong = readFileSync(path, 'utf8')
      .replace('stoploss = -0.06;', "stoploss = 0.06;\n  override protections = [{ method: 'CooldownPeriod', stopDurationCandles: 5 }];")
      .replace('rsi(frame.close, 14)', 'rsi(frame, 14)');
    // what is wrong with another one beside it is not its fault
    writeFileSync(path, `${wrong}\nexport abstract class Another extends Strategy {\n  count: number = 'many';\n}\n`);
    const { code, out } = await freqtrade(['check-strategy', '--strategy', 'SampleStrategy']);
    const line = wrong.slice(0, wrong.indexOf('rsi(frame, 14)')).split('\n').length;
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`FAULT  user_data/strategies/sample-strategy.ts:${line}: .*'Column'`));
    expect(out).toMatch(/FAULT {2}stoploss is 0.06; it must be: a ratio below 0/);
    expect(out).toMatch(/FAULT {2}SampleStrategy.populateIndicators failed: rsi: "column" must be a column, and is a data frame/);
    expect(out).toMatch(/FAULT {2}SampleStrategy.protections failed: .*no "stopDurationCandles"; did you mean "stop_duration_candles"/);
    expect(out).toMatch(/SampleStrategy: 4 faults/);
  });

  it('makes a user folder, a strategy, a configuration by questions, and shows it without secrets', async () => {
    expect((await freqtrade(['create-userdir'])).code).toBe(0);
    expect(existsSync(join(folder, 'user_data/strategies/sample-strategy.ts'))).toBe(true);
    expect((await freqtrade(['new-strategy', '--strategy', 'MyOwn', '--template', 'minimal'])).code).toBe(0);
    expect((await freqtrade(['list-strategies'])).out).toMatch(/MyOwn +OK[\s\S]*SampleStrategy +OK/);
    expect(await freqtrade(['new-strategy', '--strategy', 'MyOwn'])).toMatchObject({
      code: 64,
      err: expect.stringContaining('exists already'),
    });
    expect(await freqtrade(['new-strategy', '--strategy', 'my-own'])).toMatchObject({ code: 64 });

    const asked = await newConfig([
      [/dry run/, 'yes'],
      [/Stake currency/, 'usdt'],
      [/Stake of each/, '50'],
      [/Open trades/, '2'],
      [/Timeframe/, '5m'],
      [/Currency to show/, 'none'],
      [/Exchange/, 'binance'],
      [/futures/, 'no'],
      [/Pairs/, 'BTC/USDT'],
      [/Telegram/, ''],
      [/REST API/, ''],
      [/Address/, '127.0.0.1'],
      [/User name/, ''],
      [/Password/, ''],
      [/Strategy/, 'MyOwn'],
    ]);
    expect(asked.code, asked.shown).toBe(0);
    const path = join(folder, 'user_data/config.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const config = JSON.parse(readFileSync(path, 'utf8')) as {
      stake_amount: number;
      strategy: string;
      api_server: { password: string; jwt_secret_key: string };
    };
    expect(config).toMatchObject({ stake_amount: 50, strategy: 'MyOwn', stake_currency: 'USDT', timeframe: '5m', max_open_trades: 2 });
    const shown = await freqtrade(['show-config']);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('"stake_amount": 50');
    for (const secret of [config.api_server.password, config.api_server.jwt_secret_key]) expect(shown.out).not.toContain(secret);
    const before = readFileSync(path, 'utf8');
    expect((await newConfig([[/exists.*config\.json\.old/, 'no']])).shown).toContain('Nothing was written');
    expect(
      await newConfig([
        [/exists/, 'yes'],
        [/dry run/, '\x03'],
      ]),
    ).toMatchObject({ code: 130, shown: expect.stringContaining('nothing was written') });
    expect(readFileSync(path, 'utf8')).toBe(before);
    // no terminal, no questions
    expect(await freqtrade(['new-config', '--config', 'other.json'], 'yes\n')).toMatchObject({
      code: 64,
      err: expect.stringMatching(/standard input is no terminal.*examples\/config\.json/),
    });
    expect(existsSync(join(folder, 'other.json'))).toBe(false);
  });

  it('asks a wrong answer again, shows no secret, and trades for real only where "live" is written', async () => {
    await freqtrade(['create-userdir']);
    const { code, shown } = await newConfig([
      [/dry run/, 'maybe'],
      [/"maybe" is neither yes nor no\.\n.*dry run/, 'no'],
      [/real money/, 'yes'],
      [/"yes" is neither live nor dry\.\n.*real money/, 'live'],
      [/Stake currency/, 'US dollars'],
      [/no currency; write e\.g\. USDT.*\n.*Stake currency/, 'USDT'],
      [/Stake of each/, 'unlimitd'],
      [/Did you mean unlimited\?\n.*Stake of each/, 'unlimited'],
      [/Open trades/, '-1'],
      [/there must be a limit\.\n.*Open trades/, '3'],
      [/Timeframe/, '7m'],
      [/Currency to show/, 'EUR'],
      [/Exchange/, 'kukoin'],
      [/Did you mean kucoin\?.*\n.*Exchange/, 'kucoin'],
      [/kucoin has no 7m; it has 1m, .*\n.*Timeframe/, '5m'],
      [/Pairs/, 'BTCUSDT'],
      [/"BTCUSDT" is no pair.*Did you mean BTC\/USDT\?\n.*Pairs/, 'BTC/USDT, eth/usdt'],
      [/API key/, 'key-to-keep'],
      [/API secret/, 'secret-to-keep'],
      [/Password of the API key/, 'word-to-keep'],
      [/Telegram/, 'yes'],
      [/Token/, 'not a token'],
      [/A token is .*\n.*Token/, '1234:token-to-keep'],
      [/chat id/, '987654'],
      [/REST API/, 'yes'],
      [/Address/, '1.2.3'],
      [/"1\.2\.3" is no address.*\n.*Address/, '127.0.0.1'],
      [/User name/, 'me'],
      [/Password for API/, 'short'],
      [/at least 8 characters\.\n.*Password for API/, 'password-to-keep'],
      [/Strategy/, 'SampelStrategy'],
      [/Did you mean SampleStrategy\?.*\n.*Strategy/, ''],
    ]);
    expect(code, shown).toBe(0);
    for (const secret of ['to-keep', '987654', 'short']) expect(shown).not.toContain(secret);
    expect(JSON.parse(readFileSync(join(folder, 'user_data/config.json'), 'utf8'))).toMatchObject({
      dry_run: false,
      stake_amount: 'unlimited',
      max_open_trades: 3,
      timeframe: '5m',
      fiat_display_currency: 'EUR',
      trading_mode: 'spot',
      margin_mode: '',
      exchange: {
        name: 'kucoin',
        key: 'key-to-keep',
        secret: 'secret-to-keep',
        password: 'word-to-keep',
        pair_whitelist: ['BTC/USDT', 'ETH/USDT'],
      },
      telegram: { enabled: true, token: '1234:token-to-keep', chat_id: '987654' },
      api_server: { enabled: true, listen_ip_address: '127.0.0.1', username: 'me', password: 'password-to-keep' },
      strategy: 'SampleStrategy',
      force_entry_enable: false,
    });
  });

  it('reads a configuration from standard input, and says so where it is wrong', async () => {
    const base = { stake_currency: 'USDT', stake_amount: 10, dry_run: true, exchange: { name: 'binance' } };
    writeFileSync(join(folder, 'second.json'), JSON.stringify({ stake_amount: 30 }));
    const read = await freqtrade(['show-config', '--config', '-', '-c', 'second.json'], JSON.stringify({ ...base, max_open_trades: 7 }));
    expect(read.err).toBe('');
    expect(read.out).toContain('"max_open_trades": 7');
    expect(read.out).toContain('"stake_amount": 30');
    const wrong = await freqtrade(['show-config', '-c', '-'], JSON.stringify({ ...base, dry_run: 'maybe' }));
    expect(wrong.code).toBe(78);
    expect(wrong.err).toContain('standard input: dry_run: found "maybe"');
    expect((await freqtrade(['show-config', '-c', '-'], '{ "stake_currency": ')).err).toMatch(/^ +standard input: found .* at line 1/m);
  });

  it('ends with code 78 and one line per problem when the configuration is wrong', async () => {
    writeFileSync(join(folder, 'config.json'), '{ "stake_currency": 5, "exchange": {} }');
    const { code, err } = await freqtrade(['trade', '--config', 'config.json']);
    expect(code).toBe(78);
    expect(err).toMatch(/stake_currency: found 5; allowed: string/);
    expect(err).toMatch(/exchange\.name: found nothing/);
    expect(err).not.toContain('    at ');
    expect((await freqtrade(['trade'])).err).toContain('config');
  });

  it('names an unknown strategy, exchange and database', async () => {
    mkdirSync(join(folder, 'user_data'), { recursive: true });
    const base = { stake_currency: 'USDT', stake_amount: 10, dry_run: true, strategy: 'SampleStrategy', exchange: { name: 'binance' } };
    const write = (changes: object) => writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...base, ...changes }));
    await freqtrade(['create-userdir']);
    write({ strategy: 'SampelStrategy' });
    expect(await freqtrade(['trade', '-c', 'config.json'])).toMatchObject({
      code: 78,
      err: expect.stringContaining('Did you mean "SampleStrategy"?'),
    });
    write({ exchange: { name: 'nosuchexchange' } });
    expect(await freqtrade(['trade', '-c', 'config.json'])).toMatchObject({ code: 78, err: expect.stringContaining('nosuchexchange') });
    write({ db_url: 'mysql://u:hidden@h/x' });
    const database = await freqtrade(['trade', '-c', 'config.json']);
    expect(database).toMatchObject({ code: 78, err: expect.stringContaining('not supported') });
    expect(database.err).not.toContain('hidden');
    writeFileSync(join(folder, 'broken.sqlite'), 'this is no database, but long enough to look at. '.repeat(100));
    write({ db_url: 'sqlite:///broken.sqlite' });
    expect(await freqtrade(['trade', '-c', 'config.json'])).toMatchObject({ code: 78, err: expect.stringContaining('broken.sqlite') });
    expect(readFileSync(join(folder, 'broken.sqlite'), 'utf8')).toContain('this is no database');
  });

  it('does not open an API to others with an example password', async () => {
    await freqtrade(['create-userdir']);
    const api_server = {
      enabled: true,
      listen_ip_address: '0.0.0.0',
      listen_port: 18999,
      username: 'Freqtrader',
      password: 'SuperSecret1!',
      jwt_secret_key: 'somethingRandomSomethingRandom123',
    };
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({
        stake_currency: 'USDT',
        stake_amount: 10,
        dry_run: true,
        strategy: 'SampleStrategy',
        exchange: { name: 'binance' },
        api_server,
      }),
    );
    const { code, err } = await freqtrade(['trade', '-c', 'config.json']);
    expect(code).toBe(78);
    expect(err).toContain('new-secret');
    expect(err).not.toContain('SuperSecret1!');
  });
});
