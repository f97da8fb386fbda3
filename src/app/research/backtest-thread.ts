import { sourceLine } from '../../bot/source-line.ts';
import { listedTrades } from '../../research/report/trade-values.ts';
import { marketChangeFile, marketChangeOf } from '../../research/results/market-change.ts';
import { TradeList } from '../../research/results/trade-list.ts';
import { WalletFile } from '../../research/results/wallet-file.ts';
import { crcOfPieces } from '../../research/results/zip.ts';
import { serveHand } from '../../workers/serve-hand.ts';
import { castNetOfThread } from '../process/last-net.ts';
import type { BacktestPiece, PieceResult } from './backtest-hands.ts';
import { prepareHere } from './prepare.ts';

/** What a thread that helps with a backtest runs. */

/** Files that rows and trades come for. */
let wallet = new WalletFile();
let trades = new TradeList();

castNetOfThread();
export const served = serveHand<null, BacktestPiece, PieceResult>(
  async (_none, { handOver }) =>
    async (piece) => {
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
          trades.add(listedTrades(piece.values));
          return null;
        case 'trade list': {
          const parts = trades.parts();
          trades = new TradeList();
          handOver(parts.map(({ bytes: { buffer } }) => buffer));
          return { parts };
        }
      }
    },
  (error) => `${error.message}${error.code === 'STRATEGY_ERROR' ? sourceLine(error) : ''}`,
);
