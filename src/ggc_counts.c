/* ggc_counts.c - counts of molecules: see ggc_counts.h. */
#include "ggc_counts.h"

#include <math.h> /* sqrt */
#include <stddef.h>

#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

#define LARGE 16384.0     /* from here on a Poisson variable is a rounded normal one */
#define INVERTED 64.0     /* the largest mean that is inverted at once */
#define MOST 2147483000.0 /* what an int holds */

/* By inversion; mean at most INVERTED. The bound is reached where rounding leaves something
 * of u behind all terms. */
static int poisson_small(ggc_rng *rng, double mean)
{
    double u = ggc_rng_uniform(rng), term = ggc_exp(-mean);
    int k = 0;
    for (; u > term && k < 1000; k++) {
        u -= term;
        term *= mean / (k + 1);
    }
    return k;
}

static int poisson(ggc_rng *rng, double mean)
{
    if (mean >= LARGE) {
        double value = mean + sqrt(mean) * ggc_rng_normal(rng) + 0.5;
        return (int)(value < MOST ? value : MOST);
    }
    int sum = 0;
    for (; mean > INVERTED; mean -= INVERTED)
        sum += poisson_small(rng, INVERTED);
    return sum + poisson_small(rng, mean);
}

/* Of scale 1. */
static double gamma_variable(ggc_rng *rng, double shape)
{
    /* Of less than 1: by one of a shape more. */
    double factor = shape < 1.0 ? ggc_exp(ggc_log(ggc_rng_uniform(rng)) / shape) : 1.0;
    const double d = (shape < 1.0 ? shape + 1.0 : shape) - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d);
    for (;;) {
        double z = ggc_rng_normal(rng), root = 1.0 + c * z, v = root * root * root;
        double u = ggc_rng_uniform(rng);
        if (root > 0.0 && ggc_log(u) < 0.5 * z * z + d - d * v + d * ggc_log(v))
            return d * v * factor;
    }
}

static int count_of(const ggc_counts_plan *plan, ggc_rng *rng, double mean)
{
    int lost = ggc_rng_uniform(rng) * (plan->half + mean) < plan->half;
    if (lost || !(mean > 0.0))
        return 0;
    if (plan->dispersion > 0.0)
        mean *= plan->dispersion * gamma_variable(rng, 1.0 / plan->dispersion);
    return poisson(rng, mean);
}

typedef struct {
    const ggc_counts_plan *plan;
    int *counts;
} sheet;

/* One cell; a unit of ggc_over_units(). */
static int run(const void *job, int cell, void *mine, ggc_watch *watch)
{
    (void)mine;
    const sheet *all = job;
    const ggc_counts_plan *plan = all->plan;
    const size_t first = (size_t)plan->n_genes * (size_t)cell;
    for (int i = 0; i < plan->n_genes; i++) {
        ggc_rng rng;
        ggc_rng_start(&rng, plan->seed, plan->gene[i], GGC_STREAM_CELL_COUNT + (uint64_t)cell);
        all->counts[first + (size_t)i] = count_of(plan, &rng, plan->mean[first + (size_t)i]);
    }
    return cell % 64 != 0 || !ggc_watch_ask(watch);
}

ggc_status ggc_counts(const ggc_counts_plan *plan, int threads, int *counts, const ggc_hooks *hooks)
{
    if (plan->n_genes < 1 || plan->n_cells < 1 || !(plan->dispersion >= 0) || !(plan->half >= 0) ||
        plan->mean == NULL || plan->gene == NULL || threads < 1 || hooks == NULL)
        return GGC_EINVAL;
    ggc_watch watch = ggc_watch_start(hooks, plan->n_cells);
    const sheet all = {plan, counts};
    char none = 0;
    const ggc_units units = {.count = plan->n_cells,
                             .chunk = 16,
                             .run = run,
                             .job = &all,
                             .slots = &none,
                             .slot_size = 0};
    return ggc_over_units(&units, threads, &watch);
}
