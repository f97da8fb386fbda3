// Compiles `kernels/` (AssemblyScript) to WebAssembly and writes it, with its types, to `kernels/dist`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGET = join(ROOT, 'kernels', 'dist');

/** @type {Map<string, string | Uint8Array>} */
const made = new Map();
const options = [
  'index.ts',
  '--outFile',
  'kernels.wasm',
  '--optimizeLevel',
  '3',
  '--runtime',
  'stub',
  '--noAssert',
  '--enable',
  'simd',
  '--enable',
  'relaxed-simd',
];
const { error, stderr } = await asc.main([...options, '--importMemory', '--bindings', 'raw', '--baseDir', join(ROOT, 'kernels')], {
  writeFile: (/** @type {string} */ name, /** @type {string | Uint8Array} */ contents) => {
    made.set(name, contents);
  },
});
if (error) throw new Error(`The kernels could not be compiled: ${error.message}\n${stderr.toString()}`);

const binary = Buffer.from(/** @type {Uint8Array} */ (made.get('kernels.wasm'))).toString('base64');
// as asc types it: one line a function, all of them of numbers
const functions = [...String(made.get('kernels.d.ts')).matchAll(/export function (\w+\(.*\): \w+);/g)].map(([, signature]) => signature);
mkdirSync(TARGET, { recursive: true });
writeFileSync(
  join(TARGET, 'kernels.mjs'),
  `const bytes = Buffer.from('${binary}', 'base64');
const module = new WebAssembly.Module(bytes);
const abort = () => {
  throw new Error('A kernel failed.');
};
export function instantiate() {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  return { kernels: exports, memory };
}
`,
);
writeFileSync(
  join(TARGET, 'kernels.d.mts'),
  `/** Functions over columns: an address for each, then their length and what else they need. */
export interface Kernels {
  ${functions.join(';\n  ')};
  /** First byte that the module does not use itself. */
  readonly heap: { readonly value: number };
}
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** @param pages of 64 KiB */
  grow(pages: number): number;
}
export declare function instantiate(): { readonly kernels: Kernels; readonly memory: KernelMemory };
`,
);
