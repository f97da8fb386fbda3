/** What a chart shows of a trade. */
export interface ChartTrade {
  readonly trade_id: number;
  readonly is_short?: boolean;
  readonly orders: readonly { readonly ft_order_side: string; readonly order_filled_timestamp?: number | null }[];
  readonly levels?: readonly Level[];
}

/** A rate that means something to a trade. */
export interface Level {
  readonly kind: 'entry' | 'stop' | 'target' | 'liquidation' | 'order';
  readonly rate: number;
  readonly title: string;
}
