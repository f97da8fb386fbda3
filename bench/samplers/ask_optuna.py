"""Best values that Optuna's samplers find of the standard functions, which are asked for over standard input and output as JSON lines."""

import json
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def suggest(trial, space):
    point = {}
    for dimension in space:
        when = dimension.get("when")
        if when is not None and point.get(when["name"]) not in when["values"]:
            continue
        name, kind = dimension["name"], dimension["kind"]
        if kind == "categorical":
            point[name] = trial.suggest_categorical(name, dimension["choices"])
        elif kind == "int":
            point[name] = trial.suggest_int(name, dimension["low"], dimension["high"])
        elif kind == "decimal":
            point[name] = trial.suggest_float(name, dimension["low"], dimension["high"], step=10 ** -dimension["decimals"])
        else:
            point[name] = trial.suggest_float(name, dimension["low"], dimension["high"])
    return point


def ask(point):
    print(json.dumps({"point": point}), flush=True)
    return json.loads(sys.stdin.readline())


def main():
    print(json.dumps({"version": optuna.__version__}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        sampler = getattr(optuna.samplers, order["sampler"])(seed=order["seed"], **order["options"])
        study = optuna.create_study(sampler=sampler)
        study.optimize(lambda trial: ask(suggest(trial, order["space"])), n_trials=order["trials"])
        print(json.dumps({"best": study.best_value}), flush=True)


main()
