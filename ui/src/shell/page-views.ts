import type { TextName } from '../messages/index.ts';
import type { IconName } from './AppIcon.vue';

/** One view of the page, and where it belongs. */
export interface PageView {
  readonly name: string;
  readonly path: string;
  readonly icon: IconName;
  readonly label: TextName;
  /** Which of the groups of the list it stands in. */
  readonly group: 'trading' | 'research' | 'system';
  /** What the bot must do for it: trade, research, or anything. */
  readonly needs: 'trade' | 'research' | 'any';
  /** Within reach of a thumb on a phone. */
  readonly isHandy?: boolean;
  /** Its parts can be arranged. */
  readonly hasPanels?: boolean;
}

export const PAGE_VIEWS: readonly PageView[] = [
  { name: 'trade', path: '/trade', icon: 'trade', label: 'place.trade', group: 'trading', needs: 'trade', isHandy: true, hasPanels: true },
  {
    name: 'dashboard',
    path: '/dashboard',
    icon: 'dashboard',
    label: 'place.dashboard',
    group: 'trading',
    needs: 'trade',
    isHandy: true,
    hasPanels: true,
  },
  { name: 'chart', path: '/chart', icon: 'chart', label: 'place.chart', group: 'trading', needs: 'any', isHandy: true },
  { name: 'balance', path: '/balance', icon: 'balance', label: 'place.balance', group: 'trading', needs: 'trade', isHandy: true },
  { name: 'performance', path: '/performance', icon: 'performance', label: 'place.performance', group: 'trading', needs: 'trade' },
  { name: 'risk', path: '/risk', icon: 'risk', label: 'place.risk', group: 'trading', needs: 'trade' },
  { name: 'journal', path: '/journal', icon: 'journal', label: 'place.journal', group: 'trading', needs: 'trade' },
  { name: 'backtest', path: '/backtest', icon: 'backtest', label: 'place.backtest', group: 'research', needs: 'research', isHandy: true },
  { name: 'hyperopt', path: '/hyperopt', icon: 'hyperopt', label: 'place.hyperopt', group: 'research', needs: 'research' },
  { name: 'analysis', path: '/analysis', icon: 'analysis', label: 'place.analysis', group: 'research', needs: 'research' },
  { name: 'download', path: '/download', icon: 'download', label: 'place.download', group: 'research', needs: 'research' },
  { name: 'pairlists', path: '/pairlists', icon: 'pairlist', label: 'place.pairlists', group: 'research', needs: 'research' },
  { name: 'log', path: '/log', icon: 'log', label: 'place.log', group: 'system', needs: 'any' },
  { name: 'system', path: '/system', icon: 'system', label: 'place.system', group: 'system', needs: 'any' },
  { name: 'settings', path: '/settings', icon: 'settings', label: 'place.settings', group: 'system', needs: 'any' },
];

const GROUPS = ['trading', 'research', 'system'] as const;

/** Views by their groups; a group without any is left out. */
export function grouped(views: readonly PageView[]): { readonly group: PageView['group']; readonly views: readonly PageView[] }[] {
  return GROUPS.map((group) => ({ group, views: views.filter((view) => view.group === group) })).filter((one) => one.views.length > 0);
}
