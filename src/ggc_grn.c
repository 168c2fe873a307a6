/* ggc_grn.c - kinetics and dynamics of gene networks: see ggc_grn.h. */
#include "ggc_grn.h"

#include <stddef.h>
#include <string.h>

#include "ggc_grn_flow.h"
#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

#define LN2 0.693147180559945309
#define SHORTEST 5.0 /* half-life, minutes */
#define LONGEST 50.0
#define WEAK 0.25

#define STEP 0.2 /* of integration, over the fastest rate */

/* --- kinetics --- */

static int count_parents(const int *sign, int p, int gene)
{
    int n = 0;
    for (int j = 0; j < p; j++)
        n += sign[(size_t)j + (size_t)p * (size_t)gene] != 0;
    return n;
}

void ggc_grn_carve(ggc_arena *arena, int n_genes, const int *sign, ggc_grn *grn)
{
    const int p = n_genes;
    int links = 0, states = 0;
    for (int i = 0; i < p; i++) {
        int parents = count_parents(sign, p, i);
        links += parents;
        states += 1 << (parents < GGC_GRN_MODULES ? parents : GGC_GRN_MODULES);
    }
    grn->n_genes = p;
    grn->n_links = grn->n_modules = links;
    grn->n_states = states;
    grn->mrna_decay = GGC_TAKE(arena, double, p);
    grn->protein_decay = GGC_TAKE(arena, double, p);
    grn->link_first = GGC_TAKE(arena, int, p + 1);
    grn->regulator = GGC_TAKE(arena, int, links);
    grn->link_module = GGC_TAKE(arena, int, links);
    grn->activator = GGC_TAKE(arena, int, links);
    grn->k = GGC_TAKE(arena, double, links);
    grn->n = GGC_TAKE(arena, double, links);
    grn->log_k = GGC_TAKE(arena, double, links);
    grn->module_first = GGC_TAKE(arena, int, p + 1);
    grn->module_link = GGC_TAKE(arena, int, links + 1);
    grn->is_complex = GGC_TAKE(arena, int, links);
    grn->effect = GGC_TAKE(arena, double, links);
    grn->state_first = GGC_TAKE(arena, int, p + 1);
    grn->alpha = GGC_TAKE(arena, double, states);
    grn->regulates = GGC_TAKE(arena, int, p);
}

static double between(ggc_rng *rng, double low, double high)
{
    return low + (high - low) * ggc_rng_uniform(rng);
}

static void draw_link(uint64_t seed, uint64_t regulator, uint64_t target, ggc_grn *grn, int at)
{
    ggc_rng rng;
    ggc_rng_start(&rng, seed, target ^ (regulator * 3), GGC_STREAM_GRN_LINK);
    grn->k[at] = between(&rng, 0.01, 1.0);
    grn->log_k[at] = ggc_log(grn->k[at]);
    do
        grn->n[at] = 2.0 + 2.0 * ggc_rng_normal(&rng);
    while (!(grn->n[at] >= 1.0 && grn->n[at] <= 10.0));
}

/* Deal the regulators of a gene out to modules and write its links. */
static void draw_modules(const int *sign, uint64_t seed, const uint64_t *gene, int i, ggc_rng *rng,
                         ggc_grn *grn)
{
    const int p = grn->n_genes;
    const int *own = sign + (size_t)p * (size_t)i;
    const int first = grn->module_first[i], from = grn->link_first[i];
    int modules = 0, links = 0;
    for (int j = 0; j < p; j++) { /* regulator and module, for now by regulator */
        if (own[j] == 0)
            continue;
        int at = from + links++;
        int found = modules == 0 || (ggc_rng_uniform(rng) < 0.5 && modules < GGC_GRN_MODULES);
        int module = found ? modules : (int)ggc_rng_below(rng, (uint32_t)modules);
        if (found) {
            double size = between(rng, WEAK, 1.0);
            grn->is_complex[first + modules] = ggc_rng_below(rng, 2) == 0;
            grn->effect[first + modules++] = own[j] > 0 ? size : -size;
        }
        grn->regulator[at] = j;
        grn->link_module[at] = first + module;
    }
    /* A stable sort by module; both are by regulator already. */
    for (int a = from + 1; a < from + links; a++)
        for (int b = a; b > from && grn->link_module[b - 1] > grn->link_module[b]; b--) {
            int module = grn->link_module[b], regulator = grn->regulator[b];
            grn->link_module[b] = grn->link_module[b - 1];
            grn->regulator[b] = grn->regulator[b - 1];
            grn->link_module[b - 1] = module;
            grn->regulator[b - 1] = regulator;
        }
    for (int at = from; at < from + links; at++) {
        int module = grn->link_module[at], j = grn->regulator[at];
        if (at == from || module != grn->link_module[at - 1])
            grn->module_link[module] = at;
        grn->activator[at] = (own[j] > 0) == (grn->effect[module] > 0);
        grn->regulates[j] = 1;
        draw_link(seed, gene[j], gene[i], grn, at);
    }
    grn->module_first[i + 1] = first + modules;
    grn->link_first[i + 1] = from + links;
}

/* Stretch effects and write alpha of every state. */
static void draw_alpha(int i, ggc_rng *rng, ggc_grn *grn)
{
    const int first = grn->module_first[i], modules = grn->module_first[i + 1] - first;
    double up = 0.0, down = 0.0, *effect = grn->effect + first;
    double *alpha = grn->alpha + grn->state_first[i];
    for (int b = 0; b < modules; b++) {
        up += effect[b] > 0 ? effect[b] : 0.0;
        down -= effect[b] < 0 ? effect[b] : 0.0;
    }
    double low = between(rng, 0.0, WEAK), middle = between(rng, WEAK, 1.0 - WEAK);
    double high = between(rng, 1.0 - WEAK, 1.0), off = between(rng, 0.0, WEAK);
    double basal = up > 0 && down > 0 ? middle : up > 0 ? low : down > 0 ? high : middle;
    for (int b = 0; b < modules; b++) {
        if (effect[b] > 0 && basal + up < 1.0)
            effect[b] *= (1.0 - basal) / up;
        else if (effect[b] < 0 && basal - down > off)
            effect[b] *= (basal - off) / down;
    }
    for (int s = 0; s < 1 << modules; s++) {
        double a = basal;
        for (int b = 0; b < modules; b++)
            a += s >> b & 1 ? effect[b] : 0.0;
        alpha[s] = a < 0.0 ? 0.0 : a > 1.0 ? 1.0 : a;
    }
    grn->state_first[i + 1] = grn->state_first[i] + (1 << modules);
}

void ggc_grn_kinetics(const int *sign, uint64_t seed, const uint64_t *gene, ggc_grn *grn)
{
    const int p = grn->n_genes;
    memset(grn->regulates, 0, (size_t)p * sizeof(int));
    grn->link_first[0] = grn->module_first[0] = grn->state_first[0] = 0;
    for (int i = 0; i < p; i++) {
        ggc_rng rng;
        ggc_rng_start(&rng, seed, gene[i], GGC_STREAM_GRN_GENE);
        grn->mrna_decay[i] = LN2 / between(&rng, SHORTEST, LONGEST);
        grn->protein_decay[i] = LN2 / between(&rng, SHORTEST, LONGEST);
        draw_modules(sign, seed, gene, i, &rng, grn);
        draw_alpha(i, &rng, grn);
    }
    grn->n_modules = grn->module_first[p];
    grn->module_link[grn->n_modules] = grn->link_first[p];
    grn->n_states = grn->state_first[p];
}

/* --- perturbations --- */

void ggc_grn_shifts(const ggc_grn_draw *draw, double *shift)
{
    const int normal = draw->normal;
    const double strength = draw->strength;
    for (int c = 0; c < draw->n_columns; c++, shift += draw->n_genes) {
        double least = 1.0, spared = 0.0;
        int spared_gene = 0, any = normal;
        for (int i = 0; i < draw->n_genes; i++) {
            ggc_rng rng;
            ggc_rng_start(&rng, draw->seed, draw->gene[i],
                          GGC_STREAM_GRN_SHIFT + (uint64_t)draw->key[c]);
            double u = ggc_rng_uniform(&rng);
            double value =
                normal ? strength * ggc_rng_normal(&rng) : strength * between(&rng, -1.0, 1.0);
            int hit = normal || u < draw->perturbed;
            any |= hit;
            shift[i] = hit ? value : 0.0;
            if (u < least) {
                least = u;
                spared = value;
                spared_gene = i;
            }
        }
        if (!any)
            shift[spared_gene] = spared;
    }
}

/* --- courses --- */

typedef struct {
    ggc_grn_flow flow;
    ggc_rng *noise; /* n_genes; of measurement */
} slot;

/* The gene that is held in trajectory r, -1 for none. */
static int held_in(const ggc_grn_course *course, int r)
{
    return course->held == NULL ? -1 : course->held[r];
}

/* From now on with a column of shifts, and the gene that is held. */
static void perturb(ggc_grn_flow *flow, const ggc_grn_course *course, int r, int column)
{
    const size_t genes = (size_t)flow->grn->n_genes;
    ggc_grn_perturb(flow, column < 0 ? NULL : course->shift + genes * (size_t)column);
    if (held_in(course, r) >= 0)
        ggc_grn_hold(flow, course->held[r], course->factor[r]);
}

/* Scatter the mRNA of trajectory r around what is there. */
static void scatter(ggc_grn_flow *flow, const ggc_grn_course *course, int r)
{
    for (int i = 0; i < flow->grn->n_genes; i++) {
        const double centre = flow->now[i];
        if (i == held_in(course, r))
            continue;
        ggc_rng rng;
        ggc_rng_start(&rng, course->seed, course->gene[i],
                      GGC_STREAM_GRN_START + (uint64_t)((course->first + r) / course->replicates));
        do
            flow->now[i] = centre + course->scatter * ggc_rng_normal(&rng);
        while (!(flow->now[i] >= 0.0 && flow->now[i] <= 1.0));
    }
}

/* What all trajectories share. */
typedef struct {
    const ggc_grn_course *course;
    const double *wild;
    double *x;
} series;

/* One trajectory into its columns of x; a unit of ggc_over_units(). */
static int run(const void *job, int r, void *mine, ggc_watch *watch)
{
    (void)watch; /* which the slot's meter asks */
    const series *all = job;
    const ggc_grn_course *course = all->course;
    slot *s = mine;
    ggc_grn_flow *flow = &s->flow;
    const int p = flow->grn->n_genes;
    const size_t genes = (size_t)p;
    double *x = all->x + genes * (size_t)course->n_time * (size_t)r;
    const double fastest = ggc_grn_fastest(flow->grn);
    int column = course->before[r], stop = 0;
    perturb(flow, course, r, column);
    memcpy(flow->now, all->wild, genes * sizeof(double));
    if (column >= 0 || held_in(course, r) >= 0)
        ggc_grn_steady(flow, flow->now);
    memcpy(flow->now + p, flow->now, genes * sizeof(double));
    if (course->scatter > 0)
        scatter(flow, course, r);
    for (int i = 0; i < p; i++) {
        uint64_t key = (uint64_t)(course->first + r);
        ggc_rng_start(&flow->process[i], course->seed, course->gene[i],
                      GGC_STREAM_GRN_PROCESS + key);
        ggc_rng_start(&s->noise[i], course->seed, course->gene[i], GGC_STREAM_GRN_NOISE + key);
    }
    if (course->process > 0 && course->burn_in > 0 && !(course->scatter > 0))
        stop = ggc_grn_advance(flow, course->burn_in, course->process, fastest, STEP);
    for (int t = 0; t < course->n_time && !stop; t++, x += p) {
        for (int i = 0; i < p; i++) {
            x[i] = flow->now[i] + course->noise * ggc_rng_normal(&s->noise[i]);
            x[i] = course->clip && x[i] < 0.0 ? 0.0 : x[i];
        }
        if (t + 1 == course->n_time)
            break;
        column = course->during[(size_t)t + (size_t)course->n_time * (size_t)r];
        perturb(flow, course, r, column);
        stop = ggc_grn_advance(flow, course->time[t + 1] - course->time[t], course->process,
                               fastest, STEP);
    }
    return !stop && !ggc_meter_due(&flow->meter);
}

static int bad_course(const ggc_grn *grn, const ggc_grn_course *course, int threads)
{
    return grn->n_genes < 1 || course->n_time < 1 || course->n_trajectories < 1 ||
           course->replicates < 1 || course->first < 0 || threads < 1 || !(course->process >= 0) ||
           !(course->noise >= 0) || !(course->burn_in >= 0) || !(course->scatter >= 0) ||
           course->gene == NULL || course->before == NULL || course->during == NULL ||
           (course->held != NULL && course->factor == NULL) ||
           (double)course->n_time * course->n_trajectories > INT32_MAX;
}

ggc_status ggc_grn_simulate(const ggc_grn *grn, const ggc_grn_course *course, int threads,
                            ggc_arena *arena, double *wild, double *residual, double *x,
                            const ggc_hooks *hooks)
{
    if (bad_course(grn, course, threads) || hooks == NULL)
        return GGC_EINVAL;
    ggc_watch watch = ggc_watch_start(hooks, course->n_trajectories);
    slot *slots = GGC_TAKE(arena, slot, threads);
    for (int t = 0; t < threads; t++) {
        slot none = {.flow.meter = ggc_meter_over(ggc_watch_ask, &watch, GGC_GRN_LOOK)};
        ggc_grn_flow_carve(arena, grn, &none.flow);
        none.noise = GGC_TAKE(arena, ggc_rng, grn->n_genes);
        if (slots != NULL)
            slots[t] = none;
    }
    if (arena->overflow || arena->base == NULL)
        return !arena->overflow ? GGC_OK : arena->base == NULL ? GGC_EOVERFLOW : GGC_ENOMEM;
    for (int i = 0; i < grn->n_genes; i++)
        wild[i] = 0.5;
    ggc_grn_perturb(&slots->flow, NULL);
    *residual = ggc_grn_steady(&slots->flow, wild);
    const series all = {course, wild, x};
    const ggc_units units = {.count = course->n_trajectories,
                             .chunk = 1,
                             .run = run,
                             .job = &all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    return ggc_over_units(&units, threads, &watch);
}
