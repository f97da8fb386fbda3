"""The strategy of the hyperopt oracle with spaces of its own for all that every strategy has."""

from hyper import Hyper

try:
    from freqtrade.optimize.space import Categorical, Integer, SKDecimal
except ImportError:
    # without Optuna nobody makes the real ones; ours are looked at, and nothing else is done with them
    class Facts:
        log = False
        step = None

        def __init__(self, name, **facts):
            self.name = name
            self.__dict__.update(facts)

    def Categorical(categories, name):
        return Facts(name, categories=categories)

    class SKDecimal(Facts):
        def __init__(self, low, high, *, decimals, name):
            super().__init__(name, low=low, high=high, step=1 / 10**decimals)

    class ft_Integer(Facts):
        step = 1

    def Integer(low, high, name):
        return ft_Integer(name, low=low, high=high)


class HyperNested(Hyper):
    class HyperOpt:
        def roi_space():
            return [SKDecimal(0.005, 0.05, decimals=3, name="roi_first"), Integer(20, 300, name="roi_until")]

        def generate_roi_table(params):
            return {0: params["roi_first"], params["roi_until"]: 0}

        def stoploss_space():
            return [SKDecimal(-0.1, -0.02, decimals=3, name="stoploss")]

        def trailing_space():
            return [
                Categorical([True, False], name="trailing_stop"),
                SKDecimal(0.002, 0.03, decimals=3, name="trailing_stop_positive"),
                SKDecimal(0.001, 0.03, decimals=3, name="offset"),
                Categorical([True, False], name="trailing_only_offset_is_reached"),
            ]

        def generate_trailing_params(params):
            return {
                "trailing_stop": params["trailing_stop"],
                "trailing_stop_positive": params["trailing_stop_positive"],
                "trailing_stop_positive_offset": params["offset"],
                "trailing_only_offset_is_reached": params["trailing_only_offset_is_reached"],
            }

        def max_open_trades_space():
            return [Integer(-1, 3, name="max_open_trades")]

        def generate_estimator(dimensions, **kwargs):
            return "QMCSampler"
