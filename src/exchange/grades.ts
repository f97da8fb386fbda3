// Made by "npm run generate"; not to be edited by hand.
export type Grade = 'gold' | 'silver' | 'bronze';

/** How far orders on an exchange are held by tests, by its name and those of its branches; `docs/exchanges.md` says what each means. */
export const GRADES: Readonly<Record<string, Grade>> = {
  binance: 'gold',
  binanceus: 'gold',
  binanceusdm: 'gold',
  bingx: 'gold',
  bitget: 'gold',
  bitvavo: 'gold',
  bybit: 'gold',
  bybiteu: 'gold',
  coinex: 'bronze',
  cryptocom: 'bronze',
  gate: 'gold',
  gateeu: 'gold',
  htx: 'gold',
  hyperliquid: 'gold',
  kraken: 'gold',
  krakenfutures: 'gold',
  kucoin: 'gold',
  mexc: 'bronze',
  myokx: 'gold',
  okx: 'gold',
  okxus: 'gold',
};
