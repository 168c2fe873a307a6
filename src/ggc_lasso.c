/* ggc_lasso.c - the path of a non-negative lasso: see ggc_lasso.h. */
#include "ggc_lasso.h"

#include <math.h>
#include <string.h>

#include "ggc_math.h"

/* A variable of which those that are in leave up to this share of its square is one of
 * them; and no more than all but this share of y is explained. */
#define SAME 1e-10
#define LEAST_LEFT 1e-12

/* The penalty at which the path has come to its end. */
#define LEAST_LAMBDA 1e-9

/* Knots for each variable that may be in: one that enters may leave and come again. */
#define KNOTS_EACH 8

void ggc_lasso_carve(ggc_arena *arena, int count, int most, ggc_lasso_space *space)
{
    const size_t variables = (size_t)count, in = (size_t)most;
    space->c = GGC_TAKE(arena, double, variables);
    space->a = GGC_TAKE(arena, double, variables);
    space->barred = GGC_TAKE(arena, char, variables);
    space->place = GGC_TAKE(arena, int, variables);
    space->factor = (double *)ggc_arena_take(arena, in, in * sizeof(double));
    space->weights = GGC_TAKE(arena, double, in);
    space->step = GGC_TAKE(arena, double, in);
    space->tmp = GGC_TAKE(arena, double, in);
    space->in = GGC_TAKE(arena, int, in);
}

/* --- products --- */

static const double *row_apart(const ggc_lasso_task *task, int place)
{
    return task->rows + (size_t)task->count * (size_t)place;
}

static double product(const ggc_lasso_task *task, const ggc_lasso_space *s, int k, int l)
{
    if (s->place[k] >= 0)
        return row_apart(task, s->place[k])[l];
    if (s->place[l] >= 0)
        return row_apart(task, s->place[l])[k];
    return task->q[(size_t)k * (size_t)task->whole + (size_t)l];
}

/* s->a: products of all variables with sum of step_k x_k over the `count` that are in. */
static void along_direction(const ggc_lasso_task *task, ggc_lasso_space *s, int count)
{
    memset(s->a, 0, (size_t)task->count * sizeof *s->a);
    for (int i = 0; i < count; i++) {
        const int k = s->in[i], apart = s->place[k] >= 0;
        const double *row =
            apart ? row_apart(task, s->place[k]) : task->q + (size_t)k * (size_t)task->whole;
        const int length = apart ? task->count : task->whole;
        for (int l = 0; l < length; l++)
            s->a[l] += s->step[i] * row[l];
    }
    for (int m = 0; m < task->aparts; m++) {
        const double *row = row_apart(task, m);
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += s->step[i] * row[s->in[i]];
        s->a[task->apart[m]] = sum;
    }
}

/* --- what is in --- */

/* Row i of the factor, of those that are in. 0 where the ones before it explain it. */
static int factorise(const ggc_lasso_task *task, ggc_lasso_space *s, int i)
{
    const size_t most = (size_t)task->most;
    double *mine = s->factor + most * (size_t)i;
    const double own = product(task, s, s->in[i], s->in[i]);
    double left = own;
    for (int j = 0; j < i; j++) {
        const double *other = s->factor + most * (size_t)j;
        double sum = product(task, s, s->in[i], s->in[j]);
        for (int k = 0; k < j; k++)
            sum -= mine[k] * other[k];
        mine[j] = sum / other[j];
        left -= mine[j] * mine[j];
    }
    if (!(left > SAME * own))
        return 0;
    mine[i] = sqrt(left);
    return 1;
}

/* s->step: the direction in which all products with what is left fall alike. */
static void direction(const ggc_lasso_task *task, ggc_lasso_space *s, int count)
{
    const size_t most = (size_t)task->most;
    for (int i = 0; i < count; i++) {
        const double *row = s->factor + most * (size_t)i;
        double sum = 1;
        for (int k = 0; k < i; k++)
            sum -= row[k] * s->tmp[k];
        s->tmp[i] = sum / row[i];
    }
    for (int i = count; i-- > 0;) {
        double sum = s->tmp[i];
        for (int k = i + 1; k < count; k++)
            sum -= s->factor[most * (size_t)k + (size_t)i] * s->step[k];
        s->step[i] = sum / s->factor[most * (size_t)i + (size_t)i];
    }
}

/* Take number i out; the rows of the factor behind it are made anew. */
static void leave(const ggc_lasso_task *task, ggc_lasso_space *s, int i, int count)
{
    for (int k = i; k + 1 < count; k++) {
        s->in[k] = s->in[k + 1];
        s->weights[k] = s->weights[k + 1];
    }
    for (int k = i; k + 1 < count; k++)
        factorise(task, s, k);
}

/* --- the path --- */

/* How far to go, at most `far`; *enters: the variable that enters there, *leaves: which of
 * those that are in leaves; -1: none. last: one that has left just now. */
static double length_of_step(const ggc_lasso_task *task, const ggc_lasso_space *s, int count,
                             double far, int last, int *enters, int *leaves)
{
    double step = far;
    *enters = *leaves = -1;
    for (int k = 0; k < task->count; k++) {
        if (s->barred[k] || k == last || !(s->a[k] < 1))
            continue;
        const double gap = far - s->c[k], until = gap > 0 ? gap / (1 - s->a[k]) : 0;
        if (until < step) {
            step = until;
            *enters = k;
        }
    }
    for (int i = 0; i < count; i++) {
        if (!(s->step[i] < 0))
            continue;
        const double until = -s->weights[i] / s->step[i];
        if (until < step) {
            step = until;
            *enters = -1;
            *leaves = i;
        }
    }
    return step;
}

typedef struct {
    int count; /* variables that are in */
    double lambda, best;
} state;

/* Note a knot, and keep it if its criterion is the least. Answers whether it is. */
static int note(const ggc_lasso_task *task, const ggc_lasso_space *s, state *at,
                ggc_lasso_result *out)
{
    const double least = LEAST_LEFT * task->square;
    double left = task->square;
    for (int i = 0; i < at->count; i++)
        left -= s->weights[i] * (task->b[s->in[i]] + at->lambda);
    left = left > least ? left : least;
    const double criterion = task->steps * ggc_log(left) + task->weight * at->count;
    const int knot = out->knots++;
    if (knot > 0 && !(criterion < at->best))
        return 0;
    at->best = criterion;
    out->knot = knot;
    out->lambda = at->lambda;
    out->left = left;
    out->count = at->count;
    for (int i = 0; i < at->count; i++) {
        out->which[i] = s->in[i];
        out->weight[i] = s->weights[i];
    }
    return 1;
}

/* The products at the start, and the variable of the largest; -1: none is above 0. */
static int start(const ggc_lasso_task *task, ggc_lasso_space *s)
{
    int first = -1;
    for (int k = 0; k < task->count; k++) {
        s->c[k] = task->b[k];
        s->barred[k] = task->out[k];
        s->place[k] = -1;
        if (!s->barred[k] && (first < 0 || s->c[k] > s->c[first]))
            first = k;
    }
    for (int m = 0; m < task->aparts; m++)
        s->place[task->apart[m]] = m;
    return first >= 0 && s->c[first] > LEAST_LAMBDA ? first : -1;
}

/* Variable k comes in with no weight; one that is explained is barred. 1 where it is in. */
static int enter(const ggc_lasso_task *task, ggc_lasso_space *s, state *at, int k)
{
    s->in[at->count] = k;
    s->weights[at->count] = 0;
    s->barred[k] = 1;
    at->count += factorise(task, s, at->count);
    return at->count > 0 && s->in[at->count - 1] == k;
}

/* One step from a knot to the next. Answers the variable that enters there, -1: none. */
static int advance(const ggc_lasso_task *task, ggc_lasso_space *s, state *at, int *last)
{
    int enters, leaves;
    direction(task, s, at->count);
    along_direction(task, s, at->count);
    const double step = length_of_step(task, s, at->count, at->lambda, *last, &enters, &leaves);
    for (int i = 0; i < at->count; i++)
        s->weights[i] += step * s->step[i];
    for (int k = 0; k < task->count; k++)
        s->c[k] -= step * s->a[k];
    at->lambda -= step;
    *last = -1;
    if (leaves >= 0) {
        *last = s->in[leaves];
        s->barred[*last] = 0;
        leave(task, s, leaves, at->count);
        at->count--;
    }
    return enters;
}

void ggc_lasso(const ggc_lasso_task *task, ggc_lasso_space *s, ggc_lasso_result *out)
{
    state at = {.count = 0, .lambda = 0, .best = 0};
    int enters = start(task, s), last = -1;
    out->knots = out->full = 0;
    at.lambda = enters >= 0 ? s->c[enters] : 0;
    note(task, s, &at, out);
    while (enters >= 0 || at.count > 0) {
        if (enters >= 0 && at.count == task->most) {
            out->full = out->knot == out->knots - 1;
            return;
        }
        if (enters >= 0 && !enter(task, s, &at, enters) && at.count == 0)
            return;
        enters = advance(task, s, &at, &last);
        note(task, s, &at, out);
        if (!(at.lambda > LEAST_LAMBDA) || out->knots - 1 - out->knot >= task->patience ||
            out->knots > KNOTS_EACH * (task->most + 1))
            return;
    }
}
