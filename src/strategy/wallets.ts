import { type Account, availableStake, initialStake, proposeStake, type StakeRules } from '../core/wallet/stake.ts';
import type { Parameter } from '../indicators/check-arguments.ts';
import { lookedAt, type MethodParameters } from './looked-at.ts';

/** Of one currency. */
export interface CurrencyBalance {
  readonly free: number;
  readonly used: number;
  readonly total: number;
}

/** What the account has, as it was heard last. Amounts in the currency they are of. */
export interface Wallets {
  /** 0 of a currency that the account does not have. */
  free(currency: string): number;
  used(currency: string): number;
  total(currency: string): number;
  all(): ReadonlyMap<string, CurrencyBalance>;
  /** What the bot may ever have in trades, stake currency: balance times `tradable_balance_ratio`, or `available_capital` and what it has earned. */
  totalStake(): number;
  /** What of it is free, stake currency. */
  availableStake(): number;
  /** What it was before the first trade, stake currency. */
  startingStake(): number;
  /** Stake of the next trade before `customStakeAmount` is asked; null where there is no money or no room for one. */
  nextStake(): number | null;
}

/** Where balances come from. */
export interface WalletFigures {
  balances(): ReadonlyMap<string, CurrencyBalance>;
  account(): Account;
  rules(): StakeRules;
  /** Profit of closed trades, stake currency. */
  realized(): number;
}

const CURRENCY: readonly Parameter[] = [['currency', 'text']];
const ASKED: MethodParameters<Wallets> = { free: CURRENCY, used: CURRENCY, total: CURRENCY };

/** freqtrade's names of what is called otherwise here. */
const FREQTRADES: Readonly<Record<string, keyof Wallets>> = {
  get_free: 'free',
  get_used: 'used',
  get_total: 'total',
  get_all_balances: 'all',
  get_total_stake_amount: 'totalStake',
  get_available_stake_amount: 'availableStake',
  get_starting_balance: 'startingStake',
  get_trade_stake_amount: 'nextStake',
};

export function walletsOf({ balances, account, rules, realized }: WalletFigures): Wallets {
  const wallets: Wallets = {
    free: (currency) => balances().get(currency)?.free ?? 0,
    used: (currency) => balances().get(currency)?.used ?? 0,
    total: (currency) => balances().get(currency)?.total ?? 0,
    all: balances,
    totalStake: () => availableStake(account(), rules(), realized()).total,
    availableStake: () => availableStake(account(), rules(), realized()).available,
    startingStake: () => initialStake(account(), rules(), realized()),
    nextStake: () => {
      const now = account();
      if (now.openTrades >= rules().maxOpenTrades) return null;
      const stake = proposeStake(now, rules(), realized());
      return typeof stake === 'number' ? stake : null;
    },
  };
  return lookedAt('wallets', wallets, ASKED, FREQTRADES);
}
