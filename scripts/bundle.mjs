// Makes programs of our sources and the packages they use: few files that are read at once, without the parts that nothing uses.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { BUNDLES, MADE, madeName, ROOT, removeOldBundles, writeStamp } from './program.mjs';

/** What is started or imported by its address: programs, threads, and what strategies import as 'freqtrade-ts'. */
const PROGRAMS = ['src/cli/main.ts', 'src/cli/demo.ts', 'src/simulator/main.ts', 'src/app/research/thread.ts', 'src/index.ts'];
/** Runs before each of them. */
const STACKS = 'src/app/process/bundled-stacks.mjs';
const MADE_WITH = ['package.json', 'package-lock.json', 'scripts/bundle.mjs', 'scripts/program.mjs'];

const began = Date.now();
const name = began.toString(36);
const FOLDER = join(BUNDLES, name);
const bundle = await rolldown({
  cwd: ROOT,
  platform: 'node',
  input: Object.fromEntries([...PROGRAMS, STACKS].map((file) => [madeName(file).replace(/\.mjs$/, ''), file])),
  // one exchange of a hundred is loaded, by its path
  external: ['ccxt'],
  plugins: [{ name: 'addresses', transform: (code, id) => withAddresses(code, id) }],
  checks: { circularDependency: false, eval: false, pluginTimings: false },
});
// of programs that are gone
rmSync(join(MADE, 'compile-cache'), { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const { output } = await bundle.write({
  dir: FOLDER,
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: 'part-[name]-[hash].mjs',
  sourcemap: 'hidden',
  keepNames: true,
  banner: ({ isEntry, fileName }) => (isEntry && fileName !== madeName(STACKS) ? `import './${madeName(STACKS)}';` : ''),
});
await bundle.close();
const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
const ours = modules.filter((id) => !id.startsWith('\0') && !id.includes('node_modules')).map((id) => relative(ROOT, id));
writeStamp(name, [...new Set([...ours, ...MADE_WITH])], began);
removeOldBundles(name);

/**
 * Addresses of files beside a source (`new URL('./thread.ts', import.meta.url)`) go on meaning that file, or what is made of it.
 * @param {string} code @param {string} id
 */
function withAddresses(code, id) {
  if (!id.startsWith(join(ROOT, 'src/')) || !code.includes('import.meta.url')) return null;
  const addressed = code.replace(/new URL\((['`])([^'`]*)\1, import\.meta\.url\)/g, (_all, quote, address) => {
    const target = resolve(dirname(id), address);
    const path = relative(ROOT, target).replaceAll('\\', '/');
    const now = PROGRAMS.includes(path) ? `./${madeName(path)}` : relative(FOLDER, target).replaceAll('\\', '/');
    if (!address.includes('${') && !existsSync(target)) throw new Error(`${id}: there is no ${target}.`);
    // a trailing slash is a folder's, and resolve() drops it
    return `new URL(${quote}${now}${address.endsWith('/') ? '/' : ''}${quote}, import.meta['url'])`;
  });
  if (addressed.includes('import.meta.url'))
    throw new Error(`${id}: an address that is not written as new URL('…', import.meta.url) can't be followed once it is bundled.`);
  // lines stay where they are, so that places in the source stay right
  return { code: addressed, map: null };
}
