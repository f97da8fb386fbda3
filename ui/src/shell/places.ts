import type { TextName } from '../messages/index.ts';
import type { IconName } from './AppIcon.vue';

/** One view of the page, and where it belongs. */
export interface Place {
  readonly name: string;
  readonly path: string;
  readonly icon: IconName;
  readonly label: TextName;
  /** What the bot must do for it: trade, research, or anything. */
  readonly needs: 'trade' | 'research' | 'any';
  /** Within reach of a thumb on a phone. */
  readonly isHandy?: boolean;
  /** Its parts can be arranged. */
  readonly hasPanels?: boolean;
}

export const PLACES: readonly Place[] = [
  { name: 'trade', path: '/trade', icon: 'trade', label: 'place.trade', needs: 'trade', isHandy: true, hasPanels: true },
  { name: 'dashboard', path: '/dashboard', icon: 'dashboard', label: 'place.dashboard', needs: 'trade', isHandy: true, hasPanels: true },
  { name: 'chart', path: '/chart', icon: 'chart', label: 'place.chart', needs: 'any', isHandy: true },
  { name: 'balance', path: '/balance', icon: 'balance', label: 'place.balance', needs: 'trade', isHandy: true },
  { name: 'performance', path: '/performance', icon: 'performance', label: 'place.performance', needs: 'trade' },
  { name: 'risk', path: '/risk', icon: 'risk', label: 'place.risk', needs: 'trade' },
  { name: 'journal', path: '/journal', icon: 'journal', label: 'place.journal', needs: 'trade' },
  { name: 'backtest', path: '/backtest', icon: 'backtest', label: 'place.backtest', needs: 'research', isHandy: true },
  { name: 'analysis', path: '/analysis', icon: 'analysis', label: 'place.analysis', needs: 'research' },
  { name: 'download', path: '/download', icon: 'download', label: 'place.download', needs: 'research' },
  { name: 'pairlists', path: '/pairlists', icon: 'pairlist', label: 'place.pairlists', needs: 'research' },
  { name: 'log', path: '/log', icon: 'log', label: 'place.log', needs: 'any' },
  { name: 'system', path: '/system', icon: 'system', label: 'place.system', needs: 'any' },
  { name: 'settings', path: '/settings', icon: 'settings', label: 'place.settings', needs: 'any' },
];
