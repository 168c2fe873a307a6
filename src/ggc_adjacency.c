/* ggc_adjacency.c - graphs of genes and their normalisations (eq. 1). */
#include "ggc_omp.h"

#include "ggc_adjacency.h"

#include <math.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_gram.h"
#include "ggc_watch.h"
#include "ggc_zscore.h"

#define PANEL GGC_GRAM_PANEL

/* Rows summed together. */
#define ROWS 8

/* Rows without a larger entry count as empty: below it the parts of a sum would
 * be subnormal. */
#define LEAST 0x1p-800

static double *carve(ggc_arena *arena, const ggc_graph_task *task)
{
    size_t rows = PANEL * ggc_gram_panels(task->p);
    return (double *)ggc_arena_take(arena, rows, (size_t)task->n * sizeof(double));
}

ggc_status ggc_adjacency_workspace(const ggc_graph_task *task, size_t *bytes)
{
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    carve(&arena, task);
    *bytes = arena.used;
    return arena.overflow ? GGC_EOVERFLOW : GGC_OK;
}

/* Genes in panels of four, z-scored unless raw products are asked for. */
static void pack(const ggc_graph_task *task, const double *x, double *packed)
{
    size_t panels = ggc_gram_panels(task->p), n = (size_t)task->n, p = (size_t)task->p;
#pragma omp parallel for num_threads(task->threads) schedule(static)
    for (size_t i = 0; i < panels; i++) {
        size_t from = PANEL * i, width = p - from < PANEL ? p - from : PANEL;
        double *to = packed + from * n;
        memset(to, 0, PANEL * n * sizeof *to);
        if (task->method != GGC_GRAPH_GRAM_RAW) {
            const ggc_zscore_genes genes = {x, task->p, task->n, (int)from, (int)width};
            const ggc_zscore_place place = {to, 1, PANEL, NULL, NULL};
            ggc_zscore_block(&genes, &place);
            continue;
        }
        for (size_t t = 0; t < n; t++)
            memcpy(to + PANEL * t, x + from + p * t, width * sizeof *to);
    }
}

ggc_status ggc_adjacency(const ggc_graph_task *task, const double *x, double *out, void *workspace,
                         size_t bytes, const ggc_hooks *hooks)
{
    ggc_arena arena;
    ggc_arena_init(&arena, workspace, bytes);
    double *packed = carve(&arena, task);
    if (arena.overflow)
        return GGC_ENOMEM;
    pack(task, x, packed);
    size_t p = (size_t)task->p;
    memset(out, 0, p * p * sizeof *out);
    ggc_meter meter = ggc_meter_start(hooks, task->threads);
    ggc_status status =
        ggc_gram_add(packed, task->p, NULL, 0, (size_t)task->n, out, task->threads, &meter);
    if (status != GGC_OK)
        return status;
    for (size_t j = 0; j < p; j++)
        for (size_t i = 0; i <= j; i++) {
            double weight = fabs(out[i + p * j]) / task->n;
            if (task->method == GGC_GRAPH_ABSCOR && (weight > 1 || (i == j && weight > 0)))
                weight = 1;
            out[i + p * j] = out[j + p * i] = weight;
        }
    return GGC_OK;
}

/* The power of two at or above `size`, for 2^-900 < size < 2^1000. */
static double power_above(double size)
{
    double power = 1;
    while (power < size)
        power *= 2;
    while (power / 2 >= size)
        power /= 2;
    return power;
}

/* Sums of up to ROWS neighbouring rows (a cache line of each column) that do not
 * depend on the order of the columns. Adding and subtracting a power of two far
 * above the row cuts every entry at the same bit, and sums of such cut entries
 * are exact; what was cut off is summed the same way (the pre-rounding of Demmel
 * & Nguyen 2013). */
static void row_sums(const double *a, size_t p, size_t rows, double *sums)
{
    double largest[ROWS] = {0}, high[ROWS] = {0}, low[ROWS] = {0};
    double cut[ROWS], cut_low[ROWS], count = 2 * power_above((double)p);
    for (size_t j = 0; j < p; j++)
        for (size_t i = 0; i < rows; i++)
            largest[i] = a[i + p * j] > largest[i] ? a[i + p * j] : largest[i];
    for (size_t i = 0; i < rows; i++) {
        cut[i] = largest[i] > LEAST ? power_above(largest[i]) * count : 0;
        cut_low[i] = cut[i] * 0x1p-53 * count;
    }
    for (size_t j = 0; j < p; j++)
        for (size_t i = 0; i < rows; i++) {
            double entry = a[i + p * j], kept = (entry + cut[i]) - cut[i];
            high[i] += kept;
            low[i] += ((entry - kept) + cut_low[i]) - cut_low[i];
        }
    for (size_t i = 0; i < rows; i++)
        sums[i] = largest[i] > LEAST ? high[i] + low[i] : 0;
}

void ggc_adjacency_normalise(double *a, int p, ggc_normalisation how, int self, double *degree)
{
    size_t rows = (size_t)p;
    double largest = 0;
    if (!self)
        for (size_t i = 0; i < rows; i++)
            a[i + rows * i] = 0;
    for (size_t i = 0; i < rows; i += ROWS)
        row_sums(a + i, rows, rows - i < ROWS ? rows - i : ROWS, degree + i);
    for (size_t k = 0; k < rows * rows; k++)
        largest = a[k] > largest ? a[k] : largest;
    for (size_t j = 0; j < rows && how != GGC_NORMALISE_NONE; j++)
        for (size_t i = 0; i < rows; i++) {
            double by = largest;
            if (how == GGC_NORMALISE_SYM)
                by = sqrt(degree[i]) * sqrt(degree[j]);
            if (how == GGC_NORMALISE_ROW)
                by = degree[i];
            a[i + rows * j] = by > 0 ? a[i + rows * j] / by : 0;
        }
}
