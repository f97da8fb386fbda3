import JSON5 from 'json5';
import { expect, it } from 'vitest';
import { validate } from '../config/validate.ts';
import { DEMO_PAIRS, demoConfigText } from './demo-config.ts';

it('the configuration of the first start is sound, says what is unusual, and leaves the timeframe to strategies', () => {
  const text = demoConfigText(9512, 8089);
  const config = JSON5.parse(text) as Record<string, unknown>;
  expect(config).not.toHaveProperty('timeframe');
  const { config: checked, warnings } = validate(config, new Map(), 'config.json', 'trade');
  expect(warnings).toEqual([]);
  expect(checked).toMatchObject({
    dry_run: true,
    force_entry_enable: true,
    max_open_trades: DEMO_PAIRS.length,
    api_server: { listen_ip_address: '127.0.0.1', listen_port: 8089 },
  });
  // nothing is switched on silently
  const [, comment = ''] = /^((?:\/\/.*\n)+)\{/.exec(text) ?? [];
  for (const key of ['force_entry_enable', 'ccxt_config', 'db_url', 'datadir']) expect(comment).toContain(`"${key}"`);
  expect(text.match(/127\.0\.0\.1:9512\//g)?.length).toBeGreaterThan(5);
});
