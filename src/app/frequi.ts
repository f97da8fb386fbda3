import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { unzipSync } from 'fflate';

/** FreqUI can't be installed; the message says why and what to do. */
export class FreqUiError extends Error {
  readonly code = 'OPERATIONAL_EXCEPTION';
}

/** Where FreqUI's releases are listed. */
export const FREQUI_RELEASES = 'https://api.github.com/repos/freqtrade/frequi/releases';
const VERSION_FILE = '.uiversion';
const MEMBER_LIMIT = 64 << 20;
const TOTAL_LIMIT = 256 << 20;
const ZIP_LIMIT = 64 << 20;
const DEADLINE_MS = 60_000;

interface Release {
  readonly name: string | null;
  readonly tag_name: string;
  readonly prerelease: boolean;
  readonly assets: readonly { readonly name: string; readonly browser_download_url: string }[];
}

/** Folder that FreqUI is installed in. */
export function freqUiFolder(userFolder: string): string {
  return join(userFolder, 'ui');
}

/** Version of the FreqUI in a folder; null where there is none. */
export function installedVersion(folder: string): string | null {
  if (!existsSync(join(folder, 'index.html'))) return null;
  const file = join(folder, VERSION_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'unknown';
}

/** The zip of a release, by its version or the newest. @throws FreqUiError */
export async function downloadFreqUi(
  version: string | null,
  takesPrerelease: boolean,
  releases: string = FREQUI_RELEASES,
): Promise<{ version: string; zip: Uint8Array }> {
  const listed = JSON.parse(new TextDecoder().decode(await fetched(releases))) as readonly Release[];
  const named = (release: Release) => release.name || release.tag_name;
  const release =
    version === null
      ? listed.find(({ prerelease }) => takesPrerelease || !prerelease)
      : listed.find((one) => named(one) === version || one.tag_name === version);
  if (release === undefined) {
    const known = listed.slice(0, 5).map(named).join(', ');
    throw new FreqUiError(
      version === null ? 'FreqUI has no release to install.' : `FreqUI has no version "${version}". The newest are ${known}.`,
    );
  }
  const asset = release.assets.find(({ name }) => name.endsWith('.zip'));
  if (asset === undefined) throw new FreqUiError(`FreqUI ${named(release)} has no zip to install.`);
  return { version: named(release), zip: await fetched(asset.browser_download_url) };
}

async function fetched(url: string): Promise<Uint8Array> {
  const way = 'Check the network, or download freqUI.zip elsewhere and install it with --ui-zip FILE.';
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS), headers: { accept: 'application/json, */*' } });
  } catch (error) {
    const { cause, message } = error as Error;
    throw new FreqUiError(`${new URL(url).host} can't be reached (${(cause as Error | undefined)?.message ?? message}). ${way}`);
  }
  if (!response.ok) throw new FreqUiError(`${new URL(url).host} answered ${response.status}. ${way}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > ZIP_LIMIT) throw new FreqUiError(`${url} is larger than ${ZIP_LIMIT >> 20} MB, which FreqUI is not.`);
  return bytes;
}

/** Unpacks FreqUI beside what is there and changes places with it: it is never half installed. @throws FreqUiError */
export function installFreqUi(zip: Uint8Array, version: string, folder: string): void {
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (originalSize > MEMBER_LIMIT || total > TOTAL_LIMIT) throw new FreqUiError(`The zip's "${name}" is too large.`);
        return !name.endsWith('/');
      },
    });
  } catch (error) {
    if (error instanceof FreqUiError) throw error;
    throw new FreqUiError(`This is not a zip that can be read: ${(error as Error).message}.`);
  }
  if (files['index.html'] === undefined) throw new FreqUiError('The zip has no index.html at its top; it is not a build of FreqUI.');
  const fresh = `${folder}.new`;
  const old = `${folder}.old`;
  rmSync(fresh, { recursive: true, force: true });
  for (const [name, bytes] of Object.entries(files)) {
    const path = resolve(fresh, name);
    if (!path.startsWith(fresh + sep) || name.includes('\\')) {
      rmSync(fresh, { recursive: true, force: true });
      throw new FreqUiError(`The zip's "${name}" would be written outside of the folder. Nothing was installed.`);
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  writeFileSync(join(fresh, VERSION_FILE), version);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}
