import numpy as np
from freqtrade.strategy import IStrategy


class FlowStrategy(IStrategy):
    """The same as ../flow-strategy.ts."""

    INTERFACE_VERSION = 3
    timeframe = "1m"
    minimal_roi = {"0": 10}
    stoploss = -0.9
    order_types = {"entry": "market", "exit": "market", "stoploss": "market", "stoploss_on_exchange": False}

    def populate_indicators(self, dataframe, metadata):
        def each(column, of):
            return dataframe[column].apply(lambda x: of(x) if isinstance(x, (dict, list)) else np.nan).astype(float)

        dataframe["levels"] = each("orderflow", len)
        dataframe["busiest"] = each("orderflow", lambda x: max(x, key=lambda price: x[price]["total_volume"]))
        dataframe["stacks"] = each("stacked_imbalances_ask", len) - each("stacked_imbalances_bid", len)
        dataframe["uneven"] = each("imbalances", lambda x: sum(y["bid_imbalance"] or y["ask_imbalance"] for y in x.values()))
        dataframe["first_trade"] = each("trades", lambda x: float(x[0]["id"]))
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        bought = dataframe["delta"] > 0
        dataframe.loc[bought, ["enter_long", "enter_tag"]] = (1, "bought")
        dataframe.loc[bought & (dataframe["stacks"] > 0), ["enter_long", "enter_tag"]] = (1, "stacked")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["delta"] < 0, ["exit_long", "exit_tag"]] = (1, "sold")
        return dataframe
