/* ggc_metrics.c - measures of rankings: see ggc_metrics.h. */
#include "ggc_metrics.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "ggc_math.h"
#include "ggc_watch.h"

#define RUN ((size_t)16) /* runs of this length are sorted by insertion */

/* What sorting takes for each value, in the meter's multiply-adds. */
#define INSERT_WORK 100.0
#define MERGE_WORK 25.0

void ggc_metrics_count(const int *label, size_t n, size_t *n_positive, size_t *n_negative)
{
    size_t positive = 0, negative = 0;
    for (size_t i = 0; i < n; i++) {
        positive += label[i] > 0;
        negative += label[i] == 0;
    }
    *n_positive = positive;
    *n_negative = negative;
}

static void insertion_sort(double *x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        double value = x[i];
        size_t j = i;
        for (; j > 0 && x[j - 1] < value; j--)
            x[j] = x[j - 1];
        x[j] = value;
    }
}

/* Merge from[0 .. n_left) and from[n_left .. n) into to, largest first. */
static void merge(const double *from, size_t n_left, size_t n, double *to)
{
    if (n_left >= n || from[n_left - 1] >= from[n_left]) { /* already in order */
        memcpy(to, from, n * sizeof(double));
        return;
    }
    size_t a = 0, b = n_left, k = 0;
    while (a < n_left && b < n) {
        double left = from[a], right = from[b];
        int take_left = left >= right;
        to[k++] = take_left ? left : right;
        a += (size_t)take_left;
        b += (size_t)!take_left;
    }
    /* One of the two is left. */
    memcpy(to + k, from + a, (n_left - a) * sizeof(double));
    memcpy(to + k, from + b, (n - b) * sizeof(double));
}

/* Sort x, largest first, by merging runs bottom up; scratch holds n. */
static ggc_status sort_decreasing(double *x, size_t n, double *scratch, ggc_meter *meter)
{
    for (size_t i = 0; i < n; i += RUN) {
        insertion_sort(x + i, n - i < RUN ? n - i : RUN);
        if (ggc_meter_add(meter, INSERT_WORK * (double)RUN))
            return GGC_ECANCELLED;
    }
    double *from = x, *to = scratch;
    for (size_t width = RUN; width < n; width *= 2) {
        for (size_t i = 0; i < n; i += 2 * width) {
            size_t rest = n - i, both = rest < 2 * width ? rest : 2 * width;
            merge(from + i, rest < width ? rest : width, both, to + i);
            if (ggc_meter_add(meter, MERGE_WORK * (double)both))
                return GGC_ECANCELLED;
        }
        double *swap = from;
        from = to;
        to = swap;
    }
    if (from != x)
        memcpy(x, from, n * sizeof(double));
    return GGC_OK;
}

ggc_status ggc_metrics_split(const double *score, const int *label, size_t n, ggc_arena *arena,
                             ggc_split *split, const ggc_hooks *hooks)
{
    size_t larger = split->n_positive > split->n_negative ? split->n_positive : split->n_negative;
    split->positive = GGC_TAKE(arena, double, split->n_positive);
    split->negative = GGC_TAKE(arena, double, split->n_negative);
    double *scratch = GGC_TAKE(arena, double, larger);
    if (arena->overflow)
        return arena->base == NULL ? GGC_EOVERFLOW : GGC_ENOMEM;
    if (arena->base == NULL)
        return GGC_OK;
    size_t p = 0, q = 0;
    for (size_t i = 0; i < n; i++) {
        if (label[i] > 0)
            split->positive[p++] = score[i];
        else if (label[i] == 0)
            split->negative[q++] = score[i];
    }
    ggc_meter meter = ggc_meter_start(hooks, 1);
    ggc_status status = sort_decreasing(split->positive, split->n_positive, scratch, &meter);
    if (status == GGC_OK)
        status = sort_decreasing(split->negative, split->n_negative, scratch, &meter);
    return status;
}

/* A walk down the ranking: after each step, tp and fp count the edges whose
 * score is at least `threshold`. */
typedef struct {
    size_t tp, fp;
    double threshold;
} walk;

/* Take in the next group of equal scores; 0 when none is left. */
static int next_group(const ggc_split *s, walk *w)
{
    int has_positive = w->tp < s->n_positive;
    int has_negative = w->fp < s->n_negative;
    if (!has_positive && !has_negative)
        return 0;
    if (has_positive && (!has_negative || s->positive[w->tp] >= s->negative[w->fp]))
        w->threshold = s->positive[w->tp];
    else
        w->threshold = s->negative[w->fp];
    while (w->tp < s->n_positive && s->positive[w->tp] == w->threshold)
        w->tp++;
    while (w->fp < s->n_negative && s->negative[w->fp] == w->threshold)
        w->fp++;
    return 1;
}

/* a log(1 + g / a), also where g is so small against a that 1 + g / a would
 * lose it: log((a + g) / a) = 2 atanh(z), z = g / (2 a + g). */
static double scaled_log1p(double a, double g)
{
    double z = g / (2 * a + g);
    if (z > 0.05)
        return a * ggc_log((a + g) / a);
    double z2 = z * z; /* next term: z^14 / 15 < 5e-20 of the sum */
    double series =
        1 + z2 * (1.0 / 3 +
                  z2 * (1.0 / 5 + z2 * (1.0 / 7 + z2 * (1.0 / 9 + z2 * (1.0 / 11 + z2 / 13)))));
    return a * (2 * z * series);
}

/* Area that a group adds to DREAM's integral, times the number of positives.
 * Inside the group precision follows from hits coming at the constant rate
 * rho = g / m, from tp of `rank` before it. With g = m = 1 this is their
 * 1 - FP log(k / (k - 1)), and 1 at the first rank. */
static double dream_area(double tp, double rank, double g, double m)
{
    if (g == 0)
        return 0;
    double rho = g / m;
    if (rank == 0)
        return rho * g;
    double a = rho * rank;
    return rho * (g - (1 - tp / a) * scaled_log1p(a, g));
}

void ggc_metrics_rank(const ggc_split *split, ggc_ranking *out)
{
    size_t n_positive = split->n_positive;
    double positives = (double)n_positive;
    double average = 0, dream = 0, early = 0;
    uint64_t twice_u = 0; /* exact: 2 n_positive n_negative < 2^64 in any memory */
    walk before = {0, 0, 0}, now = before;
    while (next_group(split, &now)) {
        size_t hits = now.tp - before.tp, misses = now.fp - before.fp;
        size_t rank = before.tp + before.fp, size = hits + misses;
        size_t below = split->n_negative - now.fp;
        double g = (double)hits;
        twice_u += (uint64_t)hits * (2 * (uint64_t)below + misses);
        average += g * ((double)now.tp / (double)(now.tp + now.fp));
        dream += dream_area((double)before.tp, (double)rank, g, (double)size);
        if (rank < n_positive) {
            size_t room = n_positive - rank;
            early += room >= size ? g : g * ((double)room / (double)size);
        }
        before = now;
    }
    out->auroc = (double)twice_u / (2 * positives * (double)split->n_negative);
    out->average_precision = average / positives;
    out->aupr_dream = dream / positives;
    out->early_precision = early / positives;
}

size_t ggc_metrics_curve(const ggc_split *split, double resolution, double *threshold, double *tp,
                         double *fp)
{
    size_t total = split->n_positive + split->n_negative, points = 0;
    double next = 0;
    walk w = {0, 0, 0};
    while (next_group(split, &w)) {
        double rank = (double)w.tp + (double)w.fp;
        if (rank < next && w.tp + w.fp < total)
            continue;
        if (resolution > 0)
            next = rank + rank / resolution;
        if (threshold != NULL) {
            threshold[points] = w.threshold;
            tp[points] = (double)w.tp;
            fp[points] = (double)w.fp;
        }
        points++;
    }
    return points;
}

void ggc_metrics_confusion(const int *predicted, const int *label, size_t n, ggc_confusion *out)
{
    size_t tp = 0, fp = 0, tn = 0, fn = 0;
    for (size_t i = 0; i < n; i++) {
        int edge = predicted[i] != 0, is_true = label[i] > 0, is_false = label[i] == 0;
        tp += (size_t)(edge & is_true);
        fn += (size_t)(is_true & (edge == 0));
        fp += (size_t)(edge & is_false);
        tn += (size_t)(is_false & (edge == 0));
    }
    double a = (double)tp, b = (double)fp, c = (double)fn, d = (double)tn;
    double margins = sqrt(a + b) * sqrt(a + c) * sqrt(d + b) * sqrt(d + c);
    *out = (ggc_confusion){.tp = tp, .fp = fp, .tn = tn, .fn = fn};
    out->accuracy = (a + d) / (a + b + c + d);
    out->balanced_accuracy = (a / (a + c) + d / (d + b)) / 2;
    out->mcc = margins > 0 ? (a * d - b * c) / margins : 0;
    out->precision = a / (a + b);
    out->recall = a / (a + c);
    out->f1 = 2 * a / (2 * a + b + c);
}
