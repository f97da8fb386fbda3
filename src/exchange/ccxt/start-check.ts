import type { Exchange as CcxtExchange } from 'ccxt';
import { type ModeFacts, modeProblem, presentName, REQUIRED, SUPPORTED, UNSUITABLE } from '../facts.ts';
import type { MarginMode } from '../ports/leverage.ts';
import { isTradable, traitsOf } from '../traits/all.ts';

/** What a bot is about to do on an exchange. */
export interface StartRules {
  /** Whether its orders are real. */
  readonly isLive: boolean;
  /** Null on spot. */
  readonly marginMode?: MarginMode | null;
  /** `limit`, `market`. */
  readonly orderTypes: readonly string[];
  /** `GTC`, `FOK`, `IOC`, `PO`. */
  readonly timesInForce: readonly string[];
  /** Whether order flow is made of public trades. */
  readonly needsPublicTrades?: boolean;
}

export interface StartCheck {
  /** Why it can't be done; empty for nothing. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/** Keys of the configuration by ccxt's names of what an exchange wants to know of its user. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  apiKey: 'key',
  secret: 'secret',
  password: 'password',
  uid: 'uid',
  walletAddress: 'wallet_address',
  privateKey: 'private_key',
  accountId: 'account_id',
};

/** Judges before anything is ordered what would go wrong later, or only half work. */
export function startCheck(client: CcxtExchange, name: string, facts: ModeFacts, rules: StartRules): StartCheck {
  const id = presentName(name);
  const has = client.has as Record<string, unknown>;
  const refusals: string[] = [];
  const warnings: string[] = [];
  const unsuitable = UNSUITABLE[id];
  if (unsuitable !== undefined) refusals.push(`Exchange "${name}" will not work with this bot: ${unsuitable}.`);
  const missing = Object.entries(REQUIRED).filter(
    ([call, instead]) => !has[call] && !(instead.length > 0 && instead.every((other) => has[other])),
  );
  if (missing.length > 0) refusals.push(`Exchange "${name}" lacks what a bot needs: ${missing.map(([call]) => call).join(', ')}.`);
  if (rules.orderTypes.includes('market') && has['createMarketOrder'] === false) {
    refusals.push(`Exchange ${name} does not support market orders. Set "order_types" to "limit".`);
  }
  const foreign = [...new Set(rules.timesInForce.map((one) => one.toUpperCase()))].filter(
    (one) => !facts.order_time_in_force.includes(one),
  );
  if (foreign.length > 0) {
    refusals.push(
      `Time in force ${foreign.join(', ')} is not supported for ${name}. Set "order_time_in_force" to ${facts.order_time_in_force.join(', ')}.`,
    );
  }
  if (rules.needsPublicTrades === true && !(has['fetchTrades'] && facts.trades_has_history)) {
    refusals.push(
      `Trade data not available for ${name}. Can't use orderflow feature. Take "use_public_trades" out of the section "exchange".`,
    );
  }
  const { marginMode = null } = rules;
  const foreignMode = modeProblem(id, marginMode === null ? 'spot' : 'futures', marginMode);
  if (foreignMode !== null) refusals.push(foreignMode);
  if (rules.isLive) {
    if (!isTradable(id)) {
      refusals.push(
        `Live orders on "${name}" are not supported: how it keeps client order ids and answers look-ups is not known, so an order could be lost or doubled. A dry run works ("dry_run": true).`,
      );
    }
    if (foreignMode === null && marginMode !== null && isTradable(id) && traitsOf(id, true).futures === null) {
      refusals.push(`Live futures on "${name}" are not supported. A dry run works ("dry_run": true).`);
    }
    const needed = Object.entries(client.requiredCredentials as Record<string, boolean>).filter(
      ([credential, isNeeded]) => isNeeded && !(client as Record<string, unknown>)[credential],
    );
    if (needed.length > 0) {
      refusals.push(
        `Exchange ${name} needs ${needed.map(([credential]) => `"exchange.${CREDENTIALS[credential] ?? credential}"`).join(' and ')}.`,
      );
    }
  }
  if (refusals.length === 0 && !SUPPORTED.includes(id)) {
    warnings.push(
      `Exchange "${name}" is known to ccxt but is not among those that freqtrade supports. It may work; try it with small amounts first.`,
    );
  }
  return { refusals, warnings };
}
