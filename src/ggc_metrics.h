/* ggc_metrics.h - how well scores recover a known set of edges.
 *
 * A candidate edge carries a score (larger = more likely) and a label: 1 true
 * edge, 0 no edge, negative: not a candidate (R's NA_integer_ is negative).
 * Equal scores form one group; every measure here treats a group as a whole, so
 * no result depends on the order of the input. Counts are size_t throughout. */
#ifndef GGC_METRICS_H
#define GGC_METRICS_H

#include <stddef.h>

#include "ggc_arena.h"
#include "ggc_status.h"

/* The scores of true edges and of non-edges, each sorted, largest first. */
typedef struct {
    double *positive, *negative;
    size_t n_positive, n_negative;
} ggc_split;

/* Measures of a ranking, each in 0 .. 1; NaN without positives (auroc also
 * without negatives). */
typedef struct {
    double auroc;             /* ties count one half (mid-ranks) */
    double average_precision; /* sum of precision * gain in recall */
    double aupr_dream;        /* DREAM's interpolated area */
    double early_precision;   /* precision among the first n_positive */
} ggc_ranking;

/* A predicted network against the truth. Ratios without a denominator: NaN for
 * precision, recall and balanced accuracy, 0 for mcc, NaN for f1 when there is
 * neither a true nor a predicted edge. */
typedef struct {
    size_t tp, fp, tn, fn;
    double accuracy, balanced_accuracy, mcc, precision, recall, f1;
} ggc_confusion;

/* Count labels. label: [in] n; n_positive, n_negative: [out]. */
void ggc_metrics_count(const int *label, size_t n, size_t *n_positive, size_t *n_negative);

/* Sort scores by label: O(n log n).
 * score: [in] n, no NaN; label: [in] n; arena: [inout] measuring or placing;
 * split: [inout] its counts as ggc_metrics_count() gives them, its arrays are
 *   taken from the arena.
 * hooks: [in] or NULL; only poll is called.
 * Fails with: GGC_ENOMEM, GGC_EOVERFLOW, GGC_ECANCELLED. While measuring only
 *   arena->used is set. Scratch: max(n_positive, n_negative) doubles. */
GGC_MUST_CHECK ggc_status ggc_metrics_split(const double *score, const int *label, size_t n,
                                            ggc_arena *arena, ggc_split *split,
                                            const ggc_hooks *hooks);

/* Measures of the ranking, O(n).
 * split: [in] as ggc_metrics_split() leaves it; out: [out].
 * Source: Hanley & McNeil 1982 (auroc); scikit-learn's average_precision_score
 *   by its documented definition (average_precision); Stolovitzky, Prill &
 *   Califano 2009 (aupr_dream: precision is interpolated between true edges;
 *   a group of ties is taken in random order, as they take the unranked tail).
 *   early_precision is the expectation over random orders of ties. */
void ggc_metrics_rank(const ggc_split *split, ggc_ranking *out);

/* Points of the ROC and precision-recall curves: cumulated counts at the end of
 * each group of equal scores, from the largest score down.
 * split: [in]; resolution: after a point at rank k the next has a rank of at
 *   least k (1 + 1 / resolution); 0 keeps every point. The last one is kept.
 * threshold, tp, fp: [out] as many as returned, or all NULL to count only. */
size_t ggc_metrics_curve(const ggc_split *split, double resolution, double *threshold, double *tp,
                         double *fp);

/* Compare a network with the truth.
 * predicted: [in] n, non-zero = edge; label: [in] n; out: [out]. */
void ggc_metrics_confusion(const int *predicted, const int *label, size_t n, ggc_confusion *out);

#endif
