import { deserialize } from 'node:v8';
import type { QueueAddress } from '../../../queue/address.ts';
import { openPost, type Post } from '../../../queue/post.ts';
import { BacktestError } from '../../../research/backtest-settings.ts';
import type { EpochText } from '../../../research/hyperopt/epoch-text.ts';
import type { OpenStudy } from '../../../research/hyperopt/open-study.ts';
import { pointKey } from '../../../research/hyperopt/study-loop.ts';
import type { Point } from '../../../samplers/space.ts';
import type { LoadedStrategy } from '../../strategies/strategy-loader.ts';
import { type ParcelOrder, searchParcel } from './search-parcel.ts';

export interface QueueNews {
  readonly onInfo: (text: string) => void;
  readonly onWarning: (text: string) => void;
}

/** Workers on any machine that try points of one search. */
export class QueueCrew {
  readonly #post: Post;

  private constructor(post: Post) {
    this.#post = post;
  }

  static async open(
    address: QueueAddress,
    order: ParcelOrder,
    search: { readonly loaded: LoadedStrategy; readonly open: OpenStudy; readonly ahead: number },
    { onInfo, onWarning }: QueueNews,
  ): Promise<QueueCrew> {
    const parcel = await searchParcel(order, search.loaded, search.open);
    const post = await openPost(address, parcel, {
      version: order.version,
      ahead: search.ahead,
      onLost: onWarning,
      onBack: () => onInfo(`The queue ${address.shown} is back.`),
      onThreads: (threads, others) => {
        if (others.length > 0) onWarning(othersText(order.version, others));
        if (threads === 0) onWarning(`No worker is there: start one with "freqtrade worker --queue …", here or elsewhere. Waiting.`);
        else onInfo(`${threads} ${threads === 1 ? 'thread' : 'threads'} of workers ${threads === 1 ? 'is' : 'are'} there.`);
      },
    });
    return new QueueCrew(post);
  }

  async tryPoint(point: Point): Promise<{ losses: readonly number[]; kept: EpochText }> {
    try {
      const kept = deserialize(await this.#post.do({ key: pointKey(point), item: point })) as EpochText;
      return { losses: kept.row.losses, kept };
    } catch (error) {
      throw new BacktestError((error as Error).message, { cause: error });
    }
  }

  end(): Promise<void> {
    return this.#post.end();
  }
}

function othersText(own: string, others: readonly string[]): string {
  return `Workers of another version are at the queue (${others.join(', ')}). They make none of these tries: what they found might differ. This is ${own}; start workers of the same.`;
}
