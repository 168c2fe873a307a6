/* The arena, and the plan of trajectories and windows that stands on it. */
#include "fuzz.h"

#include "ggc_panel.h"
#include "ggc_rng.h"

enum { MOST_SERIES = 20, MOST_LENGTH = 40, MOST_TAKES = 12 };

/* What an arena hands out is aligned, inside, apart, and as large as was measured. */
static void arena(fuzz_bytes *f)
{
    size_t count[MOST_TAKES], size[MOST_TAKES];
    const int takes = fuzz_int(f, 0, MOST_TAKES);
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    for (int i = 0; i < takes; i++) {
        count[i] = fuzz_byte(f) > 240 ? (size_t)fuzz_word(f) : (size_t)fuzz_byte(f);
        size[i] = (size_t)fuzz_int(f, 0, 16);
        fuzz_require(ggc_arena_take(&measured, count[i], size[i]) == NULL);
    }
    if (measured.overflow || measured.used > 1 << 20)
        return;
    ggc_arena placed = fuzz_arena(&measured);
    unsigned char *end = placed.base;
    for (int i = 0; i < takes; i++) {
        unsigned char *at = ggc_arena_take(&placed, count[i], size[i]);
        fuzz_require(at != NULL && at >= end && (uintptr_t)at % GGC_ALIGN == 0);
        memset(at, 1, count[i] * size[i]);
        end = at + count[i] * size[i];
    }
    fuzz_require(!placed.overflow && placed.used == measured.used);
    fuzz_require(ggc_arena_take(&placed, 1, 1) == NULL && placed.overflow);
    free(placed.base);
}

static void check_panel(const ggc_design *design, const ggc_panel *panel, int columns)
{
    fuzz_require(panel->stride % GGC_LANES == 0 && panel->points == panel->steps * panel->stride);
    for (int n = 0; n < panel->points; n++) {
        const int from = panel->source[n];
        fuzz_require(from >= -1 && from < columns - 1);
        fuzz_require(panel->age[n] >= -1 && panel->age[n] <= from);
        fuzz_require(panel->ahead[n] >= 0 && panel->ahead[n] <= design->horizons);
        fuzz_require(from < 0 || from + panel->ahead[n] < columns);
        fuzz_require(panel->fold[n] == GGC_FOLD_NONE || panel->fold[n] == design->fold[from]);
    }
    for (int lane = 0; lane < panel->lanes; lane++) {
        fuzz_require(panel->reach[lane] >= 0 && panel->reach[lane] <= panel->window);
        for (int s = 0; s < panel->reach[lane]; s++) {
            fuzz_require(lane + s * panel->stride < panel->points);
            fuzz_require(panel->source[lane + s * panel->stride] >= 0);
            (void)ggc_panel_longest_past(panel, lane, s);
        }
    }
}

static void panel(fuzz_bytes *f)
{
    int length[MOST_SERIES], fold[MOST_SERIES * MOST_LENGTH], columns = 0, shortest = MOST_LENGTH;
    ggc_design design = {.trajectories = fuzz_int(f, 1, MOST_SERIES), .length = length,
                         .fold = fold};
    for (int r = 0; r < design.trajectories; r++) {
        length[r] = fuzz_int(f, 1, 255) > 3 ? fuzz_int(f, 2, MOST_LENGTH) : 1;
        shortest = length[r] < shortest ? length[r] : shortest;
        for (int t = 0; t < length[r]; t++, columns++)
            fold[columns] = t == length[r] - 1 ? GGC_FOLD_NONE : fuzz_int(f, -1, 3);
    }
    design.window = shortest > 1 ? fuzz_int(f, 0, shortest - 1) : 0;
    design.segment = fuzz_int(f, 0, MOST_LENGTH);
    design.burn_in = fuzz_int(f, 0, MOST_LENGTH);
    design.lags = fuzz_int(f, 1, 6);
    design.horizons = fuzz_int(f, 1, 4);
    ggc_panel plan;
    ggc_arena memory;
    ggc_arena_init(&memory, NULL, 0);
    ggc_status status = ggc_panel_plan(&design, &memory, &plan);
    fuzz_require(status == (shortest > 1 ? GGC_OK : GGC_EINVAL));
    if (status != GGC_OK)
        return;
    memory = fuzz_arena(&memory);
    fuzz_require(ggc_panel_plan(&design, &memory, &plan) == GGC_OK);
    check_panel(&design, &plan, columns);
    free(memory.base);
}

/* The digest under which a checkpoint stands: one byte always shows. */
static void digest(fuzz_bytes *f)
{
    if (f->left < 3)
        return;
    const size_t n = f->left - 2, at = (fuzz_byte(f) << 8 | fuzz_byte(f)) % n;
    unsigned char *bytes = fuzz_memory(n);
    memcpy(bytes, f->at, n);
    const uint64_t before = ggc_hash_bytes(bytes, n);
    bytes[at] ^= (unsigned char)(1 + bytes[at] % 255);
    fuzz_require(ggc_hash_bytes(bytes, n) != before);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes f = {data, size};
    switch (fuzz_int(&f, 0, 3)) {
    case 0: arena(&f); break;
    case 1: digest(&f); break;
    default: panel(&f);
    }
    return 0;
}
