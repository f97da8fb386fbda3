import { figuresOfFiles, StoredResults } from '../../research/results/stored-results.ts';
import type { StoredPart } from './work.ts';

/** A part of a stored backtest as JSON text. @throws ResearchRefused */
export async function storedPart(folder: string, part: StoredPart): Promise<string> {
  const stored = new StoredResults(folder);
  switch (part.what) {
    case 'figures':
      return JSON.stringify(figuresOfFiles(folder, part.files));
    case 'result':
      return stored.result(part.file, part.strategy);
    case 'market_change': {
      const { columns, data } = await stored.marketChange(part.file);
      return JSON.stringify({ columns, length: data.length, data });
    }
    case 'wallet': {
      const { columns, data } = await stored.wallet(part.file, part.strategy);
      return JSON.stringify({ columns, length: data.length, data, capture_start_ts: null });
    }
  }
}
