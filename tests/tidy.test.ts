import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/cli/command-table.ts';
import { ALLOWED, assertionsIn } from './house/casts.ts';
import { LONG_ON_PURPOSE, longFunctions } from './house/long-functions.ts';
import { markProblems, roomRows, shownRows, statementsOf } from './house/marks.ts';
import { brokenInDocument, brokenInSource, type House, unknownNames } from './house/references.ts';

/** The house rules as a test. */

const ROOT = join(import.meta.dirname, '..');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

interface Cruise {
  summary: { violations: { from: string; to: string; rule: { name: string } }[]; totalCruised: number };
}

function cruise(folder: string, paths: readonly string[]): Cruise {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [bin('depcruise'), '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', ...paths],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Cruise;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.git', '.cache', 'user_data', 'planted', 'golden'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

const files = filesBelow(ROOT);
const sources = files.filter((path) => /\.(ts|mts|mjs|vue)$/.test(path));

describe('the house', () => {
  it('rooms import only what the map allows', () => {
    const { summary } = cruise(ROOT, ['src', 'client']);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    const modules = sources.filter((path) => /^(src|client)\//.test(relative(ROOT, path))).length;
    expect(summary.totalCruised, 'the cruiser saw every module').toBeGreaterThanOrEqual(modules * 0.9);
  }, 60_000);

  it('planted violations are caught, each by name', () => {
    const { summary } = cruise(join(ROOT, 'tests/planted'), ['src', 'client']);
    const caught = summary.violations.map(({ rule, from }) => `${from.replace('src/', '')} ${rule.name.split('-imports-only')[0]}`);
    for (const expected of [
      'cli/picks-an-adapter.ts cli',
      'cli/steers-the-bot.ts cli',
      'app/reaches-up.ts app',
      'api/http/steers-the-bot.ts api-http',
      'api/stream/knows-the-bot.ts api-stream',
      'api/calls/reaches-up.ts api-calls',
      'api/calls/knows-http.ts calls-know-no-http',
      'api/access/knows-calls.ts api-access',
      'api/present/reaches-up.ts api-present',
      'notify/telegram/knows-the-bot.ts notify',
      'notify/telegram/knows-routes.ts notify',
      'research/knows-the-app.ts research',
      'research/shows-answers.ts research',
      'research/starts-threads.ts threads-start-in-pools-only',
      'workers/knows-research.ts workers',
      'bot/knows-an-adapter.ts bot',
      'exchange/knows-the-bot.ts exchange',
      'python/knows-the-bot.ts python',
      'database/knows-the-bot.ts database',
      'samplers/knows-the-core.ts samplers',
      'queue/knows-research.ts queue',
      'core/reaches-out.ts core',
      'core/reads-files.ts pure-rooms-use-no-node-module',
      'core/circle-a.ts no-cycles',
      'simulator/knows-the-bot.ts simulator',
      'simulator/engine/knows-a-dialect.ts simulator-engine',
      'simulator/dialects/binance/knows-the-core.ts simulator-dialects',
    ]) {
      expect(caught).toContain(expected);
    }
    // an arrow nobody has tried to break may not be one
    const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: readonly { name: string }[] };
    const tried = new Set(summary.violations.map(({ rule }) => rule.name));
    expect(forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  }, 60_000);

  it('a clock in a pure room is caught', () => {
    const folder = mkdtempSync(join(tmpdir(), 'planted-'));
    cpSync(join(ROOT, 'tests/planted'), folder, { recursive: true });
    cpSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
    const { stdout, stderr } = spawnSync(bin('biome'), ['lint', '--colors=off', 'src/core'], { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(`${stdout}${stderr}`).toContain('pure rooms read no clock');
  });

  it('is formatted and free of lint', () => {
    const { status, stdout, stderr } = spawnSync(bin('biome'), ['check', '--error-on-warnings', '--colors=off', '.'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status, `${stdout}${stderr}`.slice(0, 4000)).toBe(0);
  }, 60_000);

  it('compiles, bot and page', () => {
    const run = (args: string[]) => spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    const bot = run([bin('tsc'), '-b']);
    expect(bot.stdout).toBe('');
    const page = run([bin('vue-tsc'), '--noEmit', '-p', 'ui/tsconfig.json']);
    expect(page.stdout).toBe('');
  }, 120_000);

  it('has no mode flag outside the rooms that pick adapters', () => {
    // a strategy may ask what it was started for; who hands that on reads it not
    const handedOn =
      /^src\/(index|bot\/(bot|equip)|strategy\/data-provider|research\/(equip-analysis|analyse-pair|prepare-pairs|check-strategy)|python\/(ground|python-strategy))\.ts$/;
    const allowed =
      /^src\/(app|cli|config|exchange|wire)\/|^src\/api\/(calls\/(account|backtests)|present\/(backtest|balances|config))\.ts$|^src\/research\/tasks\/lookahead\.ts$|^src\/notify\/telegram\/commands\/bot\.ts$|^src\/research\/report\/present-report\.ts$|^ui\/|^tests\/|^bench\/|^scripts\/|^client\/|\.test\.ts$/;
    const found = sources.filter((path) => {
      const place = relative(ROOT, path);
      const flag = handedOn.test(place) ? /dry_?run(?!')/i : /dry_?run|runmode/i;
      return flag.test(readFileSync(path, 'utf8')) && !allowed.test(place);
    });
    expect(found.map((path) => relative(ROOT, path))).toEqual([]);
  });

  it('uses no banned file names', () => {
    const banned = /(^|\/)(utils?|helpers?|common|misc|manager|service|base|types)(\.[a-z.]+)?$/;
    expect(files.map((path) => relative(ROOT, path)).filter((path) => banned.test(path))).toEqual([]);
  });

  it('leaves no unfinished business', () => {
    const found = sources.filter((path) => /\b(TODO|FIXME|XXX|HACK)\b/.test(readFileSync(path, 'utf8')) && !path.endsWith('tidy.test.ts'));
    expect(found.map((path) => relative(ROOT, path))).toEqual([]);
  });

  it('gives no emitter or timer of the server a listener that could throw into it', () => {
    const bare = /\b(?:\w+\.(?:on|once|addListener)\(\s*'[^']+',|set(?:Interval|Timeout|Immediate)\()\s*(?!guarded|\s|resolve\b|\))[^\n]*/g;
    // its library hands what a listener throws to bot.catch
    const exempt = new Set(['src/notify/telegram/telegram.ts']);
    const rooms = sources.filter((path) => /^src\/(api|notify|producers)\/.*(?<!\.test)\.ts$/.test(relative(ROOT, path)));
    expect(rooms.length).toBeGreaterThan(50);
    const found = rooms
      .filter((path) => !exempt.has(relative(ROOT, path)))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(bare)].map(([text]) => `${relative(ROOT, path)}: ${text}`));
    expect(found).toEqual([]);
  });

  describe('goes past the type checker only with a reason', () => {
    const shipped = sources.filter((path) => /^(src|client\/src|ui\/src)\//.test(relative(ROOT, path)) && !path.endsWith('.test.ts'));
    const found = shipped.flatMap((path) => assertionsIn(path).map(({ text }) => ({ path: relative(ROOT, path), text })));
    const allowed = new Set(Object.values(ALLOWED).flat());

    it('as never, as unknown as, and ! on what is no element of a list', () => {
      expect(shipped.length).toBeGreaterThan(400);
      expect(found.filter(({ text }) => !allowed.has(text)).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
    });

    it('no reason outlives what it was for', () => {
      expect([...allowed].filter((text) => !found.some((one) => one.text === text))).toEqual([]);
    });

    it('planted assertions are found', () => {
      const planted = assertionsIn(join(ROOT, 'tests/planted/docs/untrue.ts'));
      expect(planted.map(({ text }) => text)).toEqual(["'5' as never", 'as unknown as Date', 'names.get(first)!']);
    });
  });

  it('says things in one way', () => {
    // told: reported, sent, given, shown; reckon: compute
    const replaced = /\b(?:[Uu]n)?[Tt]old\b|[a-z]Told\b|[Rr]eckon/;
    const shown = [...sources, ...files.filter((path) => path.endsWith('.md'))].filter((path) =>
      /^(src|client\/src|ui\/src|docs)\/(?!.*\.test\.ts$)|^(?!CHANGELOG)[A-Z]+\.md$/.test(relative(ROOT, path)),
    );
    expect(shown.length).toBeGreaterThan(500);
    expect(shown.filter((path) => replaced.test(readFileSync(path, 'utf8'))).map((path) => relative(ROOT, path))).toEqual([]);
  });

  it('has no function of api, app, command line or research that is too long to be read at once', () => {
    const long = sources
      .map((path) => relative(ROOT, path))
      .filter((path) => /^src\/(api|app|cli|research|workers)\/.*(?<!\.test)\.ts$/.test(path))
      .flatMap((path) => longFunctions(path, readFileSync(join(ROOT, path), 'utf8')))
      .map(({ name }) => name);
    expect(long.sort()).toEqual(Object.keys(LONG_ON_PURPOSE).sort());
    const planted = `export function long() {\n${'  work();\n'.repeat(70)}}\nserve(app, ENDPOINTS.x, async () => {\n${'  work();\n'.repeat(15)}});\n`;
    expect(longFunctions('planted.ts', planted).map(({ name }) => name)).toEqual(['planted.ts long', 'planted.ts ENDPOINTS.x']);
  });

  it('mocks no module', () => {
    const found = sources.filter((path) => /vi\.mock\(/.test(readFileSync(path, 'utf8')) && !path.endsWith('tidy.test.ts'));
    expect(found).toEqual([]);
  });

  it('links to files that exist', () => {
    const broken: string[] = [];
    for (const path of files.filter((file) => file.endsWith('.md'))) {
      for (const [, target] of readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
        if (!existsSync(join(dirname(path), target!))) broken.push(`${relative(ROOT, path)}: ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });

  describe('what documents and comments name', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const { functions } = JSON.parse(readFileSync(join(ROOT, 'tests/golden/indicators.json'), 'utf8')) as { functions: { name: string }[] };
    const house: House = {
      root: ROOT,
      files: [...files, ...filesBelow(join(ROOT, 'tests/golden')), ...filesBelow(join(ROOT, 'tests/planted'))],
      scripts: Object.keys(scripts),
      commands: Object.keys(COMMANDS),
      talib: new Set(functions.map(({ name }) => name.toUpperCase())),
    };
    const documents = files.filter((path) => path.endsWith('.md') && !path.endsWith('CHANGELOG.md'));

    it('documents: files, scripts and commands are there', () => {
      expect(documents.length).toBeGreaterThan(10);
      expect(documents.flatMap((path) => brokenInDocument(path, house))).toEqual([]);
    });

    it('documents about the inside: functions and fields are there', () => {
      const words = new Set(sources.flatMap((path) => readFileSync(path, 'utf8').match(/\w+/g) ?? []));
      const inside = ['ARCHITECTURE.md', 'CONTRIBUTING.md'].map((name) => join(ROOT, name));
      expect(inside.flatMap((path) => unknownNames(path, house, words))).toEqual([]);
    });

    it('comments: files, scripts and sources are there', () => {
      expect(sources.flatMap((path) => brokenInSource(path, house))).toEqual([]);
    });

    it('planted references to nothing are caught', () => {
      const planted = (name: string) => join(ROOT, 'tests/planted/docs', name);
      const caught = [
        ...brokenInDocument(planted('untrue.md'), house),
        ...unknownNames(planted('untrue.md'), house, new Set(['decideExit'])),
        ...brokenInSource(planted('untrue.ts'), house),
      ].map((text) => text.replace(/^[^:]*: /, ''));
      expect(caught).toEqual([
        '`src/bot/nowhere.ts` is no file',
        '"src/bot/lost.ts" is no file',
        '"npm run nothing" is no script',
        '"npm run nothing-either" is no script',
        '"node scripts/nowhere.mjs" is no file',
        '"freqtrade fly" is no command',
        '`decideNothing` is nowhere in the sources',
        '"../nowhere/file.ts" is no file',
        '"Source: golden/nowhere" is of no known form',
        '"Source: tests/golden/nowhere.json" is of no known form',
        '"Source: TA-Lib NOSUCH" is of no known form',
      ]);
    });

    const architecture = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');

    it('ARCHITECTURE.md: every statement says what holds it, and that is there', () => {
      expect(architecture.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
      const statements = statementsOf(architecture);
      expect(statements.length).toBeGreaterThan(60);
      expect(statements.flatMap((statement) => markProblems(statement, house))).toEqual([]);
    });

    it('ARCHITECTURE.md: the table of rooms is what the rooms may import', () => {
      const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
      expect(rooms.filter((room) => !architecture.includes(`| \`${room.name}/`)).map((room) => room.name)).toEqual([]);
      const wanted = roomRows(readFileSync(join(ROOT, '.dependency-cruiser.cjs'), 'utf8'));
      expect(Object.fromEntries(shownRows(architecture))).toEqual(Object.fromEntries(wanted));
    });

    it('planted statements that nothing holds are caught', () => {
      const planted = [
        'Nothing is said of what holds this.',
        'A test that is gone. [gone.test.ts]',
        'A name that is gone. [tidy.test.ts: no such thing anywhere]',
        'One. Two. Three. Four. [tidy.test.ts]',
        'All is well. [tidy.test.ts: compiles, bot and page] [types]',
      ];
      expect(planted.map((statement) => markProblems(statement, house).length)).toEqual([1, 1, 0, 1, 0]);
    });

    it('package.json: every script runs a file that is there', () => {
      const named = Object.values(scripts).flatMap((line) => line.match(/\b(?:scripts|bench|tests)\/[\w./-]+/g) ?? []);
      expect(named.length).toBeGreaterThan(5);
      expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    });
  });

  it('holds no big file outside the golden data and the recordings', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
    const big = tracked.filter(
      (path) => existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).size > 400_000 && !path.startsWith('tests/golden/'),
    );
    expect(big).toEqual([]);
  });
});
