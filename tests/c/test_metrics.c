/* Tests of ggc_metrics.c: sorting, ties, counts at the borders, and areas
 * against slow definitions over all pairs and all ranks. */
#include "../../src/ggc_metrics.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "minunit.h"

#define MOST 3000

/* A small linear congruential generator (Numerical Recipes' constants). */
static uint32_t state = 1;
static double draw(void)
{
    state = state * 1664525u + 1013904223u;
    return (double)(state >> 8) / 16777216.0;
}

/* Split in memory of exactly the measured size; *block is to be freed. */
static ggc_split split_of(const double *score, const int *label, size_t n, void **block)
{
    ggc_split split = {.positive = NULL};
    ggc_arena arena;
    ggc_metrics_count(label, n, &split.n_positive, &split.n_negative);
    ggc_arena_init(&arena, NULL, 0);
    CHECK(ggc_metrics_split(score, label, n, &arena, &split, NULL) == GGC_OK);
    size_t bytes = arena.used;
    *block = malloc(bytes + GGC_ALIGN);
    ggc_arena_init(&arena, ggc_align_up(*block), bytes);
    CHECK(ggc_metrics_split(score, label, n, &arena, &split, NULL) == GGC_OK);
    return split;
}

static ggc_ranking rank_of(const double *score, const int *label, size_t n)
{
    void *block;
    ggc_ranking r;
    ggc_split split = split_of(score, label, n, &block);
    ggc_metrics_rank(&split, &r);
    free(block);
    return r;
}

/* levels: number of distinct scores; 0 for continuous ones. */
static void fill(double *score, int *label, size_t n, double density, int levels)
{
    for (size_t i = 0; i < n; i++) {
        double u = draw();
        label[i] = draw() < density;
        score[i] = levels ? floor(u * levels) + label[i] : u + 0.3 * label[i];
        if (draw() < 0.1)
            label[i] = -2147483647 - 1; /* as R's NA_integer_ */
    }
    label[0] = 1;
    label[1] = 0;
}

/* The share of pairs in order, and average precision by its definition: mean
 * over true edges of the precision among scores at least as large. */
static void slow(const double *score, const int *label, size_t n, double *auroc, double *average)
{
    double won = 0, pairs = 0, sum = 0, positives = 0;
    for (size_t i = 0; i < n; i++) {
        if (label[i] != 1)
            continue;
        double above = 0, hits = 0;
        for (size_t j = 0; j < n; j++) {
            if (label[j] < 0)
                continue;
            above += score[j] >= score[i];
            hits += score[j] >= score[i] && label[j] == 1;
            if (label[j] == 0) {
                pairs += 1;
                won += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
            }
        }
        sum += hits / above;
        positives += 1;
    }
    *auroc = won / pairs;
    *average = sum / positives;
}

/* Hits of a group that come before rank `positives` when its order is random, and the
 * integral of precision over the hits x of each group in turn, (tp + x) / (rank + x m / g)
 * for g hits among m, by Simpson's rule. */
static void slower(const double *score, const int *label, size_t n, double *early, double *dream)
{
    double positives = 0, sum = 0, area = 0;
    for (size_t i = 0; i < n; i++)
        positives += label[i] == 1;
    for (size_t i = 0; i < n; i++) {
        double rank = 0, tp = 0, g = 0, m = 0, first = 1;
        if (label[i] < 0)
            continue;
        for (size_t j = 0; j < n; j++) {
            if (label[j] < 0)
                continue;
            rank += score[j] > score[i];
            tp += score[j] > score[i] && label[j] == 1;
            m += score[j] == score[i];
            g += score[j] == score[i] && label[j] == 1;
            first = j < i && score[j] == score[i] ? 0 : first;
        }
        if (first == 0 || g == 0)
            continue;
        sum += g * fmin(fmax(positives - rank, 0), m) / m;
        const int steps = 2000;
        for (int k = 0; k <= steps; k++) {
            double x = g * k / steps, weight = k == 0 || k == steps ? 1 : k % 2 ? 4 : 2;
            double height = rank > 0 ? (tp + x) / (rank + x * m / g) : g / m;
            area += weight * height * g / (3 * steps);
        }
    }
    *early = sum / positives;
    *dream = area / positives;
}

static void areas_equal_their_definitions(void)
{
    static double score[MOST];
    static int label[MOST];
    static const size_t sizes[] = {2, 3, 15, 16, 17, 31, 32, 33, 64, 100, 257, 1000, 3000};
    static const int levels[] = {0, 1, 2, 7, 50};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (size_t k = 0; k < sizeof levels / sizeof *levels; k++) {
            double auroc, average;
            fill(score, label, sizes[s], 0.2, levels[k]);
            slow(score, label, sizes[s], &auroc, &average);
            ggc_ranking r = rank_of(score, label, sizes[s]);
            CHECK_NEAR(r.auroc, auroc, 1e-13);
            CHECK_NEAR(r.average_precision, average, 1e-13);
            if (sizes[s] > 300)
                continue;
            slower(score, label, sizes[s], &average, &auroc);
            CHECK_NEAR(r.early_precision, average, 1e-13);
            CHECK_NEAR(r.aupr_dream, auroc, 1e-8);
        }
}

static void scores_come_sorted(void)
{
    static double score[MOST];
    static int label[MOST];
    for (size_t n = 2; n <= 600; n += 13) {
        void *block;
        double before = 0, after = 0;
        fill(score, label, n, 0.5, n % 2 ? 5 : 0);
        ggc_split s = split_of(score, label, n, &block);
        for (size_t i = 0; i < n; i++)
            before += label[i] < 0 ? 0 : score[i];
        for (size_t i = 0; i < s.n_positive; i++) {
            CHECK(i == 0 || s.positive[i - 1] >= s.positive[i]);
            after += s.positive[i];
        }
        for (size_t i = 0; i < s.n_negative; i++) {
            CHECK(i == 0 || s.negative[i - 1] >= s.negative[i]);
            after += s.negative[i];
        }
        CHECK_NEAR(after, before, 1e-9);
        free(block);
    }
}

/* The published sum: (1 - FP log(k / (k - 1))) / P for a hit at rank k. */
static void dream_is_the_published_sum(void)
{
    static double score[MOST];
    static int label[MOST];
    for (size_t n = 2; n <= MOST; n = n * 3 + 1) {
        double sum = 0, fp = 0, positives = 0;
        for (size_t i = 0; i < n; i++) {
            double k = (double)i + 1;
            score[i] = (double)(n - i);
            label[i] = i + 1 == n || draw() < 0.2;
            if (label[i]) {
                sum += i == 0 ? 1 : 1 - fp * log1p(1 / (k - 1));
                positives += 1;
            } else {
                fp += 1;
            }
        }
        CHECK_NEAR(rank_of(score, label, n).aupr_dream, sum / positives, 1e-13);
    }
}

/* One hit after a million misses: 1 - FP log(1 + 1 / FP) -> 1 / (2 FP). */
static void dream_keeps_digits_deep_in_the_ranking(void)
{
    size_t n = 1000001;
    double *score = malloc(n * sizeof *score);
    int *label = malloc(n * sizeof *label);
    for (size_t i = 0; i < n; i++) {
        score[i] = -(double)i;
        label[i] = i + 1 == n;
    }
    double fp = 1e6, expected = 1 / (2 * fp) - 1 / (3 * fp * fp);
    CHECK_NEAR(rank_of(score, label, n).aupr_dream, expected, 1e-14);
    free(score);
    free(label);
}

static void one_tie_is_chance(void)
{
    double score[] = {1, 1, 1, 1, 1};
    int label[] = {0, 1, 0, 1, 0};
    ggc_ranking r = rank_of(score, label, 5);
    CHECK(r.auroc == 0.5);
    CHECK_NEAR(r.average_precision, 0.4, 1e-15);
    CHECK_NEAR(r.aupr_dream, 0.4, 1e-15);
    CHECK_NEAR(r.early_precision, 0.4, 1e-15);
}

static void infinite_and_signed_zero_scores_rank(void)
{
    double score[] = {INFINITY, 0.0, -0.0, -INFINITY};
    int label[] = {1, 1, 0, 0};
    CHECK(rank_of(score, label, 4).auroc == 3.5 / 4);
}

static void one_kind_of_label_gives_nan(void)
{
    double score[] = {1, 2};
    int edges[] = {1, 1}, none[] = {0, 0};
    ggc_ranking r = rank_of(score, edges, 2);
    CHECK(isnan(r.auroc));
    CHECK(r.average_precision == 1);
    r = rank_of(score, none, 2);
    CHECK(isnan(r.auroc) && isnan(r.average_precision) && isnan(r.aupr_dream));
}

static void curve_counts_then_fills(void)
{
    double score[] = {3, 1, 2, 2, 1, 9}, threshold[3], tp[3], fp[3];
    int label[] = {1, 0, 0, 1, 1, -1};
    void *block;
    ggc_split split = split_of(score, label, 6, &block);
    CHECK(ggc_metrics_curve(&split, 0, NULL, NULL, NULL) == 3);
    CHECK(ggc_metrics_curve(&split, 0, threshold, tp, fp) == 3);
    CHECK(threshold[0] == 3 && tp[0] == 1 && fp[0] == 0);
    CHECK(threshold[1] == 2 && tp[1] == 2 && fp[1] == 1);
    CHECK(threshold[2] == 1 && tp[2] == 3 && fp[2] == 2);
    /* After rank 1 nothing short of 1 (1 + 1 / 0.2) = 6 but the end. */
    CHECK(ggc_metrics_curve(&split, 0.2, threshold, tp, fp) == 2);
    CHECK(threshold[1] == 1 && tp[1] == 3);
    free(block);
}

/* Every group's end is a point, or the first that is far enough behind the last one. */
static void curves_equal_a_count_at_each_threshold(void)
{
    enum { N = 300 };
    static double score[N], threshold[N], tp[N], fp[N];
    static int label[N];
    static const double resolutions[] = {0, 0.5, 3, 20};
    for (int levels = 0; levels <= 60; levels += 20)
        for (size_t k = 0; k < 4; k++) {
            void *block;
            double rank = 0, last = INFINITY, least = 0;
            size_t point = 0;
            fill(score, label, N, 0.3, levels);
            ggc_split split = split_of(score, label, N, &block);
            size_t points = ggc_metrics_curve(&split, resolutions[k], threshold, tp, fp);
            CHECK(ggc_metrics_curve(&split, resolutions[k], NULL, NULL, NULL) == points);
            double total = (double)(split.n_positive + split.n_negative);
            while (rank < total) {
                double next = -INFINITY, hits = 0;
                rank = 0;
                for (size_t i = 0; i < N; i++)
                    next = label[i] >= 0 && score[i] < last ? fmax(next, score[i]) : next;
                for (size_t i = 0; i < N; i++) {
                    rank += label[i] >= 0 && score[i] >= next;
                    hits += label[i] == 1 && score[i] >= next;
                }
                last = next;
                if (rank < least && rank < total)
                    continue;
                least = resolutions[k] > 0 ? rank * (1 + 1 / resolutions[k]) : 0;
                if (!CHECK(point < points))
                    break;
                CHECK_NEAR(threshold[point], next, 0);
                CHECK_NEAR(tp[point], hits, 0);
                CHECK_NEAR(fp[point], rank - hits, 0);
                point++;
            }
            CHECK(point == points);
            free(block);
        }
}

static int asked, stop_at;
static int stop(void *ctx)
{
    (void)ctx;
    return ++asked == stop_at;
}

/* Runs of three million scores are a look, some merges another. */
static void sorting_can_be_cancelled(void)
{
    const size_t n = 3000000;
    double *score = malloc(n * sizeof *score);
    int *label = malloc(n * sizeof *label);
    void *block = malloc(n * 2 * sizeof *score + 4 * GGC_ALIGN);
    ggc_hooks hooks = {.poll = stop};
    for (size_t i = 0; i < n; i++)
        score[i] = draw();
    for (int kind = 0; kind < 2; kind++)
        for (stop_at = 1; stop_at <= 2; stop_at++) {
            ggc_split split = {.positive = NULL};
            ggc_arena arena;
            for (size_t i = 0; i < n; i++)
                label[i] = kind;
            ggc_metrics_count(label, n, &split.n_positive, &split.n_negative);
            ggc_arena_init(&arena, ggc_align_up(block), n * 2 * sizeof *score + 3 * GGC_ALIGN);
            asked = 0;
            CHECK(ggc_metrics_split(score, label, n, &arena, &split, &hooks) == GGC_ECANCELLED);
            CHECK(asked == stop_at);
        }
    /* 100 a value for the runs, 25 for each of 18 merges, a look every 2.5e8. */
    ggc_split split = {.n_negative = 0, .n_positive = n};
    ggc_arena arena;
    ggc_arena_init(&arena, ggc_align_up(block), n * 2 * sizeof *score + 3 * GGC_ALIGN);
    asked = 0;
    stop_at = -1;
    CHECK(ggc_metrics_split(score, label, n, &arena, &split, &hooks) == GGC_OK);
    CHECK(asked == 6);
    free(score);
    free(label);
    free(block);
}

static void too_small_a_workspace_is_refused(void)
{
    double score[] = {1, 2, 3};
    int label[] = {1, 0, 1};
    static unsigned char block[512];
    ggc_split split = {.n_positive = 2, .n_negative = 1};
    ggc_arena arena;
    ggc_arena_init(&arena, ggc_align_up(block), 128);
    CHECK(ggc_metrics_split(score, label, 3, &arena, &split, NULL) == GGC_ENOMEM);
    split.n_negative = SIZE_MAX / 4;
    ggc_arena_init(&arena, NULL, 0);
    CHECK(ggc_metrics_split(score, label, 3, &arena, &split, NULL) == GGC_EOVERFLOW);
}

static void confusion_by_hand(void)
{
    int predicted[] = {1, 1, 0, 0, 1, 1, 0}, label[] = {1, 0, 0, 1, 1, -1, 0};
    ggc_confusion c;
    ggc_metrics_confusion(predicted, label, 7, &c);
    CHECK(c.tp == 2 && c.fp == 1 && c.tn == 2 && c.fn == 1);
    CHECK_NEAR(c.accuracy, 4.0 / 6, 1e-15);
    CHECK_NEAR(c.balanced_accuracy, 2.0 / 3, 1e-15);
    CHECK_NEAR(c.mcc, 3.0 / 9, 1e-15);
    CHECK_NEAR(c.f1, 2.0 / 3, 1e-15);
    memset(predicted, 0, sizeof predicted);
    ggc_metrics_confusion(predicted, label, 7, &c);
    CHECK(isnan(c.precision) && c.mcc == 0 && c.f1 == 0 && c.recall == 0);
}

int main(void)
{
    RUN(areas_equal_their_definitions);
    RUN(scores_come_sorted);
    RUN(dream_is_the_published_sum);
    RUN(dream_keeps_digits_deep_in_the_ranking);
    RUN(one_tie_is_chance);
    RUN(infinite_and_signed_zero_scores_rank);
    RUN(one_kind_of_label_gives_nan);
    RUN(curve_counts_then_fills);
    RUN(curves_equal_a_count_at_each_threshold);
    RUN(sorting_can_be_cancelled);
    RUN(too_small_a_workspace_is_refused);
    RUN(confusion_by_hand);
    return REPORT();
}
