import type { Message } from 'freqtrade-client';
import { rate } from '../format.ts';
import { t } from '../messages/index.ts';

/** Which news are shown. */
export interface WantedNews {
  readonly entries: boolean;
  readonly exits: boolean;
  readonly cancels: boolean;
  readonly warnings: boolean;
}

/** What a message says, in words; null for what is not shown. */
export function newsOf(message: Message, wanted: WantedNews): string | null {
  switch (message.type) {
    case 'entry_fill':
      return wanted.entries ? t('news.entered', { pair: message.pair, rate: rate(message.open_rate) }) : null;
    case 'exit_fill':
      return wanted.exits
        ? t('news.left', { pair: message.pair, rate: rate(message.close_rate), reason: message.exit_reason ?? '' })
        : null;
    case 'entry_cancel':
    case 'exit_cancel':
      return wanted.cancels ? t('news.cancelled', { pair: message.pair, reason: message.reason }) : null;
    case 'proposal':
      return t('news.proposed', { strategy: message.strategy });
    case 'warning':
      return wanted.warnings ? message.status : null;
    case 'exception':
      // what is wrong with the bot, or with what the page has asked the stream for
      return wanted.warnings ? (message.status ?? message.data ?? null) : null;
    default:
      return null;
  }
}
