/* ggc_grn_flow.c - a gene network moves in time: see ggc_grn_flow.h. */
#include "ggc_grn_flow.h"

#include <math.h> /* sqrt, fabs */
#include <stddef.h>

#include "ggc_math.h"

#define STATES (1 << GGC_GRN_MODULES)

void ggc_grn_flow_carve(ggc_arena *arena, const ggc_grn *grn, ggc_grn_flow *flow)
{
    const size_t p = (size_t)grn->n_genes;
    flow->grn = grn;
    flow->alpha = GGC_TAKE(arena, double, grn->n_states);
    flow->log_y = GGC_TAKE(arena, double, p);
    flow->f = GGC_TAKE(arena, double, p);
    flow->now = GGC_TAKE(arena, double, 2 * p);
    flow->sum = GGC_TAKE(arena, double, 2 * p);
    flow->probe = GGC_TAKE(arena, double, 2 * p);
    flow->slope = GGC_TAKE(arena, double, 2 * p);
    flow->process = GGC_TAKE(arena, ggc_rng, p);
}

void ggc_grn_perturb(ggc_grn_flow *flow, const double *shift)
{
    const ggc_grn *grn = flow->grn;
    for (int i = 0; i < grn->n_genes; i++)
        for (int k = grn->state_first[i]; k < grn->state_first[i + 1]; k++) {
            double a = grn->alpha[k] + (shift == NULL ? 0.0 : shift[i]);
            flow->alpha[k] = a < 0.0 ? 0.0 : a > 1.0 ? 1.0 : a;
        }
}

void ggc_grn_hold(ggc_grn_flow *flow, int gene, double factor)
{
    const ggc_grn *grn = flow->grn;
    for (int k = grn->state_first[gene]; k < grn->state_first[gene + 1]; k++) {
        double a = factor * flow->alpha[k];
        flow->alpha[k] = a > 1.0 ? 1.0 : a;
    }
}

/* Probability that module m is bound. */
static double bound(const ggc_grn *grn, int m, const double *log_y)
{
    const int end = grn->module_link[m + 1];
    double up = 0.0, down = 0.0, product = 1.0;
    int deactivated = 0;
    for (int l = grn->module_link[m]; l < end; l++) {
        double term = grn->n[l] * (log_y[grn->regulator[l]] - grn->log_k[l]);
        if (!grn->is_complex[m]) {
            product *= 1.0 / (1.0 + ggc_exp(grn->activator[l] ? -term : term));
        } else if (grn->activator[l]) {
            up += term;
        } else {
            down += term;
            deactivated = 1;
        }
    }
    if (!grn->is_complex[m])
        return product;
    return 1.0 / (1.0 + ggc_exp(-up) + (deactivated ? ggc_exp(down) : 0.0));
}

/* Activation of gene i: alpha averaged over the modules, the last one first. */
static double activation(const ggc_grn_flow *flow, int i, const double *log_y)
{
    const ggc_grn *grn = flow->grn;
    const double *from = flow->alpha + grn->state_first[i];
    double a[STATES / 2];
    for (int m = grn->module_first[i + 1] - 1; m >= grn->module_first[i]; m--) {
        const int half = 1 << (m - grn->module_first[i]);
        const double on = bound(grn, m, log_y);
        for (int k = 0; k < half; k++)
            a[k] = from[k] + (from[k + half] - from[k]) * on;
        from = a;
    }
    return from[0];
}

static double log_positive(double y) { return ggc_log(y > 0.0 ? y : 0.0); }

static void activations(ggc_grn_flow *flow, const double *y)
{
    const ggc_grn *grn = flow->grn;
    for (int j = 0; j < grn->n_genes; j++)
        if (grn->regulates[j])
            flow->log_y[j] = log_positive(y[j]);
    for (int i = 0; i < grn->n_genes; i++)
        flow->f[i] = activation(flow, i, flow->log_y);
    ggc_meter_count(&flow->meter, 10.0 * grn->n_genes + 50.0 * grn->n_links);
}

double ggc_grn_steady(ggc_grn_flow *flow, double *z)
{
    const double share[] = {1.0, 0.5, 0.2, 0.1, 0.05};
    const ggc_grn *grn = flow->grn;
    double worst = 1.0;
    for (int i = 0; i < grn->n_genes; i++)
        flow->log_y[i] = log_positive(z[i]);
    for (int damping = 0; damping < 5; damping++)
        for (int sweep = 0; sweep < 100 << damping; sweep++) {
            worst = 0.0;
            for (int i = 0; i < grn->n_genes; i++) {
                double change = activation(flow, i, flow->log_y) - z[i];
                worst = fabs(change) > worst ? fabs(change) : worst;
                z[i] += share[damping] * change;
                if (grn->regulates[i])
                    flow->log_y[i] = log_positive(z[i]);
            }
            ggc_meter_count(&flow->meter, 10.0 * grn->n_genes + 80.0 * grn->n_links);
            if (worst < 1e-14 || ggc_meter_due(&flow->meter))
                return worst;
        }
    return worst;
}

static void slope_of(ggc_grn_flow *flow, const double *state)
{
    const ggc_grn *grn = flow->grn;
    const int p = grn->n_genes;
    const double *x = state, *y = state + p;
    activations(flow, y);
    for (int i = 0; i < p; i++) {
        flow->slope[i] = grn->mrna_decay[i] * (flow->f[i] - x[i]);
        flow->slope[i + p] = grn->protein_decay[i] * (x[i] - y[i]);
    }
}

/* One classical Runge-Kutta step of length h. */
static void drift(ggc_grn_flow *flow, double h)
{
    const double node[3] = {0.5 * h, 0.5 * h, h};
    const double weight[4] = {h / 6, h / 3, h / 3, h / 6};
    const int n = 2 * flow->grn->n_genes;
    slope_of(flow, flow->now);
    for (int i = 0; i < n; i++)
        flow->sum[i] = flow->now[i] + weight[0] * flow->slope[i];
    for (int stage = 0; stage < 3; stage++) {
        for (int i = 0; i < n; i++)
            flow->probe[i] = flow->now[i] + node[stage] * flow->slope[i];
        slope_of(flow, flow->probe);
        for (int i = 0; i < n; i++)
            flow->sum[i] += weight[stage + 1] * flow->slope[i];
    }
    for (int i = 0; i < n; i++)
        flow->now[i] = flow->sum[i] > 0.0 ? flow->sum[i] : 0.0;
}

/* The noise of a time h. */
static void kick(ggc_grn_flow *flow, double process, double h)
{
    const ggc_grn *grn = flow->grn;
    const int p = grn->n_genes;
    const double scale = process * sqrt(h);
    double *x = flow->now, *y = flow->now + p;
    activations(flow, y);
    for (int i = 0; i < p; i++) {
        double of_x = sqrt(grn->mrna_decay[i] * (flow->f[i] + x[i]));
        double of_y = sqrt(grn->protein_decay[i] * (x[i] + y[i]));
        x[i] += scale * of_x * ggc_rng_normal(&flow->process[i]);
        y[i] += scale * of_y * ggc_rng_normal(&flow->process[i]);
        x[i] = x[i] > 0.0 ? x[i] : 0.0;
        y[i] = y[i] > 0.0 ? y[i] : 0.0;
    }
    ggc_meter_count(&flow->meter, 60.0 * p);
}

int ggc_grn_advance(ggc_grn_flow *flow, double time, double process, double fastest, double step)
{
    double steps = time * fastest / step;
    int n = 1 + (int)(steps < 1e9 ? steps : 1e9), stop = 0;
    double h = time / n;
    if (process > 0)
        drift(flow, 0.5 * h);
    for (int k = 0; k < n && !stop; k++) {
        if (process > 0)
            kick(flow, process, h);
        drift(flow, process > 0 && k == n - 1 ? 0.5 * h : h);
        stop = ggc_meter_due(&flow->meter);
    }
    return stop;
}

double ggc_grn_fastest(const ggc_grn *grn)
{
    double fastest = 0.0;
    for (int i = 0; i < grn->n_genes; i++) {
        fastest = grn->mrna_decay[i] > fastest ? grn->mrna_decay[i] : fastest;
        fastest = grn->protein_decay[i] > fastest ? grn->protein_decay[i] : fastest;
    }
    return fastest;
}
