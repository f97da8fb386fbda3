import { round8 } from './symbol.ts';

export interface Balance {
  free: number;
  locked: number;
}

/** Coins of one account. What is locked belongs to orders or, as margin, to positions. */
export class Wallet {
  readonly balances: Map<string, Balance> = new Map();

  constructor(balances: Readonly<Record<string, number>>) {
    for (const [coin, free] of Object.entries(balances)) this.balances.set(coin, { free, locked: 0 });
  }

  of(coin: string): Balance {
    let balance = this.balances.get(coin);
    if (balance === undefined) {
      balance = { free: 0, locked: 0 };
      this.balances.set(coin, balance);
    }
    return balance;
  }

  add(coin: string, amount: number): void {
    const balance = this.of(coin);
    balance.free = round8(balance.free + amount);
  }

  lock(coin: string, amount: number): void {
    const balance = this.of(coin);
    balance.free = round8(balance.free - amount);
    balance.locked = round8(balance.locked + amount);
  }

  unlock(coin: string, amount: number): void {
    this.lock(coin, -amount);
  }
}
