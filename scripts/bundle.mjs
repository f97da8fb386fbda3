// Makes programs of our sources and the packages they use: few files that are read at once, without the parts that nothing uses.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { _ } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';
import { schemaCompiler } from '../src/config/config-check.ts';
import { configSchema } from '../src/config/schema.ts';
import { BUNDLES, MADE, madeName, ROOT, removeOldBundles, writeStamp } from './program.mjs';
import { withSteadyExports } from './steady-exports.mjs';

/** A file beside a source, by its address. */
const ADDRESS = /new URL\((['`])([^'`]*)\1, import\.meta\.url\)/g;
/** What is started or imported by its address: programs, and what sources name so: threads, and what strategies import as 'freqtrade-ts'. */
const PROGRAMS = [...new Set(['src/cli/main.ts', 'src/cli/demo.ts', 'src/simulator/main.ts', ...sources('src').flatMap(addressed)])];
/** What loads the parts of each of them, and what that loads. */
const LOADER = ['src/app/process/bundled-parts.mjs', 'src/app/process/bundled-stacks.mjs'];
const MADE_WITH = [
  ...LOADER,
  ...['package.json', 'package-lock.json', 'scripts/bundle.mjs', 'scripts/program.mjs', 'scripts/steady-exports.mjs'],
  ...['src/exchange/exchange-facts.json', 'src/config/schema.json'],
];
/** Exchanges of ccxt that are bundled, each by itself; the others are loaded as they come. */
const EXCHANGES = JSON.parse(readFileSync(join(ROOT, 'src/exchange/exchange-facts.json'), 'utf8')).supported;
/** Computes tables when it is loaded (50 ms), for two exchanges of a hundred; ccxt calls these functions of it. */
const LAZY = '@scure/starknet';
const CONFIG_CHECK = join(ROOT, 'src/config/config-check.ts');
const LAZY_NAMES = ['getStarkKey', 'ethSigToPrivate', 'sign', 'pedersen', 'keccak', 'poseidonHashMany'];

const began = Date.now();
const name = began.toString(36);
const FOLDER = join(BUNDLES, name);
const up = relative(FOLDER, ROOT).replaceAll('\\', '/');
const bundle = await rolldown({
  cwd: ROOT,
  platform: 'node',
  input: Object.fromEntries([
    ...PROGRAMS.map((file) => [madeName(file).replace(/\.mjs$/, ''), file]),
    ...EXCHANGES.map((/** @type {string} */ id) => [`ccxt-${id}`, exchangeFile(id)]),
  ]),
  // one exchange of a hundred is loaded, by its path; the others look for compiled parts beside themselves
  external: ['ccxt', /^protobufjs\//, 'bullmq', 'ioredis', 'bufferutil', 'utf-8-validate'],
  plugins: [
    { name: 'addresses', transform: (code, id) => withAddresses(code, id) },
    // what remains of them imports what is no part; as long as it was, so that places stay right
    { name: 'imports', renderChunk: (code) => ({ code: code.replaceAll(/\bimport\(/g, 'imporT('), map: null }) },
    { name: 'steady exports', renderChunk: (code) => ({ code: withSteadyExports(code), map: null }) },
    { name: 'config check', load: (id) => (id === CONFIG_CHECK ? configCheckCode() : null) },
    {
      name: 'lazy',
      resolveId: (id, importer) => (id === LAZY && importer?.includes('node_modules/ccxt/') ? `\0${LAZY}` : null),
      load: (id) => (id === `\0${LAZY}` ? loadedWhenCalled() : null),
    },
  ],
  checks: { circularDependency: false, eval: false, pluginTimings: false },
});
// of programs that are gone
rmSync(join(MADE, 'compile-cache'), { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const { output } = await bundle.write({
  dir: FOLDER,
  // as functions, since V8 keeps only of scripts what it has made of functions that were called
  format: 'cjs',
  exports: 'named',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'part-[name]-[hash].cjs',
  sourcemap: 'hidden',
  sourcemapExcludeSources: true,
  keepNames: true,
  minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
  // as `src/app/process/bundled-parts.mjs` calls them
  banner: "(function(exports,require,imporT,__filename,__dirname,importMeta){'use strict';",
  footer: '})',
});
for (const file of LOADER) copyFileSync(join(ROOT, file), join(FOLDER, basename(file)));
for (const part of output)
  if (part.type === 'chunk' && part.isEntry) writeFileSync(join(FOLDER, `${part.name}.mjs`), entryOf(part.name, part.exports));
await bundle.close();
const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
const ours = modules.filter((id) => !id.startsWith('\0') && !id.includes('node_modules')).map((id) => relative(ROOT, id));
writeStamp(name, [...new Set([...ours, ...MADE_WITH])], began);
removeOldBundles(name);

/** What is started or imported in place of a source. @param {string} name @param {readonly string[]} names that it exports */
function entryOf(name, names) {
  const own = names.filter((one) => one !== 'default');
  return `import { load } from './bundled-parts.mjs';
const made = load('${name}.cjs');
${own.length > 0 ? `export const { ${own.join(', ')} } = made;` : ''}
${own.length < names.length ? 'export default made.default;' : ''}
`;
}

/** @param {string} id */
function exchangeFile(id) {
  const folder = join(ROOT, 'node_modules/ccxt/js/src');
  const streaming = join(folder, 'pro', `${id}.js`);
  return existsSync(streaming) ? streaming : join(folder, `${id}.js`);
}

/** What the schema compiler makes of the configuration's schema, which takes 40 ms and all of the compiler. */
function configCheckCode() {
  const compiler = schemaCompiler({ source: true, esm: true, formats: _`formats` });
  const code = standaloneCode.default(compiler, compiler.compile(configSchema()));
  return `import { formats } from './our-formats.ts';\n${code}\nexport const configCheck = () => validate;`;
}

function loadedWhenCalled() {
  const functions = LAZY_NAMES.map((name) => `export const ${name} = (...values) => load().${name}(...values);`);
  return `import { createRequire } from 'node:module';
let loaded;
const load = () => (loaded ??= createRequire(import.meta.url)('${LAZY}'));
${functions.join('\n')}
`;
}

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(folder, path).replaceAll('\\', '/'));
}

/** Sources that a source names by their address. @param {string} path */
function addressed(path) {
  const found = [...readFileSync(join(ROOT, path), 'utf8').matchAll(ADDRESS)].map(([, , address]) => join(dirname(path), String(address)));
  return found.map((file) => file.replaceAll('\\', '/')).filter((file) => /^src\/[^$]*\.ts$/.test(file));
}

/**
 * A source's own address goes on being that, and an address beside it that of the file there, or of what is made of it.
 * @param {string} code @param {string} id
 */
function withAddresses(code, id) {
  if (!id.startsWith(join(ROOT, 'src/')) || !code.includes('import.meta.')) return null;
  const mapped = code
    .replace(ADDRESS, (_all, quote, address) => {
      const path = relative(ROOT, resolve(dirname(id), address)).replaceAll('\\', '/');
      const now = PROGRAMS.includes(path)
        ? `./${madeName(path)}`
        : `${[up, path].filter(Boolean).join('/')}${/(^|\/)\.{0,2}$/.test(address) ? '/' : ''}`;
      return `new URL(${quote}${now}${quote}, importMeta.url)`;
    })
    .replaceAll('import.meta.url', `new URL('${up}/${relative(ROOT, id).replaceAll('\\', '/')}', importMeta.url).href`)
    .replaceAll('import.meta.', 'importMeta.');
  // lines stay where they are, so that places in the source stay right
  return { code: mapped, map: null };
}
