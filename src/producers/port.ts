import type { DataFrame } from '../strategy/data-frame.ts';

/** What other bots send, as far as it has arrived. */
export interface ProducerFeeds {
  /** A producer's whitelist; empty before it has sent one. */
  pairs(producer: string): readonly string[];
  /** Its last frame of a pair, and when it made that (ms); null before the first. */
  frame(producer: string, pair: string, timeframe: string, candleType: string): { frame: DataFrame; at: number } | null;
  close(): Promise<void>;
}

export const DEFAULT_PRODUCER = 'default';
