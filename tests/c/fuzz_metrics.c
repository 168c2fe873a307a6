/* Rankings and networks against labels, and forecasts from the best candidates. */
#include "fuzz.h"

#include "ggc_forecast.h"
#include "ggc_metrics.h"

enum { MOST_EDGES = 300, MOST_GENES = 6, MOST_STEPS = 25 };

static int share(double value, int defined)
{
    return defined ? value >= -1e-12 && value <= 1 + 1e-12 : isnan(value);
}

static void check_curve(const ggc_split *split, double resolution)
{
    const size_t n = ggc_metrics_curve(split, resolution, NULL, NULL, NULL);
    double *point = fuzz_memory(3 * n * sizeof *point), *tp = point + n, *fp = tp + n;
    fuzz_require(ggc_metrics_curve(split, resolution, point, tp, fp) == n);
    for (size_t k = 1; k < n; k++)
        fuzz_require(point[k] < point[k - 1] && tp[k] >= tp[k - 1] && fp[k] >= fp[k - 1]);
    if (n > 0)
        fuzz_require(tp[n - 1] <= (double)split->n_positive &&
                     tp[n - 1] + fp[n - 1] == (double)(split->n_positive + split->n_negative));
    free(point);
}

static void metrics(fuzz_bytes *f)
{
    double (*const one)(fuzz_bytes *) = fuzz_flag(f) ? fuzz_near : fuzz_any;
    const size_t n = (size_t)fuzz_int(f, 0, MOST_EDGES);
    double *score = fuzz_memory(n * sizeof *score);
    int *label = fuzz_memory(n * sizeof *label), *predicted = fuzz_memory(n * sizeof *predicted);
    for (size_t k = 0; k < n; k++) {
        score[k] = one(f);
        label[k] = fuzz_int(f, -1, 2);
        predicted[k] = fuzz_int(f, -1, 1);
        if (fuzz_byte(f) == 255)
            score[k] = score[k] > 0 ? INFINITY : -INFINITY;
    }
    ggc_split split = {0};
    ggc_metrics_count(label, n, &split.n_positive, &split.n_negative);
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    fuzz_require(ggc_metrics_split(score, label, n, &arena, &split, NULL) == GGC_OK);
    arena = fuzz_arena(&arena);
    fuzz_require(ggc_metrics_split(score, label, n, &arena, &split, NULL) == GGC_OK);
    ggc_ranking r;
    ggc_metrics_rank(&split, &r);
    const int some = split.n_positive > 0;
    fuzz_require(share(r.auroc, some && split.n_negative > 0));
    fuzz_require(share(r.average_precision, some) && share(r.aupr_dream, some) &&
                 share(r.early_precision, some));
    check_curve(&split, fuzz_flag(f) ? 0.0 : fuzz_share(f));
    ggc_confusion c;
    ggc_metrics_confusion(predicted, label, n, &c);
    fuzz_require(c.tp + c.fn == split.n_positive && c.fp + c.tn == split.n_negative);
    fuzz_require(c.mcc >= -1 - 1e-12 && c.mcc <= 1 + 1e-12);
    free(arena.base);
    free(predicted);
    free(label);
    free(score);
}

static void forecast(fuzz_bytes *f)
{
    double z[MOST_GENES * (MOST_STEPS + 1)], error[MOST_GENES];
    int from[MOST_STEPS], fold[MOST_STEPS], target[MOST_GENES], best[MOST_GENES * MOST_GENES];
    ggc_forecast_task task = {.genes = fuzz_int(f, 1, MOST_GENES),
                              .z = z,
                              .steps = fuzz_int(f, 1, MOST_STEPS),
                              .from = from,
                              .fold = fold,
                              .folds = fuzz_int(f, 1, 5),
                              .targets = fuzz_int(f, 1, MOST_GENES),
                              .target = target,
                              .m = fuzz_int(f, 0, MOST_GENES - 1),
                              .best = best,
                              .quadratic = fuzz_flag(f),
                              .ridge = 0.001 + fuzz_share(f)};
    int held = 0, kept = 0;
    for (int i = 0; i < task.targets; i++)
        target[i] = fuzz_int(f, 0, task.genes - 1);
    for (int i = 0; i < task.m * task.targets; i++)
        best[i] = fuzz_int(f, 0, task.genes - 1);
    for (int n = 0; n < task.steps; n++) {
        from[n] = fuzz_int(f, 0, task.steps - 1);
        fold[n] = fuzz_int(f, 0, task.folds);
        held |= fold[n] > 0;
        kept |= fold[n] != fold[0] || fold[n] == 0;
    }
    for (int i = 0; i < task.genes * (task.steps + 1); i++)
        z[i] = fuzz_near(f);
    const int threads = 1 + fuzz_rarely(f);
    const ggc_hooks hooks = {0};
    size_t bytes = ggc_forecast_workspace(&task, threads);
    fuzz_require(bytes > 0);
    void *memory = fuzz_memory(bytes);
    fuzz_require(ggc_forecast(&task, threads, memory, bytes, &hooks, error) == GGC_OK);
    for (int i = 0; i < task.targets; i++)
        fuzz_require(held && kept ? error[i] >= 0 && isfinite(error[i]) : isnan(error[i]));
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes f = {data, size};
    if (fuzz_flag(&f))
        metrics(&f);
    else
        forecast(&f);
    return 0;
}
