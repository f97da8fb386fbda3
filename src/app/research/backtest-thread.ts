import { setPriority } from 'node:os';
import { sourceLine } from '../../bot/source-line.ts';
import { listedTrades } from '../../research/report/trade-values.ts';
import { marketChangeFile, marketChangeOf } from '../../research/results/market-change.ts';
import { TradeList } from '../../research/results/trade-list.ts';
import { WalletFile } from '../../research/results/wallet-file.ts';
import { crcOfPieces } from '../../research/results/zip.ts';
import { serveHand } from '../../workers/serve-hand.ts';
import { castNetOfThread } from '../process/last-net.ts';
import type { BacktestPiece, HandOrder, PieceResult } from './backtest-hands.ts';
import { prepareHere } from './prepare.ts';

/** What a thread that helps with a backtest runs. */

/** Nice, as Linux counts it. */
const PATIENT = 10;
/** Files that rows and trades come for. */
let wallet = new WalletFile();
let trades: TradeList | null = null;

castNetOfThread();
export const served = serveHand<HandOrder, BacktestPiece, PieceResult>(
  async ({ isPatient }, { handOver }) => {
    // Linux has a priority for each thread, others for the whole process
    if (isPatient && process.platform === 'linux') setPriority(PATIENT);
    return async (piece) => {
      const file = (...pieces: readonly Uint8Array[]): PieceResult => {
        // what both threads see is not handed over
        handOver(pieces.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : [])));
        return { pieces, crc: crcOfPieces(pieces) };
      };
      switch (piece.what) {
        case 'pairs':
          return prepareHere(piece.job, piece.folders, handOver);
        case 'market change':
          return file(marketChangeFile(marketChangeOf(piece.pairs, piece.idle, piece.step)));
        case 'wallet rows':
          wallet.add(piece.rows);
          return null;
        case 'wallet': {
          const pieces = wallet.pieces();
          wallet = new WalletFile();
          return file(...pieces);
        }
        case 'trades':
          trades ??= new TradeList(piece.isAnswered);
          trades.add(listedTrades(piece.values));
          return null;
        case 'trade list': {
          const list = trades ?? new TradeList(piece.isAnswered);
          trades = null;
          const [parts, atOnce] = [list.parts(), list.atOnce()];
          handOver([...parts.map(({ bytes: { buffer } }) => buffer), ...(atOnce === null ? [] : [atOnce.buffer])]);
          return { parts, atOnce };
        }
      }
    };
  },
  (error) => `${error.message}${error.code === 'STRATEGY_ERROR' ? sourceLine(error) : ''}`,
);
