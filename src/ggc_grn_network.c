/* ggc_grn_network.c - topologies of gene networks: see ggc_grn_network.h. */
#include "ggc_grn_network.h"

#include <math.h> /* fabs */
#include <stddef.h>
#include <string.h>

#include "ggc_math.h"
#include "ggc_rng.h"

#define HUB_EXPONENT (1.0 / 1.2)
#define TOP_SHARE 0.25
#define OUTSIDE 0.1
#define CLOSING 0.5
#define FEEDBACK 0.03
#define OWN_SIGN 0.5
#define LEAST_CAP 10

typedef struct {
    const ggc_grn_shape *shape;
    int cap;        /* largest in-degree */
    int *order;     /* genes by rank; the first n_regulators regulate */
    int *rank;      /* of each gene */
    int *module;    /* of each gene */
    int *degree;    /* regulators that a gene is to have */
    int *n_parents; /* that it has */
    int *n_targets; /* of each gene */
    int *parent;    /* cap x n_genes */
    double *hub;    /* attractiveness by rank */
    double *weight; /* scratch, n_genes */
    int *chosen;    /* scratch, n_genes */
} draft;

static ggc_status carve(ggc_arena *arena, const ggc_grn_shape *shape, draft *d)
{
    const int p = shape->n_genes;
    int cap = 2 * (shape->n_links / p + 1);
    cap = cap < LEAST_CAP ? LEAST_CAP : cap;
    d->shape = shape;
    d->cap = cap < shape->n_regulators ? cap : shape->n_regulators;
    d->order = GGC_TAKE(arena, int, p);
    d->rank = GGC_TAKE(arena, int, p);
    d->module = GGC_TAKE(arena, int, p);
    d->degree = GGC_TAKE(arena, int, p);
    d->n_parents = GGC_TAKE(arena, int, p);
    d->n_targets = GGC_TAKE(arena, int, p);
    d->parent = (int *)ggc_arena_take(arena, (size_t)p, (size_t)d->cap * sizeof(int));
    d->hub = GGC_TAKE(arena, double, p);
    d->weight = GGC_TAKE(arena, double, p);
    d->chosen = GGC_TAKE(arena, int, p);
    if (!arena->overflow)
        return GGC_OK;
    return arena->base == NULL ? GGC_EOVERFLOW : GGC_ENOMEM;
}

static ggc_rng stream(const draft *d, int gene, uint64_t purpose)
{
    ggc_rng rng;
    ggc_rng_start(&rng, d->shape->seed, gene < 0 ? 0 : d->shape->gene[gene], purpose);
    return rng;
}

/* An index in proportion to weight, whose sum is total > 0. */
static int pick(ggc_rng *rng, const double *weight, int n, double total)
{
    double left = total * ggc_rng_uniform(rng);
    int last = 0;
    for (int i = 0; i < n; i++) {
        if (!(weight[i] > 0))
            continue;
        last = i;
        left -= weight[i];
        if (left < 0)
            break;
    }
    return last;
}

static void draw_ranks(draft *d)
{
    const int p = d->shape->n_genes;
    for (int i = 0; i < p; i++) {
        ggc_rng rng = stream(d, i, GGC_STREAM_GRN_RANK);
        double key = ggc_rng_uniform(&rng);
        int at = i; /* insertion */
        for (; at > 0 && d->weight[at - 1] > key; at--) {
            d->weight[at] = d->weight[at - 1];
            d->order[at] = d->order[at - 1];
        }
        d->weight[at] = key;
        d->order[at] = i;
    }
    for (int at = 0; at < p; at++)
        d->rank[d->order[at]] = at;
}

static void draw_hubs_and_modules(draft *d)
{
    const int regulators = d->shape->n_regulators, modules = d->shape->n_modules;
    for (int at = 0; at < d->shape->n_genes; at++) {
        int gene = d->order[at];
        ggc_rng rng = stream(d, gene, GGC_STREAM_GRN_MODULE);
        d->module[gene] =
            at < regulators ? at % modules : (int)ggc_rng_below(&rng, (uint32_t)modules);
        rng = stream(d, gene, GGC_STREAM_GRN_HUB);
        if (at >= regulators)
            continue;
        double least = 0.5 / regulators, u = least + (1.0 - least) * ggc_rng_uniform(&rng);
        d->hub[at] = ggc_exp(HUB_EXPONENT * ggc_log(1.0 / u - 1.0));
    }
}

/* Regulators that a gene may have: those of lower rank, at most the cap. */
static int room(const draft *d, int gene)
{
    int below = d->rank[gene] < d->shape->n_regulators ? d->rank[gene] : d->shape->n_regulators;
    return below < d->cap ? below : d->cap;
}

static void draw_degrees(draft *d)
{
    const int p = d->shape->n_genes;
    int left = d->shape->n_links;
    double total = 0.0;
    for (int i = 0; i < p; i++) {
        ggc_rng rng = stream(d, i, GGC_STREAM_GRN_DEGREE);
        int top = d->rank[i] == 0 ||
                  (ggc_rng_uniform(&rng) < TOP_SHARE && d->rank[i] < d->shape->n_regulators);
        double weight = -ggc_log(ggc_rng_uniform(&rng));
        d->degree[i] = !top;
        left -= !top;
        d->weight[i] = room(d, i) > 1 && !top ? weight : 0.0;
        total += d->weight[i];
    }
    ggc_rng rng = stream(d, -1, GGC_STREAM_GRN_DEAL);
    for (; left > 0 && total > 0; left--) {
        int i = pick(&rng, d->weight, p, total);
        if (++d->degree[i] < room(d, i))
            continue;
        d->weight[i] = total = 0.0;
        for (int k = 0; k < p; k++)
            total += d->weight[k];
    }
}

static int has_parent(const draft *d, int gene, int regulator)
{
    const int *parent = d->parent + (size_t)gene * (size_t)d->cap;
    for (int k = 0; k < d->n_parents[gene]; k++)
        if (parent[k] == regulator)
            return 1;
    return 0;
}

static void add_parent(draft *d, int gene, int regulator)
{
    d->parent[(size_t)gene * (size_t)d->cap + (size_t)d->n_parents[gene]++] = regulator;
    d->n_targets[regulator]++;
}

/* A regulator of one of the gene's regulators, or -1. */
static int grandparent(const draft *d, int gene, ggc_rng *rng)
{
    const int *parent = d->parent + (size_t)gene * (size_t)d->cap;
    int middle = parent[ggc_rng_below(rng, (uint32_t)d->n_parents[gene])];
    if (d->n_parents[middle] == 0)
        return -1;
    int at = (int)ggc_rng_below(rng, (uint32_t)d->n_parents[middle]);
    int found = d->parent[(size_t)middle * (size_t)d->cap + (size_t)at];
    return found == gene || has_parent(d, gene, found) ? -1 : found;
}

/* A regulator by attractiveness; -1 where there is none left. */
static int attractive(const draft *d, int gene, ggc_rng *rng)
{
    const int regulators = d->shape->n_regulators;
    int is_regulator = d->rank[gene] < regulators;
    int limit = is_regulator && ggc_rng_uniform(rng) >= FEEDBACK ? d->rank[gene] : regulators;
    double total = 0.0;
    for (int at = 0; at < limit; at++) {
        int other = d->order[at];
        int free = other != gene && !has_parent(d, gene, other);
        double share = d->module[other] == d->module[gene] ? 1.0 : OUTSIDE;
        d->weight[at] = free ? share * d->hub[at] : 0.0;
        total += d->weight[at];
    }
    return total > 0 ? d->order[pick(rng, d->weight, limit, total)] : -1;
}

static void draw_parents(draft *d)
{
    for (int at = 0; at < d->shape->n_genes; at++) {
        int gene = d->order[at];
        ggc_rng rng = stream(d, gene, GGC_STREAM_GRN_PARENTS);
        for (int k = 0; k < d->degree[gene]; k++) {
            int found = -1;
            if (k > 0 && ggc_rng_uniform(&rng) < CLOSING)
                found = grandparent(d, gene, &rng);
            if (found < 0)
                found = attractive(d, gene, &rng);
            if (found >= 0)
                add_parent(d, gene, found);
        }
    }
}

/* The place, among the gene's regulators, of the one with most targets; -1 where
 * none has two. */
static int busiest(const draft *d, int gene)
{
    const int *parent = d->parent + (size_t)gene * (size_t)d->cap;
    int best = -1, most = 1;
    for (int k = 0; k < d->n_parents[gene]; k++)
        if (d->n_targets[parent[k]] > most) {
            most = d->n_targets[parent[k]];
            best = k;
        }
    return best;
}

/* Give regulator its first target. */
static void adopt(draft *d, int regulator)
{
    const int p = d->shape->n_genes;
    ggc_rng rng = stream(d, regulator, GGC_STREAM_GRN_ADOPT);
    /* Of lower rank and with a busy regulator, in the module if there are such;
     * else of any rank. */
    for (int attempt = 0; attempt < 3; attempt++) {
        int n = 0;
        for (int i = 0; i < p; i++)
            if (i != regulator && busiest(d, i) >= 0 &&
                (attempt == 2 || d->rank[i] > d->rank[regulator]) &&
                (attempt > 0 || d->module[i] == d->module[regulator]))
                d->chosen[n++] = i;
        if (n == 0)
            continue;
        int gene = d->chosen[ggc_rng_below(&rng, (uint32_t)n)];
        int *slot = d->parent + (size_t)gene * (size_t)d->cap + busiest(d, gene);
        d->n_targets[*slot]--;
        d->n_targets[regulator]++;
        *slot = regulator;
        return;
    }
    for (int i = p - 1; i >= 0; i--) { /* too few links for all: one more */
        int gene = d->order[i];
        if (gene != regulator && d->n_parents[gene] < d->cap) {
            add_parent(d, gene, regulator);
            return;
        }
    }
}

/* The sign of each regulator, into chosen: by rank, towards the wanted share of
 * links, the first at random. */
static void draw_own_signs(draft *d)
{
    const double activators = d->shape->activators;
    double surplus = 0.0;
    ggc_rng rng = stream(d, -1, GGC_STREAM_GRN_SIGN);
    for (int at = 0; at < d->shape->n_regulators; at++) {
        int gene = d->order[at], n = d->n_targets[gene];
        int positive = ggc_rng_uniform(&rng) < activators;
        if (fabs(surplus) > 1e-9)
            positive = surplus < 0;
        d->chosen[gene] = positive ? 1 : -1;
        surplus += n * ((positive ? 1.0 : 0.0) - activators);
    }
}

static void draw_signs(draft *d, int *sign)
{
    const size_t p = (size_t)d->shape->n_genes;
    memset(sign, 0, p * p * sizeof *sign);
    draw_own_signs(d);
    for (size_t gene = 0; gene < p; gene++) {
        ggc_rng rng = stream(d, (int)gene, GGC_STREAM_GRN_SIGN);
        for (int k = 0; k < d->n_parents[gene]; k++) {
            int regulator = d->parent[gene * (size_t)d->cap + (size_t)k];
            int drawn = ggc_rng_uniform(&rng) < d->shape->activators ? 1 : -1;
            int takes = ggc_rng_uniform(&rng) < OWN_SIGN;
            sign[(size_t)regulator + p * gene] = takes ? d->chosen[regulator] : drawn;
        }
    }
}

ggc_status ggc_grn_network(const ggc_grn_shape *shape, ggc_arena *arena, int *sign, int *module)
{
    const int p = shape->n_genes;
    if (p < 2 || shape->n_regulators < 1 || shape->n_regulators > p || shape->n_modules < 1 ||
        shape->n_modules > shape->n_regulators || shape->n_links < 0 ||
        !(shape->activators >= 0 && shape->activators <= 1) || shape->gene == NULL)
        return GGC_EINVAL;
    draft d;
    ggc_status status = carve(arena, shape, &d);
    if (status != GGC_OK || arena->base == NULL)
        return status;
    memset(d.n_parents, 0, (size_t)p * sizeof(int));
    memset(d.n_targets, 0, (size_t)p * sizeof(int));
    draw_ranks(&d);
    draw_hubs_and_modules(&d);
    draw_degrees(&d);
    draw_parents(&d);
    for (int at = 0; at < shape->n_regulators; at++)
        if (d.n_targets[d.order[at]] == 0)
            adopt(&d, d.order[at]);
    draw_signs(&d, sign);
    memcpy(module, d.module, (size_t)p * sizeof(int));
    return GGC_OK;
}
