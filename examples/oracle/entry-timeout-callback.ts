import type { Order } from 'freqtrade-ts';
import { CustomPrice } from './custom-price.ts';

export class EntryTimeoutCallback extends CustomPrice {
  override checkEntryTimeout({ order, currentTime }: { order: Readonly<Order>; currentTime: number }): boolean {
    return currentTime - order.orderDate > 600_000;
  }
  override checkExitTimeout({ order, currentTime }: { order: Readonly<Order>; currentTime: number }): boolean {
    return currentTime - order.orderDate > 900_000;
  }
}
