/* ggc_single_cells.c - single cells whose genes follow rules: see ggc_single_cells.h. */
#include "ggc_single_cells.h"

#include <stddef.h>
#include <string.h>

#include "ggc_grn_flow.h"
#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

#define LN2 0.693147180559945309
/* Of integration, over the fastest rate: without noise mRNA is right to about 0.001, a
 * hundredth of what noise does to it. */
#define STEP 0.4
#define SHORTEST 1.5 /* half-life */
#define LONGEST 3.0
/* Half saturation so far below 1, and so steep, that what is on stays so along a cascade
 * of any length, through rules that need two or three regulators. */
#define LOWEST_K 0.25
#define HIGHEST_K 0.45
#define LOWEST_N 4.0
#define HIGHEST_N 8.0
#define MOST_LEAK 0.05

static double between(ggc_rng *rng, double low, double high)
{
    return low + (high - low) * ggc_rng_uniform(rng);
}

static int states_of(const ggc_cell_rules *rules)
{
    int n = 0;
    for (int i = 0; i < rules->n_genes; i++)
        n += 1 << (rules->link_first[i + 1] - rules->link_first[i]);
    return n;
}

static void carve(const ggc_cell_rules *rules, ggc_arena *arena, ggc_grn *grn)
{
    const int p = rules->n_genes, links = rules->link_first[p];
    grn->n_genes = p;
    grn->n_links = grn->n_modules = links;
    grn->n_states = states_of(rules);
    grn->mrna_decay = GGC_TAKE(arena, double, p);
    grn->protein_decay = GGC_TAKE(arena, double, p);
    grn->link_first = GGC_TAKE(arena, int, p + 1);
    grn->module_first = GGC_TAKE(arena, int, p + 1);
    grn->state_first = GGC_TAKE(arena, int, p + 1);
    grn->regulates = GGC_TAKE(arena, int, p);
    grn->regulator = GGC_TAKE(arena, int, links);
    grn->link_module = GGC_TAKE(arena, int, links);
    grn->activator = GGC_TAKE(arena, int, links);
    grn->is_complex = GGC_TAKE(arena, int, links);
    grn->module_link = GGC_TAKE(arena, int, links + 1);
    grn->k = GGC_TAKE(arena, double, links);
    grn->n = GGC_TAKE(arena, double, links);
    grn->log_k = GGC_TAKE(arena, double, links);
    grn->effect = GGC_TAKE(arena, double, links);
    grn->alpha = GGC_TAKE(arena, double, grn->n_states);
}

/* A module of its own for link l. */
static void draw_link(uint64_t seed, uint64_t regulator, uint64_t target, ggc_grn *grn, int l)
{
    ggc_rng rng;
    ggc_rng_start(&rng, seed, target ^ (regulator * 3), GGC_STREAM_CELL_LINK);
    grn->k[l] = between(&rng, LOWEST_K, HIGHEST_K);
    grn->log_k[l] = ggc_log(grn->k[l]);
    grn->n[l] = between(&rng, LOWEST_N, HIGHEST_N);
    grn->link_module[l] = grn->module_link[l] = l;
    grn->activator[l] = 1;
    grn->is_complex[l] = 0;
    grn->effect[l] = 1.0;
}

void ggc_cell_kinetics(const ggc_cell_rules *rules, uint64_t seed, const uint64_t *gene,
                       ggc_arena *arena, ggc_grn *grn)
{
    const int p = rules->n_genes;
    carve(rules, arena, grn);
    if (arena->base == NULL || arena->overflow)
        return;
    memset(grn->regulates, 0, (size_t)p * sizeof(int));
    for (int i = 0, state = 0; i < p; i++) {
        const int from = rules->link_first[i], to = rules->link_first[i + 1];
        ggc_rng rng;
        ggc_rng_start(&rng, seed, gene[rules->twin[i]], GGC_STREAM_CELL_GENE);
        grn->mrna_decay[i] = LN2 / between(&rng, SHORTEST, LONGEST);
        grn->protein_decay[i] = LN2 / between(&rng, SHORTEST, LONGEST);
        double leak = between(&rng, 0.0, MOST_LEAK);
        grn->link_first[i] = grn->module_first[i] = from;
        grn->state_first[i] = state;
        for (int end = state + (1 << (to - from)); state < end; state++)
            grn->alpha[state] = rules->truth[state] ? 1.0 : leak;
        for (int l = from; l < to; l++) {
            const int j = rules->regulator[l];
            grn->regulator[l] = j;
            grn->regulates[j] = 1;
            draw_link(seed, gene[rules->twin[j]], gene[rules->twin[i]], grn, l);
        }
    }
    grn->link_first[p] = grn->module_first[p] = grn->module_link[grn->n_links] = grn->n_links;
    grn->state_first[p] = grn->n_states;
}

/* --- runs --- */

/* What all runs share. */
typedef struct {
    const ggc_cell_runs *runs;
    double fastest;
    double *x, *y;
} cells;

static void observe(const ggc_grn_flow *flow, const cells *all, int sample)
{
    const ggc_cell_runs *runs = all->runs;
    const size_t p = (size_t)flow->grn->n_genes, at = (size_t)sample;
    memcpy(all->x + p * at, flow->now, p * sizeof(double));
    for (int w = 0; w < runs->n_watched; w++)
        all->y[(size_t)w + (size_t)runs->n_watched * at] = flow->now[p + (size_t)runs->watched[w]];
}

/* One run into its columns; a unit of ggc_over_units(). */
static int run(const void *job, int r, void *mine, ggc_watch *watch)
{
    (void)watch; /* which the flow's meter asks */
    const cells *all = job;
    const ggc_cell_runs *runs = all->runs;
    ggc_grn_flow *flow = mine;
    const int p = flow->grn->n_genes;
    double now = -runs->burn_in;
    int stop = 0;
    memcpy(flow->now, runs->start, 2 * (size_t)p * sizeof(double));
    for (int i = 0; i < p; i++)
        ggc_rng_start(&flow->process[i], runs->seed, runs->gene[i],
                      GGC_STREAM_CELL_PROCESS + (uint64_t)r);
    ggc_grn_perturb(flow, runs->before);
    if (now < 0.0)
        stop = ggc_grn_advance(flow, -now, runs->process, all->fastest, STEP);
    ggc_grn_perturb(flow, runs->during);
    now = 0.0;
    for (int s = runs->first[r]; s < runs->first[r + 1] && !stop; s++) {
        if (runs->time[s] > now)
            stop = ggc_grn_advance(flow, runs->time[s] - now, runs->process, all->fastest, STEP);
        now = runs->time[s];
        observe(flow, all, s);
    }
    return !stop && !ggc_meter_due(&flow->meter);
}

ggc_status ggc_cells_run(const ggc_grn *grn, const ggc_cell_runs *runs, int threads,
                         ggc_arena *arena, double *x, double *y, const ggc_hooks *hooks)
{
    if (grn->n_genes < 1 || runs->n_runs < 1 || runs->n_watched < 0 || threads < 1 ||
        !(runs->burn_in >= 0) || !(runs->process >= 0) || runs->gene == NULL || hooks == NULL)
        return GGC_EINVAL;
    ggc_watch watch = ggc_watch_start(hooks, runs->n_runs);
    ggc_grn_flow *flows = GGC_TAKE(arena, ggc_grn_flow, threads);
    for (int t = 0; t < threads; t++) {
        ggc_grn_flow none = {.meter = ggc_meter_over(ggc_watch_ask, &watch, GGC_GRN_LOOK)};
        ggc_grn_flow_carve(arena, grn, &none);
        if (flows != NULL)
            flows[t] = none;
    }
    if (arena->overflow || arena->base == NULL)
        return !arena->overflow ? GGC_OK : arena->base == NULL ? GGC_EOVERFLOW : GGC_ENOMEM;
    const cells all = {runs, ggc_grn_fastest(grn), x, y};
    const ggc_units units = {.count = runs->n_runs,
                             .chunk = 1,
                             .run = run,
                             .job = &all,
                             .slots = flows,
                             .slot_size = sizeof *flows};
    return ggc_over_units(&units, threads, &watch);
}
