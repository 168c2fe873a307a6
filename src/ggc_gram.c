/* ggc_gram.c - inner products of packed rows: see ggc_gram.h. */
#include "ggc_omp.h"

#include "ggc_gram.h"

#include <string.h>

#define PANEL GGC_GRAM_PANEL

/* Panels of columns that one task holds in the first-level cache (16 kB a
 * chunk) while the rows stream past. */
#define TASK_PANELS 4

/* Two lanes are what every x86-64 and AArch64 has; the compiler lowers them to
 * scalars elsewhere. Plain loops stay scalar at -O2 and take 2.4 times as long. */
typedef double pair __attribute__((vector_size(16), may_alias));

/* sum[4 * i + j] = sum over k < depth of a[4 * k + i] * b[4 * k + j]. */
static void tile_product(const double *a, const double *b, size_t depth, double sum[16])
{
    pair s00 = {0, 0}, s01 = s00, s10 = s00, s11 = s00;
    pair s20 = s00, s21 = s00, s30 = s00, s31 = s00;
    for (size_t k = 0; k < depth; k++, a += PANEL, b += PANEL) {
        pair b0 = *(const pair *)b, b1 = *(const pair *)(b + 2);
        pair a0 = {a[0], a[0]}, a1 = {a[1], a[1]}, a2 = {a[2], a[2]}, a3 = {a[3], a[3]};
        s00 += a0 * b0;
        s01 += a0 * b1;
        s10 += a1 * b0;
        s11 += a1 * b1;
        s20 += a2 * b0;
        s21 += a2 * b1;
        s30 += a3 * b0;
        s31 += a3 * b1;
    }
    const pair all[8] = {s00, s01, s10, s11, s20, s21, s30, s31};
    memcpy(sum, all, sizeof all);
}

size_t ggc_gram_panels(int p) { return ((size_t)p + PANEL - 1) / PANEL; }

static void add_tile(const double sum[16], int rows, int columns, size_t stride, double *out)
{
    for (int j = 0; j < columns; j++)
        for (int i = 0; i < rows; i++)
            out[(size_t)i + stride * (size_t)j] += sum[PANEL * i + j];
}

static int panel_rows(int p, size_t panel)
{
    size_t left = (size_t)p - PANEL * panel;
    return left < PANEL ? (int)left : PANEL;
}

typedef struct {
    const double *a, *b; /* packed rows */
    int p, q;
    size_t depth;
    int symmetric;
    double *out; /* p x q */
} product;

/* Values start .. end - 1 of the columns of panels from .. to - 1, against all
 * rows, or against the rows of panels up to the column's own where the product
 * is symmetric. */
static void columns_product(const product *job, size_t start, size_t end, size_t from, size_t to)
{
    size_t row_panels = job->symmetric ? to : ggc_gram_panels(job->p);
    for (; start < end; start += GGC_GRAM_CHUNK) {
        size_t length = end - start < GGC_GRAM_CHUNK ? end - start : GGC_GRAM_CHUNK;
        for (size_t i = 0; i < row_panels; i++)
            for (size_t j = job->symmetric && i > from ? i : from; j < to; j++) {
                double sum[PANEL * PANEL];
                tile_product(job->a + PANEL * (job->depth * i + start),
                             job->b + PANEL * (job->depth * j + start), length, sum);
                add_tile(sum, panel_rows(job->p, i), panel_rows(job->q, j), (size_t)job->p,
                         job->out + PANEL * (i + (size_t)job->p * j));
            }
    }
}

/* a / b as a whole number from 1 to `most`. */
static size_t whole_ratio(double a, double b, size_t most)
{
    double ratio = a / b;
    return ratio < 1 ? 1 : (ratio > (double)most ? most : (size_t)ratio);
}

/* All columns, for the values start .. end - 1. From the last columns to the
 * first: the symmetric half gives these the most rows, and the longest tasks
 * must not start last. */
static ggc_status part_product(const product *job, size_t start, size_t end, int threads,
                               ggc_meter *meter)
{
    size_t panels = ggc_gram_panels(job->q);
    size_t tasks = (panels + TASK_PANELS - 1) / TASK_PANELS;
    double work = (double)(end - start) * job->p * (TASK_PANELS * PANEL);
    if (job->symmetric)
        work /= 2;
    size_t step = whole_ratio(meter->limit, work, tasks);
    for (size_t left = tasks; left > 0;) {
        size_t batch = left < step ? left : step;
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
        for (size_t k = 0; k < batch; k++) {
            size_t from = (left - 1 - k) * TASK_PANELS;
            size_t to = from + TASK_PANELS < panels ? from + TASK_PANELS : panels;
            columns_product(job, start, end, from, to);
        }
        left -= batch;
        if (ggc_meter_add(meter, work * (double)batch))
            return GGC_ECANCELLED;
    }
    return GGC_OK;
}

ggc_status ggc_gram_add(const double *a, int p, const double *b, int q, size_t depth, double *out,
                        int threads, ggc_meter *meter)
{
    product job = {.a = a, .b = b, .p = p, .q = q, .depth = depth, .out = out};
    if (b == NULL) {
        job.symmetric = 1;
        job.b = a;
        job.q = p;
    }
    /* Parts so short that one task never outlasts a look at the hook; whole
     * chunks, so that they leave the order of the sums as it is. */
    size_t chunks = depth / GGC_GRAM_CHUNK + 1;
    size_t part =
        GGC_GRAM_CHUNK *
        whole_ratio(GGC_POLL_WORK, (double)GGC_GRAM_CHUNK * p * (TASK_PANELS * PANEL), chunks);
    for (size_t start = 0; start < depth; start += part) {
        size_t end = depth - start < part ? depth : start + part;
        ggc_status status = part_product(&job, start, end, threads, meter);
        if (status != GGC_OK)
            return status;
    }
    return GGC_OK;
}

void ggc_gram_add_here(const double *a, int p, const double *b, int q, size_t depth, double *out)
{
    const product job = {.a = a, .b = b, .p = p, .q = q, .depth = depth, .out = out};
    const size_t panels = ggc_gram_panels(q);
    for (size_t from = 0; from < panels; from += TASK_PANELS)
        columns_product(&job, 0, depth, from,
                        from + TASK_PANELS < panels ? from + TASK_PANELS : panels);
}

void ggc_gram_add_squares(const double *a, int p, size_t depth, double *squares, int threads)
{
    size_t panels = ggc_gram_panels(p);
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = 0; i < panels; i++)
        for (size_t start = 0; start < depth; start += GGC_GRAM_CHUNK) {
            size_t length = depth - start < GGC_GRAM_CHUNK ? depth - start : GGC_GRAM_CHUNK;
            const double *rows = a + PANEL * (depth * i + start);
            double sum[PANEL * PANEL];
            tile_product(rows, rows, length, sum);
            for (size_t j = 0; j < PANEL; j++)
                squares[PANEL * i + j] += sum[(PANEL + 1) * j];
        }
}
