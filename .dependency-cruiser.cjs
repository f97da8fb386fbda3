/** Who may import whom. One row per room; rules with names people understand are made from it. */
const ROOMS = {
  indicators: [],
  wire: [],
  simulator: [],
  log: [],
  core: [],
  strategy: ['core', 'indicators'],
  pairlists: ['core'],
  backtest: ['core', 'strategy'],
  data: ['core'],
  workers: ['core'],
  research: ['core', 'strategy', 'backtest', 'data', 'config', 'pairlists'],
  config: ['core', 'wire', 'pairlists', 'log'],
  producers: ['core', 'indicators', 'strategy'],
  notify: ['core', 'wire'],
  exchange: ['core'],
  database: ['core'],
  bot: ['core', 'strategy', 'pairlists', 'config'],
  api: ['wire', 'core', 'pairlists', 'config'],
};

/** Rooms of which another may see the port (and its errors) only. */
const PORTS = {
  notify: ['api/calls/in-process'],
  research: ['bot/settings', 'bot/source-line', 'log/visible'],
  bot: ['producers/port', 'exchange/port', 'exchange/ports/.+', 'exchange/errors', 'database/port', 'database/ports/.+', 'database/errors'],
  api: ['bot/port', 'database/ports/(trades|history|records)', 'data/feather/feather', 'research/port', 'research/jobs'],
};

const PURE = ['indicators', 'core', 'strategy', 'pairlists', 'backtest', 'wire'];

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => {
  const rooms = [room, ...allowed].map((name) => `^src/${name}/`);
  const ports = (PORTS[room] ?? []).map((path) => `^src/${path}\\.ts$`);
  return {
    name: `${room}-imports-only-${[...allowed, ...(PORTS[room] ?? [])].join('-').replaceAll('/', '.') || 'itself'}`,
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
      name: 'core-uses-no-package',
      severity: 'error',
      from: { path: '^src/(core|indicators|strategy|pairlists|backtest)/', pathNot: '\\.test\\.ts$' },
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
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsConfig: { fileName: require('node:path').join(__dirname, 'tsconfig.base.json') },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
};
