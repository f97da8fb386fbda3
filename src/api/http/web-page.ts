import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** A web page that is served beside the API. */
export interface WebPage {
  /** Folder of the built page. */
  readonly folder: string;
  /** Null where it is not installed. */
  readonly version: string | null;
  /** Ours, or the official FreqUI. */
  readonly isOurs: boolean;
}

/** FreqUI writes styles into its elements and talks to whatever bots its user adds. */
const FREQUI_POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' http: https: ws: wss:; frame-ancestors 'none'; base-uri 'self'; object-src 'none'";
const NOT_BUILT = '<!doctype html><title>freqtrade-ts</title><p>The web page is not built. Run npm start, or npm run build in ui/.</p>';
const NOT_INSTALLED =
  '<!doctype html><title>freqtrade-ts</title><p>FreqUI is not installed. Run freqtrade install-ui and start again, or set api_server.ui to "built-in".</p>';

/** The way back to the page's folder, under whatever path a proxy has put it. */
function homeFrom(path: string): string {
  return '../'.repeat(path.split('/').length - 2) || './';
}

/** Serves the files of a page, and its first file for every path that is none of the API's. */
export async function servePage(app: FastifyInstance, page: WebPage | null): Promise<void> {
  app.get('/ui_version', async () => ({ version: page?.version ?? 'not_installed' }));
  const isThere = page !== null && existsSync(`${page.folder}/index.html`);
  const index = isThere ? await readFile(`${page.folder}/index.html`, 'utf8') : null;
  if (isThere) {
    await app.register(fastifyStatic, {
      root: page.folder,
      index: false,
      wildcard: false,
      // ours carry their content's hash in their names
      maxAge: page.isOurs ? '1y' : '1h',
      immutable: page.isOurs,
      decorateReply: false,
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (request.method !== 'GET' || path.startsWith('/assets/')) return reply.code(404).send({ detail: 'Not Found' });
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
    if (page?.isOurs === false) {
      reply.header('content-security-policy', FREQUI_POLICY);
      return reply.send(index ?? NOT_INSTALLED);
    }
    return reply.send(index?.replace('<head>', `<head><base href="${homeFrom(path)}" />`) ?? NOT_BUILT);
  });
}
