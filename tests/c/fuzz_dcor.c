/* Distance correlation, the graph of eq. 1 and z-scores of any finite numbers. */
#include "fuzz.h"

#include "ggc_adjacency.h"
#include "ggc_dcor.h"
#include "ggc_zscore.h"

enum { MOST_GENES = 9, MOST_SAMPLES = 70 };

static double *draw(fuzz_bytes *f, int p, int n)
{
    double (*const one)(fuzz_bytes *) = fuzz_flag(f) ? fuzz_near : fuzz_any;
    double *x = fuzz_memory((size_t)p * (size_t)n * sizeof *x);
    for (int i = 0; i < p * n; i++)
        x[i] = one(f);
    return x;
}

static void dcor(fuzz_bytes *f)
{
    ggc_dcor_task task = {.p = fuzz_int(f, 1, MOST_GENES),
                          .q = fuzz_int(f, 0, MOST_GENES),
                          .n = fuzz_int(f, 1, MOST_SAMPLES),
                          .algorithm = (ggc_dcor_algorithm)fuzz_int(f, 0, 2),
                          .squared = fuzz_flag(f)};
    const size_t q = (size_t)(task.q > 0 ? task.q : task.p), size = (size_t)task.p * q;
    double *x = draw(f, task.p, task.n), *y = task.q > 0 ? draw(f, task.q, task.n) : NULL;
    double *out[2];
    const int runs = fuzz_rarely(f) ? 2 : 1;
    for (int i = 0; i < runs; i++) {
        size_t bytes;
        task.threads = 1 + 2 * i;
        fuzz_require(ggc_dcor_workspace(&task, &bytes) == GGC_OK);
        void *memory = fuzz_memory(bytes);
        out[i] = fuzz_memory(size * sizeof(double));
        fuzz_require(ggc_dcor(&task, x, y, out[i], memory, bytes, NULL) == GGC_OK);
        free(memory);
    }
    for (size_t k = 0; k < size; k++)
        fuzz_require(out[0][k] >= 0 && out[0][k] <= 1);
    fuzz_require(memcmp(out[0], out[runs - 1], size * sizeof(double)) == 0);
    for (int i = 0; i < runs; i++)
        free(out[i]);
    free(y);
    free(x);
}

static void adjacency(fuzz_bytes *f)
{
    ggc_graph_task task = {.p = fuzz_int(f, 1, MOST_GENES),
                           .n = fuzz_int(f, 1, MOST_SAMPLES),
                           .method = (ggc_graph_method)fuzz_int(f, 0, 2),
                           .threads = 1 + fuzz_rarely(f)};
    const size_t size = (size_t)task.p * (size_t)task.p;
    size_t bytes;
    double *x = draw(f, task.p, task.n), *out = fuzz_memory(size * sizeof *out);
    double *degree = fuzz_memory((size_t)task.p * sizeof *degree);
    fuzz_require(ggc_adjacency_workspace(&task, &bytes) == GGC_OK);
    void *memory = fuzz_memory(bytes);
    fuzz_require(ggc_adjacency(&task, x, out, memory, bytes, NULL) == GGC_OK);
    int small = 1; /* the square of a raw value may be infinite */
    for (size_t k = 0; k < size; k++)
        small &= out[k] < 1e300;
    for (size_t k = 0; k < size; k++)
        fuzz_require(out[k] >= 0 || task.method == GGC_GRAPH_GRAM_RAW);
    fuzz_require(small || task.method == GGC_GRAPH_GRAM_RAW);
    if (small) {
        ggc_adjacency_normalise(out, task.p, (ggc_normalisation)fuzz_int(f, 0, 3), fuzz_flag(f),
                                degree);
        for (size_t k = 0; k < size; k++)
            fuzz_require(out[k] >= 0 && isfinite(out[k]));
    }
    free(memory);
    free(degree);
    free(out);
    free(x);
}

static void zscore(fuzz_bytes *f)
{
    const int p = fuzz_int(f, 1, MOST_GENES), n = fuzz_int(f, 1, MOST_SAMPLES);
    double *x = draw(f, p, n), *mean = fuzz_memory((size_t)p * sizeof *mean);
    double *sd = fuzz_memory((size_t)p * sizeof *sd);
    ggc_zscore(x, p, n, x, mean, sd);
    for (int i = 0; i < p * n; i++)
        fuzz_require(isfinite(x[i]));
    for (int i = 0; i < p; i++)
        fuzz_require(isfinite(mean[i]) && sd[i] >= 0);
    free(sd);
    free(mean);
    free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes f = {data, size};
    switch (fuzz_int(&f, 0, 3)) {
    case 0: adjacency(&f); break;
    case 1: zscore(&f); break;
    default: dcor(&f);
    }
    return 0;
}
