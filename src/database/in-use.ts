import { existsSync, realpathSync } from 'node:fs';
import { claimSqlite } from './sqlite/claim.ts';
import { databaseKind, sqlitePath } from './url.ts';

/** Makes sure that no bot has a database now; one that is not there is nobody's. @param owner says who asks @throws DatabaseError naming the bot that has it */
export async function refuseWhileInUse(url: string, owner: string): Promise<void> {
  if (databaseKind(url) === 'postgres') {
    const { PostgresClaim } = await import('./postgres/claim.ts');
    await (await PostgresClaim.take(url, owner)).close();
    return;
  }
  const path = sqlitePath(url);
  if (path === ':memory:' || !existsSync(path)) return;
  await (await claimSqlite(realpathSync(path), owner))();
}
