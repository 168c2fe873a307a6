/* k-means, and large-scale nonlinear Granger causality against its definition, whose
 * regressions are solved by normal equations one by one. Buffers are of exact size. */
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_kmeans.h"
#include "ggc_lsngc.h"
#include "ggc_rng.h"

enum { GENES = 5, F = 4, G = 3, POINTS = 90 };

static double *noise(int values, uint64_t name)
{
    double *z = malloc((size_t)values * sizeof *z);
    ggc_rng rng;
    ggc_rng_start(&rng, 5, name, 0);
    for (int i = 0; i < values; i++)
        z[i] = ggc_rng_normal(&rng);
    return z;
}

/* --- k-means --- */

typedef struct {
    ggc_kmeans_room room;
    void *block;
} means_room;

static means_room room_of(int n, int m, int k)
{
    ggc_arena arena;
    means_room r;
    ggc_arena_init(&arena, NULL, 0);
    ggc_kmeans_carve(&arena, n, m, k, &r.room);
    const size_t bytes = arena.used + GGC_ALIGN;
    r.block = malloc(bytes + GGC_ALIGN);
    ggc_arena_init(&arena, ggc_align_up(r.block), bytes);
    ggc_kmeans_carve(&arena, n, m, k, &r.room);
    return r;
}

/* Is each centre the mean of the points that are nearest to it, and the inertia the sum? */
static void check_means(const ggc_kmeans_task *task, const ggc_kmeans_room *room)
{
    double sum[8][8] = {{0}}, inertia = 0;
    int count[8] = {0};
    for (int t = 0; t < task->n; t++) {
        const double *point = task->point + task->m * t;
        int best = 0;
        double least = 0;
        for (int a = 0; a < task->k; a++) {
            double apart = 0;
            for (int i = 0; i < task->m; i++)
                apart += pow(point[i] - room->best[i + task->m * a], 2);
            if (a == 0 || apart < least) {
                least = apart;
                best = a;
            }
        }
        inertia += least;
        count[best]++;
        for (int i = 0; i < task->m; i++)
            sum[best][i] += point[i];
    }
    CHECK_NEAR(room->inertia, inertia, 1e-10 * inertia);
    for (int a = 0; a < task->k; a++)
        for (int i = 0; i < task->m; i++)
            CHECK_NEAR(room->best[i + task->m * a], sum[a][i] / count[a], 1e-10);
}

static void test_centres_are_means(void)
{
    ggc_meter meter = ggc_meter_start(NULL, 1);
    for (int m = 1; m <= 7; m++) {
        double *x = noise(POINTS * m, (uint64_t)m);
        /* Three heaps far from each other. */
        for (int t = 0; t < POINTS; t++)
            x[m * t] += 40 * (t % 3);
        means_room r = room_of(POINTS, m, 6);
        ggc_kmeans_task task = {
            .n = POINTS, .m = m, .point = x, .k = 3, .seed = 1, .name = 2, .purpose = 3};
        CHECK(ggc_kmeans(&task, &r.room, &meter) == 1);
        check_means(&task, &r.room);
        CHECK(r.room.inertia < 3.0 * POINTS * m);
        const double three = r.room.inertia;
        task.k = 6;
        CHECK(ggc_kmeans(&task, &r.room, &meter) == 1);
        check_means(&task, &r.room);
        CHECK(r.room.inertia < three);
        free(r.block);
        free(x);
    }
}

static void test_the_best_start_is_kept(void)
{
    ggc_meter meter = ggc_meter_start(NULL, 1);
    double *x = noise(POINTS * 2, 9);
    means_room all = room_of(POINTS, 2, 8), one = room_of(POINTS, 2, 8);
    const ggc_kmeans_task task = {
        .n = POINTS, .m = 2, .point = x, .k = 8, .seed = 1, .name = 2, .purpose = 3};
    CHECK(ggc_kmeans(&task, &all.room, &meter) == 1);
    int worse = 0;
    for (int start = 0; start < GGC_KMEANS_STARTS; start++) {
        one.room.start = -1;
        CHECK(ggc_kmeans_start(&task, start, &one.room, &meter) == 1);
        CHECK(all.room.inertia <= one.room.inertia);
        worse += one.room.inertia > all.room.inertia;
        if (start == all.room.start)
            CHECK(memcmp(one.room.best, all.room.best, 16 * sizeof(double)) == 0);
    }
    CHECK(worse > 0);
    /* The same from the last start to the first: of equals the lower is kept. */
    one.room.start = -1;
    for (int start = GGC_KMEANS_STARTS; start-- > 0;)
        CHECK(ggc_kmeans_start(&task, start, &one.room, &meter) == 1);
    CHECK(one.room.start == all.room.start);
    CHECK(ggc_kmeans_better(1, 3, &(ggc_kmeans_room){.start = 4, .inertia = 1}));
    CHECK(!ggc_kmeans_better(1, 5, &(ggc_kmeans_room){.start = 4, .inertia = 1}));
    free(all.block);
    free(one.block);
    free(x);
}

static void test_fewer_points_than_centres(void)
{
    /* Two different points, five centres: copies, and nothing is left over. */
    ggc_meter meter = ggc_meter_start(NULL, 1);
    const double x[] = {1, 1, 2, 2, 1};
    means_room r = room_of(5, 1, 5);
    const ggc_kmeans_task task = {.n = 5, .m = 1, .point = x, .k = 5};
    CHECK(ggc_kmeans(&task, &r.room, &meter) == 1);
    CHECK_NEAR(r.room.inertia, 0, 0);
    for (int a = 0; a < 5; a++)
        CHECK(r.room.best[a] >= 1 && r.room.best[a] <= 2);
    free(r.block);
}

/* --- the definition --- */

typedef struct {
    ggc_lsngc_result r;
    void *block, *workspace;
    size_t bytes, pairs;
} answer;

static answer run(const ggc_lsngc_task *task, int threads)
{
    answer a = {.bytes = ggc_lsngc_workspace(task, threads)};
    a.pairs = (size_t)task->regulators * (size_t)task->targets;
    a.r.restricted = malloc(a.pairs * sizeof(double));
    a.r.whole = malloc(a.pairs * sizeof(double));
    a.r.few = malloc(a.pairs * sizeof(int));
    a.r.many = malloc(a.pairs * sizeof(int));
    a.r.inertia = malloc(sizeof(double));
    a.block = malloc(a.bytes + GGC_ALIGN);
    a.workspace = ggc_align_up(a.block);
    CHECK(ggc_lsngc(task, threads, a.workspace, a.bytes, NULL, &a.r) == GGC_OK);
    return a;
}

static void forget(answer *a)
{
    free(a->r.restricted);
    free(a->r.whole);
    free(a->r.few);
    free(a->r.many);
    free(a->r.inertia);
    free(a->block);
}

/* Features of a point among k centres, of coordinates that are not left out. */
static void features(const double *point, const double *centre, int m, int k, const int *out,
                     double *f)
{
    double most = 0, sum = 0;
    for (int a = 0; a < k; a++)
        for (int b = 0; b < k; b++) {
            double apart = 0;
            for (int i = 0; i < m; i++)
                apart += out[i] ? 0 : pow(centre[i + m * a] - centre[i + m * b], 2);
            most = apart > most ? apart : most;
        }
    const double s = sqrt(most) / sqrt(2 * k);
    for (int a = 0; a < k; a++) {
        double apart = 0;
        for (int i = 0; i < m; i++)
            apart += out[i] ? 0 : pow(point[i] - centre[i + m * a], 2);
        f[a] = exp(-apart / pow(2 * s, 2));
        sum += f[a];
    }
    for (int a = 0; a < k; a++)
        f[a] /= sum;
}

/* Residual sum of squares on the first c of the columns x (POINTS x 8). */
static double rss_of(double x[][8], const double *y, int n, int c)
{
    double a[8][8] = {{0}}, b[8] = {0}, sum = 0;
    for (int t = 0; t < n; t++)
        for (int i = 0; i < c; i++) {
            b[i] += x[t][i] * y[t];
            for (int j = 0; j < c; j++)
                a[i][j] += x[t][i] * x[t][j];
        }
    for (int k = 0; k < c; k++)
        for (int i = 0; i < c; i++) {
            if (i == k)
                continue;
            const double factor = a[i][k] / a[k][k];
            for (int j = 0; j < c; j++)
                a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    for (int t = 0; t < n; t++) {
        double error = y[t];
        for (int i = 0; i < c; i++)
            error -= b[i] / a[i][i] * x[t][i];
        sum += error * error;
    }
    return sum;
}

static const int REGULATORS[] = {0, 1, 2, 4}, TARGETS[] = {2, 3, 0};
static const uint64_t NAMES[] = {11, 12, 13, 0, 15};

static ggc_lsngc_task small_task(const double *z, const int *first, int trajectories)
{
    return (ggc_lsngc_task){.genes = GENES,
                            .samples = first[trajectories],
                            .z = z,
                            .trajectories = trajectories,
                            .first = first,
                            .regulators = 4,
                            .regulator = REGULATORS,
                            .targets = 3,
                            .target = TARGETS,
                            .lags = 1,
                            .state_centres = F,
                            .source_centres = G,
                            .seed = 7,
                            .name = NAMES};
}

static void check_pair(const ggc_lsngc_task *task, const answer *got, int j, int i)
{
    static double x[POINTS][8], y[POINTS];
    const int d = task->lags, m = 4 * d;
    int out[16] = {0}, n = 0;
    const int none[4] = {0};
    for (int l = 0; l < d; l++)
        out[j + 4 * l] = 1;
    for (int r = 0; r < task->trajectories; r++)
        for (int t = task->first[r] + d; t < task->first[r + 1]; t++) {
            double state[16], past[4];
            for (int l = 0; l < d; l++) {
                const double *before = task->z + GENES * (t - 1 - l);
                past[l] = before[REGULATORS[j]];
                for (int g = 0; g < 4; g++)
                    state[g + 4 * l] = before[REGULATORS[g]];
            }
            features(state, task->given_state, m, F, out, x[n]);
            features(past, task->given_source + d * G * j, d, G, none, x[n] + F);
            y[n++] = task->z[task->target[i] + GENES * t];
        }
    const int at = j + 4 * i;
    const double few = rss_of(x, y, n, F), many = rss_of(x, y, n, F + G - 1);
    CHECK(n == ggc_lsngc_steps(task));
    CHECK_NEAR(got->r.restricted[at], few, 1e-7 * few);
    CHECK_NEAR(got->r.whole[at], many, 1e-7 * many);
    CHECK(got->r.few[at] == F && got->r.many[at] == F + G - 1);
}

static void test_sums_equal_the_definition(void)
{
    const int one[] = {0, 60}, three[] = {0, 25, 27, 70}, both[] = {2, 0};
    for (int turn = 0; turn < 4; turn++) {
        const int trajectories = turn % 2 ? 3 : 1, *first = turn % 2 ? three : one;
        double *z = noise(GENES * first[trajectories], (uint64_t)turn);
        double *centres = noise(4 * 2 * (F + G), (uint64_t)(40 + turn));
        ggc_lsngc_task task = small_task(z, first, trajectories);
        task.target = both; /* regulators, as given centres ask for */
        task.targets = 2;
        task.lags = 1 + turn / 2;
        task.given_state = centres;
        task.given_source = centres + 4 * task.lags * F;
        answer got = run(&task, 1 + turn % 2);
        CHECK(isnan(*got.r.inertia));
        for (int i = 0; i < task.targets; i++)
            for (int j = 0; j < 4; j++)
                check_pair(&task, &got, j, i);
        forget(&got);
        free(centres);
        free(z);
    }
}

static void test_the_state_of_a_target_that_is_no_regulator(void)
{
    /* Gene 3, whose name is that of the shared state: as a regulator after the others it
     * makes the same state. */
    const int first[] = {0, 30, 60}, all[] = {0, 1, 2, 4, 3}, alone[] = {3};
    double *z = noise(GENES * 60, 77);
    ggc_lsngc_task task = small_task(z, first, 2), joined = task;
    task.targets = joined.targets = 1;
    task.target = joined.target = alone;
    joined.regulators = 5;
    joined.regulator = all;
    answer a = run(&task, 1), b = run(&joined, 1);
    CHECK(isnan(*a.r.inertia) && *b.r.inertia > 0);
    CHECK(memcmp(a.r.restricted, b.r.restricted, 4 * sizeof(double)) == 0);
    CHECK(memcmp(a.r.whole, b.r.whole, 4 * sizeof(double)) == 0);
    for (int j = 0; j < 4; j++)
        CHECK(a.r.whole[j] > 0 && a.r.whole[j] < a.r.restricted[j]);
    forget(&a);
    forget(&b);
    free(z);
}

static void test_bits_depend_on_neither_threads_nor_targets(void)
{
    const int first[] = {0, 30, 60};
    double *z = noise(GENES * 60, 5);
    ggc_lsngc_task task = small_task(z, first, 2);
    answer a = run(&task, 1), b = run(&task, 3);
    CHECK(memcmp(a.r.whole, b.r.whole, a.pairs * sizeof(double)) == 0);
    CHECK(memcmp(a.r.restricted, b.r.restricted, a.pairs * sizeof(double)) == 0);
    for (int i = 0; i < 3; i++) {
        task.targets = 1;
        task.target = TARGETS + i;
        answer c = run(&task, 2);
        CHECK(memcmp(a.r.whole + 4 * i, c.r.whole, 4 * sizeof(double)) == 0);
        forget(&c);
    }
    forget(&a);
    forget(&b);
    free(z);
}

static void test_limits(void)
{
    /* A gene that stands still in the steps says nothing, and one that is 0 as a target. */
    const int first[] = {0, 40};
    double *z = noise(GENES * 40, 6);
    for (int t = 0; t < 40; t++) {
        z[1 + GENES * t] = t == 39;
        z[2 + GENES * t] = 0;
    }
    ggc_lsngc_task task = small_task(z, first, 1);
    answer a = run(&task, 1);
    for (int i = 0; i < 3; i++) {
        CHECK(a.r.few[1 + 4 * i] == a.r.many[1 + 4 * i]);
        CHECK(!(a.r.restricted[1 + 4 * i] > a.r.whole[1 + 4 * i]));
    }
    for (int j = 0; j < 4; j++)
        CHECK(a.r.whole[j] == 0 && a.r.restricted[j] == 0);
    CHECK(ggc_lsngc(&task, 1, a.workspace, a.bytes / 2, NULL, &a.r) == GGC_ENOMEM);
    forget(&a);
    /* One regulator, of itself: nothing is left of the state. */
    task = small_task(z, first, 1);
    task.regulators = task.targets = 1;
    task.target = REGULATORS;
    a = run(&task, 1);
    CHECK(a.r.few[0] == 1 && a.r.many[0] == G);
    forget(&a);
    free(z);
}

static int refuse(void *asked) { return ++*(int *)asked >= 3; }

static void test_hooks_cancel(void)
{
    const int first[] = {0, 60};
    double *z = noise(GENES * 60, 3);
    ggc_lsngc_task task = small_task(z, first, 1);
    answer a = run(&task, 2);
    int asked = 0;
    const ggc_hooks hooks = {.poll = refuse, .progress = NULL, .ctx = &asked};
    CHECK(ggc_lsngc(&task, 1, a.workspace, a.bytes, &hooks, &a.r) == GGC_ECANCELLED);
    CHECK(asked >= 3);
    forget(&a);
    free(z);
}

int main(void)
{
    RUN(test_centres_are_means);
    RUN(test_the_best_start_is_kept);
    RUN(test_fewer_points_than_centres);
    RUN(test_sums_equal_the_definition);
    RUN(test_the_state_of_a_target_that_is_no_regulator);
    RUN(test_bits_depend_on_neither_threads_nor_targets);
    RUN(test_limits);
    RUN(test_hooks_cancel);
    return REPORT();
}
