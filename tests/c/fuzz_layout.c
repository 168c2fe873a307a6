/* ForceAtlas2 of any weighted graph under any settings. */
#include "fuzz.h"

#include "ggc_layout.h"

enum { MOST_NODES = 10 };

/* Above 0: mostly ordinary, or anywhere among the doubles. */
static double positive(fuzz_bytes *f)
{
    double value = fabs(fuzz_any(f));
    return value > 0 ? value : 1.0;
}

/* Do any two discs overlap by more than rounding? */
static int overlap(const ggc_layout *layout, const double *at)
{
    for (int i = 0; i < layout->n; i++)
        for (int j = 0; j < i; j++) {
            double dx = at[i] - at[j], dy = at[i + layout->n] - at[j + layout->n];
            double apart = layout->radius[i] + layout->radius[j];
            if (sqrt(dx * dx + dy * dy) < apart * (1 - 1e-6))
                return 1;
        }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes f = {data, size};
    double weight[MOST_NODES * MOST_NODES], radius[MOST_NODES], at[2][2 * MOST_NODES];
    uint64_t key[MOST_NODES];
    ggc_layout layout = {.n = fuzz_int(&f, 1, MOST_NODES), .weight = weight, .key = key};
    const int wild = fuzz_byte(&f) > 192;
    layout.seed = fuzz_byte(&f);
    layout.iterations = fuzz_int(&f, 1, 12);
    layout.linlog = fuzz_flag(&f);
    layout.strong_gravity = fuzz_flag(&f);
    layout.dissuade_hubs = fuzz_flag(&f);
    layout.repulsion = wild ? positive(&f) : 0.1 + fuzz_share(&f);
    layout.gravity = wild ? positive(&f) : fuzz_share(&f);
    layout.weight_influence = wild ? positive(&f) : fuzz_share(&f);
    layout.tolerance = wild ? positive(&f) : 0.1 + fuzz_share(&f);
    layout.radius = fuzz_flag(&f) ? radius : NULL;
    for (int i = 0; i < layout.n; i++) {
        key[i] = 1 + (uint64_t)fuzz_byte(&f); /* equal ones start at one place */
        radius[i] = wild ? positive(&f) : fuzz_share(&f);
        for (int j = 0; j <= i; j++) {
            double value = fuzz_byte(&f) < 128 ? 0.0 : wild ? positive(&f) : fuzz_share(&f);
            weight[i + layout.n * j] = weight[j + layout.n * i] = value;
        }
    }
    const size_t bytes = ggc_layout_workspace(&layout);
    fuzz_require(bytes > 0);
    ggc_status status[2];
    const int runs = fuzz_rarely(&f) ? 2 : 1;
    for (int i = 0; i < runs; i++) {
        void *memory = fuzz_memory(bytes);
        status[i] = ggc_layout_run(&layout, 1 + i, memory, bytes, NULL, at[i]);
        free(memory);
    }
    fuzz_require(status[0] == status[runs - 1]);
    fuzz_require(status[0] == GGC_OK || (status[0] == GGC_EDIVERGED && wild));
    if (status[0] == GGC_OK) {
        const size_t places = 2 * (size_t)layout.n;
        fuzz_require(memcmp(at[0], at[runs - 1], places * sizeof(double)) == 0);
        for (size_t i = 0; i < places; i++)
            fuzz_require(isfinite(at[0][i]));
        fuzz_require(layout.radius == NULL || wild || !overlap(&layout, at[0]));
    }
    return 0;
}
