import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { BotEvent } from '../../bot/events.ts';
import { createWebhook, type Hook, type WebhookSettings } from './webhook.ts';

let ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending) await end();
  ending = [];
});

async function receiver(settings: Partial<WebhookSettings>) {
  const bodies: string[] = [];
  const warnings: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      bodies.push(body);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const log = {
    warn: (_module: string, text: string): void => {
      warnings.push(text);
    },
  };
  const plain = { format: 'json', retries: 0, retryDelayMs: 1, timeoutMs: 5000, allowCustomMessages: true, templates: {} } as const;
  const hook: Hook = createWebhook({ ...plain, url: `http://127.0.0.1:${address.port}`, ...settings }, log);
  ending.push(
    () => hook.close(),
    () => new Promise((resolve) => server.close(() => resolve())),
  );
  const send = async (...events: BotEvent[]) => {
    for (const event of events) hook.tell(event);
  };
  return { bodies, warnings, send };
}

describe('a webhook', () => {
  it('sends what has a template, in freqtrade’s names; sentences use that of status', async () => {
    const { bodies, send } = await receiver({
      templates: {
        status: { text: '{type}: {status}' },
        protection_trigger: { text: '{pair} until {lock_end_time}' },
        proposal: { text: '{strategy}: {changes}, {new_profit_out_of_sample:.1%}' },
      },
    });
    const lock = { id: 1, pair: 'A/USDT', side: '*', reason: 'x', lockTime: 0, endTime: 60_000, isActive: true } as const;
    await send(
      { kind: 'status', text: 'running' },
      { kind: 'warning', text: 'careful' },
      { kind: 'whitelist', pairs: ['A/USDT'] },
      { kind: 'protection', lock },
      {
        ...{ kind: 'proposal', strategy: 'Mine', searchFile: 'x', epoch: 1, changes: [{ name: 'rsi', before: '3', after: '4' }] },
        ...{ inSample: { before: 0, after: 0 }, outOfSample: { before: 0, after: 0.02 } },
      },
    );
    await expect
      .poll(() => bodies)
      .toEqual([
        '{"text":"status: running"}',
        '{"text":"warning: careful"}',
        '{"text":"A/USDT until 1970-01-01 00:01:00"}',
        '{"text":"Mine: rsi 3 -> 4, 2.0%"}',
      ]);
  });

  it('sends what the strategy says only where that is wanted', async () => {
    const templates = { strategy_msg: { text: '{msg}' }, status: { text: '{status}' } };
    const { bodies, send } = await receiver({ templates, allowCustomMessages: false });
    await send({ kind: 'strategy_message', text: 'secret plan' }, { kind: 'status', text: 'last' });
    await expect.poll(() => bodies).toEqual(['{"text":"last"}']);
  });

  it('says which template can’t be filled, and goes on', async () => {
    const { bodies, warnings, send } = await receiver({ templates: { status: { text: '{nothing}' }, warning: { text: '{status}' } } });
    await send({ kind: 'status', text: 'x' }, { kind: 'warning', text: 'y' });
    await expect.poll(() => bodies).toEqual(['{"text":"y"}']);
    expect(warnings).toEqual([expect.stringContaining('The webhook template for "status" can\'t be filled: there is no "nothing"')]);
  });
});
