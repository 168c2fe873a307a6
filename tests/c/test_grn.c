#include "ggc_grn.h"

#include <stddef.h>
#include <string.h>

#include "ggc_grn_network.h"
#include "ggc_rng.h"
#include "minunit.h"

enum { P = 30, BYTES = 1 << 22 };
static unsigned char memory[2 * BYTES + 2 * GGC_ALIGN];
static uint64_t genes[P];
static int sign[P * P], module_of[P];

static ggc_arena arena_of(size_t size, int which)
{
    ggc_arena arena;
    CHECK(size <= BYTES);
    ggc_arena_init(&arena, ggc_align_up(memory + (which ? BYTES + GGC_ALIGN : 0)), size);
    return arena;
}

static ggc_grn_shape shape_of(int regulators, int links, uint64_t seed)
{
    for (int i = 0; i < P; i++)
        genes[i] = (uint64_t)(i + 1) * 7919;
    ggc_grn_shape shape = {P, regulators, 2, links, 0.6, seed, genes};
    shape.n_modules = regulators < 2 ? 1 : 2;
    return shape;
}

static ggc_status network(const ggc_grn_shape *shape)
{
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    ggc_status status = ggc_grn_network(shape, &measured, NULL, NULL);
    if (status != GGC_OK)
        return status;
    ggc_arena arena = arena_of(measured.used, 0);
    return ggc_grn_network(shape, &arena, sign, module_of);
}

static void every_gene_is_linked_whatever_the_numbers(void)
{
    const int regulators[] = {1, 2, 5, 15, 29, 30}, links[] = {0, 20, 60, 200, 2000};
    for (int r = 0; r < 6; r++)
        for (int l = 0; l < 5; l++)
            for (uint64_t seed = 1; seed <= 5; seed++) {
                ggc_grn_shape shape = shape_of(regulators[r], links[l], seed);
                CHECK(network(&shape) == GGC_OK);
                int active = 0;
                for (int i = 0; i < P; i++) {
                    int in = 0, out = 0;
                    for (int j = 0; j < P; j++) {
                        CHECK(sign[j + P * i] >= -1 && sign[j + P * i] <= 1);
                        in += sign[j + P * i] != 0;
                        out += sign[i + P * j] != 0;
                    }
                    CHECK(sign[i + P * i] == 0);
                    CHECK(in + out > 0);
                    CHECK(module_of[i] >= 0 && module_of[i] < shape.n_modules);
                    active += out > 0;
                }
                CHECK(active == regulators[r]);
            }
}

/* --- the network once more, by the six steps of the header --- */

typedef struct {
    const ggc_grn_shape *shape;
    int order[P], rank[P], module[P], degree[P], regulators[P], parent[P][P];
    double hub[P];
} drawing;

static ggc_rng named(const ggc_grn_shape *shape, int gene, uint64_t step)
{
    ggc_rng rng;
    ggc_rng_start(&rng, shape->seed, gene < 0 ? 0 : shape->gene[gene], (0x47524e00 + step) << 32);
    return rng;
}

/* The first whose share of the whole is reached. */
static int one_of(ggc_rng *rng, const double *weight, int n)
{
    double total = 0, sum = 0;
    int found = -1;
    for (int i = 0; i < n; i++)
        total += weight[i];
    if (!(total > 0))
        return -1;
    double mark = total * ggc_rng_uniform(rng);
    for (int i = 0; i < n && (found < 0 || sum <= mark); i++) {
        sum += weight[i];
        found = weight[i] > 0 ? i : found;
    }
    return found;
}

static int regulates(const drawing *d, int regulator, int gene)
{
    int found = 0;
    for (int k = 0; k < d->regulators[gene]; k++)
        found |= d->parent[gene][k] == regulator;
    return found;
}

static int targets_of(const drawing *d, int regulator)
{
    int n = 0;
    for (int i = 0; i < P; i++)
        n += regulates(d, regulator, i);
    return n;
}

/* 1. and 2. */
static void rank_genes(drawing *d)
{
    const ggc_grn_shape *shape = d->shape;
    double key[P];
    for (int i = 0; i < P; i++) {
        ggc_rng rng = named(shape, i, 1);
        key[i] = ggc_rng_uniform(&rng);
    }
    for (int i = 0; i < P; i++) {
        d->rank[i] = 0;
        for (int j = 0; j < P; j++)
            d->rank[i] += key[j] < key[i];
        d->order[d->rank[i]] = i;
    }
    for (int i = 0; i < P; i++) {
        int at = d->rank[i], m = shape->n_regulators;
        ggc_rng hub = named(shape, i, 2), home = named(shape, i, 3);
        double least = 0.5 / m, u = least + (1 - least) * ggc_rng_uniform(&hub);
        d->hub[i] = pow(1 / u - 1, 1 / 1.2);
        d->module[i] = at < m ? at % shape->n_modules
                              : (int)ggc_rng_below(&home, (uint32_t)shape->n_modules);
    }
}

static int most_regulators(const ggc_grn_shape *shape)
{
    int most = 2 * (shape->n_links / P + 1);
    most = most < 10 ? 10 : most;
    return most < shape->n_regulators ? most : shape->n_regulators;
}

/* 3. */
static void deal_degrees(drawing *d)
{
    const ggc_grn_shape *shape = d->shape;
    int left = shape->n_links, room[P], most = most_regulators(shape);
    double weight[P];
    for (int i = 0; i < P; i++) {
        ggc_rng rng = named(shape, i, 4);
        int none = d->rank[i] == 0;
        if (!none)
            none = ggc_rng_uniform(&rng) < 0.25 && d->rank[i] < shape->n_regulators;
        room[i] = d->rank[i] < most ? d->rank[i] : most;
        weight[i] = -log(ggc_rng_uniform(&rng)) * (!none && room[i] > 1);
        d->degree[i] = !none;
        left -= !none;
    }
    ggc_rng rng = named(shape, -1, 5);
    for (; left > 0; left--) {
        int i = one_of(&rng, weight, P);
        if (i < 0)
            break;
        if (++d->degree[i] == room[i])
            weight[i] = 0;
    }
}

/* 4. */
static int next_parent(const drawing *d, int gene, int first, ggc_rng *rng)
{
    const int m = d->shape->n_regulators, *own = d->parent[gene];
    if (!first && ggc_rng_uniform(rng) < 0.5) {
        int middle = own[ggc_rng_below(rng, (uint32_t)d->regulators[gene])];
        int n = d->regulators[middle];
        int found = n == 0 ? gene : d->parent[middle][ggc_rng_below(rng, (uint32_t)n)];
        if (found != gene && !regulates(d, found, gene))
            return found;
    }
    int limit = m;
    if (d->rank[gene] < m)
        limit = ggc_rng_uniform(rng) < 0.03 ? m : d->rank[gene];
    double weight[P];
    for (int at = 0; at < limit; at++) {
        int j = d->order[at];
        weight[at] = j == gene || regulates(d, j, gene) ? 0 : d->hub[j];
        weight[at] *= d->module[j] == d->module[gene] ? 1 : 0.1;
    }
    int at = one_of(rng, weight, limit);
    return at < 0 ? -1 : d->order[at];
}

static void choose_parents(drawing *d)
{
    for (int at = 0; at < P; at++) {
        int gene = d->order[at];
        ggc_rng rng = named(d->shape, gene, 6);
        for (int k = 0; k < d->degree[gene]; k++) {
            int found = next_parent(d, gene, k == 0, &rng);
            if (found >= 0)
                d->parent[gene][d->regulators[gene]++] = found;
        }
    }
}

/* 5. Of lower rank in the module, of lower rank, of any; where no regulator has two
 * targets, one link more for the last of the ranks. */
static void hand_over(drawing *d, int regulator)
{
    ggc_rng rng = named(d->shape, regulator, 7);
    for (int widen = 0; widen < 3; widen++) {
        int n = 0, from[P], place[P];
        for (int i = 0; i < P; i++) {
            int most = 1, at = -1;
            for (int k = 0; k < d->regulators[i]; k++) {
                int targets = targets_of(d, d->parent[i][k]);
                at = targets > most ? k : at;
                most = targets > most ? targets : most;
            }
            if (i == regulator || at < 0 || (widen < 2 && d->rank[i] < d->rank[regulator]) ||
                (widen < 1 && d->module[i] != d->module[regulator]))
                continue;
            place[n] = at;
            from[n++] = i;
        }
        if (n > 0) {
            uint32_t k = ggc_rng_below(&rng, (uint32_t)n);
            d->parent[from[k]][place[k]] = regulator;
            return;
        }
    }
    int at = P - 1;
    while (d->order[at] == regulator ||
           d->regulators[d->order[at]] >= most_regulators(d->shape))
        at--;
    d->parent[d->order[at]][d->regulators[d->order[at]]++] = regulator;
}

/* 6. */
static void give_signs(const drawing *d, int *out)
{
    double positive = 0, all = 0, share = d->shape->activators;
    int own[P] = {0};
    ggc_rng rng = named(d->shape, -1, 8);
    for (int at = 0; at < d->shape->n_regulators; at++) {
        int j = d->order[at], n = targets_of(d, j);
        int up = ggc_rng_uniform(&rng) < share;
        if (fabs(positive - share * all) > 1e-9)
            up = positive < share * all;
        own[j] = up ? 1 : -1;
        positive += up ? n : 0;
        all += n;
    }
    memset(out, 0, P * P * sizeof *out);
    for (int i = 0; i < P; i++) {
        rng = named(d->shape, i, 8);
        for (int k = 0; k < d->regulators[i]; k++) {
            int drawn = ggc_rng_uniform(&rng) < share ? 1 : -1;
            int takes = ggc_rng_uniform(&rng) < 0.5;
            out[d->parent[i][k] + P * i] = takes ? own[d->parent[i][k]] : drawn;
        }
    }
}

/* The streams are named as in the core: networks of a seed stay what they are. */
static void networks_are_drawn_in_six_steps(void)
{
    const int regulators[] = {1, 2, 6, 15, 29, 30}, links[] = {0, 20, 35, 60, 200, 700};
    for (int r = 0; r < 6; r++)
        for (int l = 0; l < 6; l++)
            for (uint64_t seed = 1; seed <= 40; seed++) {
                ggc_grn_shape shape = shape_of(regulators[r], links[l], seed);
                int want[P * P];
                drawing d = {.shape = &shape};
                shape.n_modules = 1 + (int)(seed % (uint64_t)(regulators[r] < 4 ? regulators[r] : 4));
                shape.activators = seed % 3 == 0 ? 0.5 : 0.6;
                CHECK(network(&shape) == GGC_OK);
                rank_genes(&d);
                deal_degrees(&d);
                choose_parents(&d);
                for (int at = 0; at < regulators[r]; at++)
                    if (targets_of(&d, d.order[at]) == 0)
                        hand_over(&d, d.order[at]);
                give_signs(&d, want);
                CHECK(memcmp(module_of, d.module, sizeof d.module) == 0);
                CHECK(memcmp(sign, want, sizeof want) == 0);
            }
}

static void network_refuses(void)
{
    ggc_grn_shape shape = shape_of(5, 60, 1);
    shape.n_regulators = 0;
    CHECK(network(&shape) == GGC_EINVAL);
    shape.n_regulators = P + 1;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, 60, 1);
    shape.n_modules = 6;
    CHECK(network(&shape) == GGC_EINVAL);
    shape.n_modules = 0;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, -1, 1);
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(1, 1, 1);
    shape.n_genes = 1;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, 60, 1);
    shape.gene = NULL;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, 60, 1);
    shape.activators = -0.1;
    CHECK(network(&shape) == GGC_EINVAL);
    shape.activators = 1.1;
    CHECK(network(&shape) == GGC_EINVAL);
    shape.activators = NAN;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, 60, 1);
    ggc_arena arena = arena_of(64, 0);
    CHECK(ggc_grn_network(&shape, &arena, sign, module_of) == GGC_ENOMEM);
}

/* A network and its kinetics, in the second half of the memory. */
static ggc_grn kinetics(int regulators, int links)
{
    ggc_grn_shape shape = shape_of(regulators, links, 3);
    CHECK(network(&shape) == GGC_OK);
    ggc_grn grn;
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    ggc_grn_carve(&measured, P, sign, &grn);
    ggc_arena arena = arena_of(measured.used, 1);
    ggc_grn_carve(&arena, P, sign, &grn);
    CHECK(!arena.overflow);
    const int modules = grn.n_modules, states = grn.n_states;
    for (int i = 0; i < P; i++)
        grn.regulates[i] = -1; /* memory is as it comes */
    ggc_grn_kinetics(sign, 3, genes, &grn);
    CHECK(grn.n_modules <= modules && grn.n_states <= states);
    return grn;
}

static void links_are_those_of_the_network(void)
{
    const int links[] = {20, 60, 400};
    for (int l = 0; l < 3; l++) {
        ggc_grn grn = kinetics(25, links[l]);
        int found[P * P] = {0}, targets[P] = {0};
        for (int i = 0; i < P; i++)
            for (int k = grn.link_first[i]; k < grn.link_first[i + 1]; k++) {
                int module = grn.link_module[k];
                double effect = grn.effect[module] * (grn.activator[k] ? 1 : -1);
                CHECK(module >= grn.module_first[i] && module < grn.module_first[i + 1]);
                CHECK(k >= grn.module_link[module] && k < grn.module_link[module + 1]);
                found[grn.regulator[k] + P * i] = effect > 0 ? 1 : -1;
                targets[grn.regulator[k]] = 1;
            }
        CHECK(memcmp(targets, grn.regulates, sizeof targets) == 0);
        CHECK(memcmp(found, sign, sizeof found) == 0);
        for (int i = 0; i < P; i++) {
            int modules = grn.module_first[i + 1] - grn.module_first[i];
            CHECK(modules <= GGC_GRN_MODULES);
            CHECK(grn.state_first[i + 1] - grn.state_first[i] == 1 << modules);
        }
    }
}

/* Alpha is the basal activation and the effects of the bound modules, within 0 .. 1;
 * all enhancers together reach 1, all repressors 0.25 at least. */
static void alphas_are_sums_of_effects(void)
{
    const int links[] = {20, 60, 400};
    int low = 0, high = 0, middle = 0;
    for (int l = 0; l < 3; l++) {
        ggc_grn grn = kinetics(25, links[l]);
        for (int i = 0; i < P; i++) {
            const double *alpha = grn.alpha + grn.state_first[i];
            const double *effect = grn.effect + grn.module_first[i];
            int modules = grn.module_first[i + 1] - grn.module_first[i];
            double up = 0, down = 0;
            for (int b = 0; b < modules; b++) {
                CHECK(fabs(effect[b]) >= 0.25 && fabs(effect[b]) <= 1);
                *(effect[b] > 0 ? &up : &down) += effect[b];
            }
            for (int s = 0; s < 1 << modules; s++) {
                double sum = alpha[0];
                for (int b = 0; b < modules; b++)
                    sum += s >> b & 1 ? effect[b] : 0;
                CHECK_NEAR(alpha[s], fmin(fmax(sum, 0), 1), 1e-15);
            }
            if (up > 0)
                CHECK(alpha[0] + up >= 1 - 1e-15);
            if (down < 0)
                CHECK(alpha[0] + down <= 0.25 + 1e-15);
            double from = up > 0 && !(down < 0) ? 0 : down < 0 && !(up > 0) ? 0.75 : 0.25;
            double to = from > 0 && from < 0.5 ? 0.75 : from + 0.25;
            CHECK(alpha[0] > from && alpha[0] < to);
            low += from < 0.1;
            high += from > 0.5;
            middle += up > 0 && down < 0;
        }
    }
    CHECK(low > 5 && high > 5 && middle > 5);
}

enum { T = 11, R = 7 };
static double shift[P * R], when[T];
static int before[R], during[T * R];

static ggc_grn_course course_of(double process, double noise)
{
    double key[R];
    for (int r = 0; r < R; r++) {
        key[r] = r;
        before[r] = r;
    }
    for (int t = 0; t < T; t++)
        when[t] = 10 * t;
    for (int k = 0; k < T * R; k++)
        during[k] = -1;
    const ggc_grn_draw draw = {P, R, 3, genes, key, 0, 0.3, 1};
    ggc_grn_shifts(&draw, shift);
    ggc_grn_course course = {.n_time = T,
                             .n_trajectories = R,
                             .replicates = 1,
                             .time = when,
                             .shift = shift,
                             .before = before,
                             .during = during,
                             .burn_in = 50,
                             .process = process,
                             .noise = noise,
                             .clip = 1,
                             .seed = 3,
                             .gene = genes};
    return course;
}

static int no(void *ctx)
{
    (*(int *)ctx)++;
    return 0;
}

static int yes(void *ctx)
{
    (*(int *)ctx)++;
    return 1;
}

static int asked;

static ggc_status simulate(const ggc_grn *grn, const ggc_grn_course *course, int threads,
                           int (*poll)(void *), double *wild, double *x)
{
    ggc_hooks hooks = {.poll = poll, .progress = NULL, .ctx = &asked};
    ggc_arena measured;
    double residual;
    ggc_arena_init(&measured, NULL, 0);
    CHECK(ggc_grn_simulate(grn, course, threads, &measured, wild, &residual, x, &hooks) ==
          GGC_OK);
    for (int i = 0; i < P; i++)
        wild[i] = NAN; /* only written to */
    ggc_arena arena = arena_of(measured.used, 0);
    return ggc_grn_simulate(grn, course, threads, &arena, wild, &residual, x, &hooks);
}

/* Each gene with its chance, the one nearest to it where none was hit. */
static void shifts_are_drawn_gene_by_gene(void)
{
    enum { COLUMNS = 40 };
    static double got[P * COLUMNS];
    const double chance[] = {0, 0.02, 0.5, 1};
    double key[COLUMNS];
    for (int c = 0; c < COLUMNS; c++)
        key[c] = 3 * c + 1;
    (void)shape_of(5, 60, 1); /* names the genes */
    for (int kind = 0; kind < 5; kind++) {
        const int normal = kind == 4;
        double perturbed = normal ? 0 : chance[kind];
        const ggc_grn_draw draw = {P, COLUMNS, 3, genes, key, normal, perturbed, 0.7};
        ggc_grn_shifts(&draw, got);
        for (int c = 0; c < COLUMNS; c++) {
            double u[P], value[P], least = 1;
            for (int i = 0; i < P; i++) {
                ggc_rng rng;
                ggc_rng_start(&rng, 3, genes[i], ((uint64_t)0x4753 << 48) + (uint64_t)key[c]);
                u[i] = ggc_rng_uniform(&rng);
                value[i] = 0.7 * (normal ? ggc_rng_normal(&rng) : 2 * ggc_rng_uniform(&rng) - 1);
                least = fmin(least, u[i]);
            }
            for (int i = 0; i < P; i++) {
                int hit = normal || u[i] < perturbed || (least >= perturbed && u[i] <= least);
                CHECK_NEAR(got[i + P * c], hit ? value[i] : 0, 1e-15);
            }
        }
    }
}

/* --- the equations of the header, state by state of the modules --- */

static double bound(const ggc_grn *grn, int m, const double *y)
{
    double a = 1, d = 1, free = 1;
    int deactivators = 0;
    for (int l = grn->module_link[m]; l < grn->module_link[m + 1]; l++) {
        double term = pow(y[grn->regulator[l]] / grn->k[l], grn->n[l]);
        *(grn->activator[l] ? &a : &d) *= term;
        free *= (grn->activator[l] ? term : 1) / (1 + term);
        deactivators += !grn->activator[l];
    }
    return grn->is_complex[m] ? 1 / (1 + 1 / a + (deactivators ? d : 0)) : free;
}

static double within_unit(double a)
{
    return fmin(fmax(a, 0), 1);
}

static double activated(const ggc_grn *grn, int i, double by, double factor, const double *y)
{
    const int first = grn->module_first[i], modules = grn->module_first[i + 1] - first;
    double sum = 0, on[GGC_GRN_MODULES];
    for (int b = 0; b < modules; b++)
        on[b] = bound(grn, first + b, y);
    for (int s = 0; s < 1 << modules; s++) {
        double chance = 1;
        for (int b = 0; b < modules; b++)
            chance *= s >> b & 1 ? on[b] : 1 - on[b];
        sum += chance * within_unit(factor * within_unit(grn->alpha[grn->state_first[i] + s] + by));
    }
    return sum;
}

typedef struct {
    const ggc_grn *grn;
    const double *by; /* shift of each gene now, or NULL */
    int held;         /* gene whose activation is multiplied, or -1 */
    double factor;
    double x[P], y[P];
} cell;

static double driven(const cell *c, int i, const double *y)
{
    return activated(c->grn, i, c->by == NULL ? 0 : c->by[i], i == c->held ? c->factor : 1, y);
}

static void slope(const cell *c, double *dx, double *dy)
{
    for (int i = 0; i < P; i++) {
        double f = driven(c, i, c->y);
        dx[i] = c->grn->mrna_decay[i] * (f - c->x[i]);
        dy[i] = c->grn->protein_decay[i] * (c->x[i] - c->y[i]);
    }
}

/* Classical Runge-Kutta; concentrations are cut at 0. */
static void drifts(cell *c, double h)
{
    double dx[4][P], dy[4][P];
    slope(c, dx[0], dy[0]);
    for (int k = 1; k < 4; k++) {
        cell at = *c;
        for (int i = 0; i < P; i++) {
            at.x[i] += (k < 3 ? h / 2 : h) * dx[k - 1][i];
            at.y[i] += (k < 3 ? h / 2 : h) * dy[k - 1][i];
        }
        slope(&at, dx[k], dy[k]);
    }
    for (int i = 0; i < P; i++) {
        c->x[i] += h / 6 * (dx[0][i] + 2 * dx[1][i] + 2 * dx[2][i] + dx[3][i]);
        c->y[i] += h / 6 * (dy[0][i] + 2 * dy[1][i] + 2 * dy[2][i] + dy[3][i]);
        c->x[i] = fmax(c->x[i], 0);
        c->y[i] = fmax(c->y[i], 0);
    }
}

/* Euler-Maruyama; the two noises of a species as one of their joint variance. */
static void kicks(cell *c, double process, double h, ggc_rng *rng)
{
    cell at = *c;
    for (int i = 0; i < P; i++) {
        double d = c->grn->mrna_decay[i], e = c->grn->protein_decay[i];
        double f = driven(c, i, at.y);
        double of_x = d * f + d * at.x[i], of_y = e * at.x[i] + e * at.y[i];
        c->x[i] += process * sqrt(h * of_x) * ggc_rng_normal(&rng[i]);
        c->y[i] += process * sqrt(h * of_y) * ggc_rng_normal(&rng[i]);
        c->x[i] = fmax(c->x[i], 0);
        c->y[i] = fmax(c->y[i], 0);
    }
}

static void integrate(cell *c, double minutes, double process, ggc_rng *rng)
{
    double fastest = 0;
    for (int i = 0; i < P; i++)
        fastest = fmax(fastest, fmax(c->grn->mrna_decay[i], c->grn->protein_decay[i]));
    int n = 1 + (int)floor(minutes * fastest / 0.2);
    double h = minutes / n;
    if (process > 0)
        drifts(c, h / 2);
    for (int k = 0; k < n; k++) {
        if (process > 0)
            kicks(c, process, h, rng);
        drifts(c, process > 0 && k == n - 1 ? h / 2 : h); /* two halves that meet */
    }
}

static const double *shift_of(const ggc_grn_course *course, int column)
{
    return column < 0 ? NULL : course->shift + P * column;
}

/* The streams are named as in the core: series of a seed stay what they are. */
static void by_equations(const ggc_grn *grn, const ggc_grn_course *course, const double *wild,
                         int r, double *out)
{
    ggc_rng process[P], noise[P];
    cell c = {.grn = grn, .by = shift_of(course, course->before[r]), .held = -1};
    if (course->held != NULL) {
        c.held = course->held[r];
        c.factor = course->factor[r];
    }
    memcpy(c.x, wild, sizeof c.x);
    for (int k = 0; k < 4000; k++) /* to the steady state, gene by gene */
        for (int i = 0; i < P; i++)
            c.x[i] += 0.1 * (driven(&c, i, c.x) - c.x[i]);
    memcpy(c.y, c.x, sizeof c.x);
    for (int i = 0; i < P; i++) {
        ggc_rng start;
        double centre = c.x[i];
        uint64_t key = (uint64_t)(course->first + r);
        ggc_rng_start(&process[i], course->seed, genes[i], ((uint64_t)0x47524e14 << 32) + key);
        ggc_rng_start(&noise[i], course->seed, genes[i], ((uint64_t)0x47524e15 << 32) + key);
        ggc_rng_start(&start, course->seed, genes[i], ((uint64_t)0x47524e16 << 32) + key);
        if (course->scatter > 0 && i != c.held)
            do
                c.x[i] = centre + course->scatter * ggc_rng_normal(&start);
            while (c.x[i] < 0 || c.x[i] > 1);
    }
    if (course->process > 0 && course->burn_in > 0 && !(course->scatter > 0))
        integrate(&c, course->burn_in, course->process, process);
    for (int t = 0; t < course->n_time; t++) {
        for (int i = 0; i < P; i++) {
            double seen = c.x[i] + course->noise * ggc_rng_normal(&noise[i]);
            out[i + P * t] = course->clip ? fmax(seen, 0) : seen;
        }
        if (t + 1 == course->n_time)
            break;
        c.by = shift_of(course, course->during[t + course->n_time * r]);
        integrate(&c, course->time[t + 1] - course->time[t], course->process, process);
    }
}

static void courses_are_those_of_the_equations(void)
{
    static double x[P * T * R], wild[P], want[P * T];
    const int held[R] = {3, -1, 0, 5, 3, 1, 2};
    const double factor[R] = {0, 0, 0.5, 2, 0.5, 1, 0};
    for (int kind = 0; kind < 8; kind++) {
        ggc_grn grn = kinetics(kind % 2 ? 25 : 10, kind % 2 ? 150 : 60);
        ggc_grn_course course = course_of(kind == 0 ? 0 : 0.05, kind == 0 ? 0 : 0.05);
        for (int t = 0; t < T; t++)
            when[t] = 3 * t * t; /* uneven: 3, 9, 15, ... */
        before[1] = -1; /* from the wild type, and then one perturbation after another */
        for (int t = 0; t < T; t++)
            during[t + T] = t % 3 == 2 ? -1 : t % R;
        course.burn_in = kind == 2 ? 0.5 : kind == 3 ? 0 : 50;
        course.process *= kind == 3 ? 10 : 1; /* cut at 0 */
        course.scatter = kind == 4 || kind == 7 ? 0.4 : 0;
        course.clip = kind != 5;
        course.held = kind > 5 ? held : NULL;
        course.factor = kind > 5 ? factor : NULL;
        course.first = kind > 5 ? 12 : 0;
        CHECK(simulate(&grn, &course, 1, no, wild, x) == GGC_OK);
        for (int r = 0; r < R; r++) {
            by_equations(&grn, &course, wild, r, want);
            for (int k = 0; k < P * T; k++)
                CHECK_NEAR(x[k + P * T * r], want[k], 1e-9);
        }
    }
}

/* Back at the wild type after long, from a distance. */
static void perturbations_fade(void)
{
    static double x[P * T * R], wild[P];
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0, 0);
    for (int t = 0; t < T; t++)
        when[t] = 1000 * t;
    CHECK(simulate(&grn, &course, 1, no, wild, x) == GGC_OK);
    double start = 0, end = 0;
    for (int r = 0; r < R; r++)
        for (int i = 0; i < P; i++) {
            start += fabs(x[i + P * T * r] - wild[i]);
            end += fabs(x[i + P * (T - 1 + T * r)] - wild[i]);
        }
    CHECK(start > 1);
    CHECK_NEAR(end, 0, 1e-9);
}

static void threads_give_the_same_bits(void)
{
    static double one[P * T * R], four[P * T * R], wild[P];
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0.05, 0.05);
    CHECK(simulate(&grn, &course, 1, no, wild, one) == GGC_OK);
    CHECK(simulate(&grn, &course, 4, no, wild, four) == GGC_OK);
    CHECK(memcmp(one, four, sizeof one) == 0);
    for (int k = 0; k < P * T * R; k++)
        CHECK(one[k] >= 0 && one[k] < 2);
}

static void hooks_are_asked_and_obeyed(void)
{
    static double x[P * T * R], wild[P];
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0.05, 0.05);
    for (int threads = 1; threads <= 3; threads++) {
        for (int t = 0; t < T; t++)
            when[t] = (threads < 3 ? 1e8 : 1e12) * t; /* more steps than an int counts */
        asked = 0;
        x[P] = -1;
        CHECK(simulate(&grn, &course, threads, yes, wild, x) == GGC_ECANCELLED);
        CHECK(asked > 0);
        CHECK(x[P] < 0); /* the second point was not reached */
    }
}

/* 50 ms apart: four slopes and the noise of each step, of 10 ns a gene and 50 a link
 * each, and 60 a gene for the draws; one look more at the end. */
static void looks_are_as_far_apart_as_estimated(void)
{
    static double x[P * 2], wild[P];
    ggc_grn grn = kinetics(10, 60);
    double fastest = 0;
    for (int i = 0; i < P; i++)
        fastest = fmax(fastest, fmax(grn.mrna_decay[i], grn.protein_decay[i]));
    for (int noisy = 0; noisy < 2; noisy++) {
        ggc_grn_course course = course_of(0.05 * noisy, 0);
        double steps = 20000, slopes = noisy ? 5 : 4;
        course.n_time = 2;
        course.n_trajectories = 1;
        course.burn_in = 0;
        when[1] = steps * 0.2 / fastest;
        asked = 0;
        CHECK(simulate(&grn, &course, 1, no, wild, x) == GGC_OK);
        double work = steps * (slopes * (10 * P + 50 * grn.n_links) + 60 * P * noisy);
        CHECK_NEAR(asked, work / 5e7, 1);
    }
}

static void report(void *ctx, int done, int total)
{
    int *last = ctx;
    CHECK(done >= *last && done <= total && total == R);
    *last = done;
}

/* The last look comes when all is done. */
static void progress_counts_trajectories(void)
{
    static double x[P * T * R], wild[P];
    double residual;
    ggc_grn grn = kinetics(10, 60);
    for (int threads = 1; threads <= 3; threads++) {
        ggc_grn_course course = course_of(0, 0);
        int last = 0;
        ggc_hooks hooks = {.poll = NULL, .progress = report, .ctx = &last};
        ggc_arena arena = arena_of(BYTES, 0);
        CHECK(ggc_grn_simulate(&grn, &course, threads, &arena, wild, &residual, x, &hooks) ==
              GGC_OK);
        CHECK(last == R);
        CHECK(residual >= 0 && residual < 1e-13);
    }
}

static void simulate_refuses(void)
{
    static double x[P * T * R], wild[P];
    double residual;
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0.05, 0.05);
    ggc_hooks hooks = {.poll = no, .progress = NULL, .ctx = &asked};
    ggc_arena arena = arena_of(64, 0);
    CHECK(ggc_grn_simulate(&grn, &course, 1, &arena, wild, &residual, x, &hooks) ==
          GGC_ENOMEM);
    CHECK(ggc_grn_simulate(&grn, &course, 0, &arena, wild, &residual, x, &hooks) ==
          GGC_EINVAL);
    CHECK(ggc_grn_simulate(&grn, &course, 1, &arena, wild, &residual, x, NULL) == GGC_EINVAL);
    for (int what = 0; what < 12; what++) {
        ggc_grn none = grn;
        course = course_of(0.05, 0.05);
        none.n_genes = what == 0 ? 0 : P;
        course.n_time = what == 1 ? 0 : what == 2 ? 1 << 30 : T;
        course.n_trajectories = what == 3 ? 0 : what == 2 ? 2 : R;
        course.process = what == 4 ? NAN : 0.05;
        course.noise = what == 5 ? -1 : 0.05;
        course.burn_in = what == 6 ? -1 : 50;
        course.scatter = what == 7 ? NAN : 0;
        course.gene = what == 8 ? NULL : genes;
        course.before = what == 9 ? NULL : before;
        course.during = what == 10 ? NULL : during;
        arena = arena_of(64, 0);
        CHECK(ggc_grn_simulate(&none, &course, 1, &arena, wild, &residual, x, &hooks) ==
              (what < 11 ? GGC_EINVAL : GGC_ENOMEM));
    }
}

int main(void)
{
    RUN(every_gene_is_linked_whatever_the_numbers);
    RUN(networks_are_drawn_in_six_steps);
    RUN(network_refuses);
    RUN(links_are_those_of_the_network);
    RUN(alphas_are_sums_of_effects);
    RUN(shifts_are_drawn_gene_by_gene);
    RUN(courses_are_those_of_the_equations);
    RUN(perturbations_fade);
    RUN(threads_give_the_same_bits);
    RUN(hooks_are_asked_and_obeyed);
    RUN(looks_are_as_far_apart_as_estimated);
    RUN(progress_counts_trajectories);
    RUN(simulate_refuses);
    return REPORT();
}
