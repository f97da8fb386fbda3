import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi } from '../../../tests/fakes/api-server.ts';
import { openApiTokens } from './api-tokens.ts';

const FILES = ['api_sessions.json', 'api_tokens.json', 'other_bots.json'];
const DAMAGE: Readonly<Record<string, string>> = {
  'cut off': '[{"id": "a", "na',
  empty: '',
  zeros: '\0'.repeat(100),
  'another type': '"x"',
  null: 'null',
  number: '5',
  'an object': '{"basis": 1, "sessions": {}}',
  'a list of something else': '[null, 1, "x", [], {"id": {}}]',
  'without lists': '{"basis": "x"}',
};

describe('files of the server that are damaged', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'private-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const asideOf = (file: string) => readdirSync(folder).filter((name) => name.startsWith(`${file}.damaged-`));

  it.each(Object.entries(DAMAGE))('are set aside, and the server starts and serves: %s', async (_what, content) => {
    for (const file of FILES) writeFileSync(join(folder, file), content);
    const api = await startTestApi({ userFolder: folder, config: { pass_calls: true } });
    for (const path of ['sessions', 'tokens', 'bots', 'features']) expect((await api.call('GET', path)).status, path).toBe(200);
    expect((await api.call('POST', 'token/login')).status).toBe(200);
    expect((await api.call('POST', 'tokens', { body: { name: 'x', scope: 'read' } })).status).toBe(200);
    // a session file of other credentials is no damaged one, and other content is none of ours
    for (const file of FILES) expect(asideOf(file), file).toHaveLength(1);
    expect(api.warnings.filter((line) => line.includes('is damaged and was set aside as'))).toHaveLength(3);
    expect(asideOf(FILES[1]!).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([content]);
    await api.close();
    expect(api.errors).toEqual([]);
  });

  it('are set aside where a folder stands in their place', async () => {
    for (const file of FILES) mkdirSync(join(folder, file));
    const api = await startTestApi({ userFolder: folder, config: { pass_calls: true } });
    expect((await api.call('POST', 'token/login')).status).toBe(200);
    expect((await api.call('POST', 'tokens', { body: { name: 'x', scope: 'read' } })).status).toBe(200);
    await api.close();
    expect(existsSync(join(folder, 'api_tokens.json'))).toBe(true);
  });

  it('keep the entries that are whole', () => {
    const warnings: string[] = [];
    const { token } = openApiTokens(folder, () => undefined).create({ name: 'good', scope: 'read', days: null }, 1);
    const path = join(folder, 'api_tokens.json');
    writeFileSync(path, JSON.stringify([...(JSON.parse(readFileSync(path, 'utf8')) as unknown[]), { id: 5 }]));
    for (let time = 0; time < 2; time++) {
      const tokens = openApiTokens(folder, (message) => warnings.push(message));
      expect(tokens.find(token, 2)?.name).toBe('good');
      expect(tokens.list()).toHaveLength(1);
    }
    expect(warnings).toEqual([expect.stringContaining('1 of its entries must be made anew')]);
  });

  it('are noticed while the server runs', async () => {
    const api = await startTestApi({ userFolder: folder });
    const made = (await (await api.call('POST', 'tokens', { body: { name: 'x', scope: 'read' } })).json()) as { token: string };
    expect((await api.call('GET', 'version', { authorization: `Bearer ${made.token}` })).status).toBe(200);
    writeFileSync(join(folder, 'api_tokens.json'), '[{"id"');
    expect((await api.call('GET', 'version', { authorization: `Bearer ${made.token}` })).status).toBe(401);
    expect((await api.call('GET', 'tokens')).status).toBe(200);
    expect(asideOf('api_tokens.json')).toHaveLength(1);
    await api.close();
    expect(api.errors).toEqual([]);
  });
});

describe('bodies of calls', () => {
  it.each(['[', '{"a":', '[{"a":', '{"stop":['])('that nest without end are refused at once, in our words: %s', async (piece) => {
    const api = await startTestApi();
    for (const path of ['blacklist', 'forceenter', 'tokens', 'locks']) {
      const start = performance.now();
      const answer = await api.call('POST', path, { body: piece.repeat(900_000 / piece.length) });
      expect(answer.status, path).toBe(422);
      expect(await answer.json()).toMatchObject({
        detail: [{ type: 'json_invalid', ctx: { error: 'more than 64 objects and lists within each other' } }],
      });
      expect(performance.now() - start).toBeLessThan(500);
    }
    // as deep as may be: an answer about the content
    expect((await api.call('POST', 'tokens', { body: `${'['.repeat(64)}${']'.repeat(64)}` })).status).toBe(422);
    await api.close();
    expect(api.errors).toEqual([]);
  });
});
