"""Writes models.json: designs, responses and what statsmodels and SciPy find in them.

The models of Tally are held against these answers (Tests/StatisticsTests/Models/GoldenModelsTests.swift). To write them anew:

    pip install numpy scipy statsmodels
    python3 Tests/Golden/models.py

`fit` is what `GLM(...).fit()` says, whose search ends as soon as the deviance hardly moves; `peak` is the greatest likelihood, from a search
that goes on until the coefficients stand still. Columns of very different size, or far from zero, cost statsmodels digits. It gets them shifted
and scaled by powers of two, which changes neither its steps nor the model, and its answers are turned back.
"""

import json
import pathlib
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import stats

warnings.simplefilter("ignore")
draw = np.random.default_rng(20_250_611)
DESIGNS = 44


def short(numbers):
    """Few digits, so that the file stays small: what is written is what is fitted."""
    return np.array([float(f"{number:.4g}") for number in numbers])


def design(place):
    """A random design with a constant first, and effects that leave the predictor within a few units."""
    rows = int(draw.integers(12, 37))
    count = int(draw.integers(1, 5))
    columns = []
    for _ in range(count):
        kind = draw.integers(0, 4)
        if kind == 0:
            columns.append((draw.random(rows) < 0.4).astype(float))
        elif kind == 1:
            columns.append(draw.integers(0, 7, rows).astype(float))
        else:
            columns.append(short(draw.normal(0, 1, rows)))
    scales = np.ones(count)
    if place % 4 == 3:
        scales = 10.0 ** draw.integers(-9, 10, count)
    offset = 1000.0 if place % 8 == 5 else 0.0
    effects = draw.normal(0, 0.6, count)
    predictor = draw.normal(0.5, 0.5) + sum(
        effect * (column - column.mean()) / (column.std() or 1)
        for effect, column in zip(effects, columns)
    )
    columns = [short(column * scale) + offset for column, scale in zip(columns, scales)]
    return [np.ones(rows), *columns], predictor, offset


def responses(family, predictor, alpha):
    mean = np.exp(predictor)
    if family == "poisson":
        return draw.poisson(mean).astype(float)
    if family == "negativeBinomial":
        return draw.negative_binomial(1 / alpha, 1 / (1 + alpha * mean)).astype(float)
    if family == "binomial":
        return (draw.random(len(mean)) < 1 / (1 + 1 / mean)).astype(float)
    return short(predictor + draw.normal(0, 1, len(mean)))


def sm_family(family, alpha):
    return {
        "poisson": lambda: sm.families.Poisson(),
        "negativeBinomial": lambda: sm.families.NegativeBinomial(alpha=alpha),
        "binomial": lambda: sm.families.Binomial(),
        "gaussian": lambda: sm.families.Gaussian(),
    }[family]()


def told(result, turn=None):
    turn = np.eye(len(result.params)) if turn is None else turn
    coefficients = turn @ result.params
    errors = np.sqrt(np.diag(turn @ result.cov_params() @ turn.T))
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values = 2 * stats.norm.sf(np.abs(coefficients / errors))
    if np.array_equal(turn, np.eye(len(turn))):
        p_values = result.pvalues
    return {
        "coefficients": [float(x) for x in coefficients],
        "errors": [float(x) for x in errors],
        "pValues": [float(x) if np.isfinite(x) else None for x in p_values],
        "logLikelihood": float(result.llf),
        "nullLogLikelihood": float(result.llnull),
        "pseudoRSquared": float(result.pseudo_rsquared("mcf")),
        "akaike": float(result.aic),
        "deviance": float(result.deviance),
        "steps": int(result.fit_history["iteration"]),
    }


def tamed(columns, offset):
    """The columns, the first of which is the constant, without their offset and with numbers near 1; and what turns coefficients back."""
    turn = np.eye(len(columns))
    answer = [columns[0]]
    for place, column in enumerate(columns[1:], start=1):
        near = column - offset
        assert np.array_equal(near + offset, column)
        scale = 2.0 ** np.round(np.log2(np.abs(near).max() or 1.0))
        answer.append(near / scale)
        turn[place, place] = 1 / scale
        turn[0, place] = -offset / scale
    return np.column_stack(answer), turn


def is_close(one, other, tolerance):
    keys = ["coefficients", "errors", "pValues", "logLikelihood", "pseudoRSquared"]
    return all(np.allclose(one[key], other[key], rtol=tolerance, atol=0) for key in keys)


def peak(model, turn):
    """Until the coefficients stand still; none where rounding keeps them moving."""
    before = None
    for steps in range(10, 400, 10):
        # A tolerance below zero is never met, so that all steps are taken until the coefficients are the same to the last bit.
        search = model.fit(tol=-1, rtol=0, maxiter=steps, tol_criterion="params")
        here = told(search, turn)
        if before and is_close(before, here, 1e-11):
            return here
        before = here
    return None


def is_separated(result):
    return bool(np.max(result.bse) > 100)


def model(name, family, alpha, y, columns, offset=0.0):
    x, turn = tamed(columns, offset)
    chosen = sm.GLM(y, x, family=sm_family(family, alpha))
    return {
        "name": name,
        "family": family,
        "alpha": alpha,
        "response": [float(v) for v in y],
        "columns": [[float(v) for v in column] for column in columns],
        "fit": told(chosen.fit(), turn),
        "peak": peak(chosen, turn),
    }


def days():
    """Counts of the days from Sunday, 1 January 2023, with the features of a day."""
    y = np.array([2.0, 1, 3, 1, 1, 1, 1])
    day = np.array([6.0, 0, 1, 2, 3, 4, 5])
    weekend = (day >= 5).astype(float)
    ones = np.ones(7)
    yield "days", y, [ones, weekend, day]
    yield "days with the hour", y, [ones, np.zeros(7), weekend, day]


def models():
    for name, y, columns in days():
        yield model(name, "negativeBinomial", 1.0, y, columns)
    for family in ["poisson", "negativeBinomial", "binomial", "gaussian"]:
        made = 0
        while made < DESIGNS:
            alpha = [1.0, 1.0, 0.25, 3.0][made % 4] if family == "negativeBinomial" else None
            columns, predictor, offset = design(made)
            y = responses(family, predictor, alpha)
            x, _ = tamed(columns, offset)
            if np.linalg.cond(x) > 1e4 or y.min() == y.max():
                continue
            answer = model(f"{family} {made}", family, alpha, y, columns, offset)
            if max(answer["fit"]["errors"]) == 0 or answer["fit"]["steps"] >= 100:
                continue
            if is_separated(sm.GLM(y, x, family=sm_family(family, alpha)).fit()):
                continue
            yield answer
            made += 1
    rows = 120
    columns = [np.ones(rows), draw.integers(0, 7, rows).astype(float)]
    y = draw.negative_binomial(1, 1 / (1 + 5000 * np.exp(columns[1] / 4))).astype(float)
    yield model("large counts", "negativeBinomial", 1.0, y, columns)
    shares = short(draw.random(40))
    yield model("shares", "binomial", None, shares, [np.ones(40), short(draw.normal(0, 1, 40))])


def collinear():
    """What does not depend on which of the dependent columns is kept."""
    for place in range(8):
        family = ["poisson", "negativeBinomial", "binomial", "gaussian"][place % 4]
        columns, predictor, offset = design(0)
        columns = columns + [columns[1] * 2 - 3, columns[0] * 5] if place < 4 else [columns[1], *columns]
        y = responses(family, predictor, 1.0)
        result = sm.GLM(y, np.column_stack(columns), family=sm_family(family, 1.0)).fit()
        yield {
            "name": f"collinear {family} {place}",
            "family": family,
            "alpha": 1.0 if family == "negativeBinomial" else None,
            "response": [float(v) for v in y],
            "columns": [[float(v) for v in column] for column in columns],
            "rank": int(result.df_model) + 1,
            "logLikelihood": float(result.llf),
            "nullLogLikelihood": float(result.llnull),
            "akaike": float(result.aic),
            "deviance": float(result.deviance),
        }


def least_squares():
    for place in range(DESIGNS):
        columns, predictor, offset = design(place)
        y = short(predictor + draw.normal(0, 0.5, len(predictor))) * 10.0 ** (place % 5 - 2)
        x, turn = tamed(columns, offset)
        if place % 6 == 4:
            x, turn, columns = x[:, 1:], turn[1:, 1:], columns[1:]
        if np.linalg.cond(x) > 1e4:
            continue
        yield squares(f"random {place}", y, columns, x, turn)


def squares(name, y, columns, x, turn):
    result = sm.OLS(y, x).fit()
    coefficients = turn @ result.params
    errors = np.sqrt(np.diag(turn @ result.cov_params() @ turn.T))
    return {
        "name": name,
        "response": [float(v) for v in y],
        "columns": [[float(v) for v in column] for column in columns],
        "coefficients": [float(v) for v in coefficients],
        "errors": [float(v) for v in errors],
        "pValues": [float(v) for v in 2 * stats.t.sf(np.abs(coefficients / errors), result.df_resid)],
        "variance": float(result.scale),
        "rSquared": float(result.rsquared),
    }


def lines():
    for place in range(DESIGNS):
        rows = [3, 4, 5, 8, 30][place % 5]
        x = np.arange(rows, dtype=float) if place % 3 else short(draw.normal(5, 3, rows))
        y = draw.poisson(6, rows).astype(float) if place % 2 else short(draw.normal(0, 1, rows) + x / 4)
        yield line(f"random {place}", x, y)
    yield line("two points", np.array([0.0, 1.0]), np.array([3.0, 5.0]))
    yield line("two equal points", np.array([0.0, 1.0]), np.array([3.0, 3.0]))
    yield line("far away", np.arange(10.0) + 1e6, short(draw.normal(0, 1, 10)) + 1e5)


def line(name, x, y):
    result = stats.linregress(x, y)
    return {
        "name": name,
        "predictor": [float(v) for v in x],
        "response": [float(v) for v in y],
        "slope": float(result.slope),
        "intercept": float(result.intercept),
        "correlation": float(result.rvalue) if np.isfinite(result.rvalue) else None,
        "pValue": float(result.pvalue),
        "slopeError": float(result.stderr),
        "interceptError": float(result.intercept_stderr),
    }


def main():
    parts = {
        "models": list(models()),
        "collinear": list(collinear()),
        "leastSquares": list(least_squares()),
        "lines": list(lines()),
    }
    blocks = []
    for name, rows in parts.items():
        text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        blocks.append(f'"{name}":[\n{text}\n]')
    path = pathlib.Path(__file__).with_name("models.json")
    path.write_text("{" + ",\n".join(blocks) + "}\n")


if __name__ == "__main__":
    main()
