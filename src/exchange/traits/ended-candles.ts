import type { ExchangeTraits } from './traits.ts';

/** How a stream says that nothing more comes of a candle; ccxt leaves it out. */
export type EndedCandles = NonNullable<ExchangeTraits['endedCandles']>;

type Json = Readonly<Record<string, unknown>>;

/** Source: Binance, "Kline/Candlestick Streams", spot and USDⓈ-M futures: `x`. */
export const endedOfBinance: EndedCandles = (message) => {
  const { k } = message as { readonly k?: Json };
  return k?.['x'] === true ? [{ id: String(k['s']), start: Number(k['t']) }] : [];
};

/** Source: Bybit, "Kline" (WebSocket): `confirm`. */
export const endedOfBybit: EndedCandles = (message) => {
  const { topic, data } = message as { readonly topic?: unknown; readonly data?: readonly Json[] };
  const id = String(topic).split('.').at(-1) ?? '';
  return (data ?? []).filter(({ confirm }) => confirm === true).map(({ start }) => ({ id, start: Number(start) }));
};

/** Source: OKX, "Candlesticks channel": `confirm`, the ninth of a row. */
export const endedOfOkx: EndedCandles = (message) => {
  const { arg, data } = message as { readonly arg?: Json; readonly data?: readonly (readonly unknown[])[] };
  return (data ?? []).filter((row) => row[8] === '1').map(([start]) => ({ id: String(arg?.['instId']), start: Number(start) }));
};
