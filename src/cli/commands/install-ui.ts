import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { downloadFreqUi, freqUiFolder, installedVersion, installFreqUi } from '../../app/frequi.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { type Options, UsageError } from '../options.ts';
import { userDir } from '../paths.ts';

export const command: CliCommand = {
  summary: 'Install the official FreqUI beside the built-in page, or bring it up to date.',
  options: [
    { names: ['userdir', 'user-data-dir'], takes: 'value', help: 'folder that FreqUI is kept in, under ui (default: user_data)' },
    { names: ['erase'], takes: 'nothing', help: 'remove it, and download nothing' },
    { names: ['prerelease'], takes: 'nothing', help: 'the newest version, released or not' },
    { names: ['ui-version'], takes: 'value', help: 'this version (default: the newest release)' },
    { names: ['ui-zip'], takes: 'value', help: 'from this file, without the network' },
    { names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' },
  ],
  run: installUi,
};

async function installUi(options: Options): Promise<number> {
  const folder = resolve(freqUiFolder(userDir(options)));
  if (options['erase'] === true) {
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(`${folder} is gone. The built-in page needs no installing.\n`);
    return EXIT_OK;
  }
  const version = options['ui-version'] === undefined ? null : String(options['ui-version']);
  const file = options['ui-zip'] === undefined ? null : String(options['ui-zip']);
  const found =
    file === null ? await downloadFreqUi(version, options['prerelease'] === true) : { version: version ?? 'local', zip: read(file) };
  const before = installedVersion(folder);
  installFreqUi(found.zip, found.version, folder);
  process.stdout.write(`FreqUI ${found.version} is in ${folder}${before === null ? '' : `, in place of ${before}`}.\n`);
  process.stdout.write('It is served when api_server.ui is "frequi"; the built-in page when it is "built-in", or not there.\n');
  return EXIT_OK;
}

/** @throws UsageError */
function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`--ui-zip: ${file} can't be read: ${(error as Error).message}.`);
  }
}
