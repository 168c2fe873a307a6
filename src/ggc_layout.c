/* ggc_layout.c - ForceAtlas2: see ggc_layout.h. */
#include "ggc_omp.h"

#include "ggc_layout.h"

#include <math.h> /* sqrt, fabs, INFINITY */
#include <string.h>

#include "ggc_arena.h"
#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

/* The paper's k_s, k_s-max and k_r' (the repulsion of overlapping nodes, in
 * multiples of k_r), and how much the global speed may rise in a step. */
#define LOCAL_SPEED 0.1
#define LARGEST_STEP 10.0
#define OVERLAP_REPULSION 100.0
#define RISE 1.5

/* Bounds of the global speed. Without the lower one a step in which all forces
 * turn round would stop everything for good; the upper one is never reached
 * while nodes move. */
#define SLOWEST 1e-6
#define FASTEST 100.0

/* Nodes rest once none moves by more than this share of the mean distance to the
 * centre, a ten-thousandth of a line's width in any picture. */
#define REST 1e-7

/* Costs of a pair and of the end of an edge, in multiply-adds of the meter. */
#define COST_PAIR 10.0
#define COST_EDGE 20.0

/* Speeds while overlap is prevented, in multiples of those without. */
#define OVERLAP_SPEED 0.1

/* Overlap that is left is pushed out in at most so many passes, to this share of
 * a distance beyond touching, which is more than rounding takes back. */
#define PASSES 500
#define MARGIN 1e-9

/* So that twice the edges are counted by an int. */
#define MOST_NODES 46340

/* Nodes for each thread, at least: an iteration over fewer takes no longer than
 * the threads may have to wait for each other. */
#define NODES_A_THREAD 512

typedef struct {
    const ggc_layout *task;
    const double *radius; /* NULL while overlap is not looked at */
    double *x, *y;        /* places */
    double *fx, *fy;      /* forces */
    double *px, *py;      /* forces of the step before */
    double *mass;         /* deg + 1 */
    /* The edges of node i, k = first[i] .. first[i + 1] - 1, by their other end. */
    int *first, *other;
    double *pull; /* of an edge: w^delta, hubs dissuaded */
    double soft;  /* gravity is whole from this distance on */
    double speed; /* global */
    int threads;
} state;

static void carve(ggc_arena *arena, const ggc_layout *task, state *s)
{
    size_t n = (size_t)task->n;
    memset(s, 0, sizeof *s);
    s->x = GGC_TAKE(arena, double, n);
    s->y = GGC_TAKE(arena, double, n);
    s->fx = GGC_TAKE(arena, double, n);
    s->fy = GGC_TAKE(arena, double, n);
    s->px = GGC_TAKE(arena, double, n);
    s->py = GGC_TAKE(arena, double, n);
    s->mass = GGC_TAKE(arena, double, n);
    s->first = GGC_TAKE(arena, int, n + 1);
    s->other = (int *)ggc_arena_take(arena, n, n * sizeof(int));
    s->pull = (double *)ggc_arena_take(arena, n, n * sizeof(double));
}

size_t ggc_layout_workspace(const ggc_layout *layout)
{
    ggc_arena arena;
    state s;
    ggc_arena_init(&arena, NULL, 0);
    carve(&arena, layout, &s);
    return arena.overflow || layout->n > MOST_NODES ? 0 : arena.used;
}

/* w^delta; 0 and 1 are exact. */
static double influenced(double weight, double delta)
{
    if (delta == 0)
        return 1;
    return delta == 1 ? weight : ggc_exp(delta * ggc_log(weight));
}

/* Places at random in a square about as large as the picture will be. */
static void place(state *s)
{
    const ggc_layout *task = s->task;
    double side = 4 * sqrt(task->repulsion * task->n);
    for (int i = 0; i < task->n; i++) {
        ggc_rng rng;
        ggc_rng_start(&rng, task->seed, task->key[i], GGC_STREAM_PLACE);
        s->x[i] = side * (ggc_rng_uniform(&rng) - 0.5);
        s->y[i] = side * (ggc_rng_uniform(&rng) - 0.5);
    }
    s->soft = 0.1 * sqrt(task->repulsion);
}

/* Lists of the edges, which are few in most graphs. */
static void list_edges(state *s)
{
    const ggc_layout *task = s->task;
    int n = task->n, k = 0;
    for (int i = 0; i < n; i++) {
        const double *weight = task->weight + (size_t)n * (size_t)i;
        s->first[i] = k;
        for (int j = 0; j < n; j++)
            if (weight[j] > 0 && j != i) {
                s->other[k] = j;
                s->pull[k++] = influenced(weight[j], task->weight_influence);
            }
        s->mass[i] = 1.0 + (k - s->first[i]);
    }
    s->first[n] = k;
    for (int i = 0; i < n && task->dissuade_hubs; i++)
        for (k = s->first[i]; k < s->first[i + 1]; k++)
            s->pull[k] *= (1 / s->mass[i] + 1 / s->mass[s->other[k]]) / 2;
}

/* Repulsion between points, per unit of k_r and of i's own mass. */
static void repel_points(const state *s, int i, int from, int to, double *fx, double *fy)
{
    double x = s->x[i], y = s->y[i], sum_x = *fx, sum_y = *fy;
    for (int j = from; j < to; j++) {
        double dx = x - s->x[j], dy = y - s->y[j];
        double square = dx * dx + dy * dy;
        if (square > 0) {
            double scale = s->mass[j] / square;
            sum_x += dx * scale;
            sum_y += dy * scale;
        } else {
            sum_x += i < j ? -s->mass[j] : s->mass[j];
        }
    }
    *fx = sum_x;
    *fy = sum_y;
}

/* The same between discs: by the gap between their rims, and of a constant
 * strength where they overlap. */
static void repel_discs(const state *s, int i, int from, int to, double *fx, double *fy)
{
    for (int j = from; j < to; j++) {
        double dx = s->x[i] - s->x[j], dy = s->y[i] - s->y[j];
        double distance = sqrt(dx * dx + dy * dy);
        double gap = distance - s->radius[i] - s->radius[j];
        double force = s->mass[j] * (gap > 0 ? 1 / gap : gap < 0 ? OVERLAP_REPULSION : 0);
        if (distance > 0) {
            *fx += dx * (force / distance);
            *fy += dy * (force / distance);
        } else {
            *fx += i < j ? -force : force;
        }
    }
}

static void attract(const state *s, int i, double *fx, double *fy)
{
    int linlog = s->task->linlog;
    for (int k = s->first[i]; k < s->first[i + 1]; k++) {
        int j = s->other[k];
        double dx = s->x[j] - s->x[i], dy = s->y[j] - s->y[i], scale = s->pull[k];
        if (s->radius != NULL || linlog) {
            double distance = sqrt(dx * dx + dy * dy), gap = distance;
            if (s->radius != NULL)
                gap -= s->radius[i] + s->radius[j];
            if (gap <= 0)
                continue;
            scale *= (linlog ? ggc_log(1 + gap) : gap) / distance;
        }
        *fx += dx * scale;
        *fy += dy * scale;
    }
}

/* Gravity per unit of mass. */
static void fall(const state *s, int i, double *fx, double *fy)
{
    double scale = s->task->gravity;
    if (!s->task->strong_gravity) {
        double distance = sqrt(s->x[i] * s->x[i] + s->y[i] * s->y[i]);
        scale /= distance > s->soft ? distance : s->soft;
    }
    *fx -= scale * s->x[i];
    *fy -= scale * s->y[i];
}

/* The force on one node: all sums run in the order of the nodes. */
static void force_on(state *s, int i)
{
    void (*repel)(const state *, int, int, int, double *, double *) =
        s->radius == NULL ? repel_points : repel_discs;
    double fx = 0, fy = 0, gx = 0, gy = 0, ax = 0, ay = 0, mass = s->mass[i];
    repel(s, i, 0, i, &fx, &fy);
    repel(s, i, i + 1, s->task->n, &fx, &fy);
    fall(s, i, &gx, &gy);
    attract(s, i, &ax, &ay);
    s->fx[i] = s->task->repulsion * mass * fx + mass * gx + ax;
    s->fy[i] = s->task->repulsion * mass * fy + mass * gy + ay;
}

static double length(double x, double y) { return sqrt(x * x + y * y); }

/* The global speed: tau times traction over swinging, both summed over the nodes
 * by mass, and at most half as much again as before. */
static void adapt_speed(state *s)
{
    double swinging = 0, traction = 0;
    for (int i = 0; i < s->task->n; i++) {
        swinging += s->mass[i] * length(s->fx[i] - s->px[i], s->fy[i] - s->py[i]);
        traction += s->mass[i] * length(s->fx[i] + s->px[i], s->fy[i] + s->py[i]) / 2;
    }
    double most = RISE * s->speed;
    s->speed = s->task->tolerance * traction;
    s->speed = s->speed < most * swinging ? s->speed / swinging : most;
    s->speed = s->speed < SLOWEST ? SLOWEST : s->speed > FASTEST ? FASTEST : s->speed;
}

/* Move all nodes; whether any moved more than it may at rest. */
static int move(state *s, double factor)
{
    double farthest = 0, size = 0;
    for (int i = 0; i < s->task->n; i++) {
        double swinging = length(s->fx[i] - s->px[i], s->fy[i] - s->py[i]);
        double speed = factor * LOCAL_SPEED * s->speed / (1 + s->speed * sqrt(swinging));
        double step = speed * length(s->fx[i], s->fy[i]);
        if (step > factor * LARGEST_STEP) {
            speed *= factor * LARGEST_STEP / step;
            step = factor * LARGEST_STEP;
        }
        s->x[i] += speed * s->fx[i];
        s->y[i] += speed * s->fy[i];
        farthest = step > farthest ? step : farthest;
        size += length(s->x[i], s->y[i]);
    }
    return farthest > REST * size / s->task->n;
}

/* Iterate until all nodes rest. factor: of all speeds. */
static ggc_status run(state *s, double factor, ggc_meter *meter)
{
    int n = s->task->n, moves = 1;
    double work = COST_PAIR * n * n + COST_EDGE * s->first[n];
    size_t bytes = (size_t)n * sizeof(double);
    s->speed = 1;
    memset(s->px, 0, bytes);
    memset(s->py, 0, bytes);
    for (int step = 0; step < s->task->iterations && moves; step++) {
#pragma omp parallel for num_threads(s->threads) schedule(static)
        for (int i = 0; i < n; i++)
            force_on(s, i);
        adapt_speed(s);
        moves = move(s, factor);
        memcpy(s->px, s->fx, bytes);
        memcpy(s->py, s->fy, bytes);
        if (ggc_meter_add(meter, work))
            return GGC_ECANCELLED;
    }
    return GGC_OK;
}

/* Set the mean of the places to 0. */
static void centre(state *s)
{
    double x = 0, y = 0;
    int n = s->task->n;
    for (int i = 0; i < n; i++) {
        x += s->x[i];
        y += s->y[i];
    }
    for (int i = 0; i < n; i++) {
        s->x[i] -= x / n;
        s->y[i] -= y / n;
    }
}

/* Push the discs of every overlapping pair apart by what they overlap, half each.
 * Whether there were any. */
static int push_discs(state *s)
{
    int pushed = 0;
    for (int i = 0; i < s->task->n; i++)
        for (int j = 0; j < i; j++) {
            double near = s->radius[i] + s->radius[j];
            double dx = s->x[i] - s->x[j], dy = s->y[i] - s->y[j];
            double square = dx * dx + dy * dy;
            if (square >= near * near)
                continue;
            double distance = sqrt(square), push = (near * (1 + MARGIN) - distance) / 2;
            dx = distance > 0 ? dx / distance : 1;
            dy = distance > 0 ? dy / distance : 0;
            s->x[i] += push * dx;
            s->y[i] += push * dy;
            s->x[j] -= push * dx;
            s->y[j] -= push * dy;
            pushed = 1;
        }
    return pushed;
}

/* The least factor by which to stretch the whole so that no discs overlap. */
static double stretch_needed(const state *s)
{
    double most = 1;
    for (int i = 0; i < s->task->n; i++)
        for (int j = 0; j < i; j++) {
            double near = s->radius[i] + s->radius[j];
            double distance = length(s->x[i] - s->x[j], s->y[i] - s->y[j]);
            if (distance > 0 && most * distance < near)
                most = near / distance;
        }
    return most > 1 ? most * (1 + MARGIN) : 1;
}

/* The second run, in which nodes have radii; then what overlap it left is taken
 * out. */
static ggc_status part_nodes(state *s, ggc_meter *meter)
{
    int n = s->task->n, pushed = 1;
    s->radius = s->task->radius;
    ggc_status status = run(s, OVERLAP_SPEED, meter);
    for (int pass = 0; pass < PASSES && pushed && status == GGC_OK; pass++) {
        pushed = push_discs(s);
        if (ggc_meter_add(meter, COST_PAIR * n * n * s->threads))
            status = GGC_ECANCELLED;
    }
    double factor = pushed ? stretch_needed(s) : 1;
    for (int i = 0; i < n; i++) {
        s->x[i] *= factor;
        s->y[i] *= factor;
    }
    return status;
}

ggc_status ggc_layout_run(const ggc_layout *layout, int threads, void *workspace, size_t bytes,
                          const ggc_hooks *hooks, double *at)
{
    ggc_arena arena;
    state s;
    ggc_arena_init(&arena, workspace, bytes);
    carve(&arena, layout, &s);
    if (arena.overflow)
        return GGC_ENOMEM;
    int n = layout->n;
    s.task = layout;
    s.threads = 1 + (n - 1) / NODES_A_THREAD;
    s.threads = s.threads < threads ? s.threads : threads;
    place(&s);
    list_edges(&s);
    ggc_meter meter = ggc_meter_start(hooks, s.threads);
    ggc_status status = n > 1 ? run(&s, 1, &meter) : GGC_OK;
    if (status == GGC_OK && n > 1 && layout->radius != NULL)
        status = part_nodes(&s, &meter);
    if (status != GGC_OK)
        return status;
    centre(&s);
    int finite = 1;
    for (int i = 0; i < n; i++) {
        at[i] = s.x[i];
        at[n + i] = s.y[i];
        finite &= fabs(s.x[i]) < INFINITY && fabs(s.y[i]) < INFINITY;
    }
    return finite ? GGC_OK : GGC_EDIVERGED;
}
