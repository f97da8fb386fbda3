import type { CallOptions } from '../../api/calls/every-call.ts';
import type { RawConfig } from '../../config/raw.ts';
import { createDiscord } from '../../notify/discord/discord.ts';
import { createWebhook, type Hook } from '../../notify/webhook/webhook.ts';
import { startConsumer } from '../../producers/consumer.ts';
import type { ProducerFeeds } from '../../producers/port.ts';
import type { MarketDirection } from '../../strategy/strategy.ts';

interface Log {
  info(module: string, message: string): void;
  warn(module: string, message: string): void;
}

/** Listens to the other bots that the configuration names; null for none. */
export function openProducers(config: RawConfig, log: Log): ProducerFeeds | null {
  const consumer = config.external_message_consumer;
  if (!consumer?.enabled || consumer.producers.length === 0) return null;
  return startConsumer({
    producers: consumer.producers.map(({ name, host, port, secure, ws_token }) => ({
      name,
      host,
      port: port ?? 8080,
      secure: secure ?? false,
      token: ws_token,
    })),
    waitTimeoutMs: (consumer.wait_timeout ?? 300) * 1000,
    pingTimeoutMs: (consumer.ping_timeout ?? 10) * 1000,
    sleepMs: (consumer.sleep_time ?? 10) * 1000,
    removeSignals: consumer.remove_entry_exit_signals ?? false,
    initialCandles: consumer.initial_candle_limit ?? 1500,
    messageLimit: (consumer.message_size_limit ?? 8) * (1 << 20),
    log,
    now: Date.now,
  });
}

/** Webhook and Discord, where the configuration has them on. @param traded what is traded with, which the strategy may say too */
export function openHooks(config: RawConfig, log: Log, traded: () => { strategyName: string; timeframe: string } | null): Hook[] {
  const hooks: Hook[] = [];
  const { webhook, discord } = config;
  if (webhook?.enabled && webhook.url !== undefined) {
    hooks.push(
      createWebhook(
        {
          url: webhook.url,
          format: webhook.format ?? 'form',
          retries: webhook.retries ?? 0,
          retryDelayMs: (webhook.retry_delay ?? 0.1) * 1000,
          timeoutMs: (webhook.timeout ?? 10) * 1000,
          allowCustomMessages: webhook.allow_custom_messages ?? true,
          templates: webhook as Readonly<Record<string, Record<string, unknown> | undefined>>,
        },
        log,
      ),
    );
  }
  if (discord?.enabled && discord.webhook_url !== undefined) {
    hooks.push(
      createDiscord(
        {
          url: discord.webhook_url,
          fields: { entry_fill: discord.entry_fill, exit_fill: discord.exit_fill },
          about: () => ({
            strategy: traded()?.strategyName ?? config.strategy ?? '',
            timeframe: traded()?.timeframe ?? config.timeframe ?? '',
          }),
        },
        log,
      ),
    );
  }
  return hooks;
}

/** Telegram, where the configuration has it on; its library is loaded only then. */
export async function openTelegram(
  config: RawConfig,
  calls: CallOptions & { readonly log: Log & { error(module: string, message: string): void } },
): Promise<Hook[]> {
  const { telegram } = config;
  if (!telegram?.enabled) return [];
  const [{ createTelegram }, { CallRefused, createInProcessApi }] = await Promise.all([
    import('../../notify/telegram/telegram.ts'),
    import('../../api/calls/in-process.ts'),
  ]);
  return [
    createTelegram({
      settings: {
        token: telegram.token,
        chatId: telegram.chat_id,
        topicId: telegram.topic_id ?? null,
        authorizedUsers: telegram.authorized_users ?? null,
        volume: telegram.notification_settings ?? {},
        allowCustomMessages: telegram.allow_custom_messages ?? true,
        dust: telegram.balance_dust_level ?? 0,
        keyboard: telegram.keyboard ?? null,
        hasRefresh: telegram.reload ?? true,
        apiRoot: telegram.api_root ?? null,
        isDry: config.dry_run,
      },
      api: createInProcessApi(calls),
      marketDirection: {
        get: () => calls.bot()?.marketDirection ?? 'none',
        set: async (direction) => {
          const bot = calls.bot();
          if (bot === null) throw new CallRefused('The bot is not ready yet.');
          return bot.ask({ kind: 'setMarketDirection', direction: direction as MarketDirection });
        },
      },
      log: calls.log,
      now: calls.now,
    }),
  ];
}
