/** Why the engine does not do what was asked; each dialect has its own code, status and words for it. */
export type RefusalKind =
  | 'unknown_symbol'
  | 'bad_amount'
  | 'bad_price'
  | 'price_too_far'
  | 'too_little_value'
  | 'no_amount'
  | 'no_price'
  | 'no_stop_price'
  | 'stop_on_wrong_side'
  | 'too_little_balance'
  | 'client_id_in_use'
  | 'would_take'
  | 'nothing_to_reduce'
  | 'unknown_order'
  | 'order_is_closed'
  | 'bad_leverage'
  | 'position_in_the_way';

/** The engine refuses; nothing was changed. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  constructor(kind: RefusalKind) {
    super(kind);
    this.kind = kind;
  }
}
