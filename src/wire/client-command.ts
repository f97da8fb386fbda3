/** How freqtrade-client has a call as a command of the call's name. */
export interface ClientCommand {
  /** Where the help says more than the call's summary. */
  readonly help?: string;
  /** In the order they may be given; every field of the request where left out. */
  readonly parameters?: readonly ClientParameter[];
}

/** A parameter of a command; what is left out comes from the field's schema and note. */
export interface ClientParameter {
  /** Field of the request. */
  readonly field: string;
  /** What people call it. */
  readonly name?: string;
  readonly help?: string;
  readonly isRequired?: boolean;
  /** What is sent where it is left out. */
  readonly unset?: string;
  /** The call that is made in place of this one where it is given; the field is that call's. */
  readonly call?: string;
}

export const PAIR: ClientParameter = { field: 'pair', help: 'market, e.g. BTC/USDT' };
export const TIMEFRAME: ClientParameter = { field: 'timeframe', help: 'length of a candle, e.g. 5m' };
export const TRADE_ID: ClientParameter = { field: 'tradeid', name: 'trade_id', help: 'number of the trade, as status shows it' };
export const LIMIT_PRICE: ClientParameter = { field: 'price', help: "limit price; the market's when left out" };

/** How many of these to go back. @param periods days, weeks or months */
export const back = (periods: string): ClientCommand => ({
  parameters: [{ field: 'timescale', name: periods, help: `how many ${periods} to go back` }],
});
