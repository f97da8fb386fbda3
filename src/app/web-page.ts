import { fileURLToPath } from 'node:url';
import { VERSION } from '../api/calls/version.ts';
import type { WebPage } from '../api/http/web-page.ts';
import type { RawConfig } from '../config/raw.ts';
import { freqUiFolder, installedVersion } from './frequi.ts';

/** The page that the configuration asks for: ours, or FreqUI where it was installed. */
export function webPage(config: RawConfig, userFolder: string): WebPage {
  if (config.api_server?.ui !== 'frequi') {
    return { folder: fileURLToPath(new URL('../../ui/dist', import.meta.url)), version: VERSION, isOurs: true };
  }
  const folder = freqUiFolder(userFolder);
  return { folder, version: installedVersion(folder), isOurs: false };
}
