import { availableParallelism } from 'node:os';
import type { WalletRows } from '../../backtest/wallet-history.ts';
import type { FileMakers, TradeListMaker, WalletFileMaker } from '../../research/backtest-strategy.ts';
import type { Prepared, PrepareJob } from '../../research/prepare-pairs.ts';
import { TradeBatch, type TradeValues } from '../../research/report/trade-values.ts';
import { type ClosePath, type MovingPair, movesOf } from '../../research/results/market-change.ts';
import type { PackedPart } from '../../research/results/packed-text.ts';
import type { FilePieces } from '../../research/results/zip.ts';
import { type Hand, hire } from '../../workers/hands.ts';
import { beginSmall } from '../process/heap.ts';
import { NOTHING_NOTICED, type Noticed, noticedIn } from './watched-world.ts';

/** What a thread does for a backtest. */
export type BacktestPiece =
  | { readonly what: 'pairs'; readonly job: PrepareJob; readonly folders: readonly string[] }
  | { readonly what: 'market change'; readonly pairs: readonly MovingPair[]; readonly idle: readonly ClosePath[]; readonly step: number }
  | { readonly what: 'wallet rows'; readonly rows: WalletRows }
  | { readonly what: 'wallet' }
  | { readonly what: 'trades'; readonly values: TradeValues; readonly isAnswered: boolean }
  | { readonly what: 'trade list'; readonly isAnswered: boolean };

/** Pairs, a file, a text, or nothing yet. */
export type PieceResult = { readonly prepared: Prepared; readonly noticed: Noticed } | FilePieces | MadeTrades | null;

interface MadeTrades {
  readonly parts: readonly PackedPart[];
  readonly atOnce: Uint8Array | null;
}

type Helper = Hand<BacktestPiece, PieceResult>;

/** How threads are begun. */
export interface HandOrder {
  /** Whether others of this process go first: a server answers while they work. */
  readonly isPatient: boolean;
}

/** Fewer pairs than these aren't worth another thread. */
const PAIRS_PER_THREAD = 6;

/** Threads that help the one a backtest runs in: they look at a part of the pairs, and make files while trades are made and counted. */
export class BacktestHands {
  readonly #folders: readonly string[];
  readonly #threads: number;
  readonly #isBesideServer: boolean;
  #hands: readonly Helper[] = [];
  #noticed = NOTHING_NOTICED;

  /** @param folders where strategies are @param threads that may be at work, the one of the backtest included */
  constructor(folders: readonly string[], threads: number = availableParallelism(), isBesideServer = false) {
    this.#folders = folders;
    this.#threads = threads;
    this.#isBesideServer = isBesideServer;
  }

  /** What strategies of these threads have asked for so far. */
  get noticed(): Noticed {
    return this.#noticed;
  }

  /**
   * As many threads as help with so many pairs. They take a while to come: the sooner the better.
   * @param isPrepared whether all that is left to do is to trade and make files, which one helps with
   */
  hire(pairs: number, isPrepared = false): void {
    const helpful = Math.min(this.#threads, Math.floor(pairs / PAIRS_PER_THREAD)) - 1;
    const wanted = isPrepared ? Math.min(helpful, 1) : helpful;
    const file = new URL('./backtest-thread.ts', import.meta.url);
    const more = Math.max(0, wanted - this.#hands.length);
    // this is for all threads of a process, of which a server has others
    if (more > 0 && !this.#isBesideServer) beginSmall();
    const order: HandOrder = { isPatient: this.#isBesideServer };
    // what a strategy has to say it says of the pairs that stay here
    const onWarning = (): void => undefined;
    const newHands = Array.from({ length: more }, () => hire<HandOrder, BacktestPiece, PieceResult>(file, order, { onWarning }));
    this.#hands = [...this.#hands, ...newHands];
  }

  /** Prepares pairs, a part in each thread. */
  get others(): readonly ((job: PrepareJob) => Promise<Prepared>)[] {
    return this.#hands.map((hand) => async (job) => {
      const found = await hand.do({ what: 'pairs', job, folders: this.#folders });
      if (found === null || !('prepared' in found)) throw new Error('Pairs were wanted.');
      this.#noticed = noticedIn(this.#noticed, found.noticed);
      return found.prepared;
    });
  }

  /** Makes files in a thread; null where there is none. */
  get files(): FileMakers | null {
    const [hand] = this.#hands;
    if (hand === undefined) return null;
    return {
      marketChange: (pairs, idle, step) => made(hand, { what: 'market change', pairs: movesOf(pairs), idle, step }),
      wallet: () => walletMaker(this.#hands.at(-1) ?? hand),
      trades: () => tradeListMaker(hand, this.#isBesideServer),
    };
  }

  async end(): Promise<void> {
    await Promise.all(this.#hands.map((hand) => hand.end()));
  }
}

/** Rows go over as they come, and are packed meanwhile. */
function walletMaker(hand: Helper): WalletFileMaker {
  const added: Promise<unknown>[] = [];
  return {
    add: (rows) => {
      const { buffer } = rows.date;
      const taken = hand.do({ what: 'wallet rows', rows }, [buffer, rows.currency.buffer, rows.rate.buffer, rows.balance.buffer]);
      taken.catch(() => undefined);
      added.push(taken);
    },
    file: () => {
      const file = made(hand, { what: 'wallet' });
      return async () => {
        await Promise.all(added);
        return file();
      };
    },
  };
}

/** Trades that go over together. */
const TRADES_AT_ONCE = 128;

/** What is listed of trades goes over as they close, and is written and packed meanwhile. */
/** @param isAnswered whether they are answered by a server, too */
function tradeListMaker(hand: Helper, isAnswered: boolean): TradeListMaker {
  const sent: Promise<unknown>[] = [];
  const batch = new TradeBatch();
  const give = () => {
    const values = batch.take();
    const taken = hand.do({ what: 'trades', values, isAnswered }, [values.numbers.buffer]);
    // whoever wants the text gets the failure
    taken.catch(() => undefined);
    sent.push(taken);
  };
  return {
    add: (trade) => {
      batch.add(trade);
      if (batch.count === TRADES_AT_ONCE) give();
    },
    texts: () => {
      if (batch.count > 0) give();
      const list = hand.do({ what: 'trade list', isAnswered });
      list.catch(() => undefined);
      const made = async (): Promise<MadeTrades> => {
        await Promise.all(sent);
        const texts = await list;
        if (texts !== null && 'parts' in texts) return texts;
        throw new Error('A text was wanted.');
      };
      return { packed: async () => (await made()).parts, atOnce: async () => (await made()).atOnce };
    },
  };
}

/** A file that is begun now. */
function made(hand: Helper, piece: BacktestPiece): () => Promise<FilePieces> {
  const file = hand.do(piece);
  // whoever wants it gets the failure
  file.catch(() => undefined);
  return async () => {
    const content = await file;
    if (content !== null && 'pieces' in content) return content;
    throw new Error('A file was wanted.');
  };
}
