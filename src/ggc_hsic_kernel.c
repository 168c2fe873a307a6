/* ggc_hsic_kernel.c - kernels of HSIC lasso: see ggc_hsic_kernel.h. */
#include "ggc_hsic_kernel.h"

#include <math.h>
#include <string.h>

#include "ggc_dcor_sort.h"
#include "ggc_gram.h"
#include "ggc_math.h"

#define PANEL GGC_GRAM_PANEL
#define ROOT_2 1.4142135623730951

/* A mean square of centred entries below this is that of a constant. */
#define CONSTANT 1e-20

static int largest_block(const ggc_hsic_task *task)
{
    int most = 0;
    for (int b = 0; b < task->blocks; b++) {
        const int size = task->first[b + 1] - task->first[b];
        most = size > most ? size : most;
    }
    return most;
}

size_t ggc_hsic_depth(const ggc_hsic_task *task)
{
    size_t depth = 0;
    for (int b = 0; b < task->blocks; b++) {
        const size_t size = (size_t)(task->first[b + 1] - task->first[b]);
        depth += size * (size + 1) / 2;
    }
    return depth;
}

void ggc_hsic_carve(const ggc_hsic_task *task, ggc_arena *arena, ggc_hsic_space *space)
{
    const int most = largest_block(task);
    space->x = GGC_TAKE(arena, double, task->steps);
    space->sorted = GGC_TAKE(arena, double, task->steps);
    space->order = (int *)ggc_arena_take(arena, 2, (size_t)task->steps * sizeof(int));
    space->value = GGC_TAKE(arena, double, most);
    space->mean = GGC_TAKE(arena, double, most);
}

/* --- width --- */

/* Pairs of n sorted values that are at most `far` apart. */
static uint64_t pairs_within(const double *v, int n, double far)
{
    uint64_t count = 0;
    for (int a = 0, b = 1; b < n; b++) {
        while (v[b] - v[a] > far)
            a++;
        count += (uint64_t)(b - a);
    }
    return count;
}

static double of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The k-th smallest distance, from 1, of two of n sorted values: by halves of the doubles,
 * which are in the order of their bits. */
static double distance_of_rank(const double *v, int n, uint64_t k)
{
    const double most = v[n - 1] - v[0];
    uint64_t low = 0, high;
    memcpy(&high, &most, sizeof high);
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (pairs_within(v, n, of_bits(middle)) >= k)
            high = middle;
        else
            low = middle + 1;
    }
    return of_bits(low);
}

static double median_distance(const double *v, int n)
{
    const uint64_t pairs = (uint64_t)n * (uint64_t)(n - 1) / 2;
    const double lower = distance_of_rank(v, n, (pairs + 1) / 2);
    const double median = pairs % 2 ? lower : (lower + distance_of_rank(v, n, pairs / 2 + 1)) / 2;
    if (median > 0)
        return median;
    const uint64_t equal = pairs_within(v, n, 0);
    return equal < pairs ? distance_of_rank(v, n, equal + 1) : 0;
}

static double deviation(const double *x, int n)
{
    double mean = 0, sum = 0;
    for (int i = 0; i < n; i++)
        mean += x[i];
    mean /= n;
    for (int i = 0; i < n; i++)
        sum += (x[i] - mean) * (x[i] - mean);
    return sqrt(sum / n);
}

double ggc_hsic_width_of(const double *x, int n, ggc_hsic_width width, int *order, double *sorted)
{
    if (n < 2)
        return 0;
    if (width == GGC_HSIC_SD)
        return deviation(x, n);
    ggc_sort_order(x, n, order, order + n);
    for (int i = 0; i < n; i++)
        sorted[i] = x[order[i]];
    return median_distance(sorted, n);
}

/* --- kernels --- */

/* The triangle of a block of n steps, at a stride of PANEL; mean: of rows. Answers the
 * mean of all. */
static double fill_block(const double *v, int n, double factor, double *out, double *mean)
{
    double all = 0;
    memset(mean, 0, (size_t)n * sizeof *mean);
    for (int a = 0; a < n; a++) {
        double sum = 1;
        *out = 1;
        out += PANEL;
        for (int b = a + 1; b < n; b++, out += PANEL) {
            const double gap = v[a] - v[b], k = ggc_exp(-gap * gap * factor);
            *out = k;
            sum += k;
            mean[b] += k;
        }
        mean[a] += sum;
    }
    for (int a = 0; a < n; a++) {
        mean[a] /= n;
        all += mean[a];
    }
    return all / n;
}

/* Centred, of norm `length`. */
static void centre_block(int n, double length, double all, const double *mean, double *out)
{
    double square = 0, *at = out;
    for (int a = 0; a < n; a++)
        for (int b = a; b < n; b++, at += PANEL) {
            const double k = *at - mean[a] - mean[b] + all;
            *at = a == b ? k : ROOT_2 * k;
            square += *at * *at;
        }
    const double scale = square > CONSTANT * (double)n * (double)n ? length / sqrt(square) : 0;
    for (; out < at; out += PANEL)
        *out *= scale;
}

void ggc_hsic_kernel(const ggc_hsic_task *task, ggc_hsic_space *s, double *packed, size_t i)
{
    const double width = ggc_hsic_width_of(s->x, task->steps, task->width, s->order, s->sorted);
    const double factor = width > 0 ? 1 / (2 * width * width) : 0;
    const double length = 1 / sqrt(task->blocks);
    double *out = packed + i / PANEL * PANEL * ggc_hsic_depth(task) + i % PANEL;
    for (int k = 0; k < task->blocks; k++) {
        const int from = task->first[k], n = task->first[k + 1] - from;
        for (int a = 0; a < n; a++)
            s->value[a] = s->x[task->row[from + a]];
        const double all = fill_block(s->value, n, factor, out, s->mean);
        centre_block(n, length, all, s->mean, out);
        out += (size_t)PANEL * (size_t)n * (size_t)(n + 1) / 2;
    }
}

double ggc_hsic_product(const double *a, size_t i, const double *b, size_t j, size_t depth)
{
    const double *x = a + i / PANEL * PANEL * depth + i % PANEL;
    const double *y = b + j / PANEL * PANEL * depth + j % PANEL;
    double even = 0, odd = 0;
    size_t k = 0;
    for (; k + 2 <= depth; k += 2, x += 2 * PANEL, y += 2 * PANEL) {
        even += x[0] * y[0];
        odd += x[PANEL] * y[PANEL];
    }
    if (k < depth)
        even += x[0] * y[0];
    return even + odd;
}
