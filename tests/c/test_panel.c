/* The panel of drawn designs against one laid out by hand, trajectory by trajectory;
 * its bounds, and what it refuses. */
#include "minunit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_panel.h"
#include "ggc_rng.h"

enum { MOST = 6, LONGEST = 130, COLUMNS = MOST * LONGEST };

typedef struct { int birth, end, from, to, quiet; } part; /* steps [from, to) of columns */

static int least_of(int a, int b) { return a < b ? a : b; }

/* The pieces of all trajectories: as many as have `segment` steps each, or so many window
 * starts; of windows no more than fill the lanes. */
static int lay_out(const ggc_design *design, part *out)
{
    int n = 0;
    for (int r = 0, birth = 0; r < design->trajectories; birth += design->length[r++]) {
        const int steps = design->length[r] - 1, window = design->window;
        const int units = window > 0 ? steps - window + 1 : steps;
        int pieces = 1;
        while (design->segment > 0 && design->segment * (pieces + 1) <= units &&
               (window == 0 || pieces * design->trajectories < GGC_LANES))
            pieces++;
        for (int i = 0; i < pieces; i++) {
            part p = {birth, birth + steps, birth, birth + steps, 0};
            if (pieces > 1) {
                p.from = birth + (int)floor((double)units * i / pieces);
                p.to = birth + (int)floor((double)units * (i + 1) / pieces);
                if (window > 0)
                    p.to += window - 1;
                else
                    p.quiet = least_of(p.from - birth, design->burn_in);
                p.from -= p.quiet;
            }
            out[n++] = p;
        }
    }
    for (int done = 0; done < n; done++) /* longest first, else as they come */
        for (int i = n - 1; i > done; i--)
            if (out[i].to - out[i].from > out[i - 1].to - out[i - 1].from) {
                part swap = out[i];
                out[i] = out[i - 1];
                out[i - 1] = swap;
            }
    return n;
}

static int steps_ahead(const ggc_design *design, int column, int end)
{
    int n = 0;
    while (n < design->horizons && column + n < end &&
           design->fold[column + n] == design->fold[column])
        n++;
    return n;
}

static void check_points(const ggc_design *design, const ggc_panel *panel, const part *parts,
                         int n)
{
    for (int s = 0; s < panel->steps; s++)
        for (int r = 0; r < panel->stride; r++) {
            const int point = s * panel->stride + r, column = r < n ? parts[r].from + s : 0;
            if (r >= n || column >= parts[r].to) {
                CHECK(panel->source[point] == -1 && panel->ahead[point] == 0 &&
                      panel->fold[point] == GGC_FOLD_NONE && panel->age[point] == -1);
                continue;
            }
            const int counts = s >= parts[r].quiet && column - parts[r].birth >= design->lags - 1;
            CHECK(panel->source[point] == column && panel->age[point] == column - parts[r].birth);
            CHECK(panel->fold[point] == (counts ? design->fold[column] : GGC_FOLD_NONE));
            CHECK(panel->ahead[point] ==
                  (counts ? steps_ahead(design, column, parts[r].end) : 0));
        }
}

/* Every window once; of a step's windows one has the longest past. */
static void check_lanes(const ggc_design *design, const ggc_panel *panel, const part *parts, int n)
{
    int seen[COLUMNS] = {0};
    for (int lane = 0; lane < panel->lanes; lane++) {
        const int r = lane % panel->stride, start = lane / panel->stride;
        const int left = r < n ? parts[r].to - parts[r].from - start : 0;
        const int whole = design->window > 0 ? (left >= panel->window ? panel->window : 0)
                                             : left < 0 ? 0 : left;
        CHECK(panel->reach[lane] == whole);
        for (int s = 0; s < panel->reach[lane]; s++) {
            const int point = lane + s * panel->stride;
            if (design->window == 0) {
                CHECK(ggc_panel_longest_past(panel, lane, s));
            } else if (ggc_panel_longest_past(panel, lane, s)) {
                seen[panel->source[point]]++;
                CHECK(s == least_of(panel->age[point], panel->window - 1));
            }
        }
    }
    for (int r = 0, birth = 0; r < design->trajectories; birth += design->length[r++])
        for (int s = 0; design->window > 0 && s < design->length[r] - 1; s++)
            CHECK(seen[birth + s] == (design->length[r] > panel->window));
}

static void check_design(const ggc_design *design)
{
    part parts[COLUMNS];
    const int n = lay_out(design, parts), longest = parts[0].to - parts[0].from;
    ggc_arena arena;
    ggc_panel panel, measured;
    ggc_arena_init(&arena, NULL, 0);
    CHECK(ggc_panel_plan(design, &arena, &measured) == GGC_OK);
    const size_t bytes = arena.used;
    void *whole = malloc(bytes + GGC_ALIGN);
    ggc_arena_init(&arena, ggc_align_up(whole), bytes);
    CHECK(ggc_panel_plan(design, &arena, &panel) == GGC_OK);
    CHECK(panel.steps == longest);
    /* two steps for rounding; windows may be dealt to two pieces at the least */
    CHECK(measured.steps >= longest);
    CHECK(measured.steps <= longest + 2 + (design->window > 0 ? panel.window / 2 : 0));
    CHECK(panel.stride % GGC_LANES == 0 && panel.stride >= n && panel.stride < n + GGC_LANES);
    CHECK(panel.window == (design->window > 0 ? least_of(design->window, longest) : longest));
    CHECK(panel.points == longest * panel.stride);
    CHECK(panel.lanes == (longest - panel.window + 1) * panel.stride);
    check_points(design, &panel, parts, n);
    check_lanes(design, &panel, parts, n);
    ggc_arena_init(&arena, ggc_align_up(whole), GGC_ALIGN);
    CHECK(ggc_panel_plan(design, &arena, &panel) == GGC_ENOMEM);
    free(whole);
}

static void test_drawn_designs(void)
{
    static const int windows[] = {0, 1, 4, 6, 200}, segments[] = {0, 1, 5, 15, 40};
    ggc_rng rng;
    ggc_rng_start(&rng, 7, 1, 0);
    for (int trial = 0; trial < 400; trial++) {
        int length[MOST], fold[COLUMNS];
        const int many = 1 + (int)(MOST * ggc_rng_uniform(&rng));
        for (int r = 0, at = 0; r < many; r++) {
            length[r] = trial % 3 > 0 ? 2 + (int)((LONGEST - 2) * ggc_rng_uniform(&rng)) : 31;
            for (int s = 0; s < length[r]; s++)
                fold[at++] = s == length[r] - 1 ? GGC_FOLD_NONE
                                                : (int)(2.5 * ggc_rng_uniform(&rng));
        }
        const ggc_design design = {many, length, fold, windows[trial % 5],
                                   segments[trial / 5 % 5], trial / 25 % 3 * 4,
                                   trial % 2 * 2 + 1, trial / 2 % 2 * 2 + 1};
        /* pieces of windows longer than a trajectory are those of none */
        int shortest = LONGEST;
        for (int r = 0; r < many; r++)
            shortest = least_of(shortest, length[r]);
        if (design.window < shortest || design.segment == 0)
            check_design(&design);
    }
}

static void test_what_is_refused(void)
{
    const int short_one[] = {5, 1};
    int length = INT_MAX / 2 / GGC_LANES + 1; /* steps x 16 still fit, and one less */
    ggc_design design = {.trajectories = 2, .length = short_one};
    ggc_arena arena;
    ggc_panel panel;
    ggc_arena_init(&arena, NULL, 0);
    CHECK(ggc_panel_plan(&design, &arena, &panel) == GGC_EINVAL);
    design.trajectories = 1;
    design.length = &length;
    CHECK(ggc_panel_plan(&design, &arena, &panel) == GGC_OK);
    CHECK(panel.points == (length - 1) * GGC_LANES);
    length++;
    CHECK(ggc_panel_plan(&design, &arena, &panel) == GGC_EOVERFLOW);
    length = 2;
    CHECK(ggc_panel_plan(&design, &arena, &panel) == GGC_OK);
    CHECK(panel.points == GGC_LANES);
}

int main(void)
{
    RUN(test_drawn_designs);
    RUN(test_what_is_refused);
    return REPORT();
}
