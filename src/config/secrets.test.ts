import { expect, it } from 'vitest';
import { withoutSecrets } from './secrets.ts';

it('strikes every secret out and leaves the rest', () => {
  const config = {
    stake_currency: 'USDT',
    exchange: { name: 'binance', key: 'a', secret: 'b', password: '', ccxt_config: { apiKey: 'c', urls: { api: 'http://x' } } },
    api_server: { username: 'me', password: 'p', jwt_secret_key: 'j', ws_token: ['t'] },
    telegram: { token: 't', chat_id: '1' },
    webhook: { url: 'http://secret' },
    external_message_consumer: { producers: [{ name: 'a', host: 'h', ws_token: 'w' }] },
  };
  expect(withoutSecrets(config)).toEqual({
    stake_currency: 'USDT',
    exchange: {
      name: 'binance',
      key: 'REDACTED',
      secret: 'REDACTED',
      password: '',
      ccxt_config: { apiKey: 'REDACTED', urls: { api: 'http://x' } },
    },
    api_server: { username: 'me', password: 'REDACTED', jwt_secret_key: 'REDACTED', ws_token: 'REDACTED' },
    telegram: { token: 'REDACTED', chat_id: 'REDACTED' },
    webhook: { url: 'REDACTED' },
    external_message_consumer: { producers: [{ name: 'a', host: 'h', ws_token: 'REDACTED' }] },
  });
});
