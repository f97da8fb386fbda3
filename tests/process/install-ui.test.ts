import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { downloadFreqUi, installFreqUi } from '../../src/app/frequi.ts';
import {
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  runProgram,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
} from './harness.ts';

const PAGE =
  '<!doctype html><html><head><title>FreqUI</title></head><body><script type="module" src="/assets/app.js"></script></body></html>';
const build = (version: string, more: Zippable = {}): Uint8Array =>
  zipSync({ 'index.html': strToU8(PAGE), assets: { 'app.js': strToU8(`// ${version}`) }, ...more });

/** The command as a user gives it. */
async function installUi(...args: string[]): Promise<{ code: number; text: string }> {
  const { code, out, err } = await runProgram(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'install-ui', ...args]);
  return { code, text: `${out}${err}` };
}

describe('install-ui', () => {
  const folder = temporaryFolder();
  const ui = join(folder, 'ui');
  let releases: Server;
  let address: string;

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    const release = (name: string, prerelease: boolean) => ({
      name,
      tag_name: name,
      prerelease,
      assets: [{ name: 'freqUI.zip', browser_download_url: `${address}/${name}.zip` }],
    });
    releases = createServer(({ url }, response) => {
      if (url === '/releases') response.end(JSON.stringify([release('3.0.0-rc1', true), release('2.9.1', false), release('2.9.0', false)]));
      else if (url?.endsWith('.zip')) response.end(build(url.slice(1, -4)));
      else response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => releases.listen(port, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => releases.close(resolve));
    removeFolder(folder);
  });

  it('finds the newest release, a pre-release when asked, and a version by its name', async () => {
    const version = async (name: string | null, takesPrerelease: boolean) =>
      (await downloadFreqUi(name, takesPrerelease, `${address}/releases`)).version;
    expect([await version(null, false), await version(null, true), await version('2.9.0', false)]).toEqual(['2.9.1', '3.0.0-rc1', '2.9.0']);
    await expect(version('1.0.0', false)).rejects.toThrow('no version "1.0.0". The newest are 3.0.0-rc1, 2.9.1, 2.9.0.');
    await expect(downloadFreqUi(null, false, `${address}/broken`)).rejects.toThrow('answered 500. Check the network, or download');
    await expect(downloadFreqUi(null, false, `http://127.0.0.1:${await freePort()}/`)).rejects.toThrow("can't be reached");
  });

  it('installs from a file, takes the place of what is there whole, and erases', async () => {
    const zip = join(folder, 'freqUI.zip');
    writeFileSync(zip, build('2.9.0', { 'only-old.txt': strToU8('old') }));
    expect(await installUi('--userdir', folder, '--ui-zip', zip, '--ui-version', '2.9.0')).toMatchObject({ code: 0 });
    expect(existsSync(join(ui, 'only-old.txt'))).toBe(true);
    writeFileSync(zip, build('2.9.1'));
    const { text } = await installUi('--userdir', folder, '--ui-zip', zip, '--ui-version', '2.9.1');
    expect(text).toContain('FreqUI 2.9.1 is in');
    expect(text).toContain('in place of 2.9.0');
    expect(readFileSync(join(ui, 'assets/app.js'), 'utf8')).toBe('// 2.9.1');
    expect(existsSync(join(ui, 'only-old.txt'))).toBe(false);
    expect(await installUi('--userdir', folder, '--erase')).toMatchObject({ code: 0 });
    expect(existsSync(ui)).toBe(false);
    expect(await installUi('--userdir', folder, '--ui-zip', join(folder, 'none.zip'))).toMatchObject({ code: 64 });
  });

  it('takes no file out of its folder, and keeps what is there when a zip is wrong', () => {
    installFreqUi(build('2.9.1'), '2.9.1', ui);
    expect(() => installFreqUi(build('x', { '../outside.txt': strToU8('out') }), 'x', ui)).toThrow('outside of the folder');
    expect(() => installFreqUi(strToU8('not a zip'), 'x', ui)).toThrow('not a zip');
    expect(() => installFreqUi(zipSync({ 'other.html': strToU8('') }), 'x', ui)).toThrow('no index.html');
    expect(readdirSync(folder).filter((name) => name.startsWith('ui') || name.startsWith('outside'))).toEqual(['ui']);
    expect(readFileSync(join(ui, '.uiversion'), 'utf8')).toBe('2.9.1');
  });

  it('is served when the configuration says so', async () => {
    const simulator: SimulatorProcess = await startSimulatorProcess();
    const base = botConfig(simulator, await freePort()) as { api_server: object };
    const bot = await startBotProcess({ config: { ...base, api_server: { ...base.api_server, ui: 'frequi' } }, folder });
    try {
      const page = await fetch(`${bot.url}/some/view`);
      expect(await page.text()).toBe(PAGE);
      expect(page.headers.get('content-security-policy')).toContain("style-src 'self' 'unsafe-inline'");
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(await (await fetch(`${bot.url}/assets/app.js`)).text()).toBe('// 2.9.1');
      expect((await fetch(`${bot.url}/assets/none.js`)).status).toBe(404);
      expect((await fetch(`${bot.url}/.uiversion`)).headers.get('content-type')).toContain('text/html');
      expect(await (await fetch(`${bot.url}/ui_version`)).json()).toEqual({ version: '2.9.1' });
    } finally {
      await bot.stop();
      await simulator.close();
    }
  });
});
