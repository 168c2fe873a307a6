/* ggc_grn.c - kinetics and dynamics of gene networks: see ggc_grn.h. */
#include "ggc_grn.h"

#include <math.h> /* sqrt, fabs */
#include <stddef.h>
#include <string.h>

#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

#define LN2 0.693147180559945309
#define SHORTEST 5.0 /* half-life, minutes */
#define LONGEST 50.0
#define WEAK 0.25

#define STEP 0.2 /* of integration, over the fastest rate */
#define STATES (1 << GGC_GRN_MODULES)

/* Work between two looks at the hooks, in nanoseconds. */
#define LOOK_WORK 5e7

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

/* --- dynamics --- */

typedef struct {
    const ggc_grn *grn;
    double *alpha;                     /* n_states, perturbed */
    double *log_y, *f;                 /* n_genes */
    double *now, *sum, *probe, *slope; /* mRNA, then protein */
    ggc_rng *process, *noise;          /* n_genes */
    ggc_meter meter;                   /* over the watch */
} slot;

static void carve_slot(ggc_arena *arena, const ggc_grn *grn, slot *s)
{
    const size_t p = (size_t)grn->n_genes;
    s->grn = grn;
    s->alpha = GGC_TAKE(arena, double, grn->n_states);
    s->log_y = GGC_TAKE(arena, double, p);
    s->f = GGC_TAKE(arena, double, p);
    s->now = GGC_TAKE(arena, double, 2 * p);
    s->sum = GGC_TAKE(arena, double, 2 * p);
    s->probe = GGC_TAKE(arena, double, 2 * p);
    s->slope = GGC_TAKE(arena, double, 2 * p);
    s->process = GGC_TAKE(arena, ggc_rng, p);
    s->noise = GGC_TAKE(arena, ggc_rng, p);
}

/* shift: n_genes, or NULL for none. */
static void perturb(slot *s, const double *shift)
{
    const ggc_grn *grn = s->grn;
    for (int i = 0; i < grn->n_genes; i++)
        for (int k = grn->state_first[i]; k < grn->state_first[i + 1]; k++) {
            double a = grn->alpha[k] + (shift == NULL ? 0.0 : shift[i]);
            s->alpha[k] = a < 0.0 ? 0.0 : a > 1.0 ? 1.0 : a;
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
static double activation(const slot *s, int i, const double *log_y)
{
    const ggc_grn *grn = s->grn;
    const double *from = s->alpha + grn->state_first[i];
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

static void activations(slot *s, const double *y)
{
    const ggc_grn *grn = s->grn;
    for (int j = 0; j < grn->n_genes; j++)
        if (grn->regulates[j])
            s->log_y[j] = log_positive(y[j]);
    for (int i = 0; i < grn->n_genes; i++)
        s->f[i] = activation(s, i, s->log_y);
    ggc_meter_count(&s->meter, 10.0 * grn->n_genes + 50.0 * grn->n_links);
}

/* Steady state, where mRNA = protein = activation, by damped sweeps over the
 * genes: undamped ones end after as many sweeps as the hierarchy is deep unless
 * there is feedback. z: [inout] n_genes, start and result. Returns the largest
 * |f - z|. Ends early when it is to give up. */
static double steady(slot *s, double *z)
{
    const double share[] = {1.0, 0.5, 0.2, 0.1, 0.05};
    const ggc_grn *grn = s->grn;
    double worst = 1.0;
    for (int i = 0; i < grn->n_genes; i++)
        s->log_y[i] = log_positive(z[i]);
    for (int damping = 0; damping < 5; damping++)
        for (int sweep = 0; sweep < 100 << damping; sweep++) {
            worst = 0.0;
            for (int i = 0; i < grn->n_genes; i++) {
                double change = activation(s, i, s->log_y) - z[i];
                worst = fabs(change) > worst ? fabs(change) : worst;
                z[i] += share[damping] * change;
                if (grn->regulates[i])
                    s->log_y[i] = log_positive(z[i]);
            }
            ggc_meter_count(&s->meter, 10.0 * grn->n_genes + 80.0 * grn->n_links);
            if (worst < 1e-14 || ggc_meter_due(&s->meter))
                return worst;
        }
    return worst;
}

static void slope_of(slot *s, const double *state)
{
    const ggc_grn *grn = s->grn;
    const int p = grn->n_genes;
    const double *x = state, *y = state + p;
    activations(s, y);
    for (int i = 0; i < p; i++) {
        s->slope[i] = grn->mrna_decay[i] * (s->f[i] - x[i]);
        s->slope[i + p] = grn->protein_decay[i] * (x[i] - y[i]);
    }
}

/* One classical Runge-Kutta step of length h. */
static void drift(slot *s, double h)
{
    const double node[3] = {0.5 * h, 0.5 * h, h};
    const double weight[4] = {h / 6, h / 3, h / 3, h / 6};
    const int n = 2 * s->grn->n_genes;
    slope_of(s, s->now);
    for (int i = 0; i < n; i++)
        s->sum[i] = s->now[i] + weight[0] * s->slope[i];
    for (int stage = 0; stage < 3; stage++) {
        for (int i = 0; i < n; i++)
            s->probe[i] = s->now[i] + node[stage] * s->slope[i];
        slope_of(s, s->probe);
        for (int i = 0; i < n; i++)
            s->sum[i] += weight[stage + 1] * s->slope[i];
    }
    for (int i = 0; i < n; i++)
        s->now[i] = s->sum[i] > 0.0 ? s->sum[i] : 0.0;
}

/* The noise of a time h. */
static void kick(slot *s, double process, double h)
{
    const ggc_grn *grn = s->grn;
    const int p = grn->n_genes;
    const double scale = process * sqrt(h);
    double *x = s->now, *y = s->now + p;
    activations(s, y);
    for (int i = 0; i < p; i++) {
        double of_x = sqrt(grn->mrna_decay[i] * (s->f[i] + x[i]));
        double of_y = sqrt(grn->protein_decay[i] * (x[i] + y[i]));
        x[i] += scale * of_x * ggc_rng_normal(&s->process[i]);
        y[i] += scale * of_y * ggc_rng_normal(&s->process[i]);
        x[i] = x[i] > 0.0 ? x[i] : 0.0;
        y[i] = y[i] > 0.0 ? y[i] : 0.0;
    }
    ggc_meter_count(&s->meter, 60.0 * p);
}

static int advance(slot *s, double minutes, double process, double fastest)
{
    double steps = minutes * fastest / STEP;
    int n = 1 + (int)(steps < 1e9 ? steps : 1e9), stop = 0;
    double h = minutes / n;
    if (process > 0)
        drift(s, 0.5 * h);
    for (int k = 0; k < n && !stop; k++) {
        if (process > 0)
            kick(s, process, h);
        drift(s, process > 0 && k == n - 1 ? 0.5 * h : h);
        stop = ggc_meter_due(&s->meter);
    }
    return stop;
}

static double fastest_rate(const ggc_grn *grn)
{
    double fastest = 0.0;
    for (int i = 0; i < grn->n_genes; i++) {
        fastest = grn->mrna_decay[i] > fastest ? grn->mrna_decay[i] : fastest;
        fastest = grn->protein_decay[i] > fastest ? grn->protein_decay[i] : fastest;
    }
    return fastest;
}

/* Scatter the mRNA of trajectory r around what is there. */
static void scatter(slot *s, const ggc_grn_course *course, int r)
{
    for (int i = 0; i < s->grn->n_genes; i++) {
        const double centre = s->now[i];
        ggc_rng rng;
        ggc_rng_start(&rng, course->seed, course->gene[i],
                      GGC_STREAM_GRN_START + (uint64_t)(r / course->replicates));
        do
            s->now[i] = centre + course->scatter * ggc_rng_normal(&rng);
        while (!(s->now[i] >= 0.0 && s->now[i] <= 1.0));
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
    const int p = s->grn->n_genes;
    const size_t genes = (size_t)p;
    double *x = all->x + genes * (size_t)course->n_time * (size_t)r;
    const double fastest = fastest_rate(s->grn);
    int column = course->before[r], stop = 0;
    perturb(s, column < 0 ? NULL : course->shift + genes * (size_t)column);
    memcpy(s->now, all->wild, genes * sizeof(double));
    if (column >= 0)
        steady(s, s->now);
    memcpy(s->now + p, s->now, genes * sizeof(double));
    if (course->scatter > 0)
        scatter(s, course, r);
    for (int i = 0; i < p; i++) {
        uint64_t key = (uint64_t)r;
        ggc_rng_start(&s->process[i], course->seed, course->gene[i], GGC_STREAM_GRN_PROCESS + key);
        ggc_rng_start(&s->noise[i], course->seed, course->gene[i], GGC_STREAM_GRN_NOISE + key);
    }
    if (course->process > 0 && course->burn_in > 0 && !(course->scatter > 0))
        stop = advance(s, course->burn_in, course->process, fastest);
    for (int t = 0; t < course->n_time && !stop; t++, x += p) {
        for (int i = 0; i < p; i++) {
            x[i] = s->now[i] + course->noise * ggc_rng_normal(&s->noise[i]);
            x[i] = course->clip && x[i] < 0.0 ? 0.0 : x[i];
        }
        if (t + 1 == course->n_time)
            break;
        column = course->during[(size_t)t + (size_t)course->n_time * (size_t)r];
        perturb(s, column < 0 ? NULL : course->shift + genes * (size_t)column);
        stop = advance(s, course->time[t + 1] - course->time[t], course->process, fastest);
    }
    return !stop && !ggc_meter_due(&s->meter);
}

static int bad_course(const ggc_grn *grn, const ggc_grn_course *course, int threads)
{
    return grn->n_genes < 1 || course->n_time < 1 || course->n_trajectories < 1 ||
           course->replicates < 1 || threads < 1 || !(course->process >= 0) ||
           !(course->noise >= 0) || !(course->burn_in >= 0) || !(course->scatter >= 0) ||
           course->gene == NULL || course->before == NULL || course->during == NULL ||
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
        slot none = {.meter = ggc_meter_over(ggc_watch_ask, &watch, LOOK_WORK)};
        carve_slot(arena, grn, &none);
        if (slots != NULL)
            slots[t] = none;
    }
    if (arena->overflow || arena->base == NULL)
        return !arena->overflow ? GGC_OK : arena->base == NULL ? GGC_EOVERFLOW : GGC_ENOMEM;
    for (int i = 0; i < grn->n_genes; i++)
        wild[i] = 0.5;
    perturb(slots, NULL);
    *residual = steady(slots, wild);
    const series all = {course, wild, x};
    const ggc_units units = {.count = course->n_trajectories,
                             .chunk = 1,
                             .run = run,
                             .job = &all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    return ggc_over_units(&units, threads, &watch);
}
