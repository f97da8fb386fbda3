import { join } from 'node:path';
import type { RawConfig } from '../../config/raw.ts';

/** Where the trades of a configuration are kept: one file for real ones, another for those of a dry run, unless it names a database. */
export function databaseUrl(config: RawConfig, userFolder: string): string {
  const name = config.dry_run ? 'tradesv3.dryrun.sqlite' : 'tradesv3.sqlite';
  return config.db_url ?? `sqlite:///${join(userFolder, name)}`;
}
