"""How freqtrade's backtests fill the fields that say nothing: what a class compares with must be the same there and here."""

from freqtrade.persistence import LocalTrade, Order

#: what an exit changes; while its `order_filled` is asked, the trade is as it was before
BEFORE_EXIT = (
    "is_open",
    "close_rate",
    "close_rate_requested",
    "close_profit",
    "close_profit_abs",
    "realized_profit",
    "stake_amount",
    "amount",
    "open_trade_value",
)
#: asked once the moment of the exit is noted
EXITING = ("custom_exit_price", "confirm_trade_exit")


def trade_look(trade: LocalTrade) -> None:
    fields = trade.__dict__
    fields["strategy"] = fields["exit_order_status"] = fields["fee_open_currency"] = fields["fee_close_currency"] = ""
    if fields["exit_reason"] is None:
        fields["exit_reason"] = ""
    if fields["max_stake_amount"] is None:
        fields["max_stake_amount"] = 0.0
    if fields["is_open"]:
        fields["close_rate_requested"] = None
        # extremes are there once a candle has been looked at
        highest = fields["max_rate"]
        if not highest or (highest == fields["min_rate"] and highest == fields["open_rate"]):
            fields["max_rate"] = fields["min_rate"] = None


def order_look(order: Order, trade: LocalTrade, *, is_first: bool) -> None:
    order.ft_amount = None
    if order.status is None:
        order.status = "open"
        order.average = order.ft_price
        if order.ft_order_side == trade.entry_side:
            order.order_filled_date = order.order_date
    elif order.funding_fee is None and not is_first:
        order.funding_fee = 0.0
