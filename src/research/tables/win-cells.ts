import { fixed } from './python-text.ts';

/** How many trades were won, drawn and lost, and the share of those won in percent. Draws beside no loss count as won, as in freqtrade. */
export function winCells({ wins, draws, losses }: { readonly wins: number; readonly draws: number; readonly losses: number }): string {
  const share = wins === 0 ? '0' : losses === 0 ? '100' : fixed((100 / (wins + draws + losses)) * wins, 1);
  return `${[wins, draws, losses].map((count) => String(count).padStart(4)).join('  ')}  ${share.padStart(4)}`;
}
