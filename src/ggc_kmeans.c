/* ggc_kmeans.c - k-means: see ggc_kmeans.h. */
#include "ggc_kmeans.h"

#include <string.h>

#include "ggc_rng.h"

void ggc_kmeans_carve(ggc_arena *arena, int n, int m, int k, ggc_kmeans_room *room)
{
    const size_t points = (size_t)n, width = (size_t)m, centres = (size_t)k;
    room->centre = ggc_arena_take(arena, width, centres * sizeof(double));
    room->sum = ggc_arena_take(arena, width, centres * sizeof(double));
    room->near = GGC_TAKE(arena, double, points);
    room->nearest = GGC_TAKE(arena, int, points);
    room->count = GGC_TAKE(arena, int, centres);
    room->best = ggc_arena_take(arena, width, centres * sizeof(double));
    room->inertia = 0;
    room->start = -1;
}

/* Four sums side by side: one order of additions, whatever the compiler. */
double ggc_kmeans_apart(const double *x, const double *y, int m)
{
    double a = 0, b = 0, c = 0, d = 0;
    int i = 0;
    for (; i + 4 <= m; i += 4) {
        const double e = x[i] - y[i], f = x[i + 1] - y[i + 1];
        const double g = x[i + 2] - y[i + 2], h = x[i + 3] - y[i + 3];
        a += e * e;
        b += f * f;
        c += g * g;
        d += h * h;
    }
    for (; i < m; i++)
        a += (x[i] - y[i]) * (x[i] - y[i]);
    return (a + b) + (c + d);
}

static const double *point_of(const ggc_kmeans_task *task, int t)
{
    return task->point + (size_t)task->m * (size_t)t;
}

static double *centre_of(const ggc_kmeans_task *task, double *centre, int k)
{
    return centre + (size_t)task->m * (size_t)k;
}

static void put_centre(const ggc_kmeans_task *task, ggc_kmeans_room *room, int k, int t)
{
    memcpy(centre_of(task, room->centre, k), point_of(task, t), (size_t)task->m * sizeof(double));
}

/* The first point whose share of the sum of squared distances holds u of it; any where all
 * are centres. */
static int drawn(const ggc_kmeans_task *task, const ggc_kmeans_room *room, ggc_rng *rng)
{
    double total = 0, sum = 0;
    for (int t = 0; t < task->n; t++)
        total += room->near[t];
    if (!(total > 0))
        return (int)ggc_rng_below(rng, (uint32_t)task->n);
    const double until = ggc_rng_uniform(rng) * total;
    int last = 0;
    for (int t = 0; t < task->n; t++) {
        sum += room->near[t];
        last = room->near[t] > 0 ? t : last;
        if (sum > until && room->near[t] > 0)
            return t;
    }
    return last; /* the sum was rounded */
}

static void seed_centres(const ggc_kmeans_task *task, ggc_kmeans_room *room, ggc_rng *rng)
{
    for (int k = 0; k < task->k; k++) {
        put_centre(task, room, k,
                   k > 0 ? drawn(task, room, rng) : (int)ggc_rng_below(rng, (uint32_t)task->n));
        for (int t = 0; t < task->n; t++) {
            const double apart =
                ggc_kmeans_apart(point_of(task, t), centre_of(task, room->centre, k), task->m);
            room->near[t] = k == 0 || apart < room->near[t] ? apart : room->near[t];
        }
    }
}

/* The nearest centre of each point, the first of equals. Answers whether any changed. */
static int assign(const ggc_kmeans_task *task, ggc_kmeans_room *room)
{
    int changed = 0;
    for (int t = 0; t < task->n; t++) {
        const double *point = point_of(task, t);
        int nearest = 0;
        double near = ggc_kmeans_apart(point, room->centre, task->m);
        for (int k = 1; k < task->k; k++) {
            const double apart = ggc_kmeans_apart(point, centre_of(task, room->centre, k), task->m);
            if (apart < near) {
                near = apart;
                nearest = k;
            }
        }
        changed |= nearest != room->nearest[t];
        room->nearest[t] = nearest;
        room->near[t] = near;
    }
    return changed;
}

/* Centres as means of their points; one that has none goes to the point that is furthest
 * from its own. */
static void move_centres(const ggc_kmeans_task *task, ggc_kmeans_room *room)
{
    const int m = task->m;
    memset(room->sum, 0, (size_t)m * (size_t)task->k * sizeof(double));
    memset(room->count, 0, (size_t)task->k * sizeof(int));
    for (int t = 0; t < task->n; t++) {
        double *sum = centre_of(task, room->sum, room->nearest[t]);
        const double *point = point_of(task, t);
        for (int i = 0; i < m; i++)
            sum[i] += point[i];
        room->count[room->nearest[t]]++;
    }
    for (int k = 0; k < task->k; k++) {
        double *centre = centre_of(task, room->centre, k);
        const double *sum = centre_of(task, room->sum, k);
        if (room->count[k] == 0) {
            int far = 0;
            for (int t = 1; t < task->n; t++)
                far = room->near[t] > room->near[far] ? t : far;
            put_centre(task, room, k, far);
            room->near[far] = 0;
            continue;
        }
        for (int i = 0; i < m; i++)
            centre[i] = sum[i] / room->count[k];
    }
}

int ggc_kmeans_better(double inertia, int start, const ggc_kmeans_room *room)
{
    return room->start < 0 || inertia < room->inertia ||
           (!(inertia > room->inertia) && start < room->start);
}

int ggc_kmeans_start(const ggc_kmeans_task *task, int start, ggc_kmeans_room *room,
                     ggc_meter *meter)
{
    const double work = (double)task->n * task->m * task->k;
    ggc_rng rng;
    ggc_rng_start(&rng, task->seed, task->name, task->purpose + (uint64_t)start);
    seed_centres(task, room, &rng);
    for (int t = 0; t < task->n; t++)
        room->nearest[t] = -1;
    for (int round = 0; assign(task, room) && round < GGC_KMEANS_ROUNDS; round++) {
        if (ggc_meter_add(meter, work))
            return 0;
        move_centres(task, room);
    }
    double inertia = 0;
    for (int t = 0; t < task->n; t++)
        inertia += room->near[t];
    if (ggc_kmeans_better(inertia, start, room)) {
        memcpy(room->best, room->centre, (size_t)task->m * (size_t)task->k * sizeof(double));
        room->inertia = inertia;
        room->start = start;
    }
    return 1;
}

int ggc_kmeans(const ggc_kmeans_task *task, ggc_kmeans_room *room, ggc_meter *meter)
{
    room->start = -1;
    for (int start = 0; start < GGC_KMEANS_STARTS; start++)
        if (!ggc_kmeans_start(task, start, room, meter))
            return 0;
    return 1;
}
