/* ggc_simulate.c - Lorenz-96 and sparse VAR series: see ggc_simulate.h. */
#include "ggc_simulate.h"

#include <math.h> /* sqrt, fabs */
#include <stddef.h>

#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

/* Elementary updates between two calls of a hook: 50 ms and more at the rate of
 * one a nanosecond. A normal draw counts as 16. */
#define HOOK_WORK 67108864.0
#define NORMAL_WORK 16.0

#define GROWTH_STEPS 20000 /* of the noise-free system; the first fifth is dropped */

static int bad_design(const ggc_design *design)
{
    return design->n_genes < 1 || design->n_time < 1 || design->n_trajectories < 1 ||
           design->replicates < 1 || design->burn_in < 0 || !(design->noise >= 0) ||
           design->gene == NULL ||
           ((double)design->burn_in + design->n_time) * design->n_trajectories > INT32_MAX;
}

/* GGC_OK when every array was placed or only measured. */
static ggc_status arena_status(const ggc_arena *arena)
{
    if (!arena->overflow)
        return GGC_OK;
    return arena->base == NULL ? GGC_EOVERFLOW : GGC_ENOMEM;
}

static void start_streams(const ggc_design *design, uint64_t purpose, ggc_rng *rng)
{
    for (int i = 0; i < design->n_genes; i++)
        ggc_rng_start(&rng[i], design->seed, design->gene[i], purpose);
}

/* The stream of the start of trajectory r. */
static uint64_t start_of(const ggc_design *design, int r)
{
    return GGC_STREAM_SIM_START + (uint64_t)(r / design->replicates);
}

static double first_normal(const ggc_design *design, int gene, uint64_t purpose)
{
    ggc_rng rng;
    ggc_rng_start(&rng, design->seed, design->gene[gene], purpose);
    return ggc_rng_normal(&rng);
}

/* --- Lorenz-96 --- */

static void lorenz96_slope(const double *x, int p, double forcing, double *slope)
{
    slope[0] = (x[1] - x[p - 2]) * x[p - 1] - x[0] + forcing;
    slope[1] = (x[2] - x[p - 1]) * x[0] - x[1] + forcing;
    for (int i = 2; i < p - 1; i++)
        slope[i] = (x[i + 1] - x[i - 2]) * x[i - 1] - x[i] + forcing;
    slope[p - 1] = (x[0] - x[p - 3]) * x[p - 2] - x[p - 1] + forcing;
}

typedef struct {
    double *x, *sum, *probe, *slope;
} runge_kutta;

/* One classical Runge-Kutta step of length h. */
static void lorenz96_step(runge_kutta rk, int p, double forcing, double h)
{
    const double node[3] = {0.5 * h, 0.5 * h, h};
    const double weight[4] = {h / 6, h / 3, h / 3, h / 6};
    lorenz96_slope(rk.x, p, forcing, rk.slope);
    for (int i = 0; i < p; i++)
        rk.sum[i] = rk.x[i] + weight[0] * rk.slope[i];
    for (int stage = 0; stage < 3; stage++) {
        for (int i = 0; i < p; i++)
            rk.probe[i] = rk.x[i] + node[stage] * rk.slope[i];
        lorenz96_slope(rk.probe, p, forcing, rk.slope);
        for (int i = 0; i < p; i++)
            rk.sum[i] += weight[stage + 1] * rk.slope[i];
    }
    for (int i = 0; i < p; i++)
        rk.x[i] = rk.sum[i];
}

static int all_finite(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i]) < 1e150)) /* a product of two still is finite */
            return 0;
    return 1;
}

ggc_status ggc_simulate_lorenz96(const ggc_design *design, double forcing, double dt, int substeps,
                                 ggc_arena *arena, double *x, const ggc_hooks *hooks)
{
    if (bad_design(design) || design->n_genes < 4 || substeps < 1 || !(dt > 0))
        return GGC_EINVAL;
    const int p = design->n_genes;
    runge_kutta rk;
    rk.x = GGC_TAKE(arena, double, p);
    rk.sum = GGC_TAKE(arena, double, p);
    rk.probe = GGC_TAKE(arena, double, p);
    rk.slope = GGC_TAKE(arena, double, p);
    ggc_rng *rng = GGC_TAKE(arena, ggc_rng, p);
    if (arena_status(arena) != GGC_OK || arena->base == NULL)
        return arena_status(arena);
    const int points = (design->burn_in + design->n_time) * design->n_trajectories;
    ggc_watch watch = ggc_watch_start(hooks, points);
    ggc_meter meter = ggc_meter_over(ggc_watch_ask, &watch, HOOK_WORK);
    for (int r = 0; r < design->n_trajectories; r++) {
        start_streams(design, GGC_STREAM_SIM_NOISE + (uint64_t)r, rng);
        for (int i = 0; i < p; i++)
            rk.x[i] = 0.01 * first_normal(design, i, start_of(design, r));
        for (int t = -design->burn_in; t < design->n_time; t++, watch.done++) {
            /* The very first point is the start itself. */
            for (int s = 0; t > -design->burn_in && s < substeps; s++) {
                lorenz96_step(rk, p, forcing, dt / substeps);
                if (ggc_meter_add(&meter, 4.0 * p))
                    return GGC_ECANCELLED;
            }
            if (!all_finite(rk.x, (size_t)p))
                return GGC_EDIVERGED;
            if (t < 0)
                continue;
            for (int i = 0; i < p; i++)
                x[i] = rk.x[i] + design->noise * ggc_rng_normal(&rng[i]);
            x += p;
        }
    }
    return GGC_OK;
}

/* --- sparse VAR --- */

/* Draw the links of every target. pool: scratch, n_genes. A partial shuffle of
 * the other genes; its swaps are undone, so that the next target, whose stream
 * is its own, starts from the same order. */
static void draw_links(const ggc_design *design, double self, int *pool, int *swapped, ggc_var *var)
{
    const int p = design->n_genes;
    const int n_self = self != 0;
    for (int i = 0; i < p; i++)
        pool[i] = i;
    for (int i = 0; i < p; i++) {
        size_t first = (size_t)i * (size_t)var->n_links;
        int *regulator = var->regulator + first;
        ggc_rng rng;
        ggc_rng_start(&rng, design->seed, design->gene[i], GGC_STREAM_SIM_LINKS);
        pool[i] = p - 1; /* the last place is the target's own */
        if (n_self) {
            regulator[0] = i;
            var->lag[first] = 1;
            var->coefficient[first] = self;
        }
        for (int k = n_self; k < var->n_links; k++) {
            int at = k - n_self;
            int other = at + (int)ggc_rng_below(&rng, (uint32_t)(p - 1 - at));
            swapped[at] = other;
            regulator[k] = pool[other];
            pool[other] = pool[at];
            pool[at] = regulator[k];
            double size = 0.5 + 0.5 * ggc_rng_uniform(&rng);
            var->coefficient[first + (size_t)k] = ggc_rng_below(&rng, 2) ? size : -size;
            var->lag[first + (size_t)k] = 1 + (int)ggc_rng_below(&rng, (uint32_t)var->max_lag);
        }
        for (int at = var->n_links - n_self - 1; at >= 0; at--) {
            int moved = pool[at];
            pool[at] = pool[swapped[at]];
            pool[swapped[at]] = moved;
        }
        pool[i] = i;
    }
}

/* One noise-free step. past: max_lag columns of n_genes in a ring, the value at
 * time t in column t modulo max_lag; next: [out] n_genes, the value at time t. */
static void var_step(const ggc_var *var, int p, const double *past, int t, double *next)
{
    const int now = t % var->max_lag;
    for (int i = 0; i < p; i++) {
        size_t first = (size_t)i * (size_t)var->n_links;
        double sum = 0.0;
        for (size_t k = first; k < first + (size_t)var->n_links; k++) {
            int column = now - var->lag[k];
            column += column < 0 ? var->max_lag : 0;
            sum +=
                var->coefficient[k] * past[(size_t)column * (size_t)p + (size_t)var->regulator[k]];
        }
        next[i] = sum;
    }
}

static double norm2(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sqrt(sum);
}

/* Weight of the growth at a fraction u of the run: zero with all derivatives at
 * both ends, so that the oscillation of complex eigenvalues averages out faster
 * than any power of the length. */
static double bump(double u) { return u <= 0 || u >= 1 ? 0.0 : ggc_exp(-1.0 / (u * (1.0 - u))); }

/* Spectral radius of the companion matrix, 0 when the system dies out. */
static ggc_status spectral_radius(const ggc_design *design, const ggc_var *var, double *past,
                                  double *next, const ggc_hooks *hooks, double *radius)
{
    const int p = design->n_genes;
    const size_t n = (size_t)p * (size_t)var->max_lag;
    const int drop = GROWTH_STEPS / 5;
    double sum = 0.0, weight = 0.0;
    ggc_watch watch = ggc_watch_start(hooks, GROWTH_STEPS);
    ggc_meter meter = ggc_meter_over(ggc_watch_ask, &watch, HOOK_WORK);
    for (size_t i = 0; i < n; i++)
        past[i] = first_normal(design, (int)(i % (size_t)p), GGC_STREAM_SIM_GROWTH + i / (size_t)p);
    double norm = norm2(past, n);
    for (int t = 0; t < GROWTH_STEPS; t++, watch.done++) {
        for (size_t i = 0; i < n; i++)
            past[i] /= norm;
        var_step(var, p, past, t, next);
        double *slot = past + (size_t)(t % var->max_lag) * (size_t)p;
        for (int i = 0; i < p; i++)
            slot[i] = next[i];
        norm = norm2(past, n);
        if (norm == 0) {
            *radius = 0.0;
            return GGC_OK;
        }
        double share = bump((double)(t - drop) / (GROWTH_STEPS - drop));
        sum += share * ggc_log(norm);
        weight += share;
        if (ggc_meter_add(&meter, (double)p * var->n_links + 3.0 * (double)n))
            return GGC_ECANCELLED;
    }
    *radius = ggc_exp(sum / weight);
    return GGC_OK;
}

ggc_status ggc_simulate_network(const ggc_design *design, double self, double radius,
                                ggc_arena *arena, ggc_var *var, const ggc_hooks *hooks)
{
    const int p = design->n_genes;
    if (bad_design(design) || var->max_lag < 1 || var->n_links < (self != 0) ||
        var->n_links - (self != 0) > p - 1 || !(radius > 0 && radius < 1))
        return GGC_EINVAL;
    double *past = GGC_TAKE(arena, double, (size_t)p * (size_t)var->max_lag);
    double *next = GGC_TAKE(arena, double, p);
    int *pool = GGC_TAKE(arena, int, p);
    int *swapped = GGC_TAKE(arena, int, p);
    if (arena_status(arena) != GGC_OK || arena->base == NULL)
        return arena_status(arena);
    draw_links(design, self, pool, swapped, var);
    double drawn;
    ggc_status status = spectral_radius(design, var, past, next, hooks, &drawn);
    if (status != GGC_OK || drawn == 0)
        return status;
    size_t n = (size_t)p * (size_t)var->n_links;
    for (size_t k = 0; k < n; k++)
        for (int l = 0; l < var->lag[k]; l++)
            var->coefficient[k] *= radius / drawn;
    return GGC_OK;
}

ggc_status ggc_simulate_var(const ggc_design *design, const ggc_var *var, int perturbed,
                            ggc_arena *arena, double *x, const ggc_hooks *hooks)
{
    const int p = design->n_genes;
    if (bad_design(design) || var->max_lag < 1 || var->n_links < 0)
        return GGC_EINVAL;
    const size_t n = (size_t)p * (size_t)var->max_lag;
    const int burn_in = perturbed ? 0 : design->burn_in;
    double *past = GGC_TAKE(arena, double, n);
    double *next = GGC_TAKE(arena, double, p);
    ggc_rng *rng = GGC_TAKE(arena, ggc_rng, p);
    if (arena_status(arena) != GGC_OK || arena->base == NULL)
        return arena_status(arena);
    ggc_watch watch = ggc_watch_start(hooks, (burn_in + design->n_time) * design->n_trajectories);
    ggc_meter meter = ggc_meter_over(ggc_watch_ask, &watch, HOOK_WORK);
    for (int r = 0; r < design->n_trajectories; r++) {
        start_streams(design, GGC_STREAM_SIM_NOISE + (uint64_t)r, rng);
        for (size_t i = 0; i < n; i++)
            past[i] = 0.0;
        for (int t = 0; t < burn_in + design->n_time; t++, watch.done++) {
            double *slot = past + (size_t)(t % var->max_lag) * (size_t)p;
            var_step(var, p, past, t, next);
            for (int i = 0; i < p; i++)
                slot[i] = perturbed && t == 0 ? first_normal(design, i, start_of(design, r))
                                              : next[i] + design->noise * ggc_rng_normal(&rng[i]);
            if (ggc_meter_add(&meter, p * (var->n_links + NORMAL_WORK)))
                return GGC_ECANCELLED;
            if (t < burn_in)
                continue;
            for (int i = 0; i < p; i++)
                x[i] = slot[i];
            x += p;
        }
        if (!all_finite(past, n))
            return GGC_EDIVERGED;
    }
    return GGC_OK;
}
