import { Refusal, type RefusalKind } from '../../engine/refusal.ts';
import { type Answer, type Call, NativeRefusal } from '../dialect.ts';

type Words = readonly [code: string, message: string];

/** Codes and words; all of status 400. Source: Bitget, "REST API error codes" of spot and futures. */
const REFUSALS: Readonly<Record<RefusalKind, Words>> = {
  unknown_symbol: ['40034', 'Parameter symbol does not exist'],
  bad_amount: ['40808', 'Parameter verification exception size checkBDScale error'],
  bad_price: ['40808', 'Parameter verification exception price checkBDScale error'],
  price_too_far: ['50018', 'The price exceed maximum limits'],
  too_little_value: ['45110', 'less than the minimum amount 5 USDT'],
  no_amount: ['40019', 'Parameter size cannot be empty'],
  no_price: ['40019', 'Parameter price cannot be empty'],
  no_stop_price: ['40019', 'Parameter triggerPrice cannot be empty'],
  stop_on_wrong_side: ['40917', 'Stop price for long positions please < mark price'],
  too_little_balance: ['43012', 'Insufficient balance'],
  client_id_in_use: ['40786', 'Duplicate clientOid'],
  would_take: ['40020', 'Parameter force error'],
  nothing_to_reduce: ['22002', 'No position to close'],
  unknown_order: ['43001', 'The order does not exist'],
  order_is_closed: ['43001', 'The order does not exist'],
  bad_leverage: ['40797', 'Exceeded the maximum settable leverage'],
  position_in_the_way: ['45117', 'Currently holding positions or orders, the margin mode cannot be adjusted'],
};

/** The same where contracts say it in other words. */
const CONTRACT_REFUSALS: Partial<Record<RefusalKind, Words>> = {
  too_little_balance: ['40762', 'The order amount exceeds the balance'],
  unknown_order: ['40768', 'Order does not exist'],
  order_is_closed: ['22001', 'No order to cancel'],
};

export function refuse(refusal: Refusal | NativeRefusal, call: Call): Answer {
  const [code, message] = refusal instanceof Refusal ? wordsOf(refusal.kind, isContract(call)) : [refusal.code, refusal.message];
  const status = refusal instanceof NativeRefusal ? refusal.status : 400;
  return { status, body: { code, msg: message, requestTime: Date.now(), data: null } };
}

export function wordsOf(kind: RefusalKind, isOfContracts: boolean): Words {
  return (isOfContracts ? CONTRACT_REFUSALS[kind] : undefined) ?? REFUSALS[kind];
}

export function isContract({ path }: Call): boolean {
  return path.startsWith('/api/v2/mix/');
}

export function parameterError(name: string): NativeRefusal {
  return new NativeRefusal('40020', `Parameter ${name} error`);
}
