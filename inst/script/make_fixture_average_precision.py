"""Average precision of scikit-learn for fixed cases, ties included.

Writes tests/testthat/fixtures/average_precision.tsv, which test-metrics.R
reads. Needs Debian's python3-sklearn; run from the package's root:

    /usr/bin/python3 inst/script/make_fixture_average_precision.py
"""

import os
import random

import sklearn
from sklearn.metrics import average_precision_score, roc_auc_score

FOLDER = os.path.join("tests", "testthat", "fixtures")


def random_case(rng, n, positives, levels):
    """Scores on a grid of 1 / levels (0: of 1e-6, few ties) for n edges."""
    label = [1] * positives + [0] * (n - positives)
    rng.shuffle(label)
    score = []
    for y in label:
        value = rng.gauss(0.7 * y, 1.0)
        if levels:
            score.append(round(value * levels) / levels)
        else:
            score.append(round(value, 6))
    return score, label


def cases():
    yield "hand", [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]
    yield "all tied", [0.5] * 8, [1, 0, 0, 1, 0, 0, 0, 0]
    yield "perfect", [4.0, 3.0, 2.0, 1.0], [1, 1, 0, 0]
    yield "worst", [1.0, 2.0, 3.0, 4.0], [1, 1, 0, 0]
    yield "tie at the top", [2.0, 2.0, 1.0, 0.0], [1, 0, 1, 0]
    yield "signed zero", [0.0, -0.0, 1.0, -1.0], [1, 0, 0, 1]
    yield "one edge", [0.2, 0.9, 0.9, 0.1, 0.3], [0, 0, 1, 0, 0]
    rng = random.Random(20240611)
    for n, positives, levels in [
        (17, 5, 2), (90, 15, 0), (90, 15, 1), (90, 45, 4), (90, 89, 3),
        (400, 1, 2), (400, 40, 10), (2000, 150, 0), (2000, 150, 20),
    ]:
        name = "random %d/%d/%d" % (n, positives, levels)
        yield (name, *random_case(rng, n, positives, levels))


def main():
    lines = ["# scikit-learn " + sklearn.__version__]
    lines.append("case\taverage_precision\tauroc\tscore\tlabel")
    for name, score, label in cases():
        lines.append("\t".join([
            name,
            repr(float(average_precision_score(label, score))),
            repr(float(roc_auc_score(label, score))),
            ",".join(repr(float(s)) for s in score),
            "".join(str(y) for y in label),
        ]))
    path = os.path.join(FOLDER, "average_precision.tsv")
    with open(path, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
