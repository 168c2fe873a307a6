/* ggc_panel.c - the plan of a panel: pieces of trajectories, and where each point comes from. */
#include "ggc_panel.h"

#include <limits.h>

/* A stretch of one trajectory that becomes a row of the panel. */
typedef struct {
    int first; /* column of its first input */
    int last;  /* last column of its trajectory */
    int age;   /* columns before that one in its trajectory */
    int steps; /* inputs with a successor */
    int quiet; /* leading steps without loss */
} stretch;

/* Pieces of a trajectory of `steps` transitions. Whole trajectories: pieces of about
 * `segment` steps. Windows: their starts are dealt to pieces, so that few long series
 * fill the lanes. */
static int count_pieces(const ggc_design *design, int steps)
{
    if (design->segment <= 0)
        return 1;
    if (design->window == 0)
        return steps / 2 >= design->segment ? steps / design->segment : 1;
    const int most = (steps - design->window + 1) / design->segment;
    const int fill = (GGC_LANES - 1) / design->trajectories + 1;
    return most < 1 ? 1 : most < fill ? most : fill;
}

/* No piece has more steps than this. */
static int longest_piece(const ggc_design *design, int steps)
{
    const int pieces = count_pieces(design, steps);
    const int before = design->window > 0 ? design->window : design->burn_in;
    if (pieces == 1)
        return steps;
    const int part = steps / pieces + 1;
    return before < steps - part ? part + before : steps;
}

/* Cut one trajectory of `steps` transitions into stretches; count only where out is
 * NULL. Pieces of whole trajectories are led by burn-in, pieces of windows overlap. */
static int cut(const ggc_design *design, int first, int steps, stretch *out)
{
    const int pieces = count_pieces(design, steps);
    const int behind = pieces > 1 && design->window > 0 ? design->window - 1 : 0;
    const int before = design->window > 0 ? 0 : design->burn_in;
    for (int i = 0; i < pieces && out != NULL; i++) {
        int from = (int)((long long)(steps - behind) * i / pieces);
        int to = (int)((long long)(steps - behind) * (i + 1) / pieces) + behind;
        int quiet = from < before ? from : before;
        out[i].first = first + from - quiet;
        out[i].last = first + steps;
        out[i].age = from - quiet;
        out[i].steps = to - from + quiet;
        out[i].quiet = quiet;
    }
    return pieces;
}

/* Longest first, so that the lanes of a tile end together; stable. Insertion:
 * trajectories are few or of equal length. */
static void sort_stretches(stretch *s, int n)
{
    for (int i = 1; i < n; i++) {
        stretch x = s[i];
        int j = i;
        for (; j > 0 && s[j - 1].steps < x.steps; j--)
            s[j] = s[j - 1];
        s[j] = x;
    }
}

/* Steps of one fold that follow each other from this column on. */
static int ahead(const ggc_design *design, int column, int last)
{
    const int *fold = design->fold + column;
    int n = 1;
    while (n < design->horizons && column + n < last && fold[n] == fold[0])
        n++;
    return n;
}

static void fill(const ggc_design *design, const stretch *rows, int n, ggc_panel *panel)
{
    for (int s = 0; s < panel->steps; s++)
        for (int r = 0; r < panel->stride; r++) {
            int point = s * panel->stride + r;
            int inside = r < n && s < rows[r].steps;
            int age = inside ? rows[r].age + s : -1;
            int counts = inside && s >= rows[r].quiet && age + 1 >= design->lags;
            panel->source[point] = inside ? rows[r].first + s : -1;
            panel->fold[point] = counts ? design->fold[rows[r].first + s] : GGC_FOLD_NONE;
            panel->age[point] = age;
            panel->ahead[point] = counts ? ahead(design, rows[r].first + s, rows[r].last) : 0;
        }
    for (int lane = 0; lane < panel->lanes; lane++) {
        int row = lane % panel->stride, start = lane / panel->stride;
        int left = row < n ? rows[row].steps - start : 0;
        panel->reach[lane] = left < 0 ? 0 : left < panel->window ? left : panel->window;
        /* A window is whole or absent; only a whole trajectory may be short. */
        if (design->window > 0 && panel->reach[lane] < panel->window)
            panel->reach[lane] = 0;
        int *longest = panel->longest + lane / GGC_TILE;
        if (lane % GGC_TILE == 0 || panel->reach[lane] > *longest)
            *longest = panel->reach[lane];
    }
}

ggc_status ggc_panel_plan(const ggc_design *design, ggc_arena *arena, ggc_panel *panel)
{
    int n = 0, longest = 0;
    for (int r = 0, first = 0; r < design->trajectories; first += design->length[r++]) {
        int steps = design->length[r] - 1;
        if (steps < 1)
            return GGC_EINVAL;
        n += cut(design, first, steps, NULL);
    }
    stretch *rows = GGC_TAKE(arena, stretch, n);
    if (rows != NULL) {
        for (int r = 0, first = 0, at = 0; r < design->trajectories; first += design->length[r++])
            at += cut(design, first, design->length[r] - 1, rows + at);
        sort_stretches(rows, n);
        longest = rows[0].steps;
    } else { /* measuring: an upper bound serves */
        for (int r = 0; r < design->trajectories; r++) {
            int most = longest_piece(design, design->length[r] - 1);
            if (most > longest)
                longest = most;
        }
    }
    panel->stride = (n + GGC_LANES - 1) / GGC_LANES * GGC_LANES;
    panel->steps = longest;
    panel->window = design->window > 0 && design->window < longest ? design->window : longest;
    if ((long long)panel->steps * panel->stride > INT_MAX / 2)
        return GGC_EOVERFLOW;
    panel->points = panel->steps * panel->stride;
    panel->lanes = (panel->steps - panel->window + 1) * panel->stride;
    panel->source = GGC_TAKE(arena, int, panel->points);
    panel->fold = GGC_TAKE(arena, int, panel->points);
    panel->age = GGC_TAKE(arena, int, panel->points);
    panel->ahead = GGC_TAKE(arena, int, panel->points);
    panel->reach = GGC_TAKE(arena, int, panel->lanes);
    panel->longest = GGC_TAKE(arena, int, (panel->lanes + GGC_TILE - 1) / GGC_TILE);
    if (arena->overflow)
        return GGC_ENOMEM;
    if (rows != NULL)
        fill(design, rows, n, panel);
    return GGC_OK;
}

int ggc_panel_longest_past(const ggc_panel *panel, int lane, int step)
{
    if (panel->window == panel->steps)
        return 1;
    return step == panel->window - 1 || (lane < panel->stride && panel->age[lane] == 0);
}
