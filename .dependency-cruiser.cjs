/**
 * Who may import whom, from the ground up: cli → app → what the bot and research are made of → ports → core. One row per room, or
 * per part of a room; rules with names people understand are made from it.
 */
const ROOMS = {
  core: [],
  indicators: [],
  samplers: [],
  wire: [],
  log: [],
  strategy: ['core', 'indicators'],
  pairlists: ['core'],
  backtest: ['core', 'strategy'],
  config: ['core', 'wire', 'pairlists', 'log'],
  data: ['core'],
  workers: ['core'],
  queue: [],
  exchange: ['core'],
  database: ['core'],
  producers: ['core', 'indicators', 'strategy'],
  python: ['core', 'indicators', 'strategy'],
  bot: ['core', 'strategy', 'pairlists', 'config'],
  research: ['core', 'samplers', 'strategy', 'backtest', 'data', 'config', 'pairlists'],
  'api/present': ['core', 'wire', 'pairlists', 'config'],
  'api/access': ['core', 'wire', 'config'],
  'api/calls': ['api/present', 'core', 'wire', 'pairlists', 'config'],
  'api/stream': ['api/access', 'api/present', 'api/calls', 'core', 'wire', 'config'],
  'api/http': ['api', 'core', 'wire', 'config'],
  notify: ['core', 'wire'],
  app: [
    ...['core', 'indicators', 'samplers', 'wire', 'log', 'strategy', 'pairlists', 'backtest', 'config', 'data', 'workers', 'queue'],
    ...['exchange', 'database', 'producers', 'python', 'bot', 'research', 'api', 'notify'],
  ],
  cli: ['app', 'core', 'config', 'strategy', 'backtest', 'data', 'pairlists', 'research', 'log', 'wire'],
  'simulator/engine': [],
  'simulator/dialects': ['simulator/engine'],
  simulator: [],
};

/** Rooms of which another may see the port (and its errors) only, or the one file that is named. */
const PORTS = {
  strategy: ['samplers/space'],
  bot: ['producers/port', 'exchange/port', 'exchange/ports/.+', 'exchange/errors', 'database/port', 'database/ports/.+', 'database/errors'],
  research: ['bot/settings', 'bot/source-line', 'log/visible'],
  'api/present': ['bot/port', 'database/ports/(trades|history|records)', 'data/feather/feather', 'research/port', 'api/calls/version'],
  'api/calls': ['bot/port', 'data/unpacking', 'database/ports/(trades|history|records)', 'research/port'],
  'api/stream': ['bot/port', 'research/port', 'api/http/serve'],
  'api/http': ['bot/port', 'research/port'],
  notify: ['api/calls/in-process', 'api/present/event', 'bot/events'],
  cli: [
    ...['api/access/(api-tokens|exposure|password)', 'api/present/(dates|trade)', 'api/calls/version'],
    ...['bot/source-line', 'exchange/facts', 'queue/address', 'samplers/space', 'client/src/.+'],
  ],
};

const PURE = ['indicators', 'samplers', 'core', 'strategy', 'pairlists', 'backtest', 'wire'];

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => {
  const rooms = [room, ...allowed].map((name) => `^src/${name}/`);
  const ports = (PORTS[room] ?? []).map((path) => (path.startsWith('client/') ? `^${path}` : `^src/${path}\\.ts$`));
  return {
    name: `${room.replace('/', '-')}-imports-only-${[...allowed, ...(PORTS[room] ?? [])].join('-').replaceAll('/', '.') || 'itself'}`,
    severity: 'error',
    from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
    to: { path: '^(src|client|ui|tests)/', pathNot: [...rooms, ...ports] },
  };
});

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-rooms-use-no-node-module',
      severity: 'error',
      from: { path: `^src/(${PURE.join('|')})/`, pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'calls-know-no-http',
      severity: 'error',
      from: { path: '^src/(api/(calls|present)|notify)/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^|node_modules/)(@?fastify|fast-json-stringify)(/|$)|^(node:)?https?$' },
    },
    {
      name: 'threads-start-in-pools-only',
      severity: 'error',
      from: { path: '^src/(cli|api|research)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(node:)?worker_threads$' },
    },
    {
      name: 'core-uses-no-package',
      severity: 'error',
      from: { path: '^src/(core|indicators|samplers|strategy|pairlists|backtest)/', pathNot: '\\.test\\.ts$' },
      // patterns of pairs run on an engine that can't be made to stand still
      to: { path: 'node_modules', pathNot: 'node_modules/re2js' },
    },
    {
      name: 'client-stands-alone',
      severity: 'error',
      from: { path: '^client/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|ui|node_modules)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: require('node:path').join(__dirname, 'tsconfig.base.json') },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
};
