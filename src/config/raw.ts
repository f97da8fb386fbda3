import type { CheckedConfig } from './checked-config.ts';

/** The configuration with freqtrade's keys, after merging and checking: defaults are filled in. Ratios: 0.01 = 1 %. */
export type RawConfig = ReadOnly<CheckedConfig>;
export type RawExchange = RawConfig['exchange'];
export type RawPricing = RawConfig['entry_pricing'] | RawConfig['exit_pricing'];
export type RawApiServer = NonNullable<RawConfig['api_server']>;
/** Edge positioning, as freqtrade had it. */
export type RawEdge = NonNullable<RawConfig['edge']>;
/** Other bots to listen to. */
export type RawConsumer = NonNullable<RawConfig['external_message_consumer']>;
/** Where messages are sent by HTTP; per type of message an object of templates. */
export type RawWebhook = NonNullable<RawConfig['webhook']>;
export type RawDiscord = NonNullable<RawConfig['discord']>;
export type RawTelegram = NonNullable<RawConfig['telegram']>;

type ReadOnly<T> = T extends object ? { readonly [K in keyof T]: ReadOnly<T[K]> } : T;
