/* The path of the non-negative lasso against coordinate descent at the penalty where it
 * ends, with and without variables whose products stand apart. Buffers are of exact size. */
#include "fixture.h"
#include "minunit.h"

#include <string.h>

#include "ggc_lasso.h"

enum { COUNT = 9, LENGTH = 40, MOST = 6 };

static double x[COUNT * LENGTH], y[LENGTH], q[COUNT * COUNT], b[COUNT];
static char out[COUNT];

static double dot(const double *u, const double *v)
{
    double sum = 0;
    for (int k = 0; k < LENGTH; k++)
        sum += u[k] * v[k];
    return sum;
}

/* Columns of length 1 that have something in common, and a target of some of them. */
static ggc_lasso_task task_of(uint64_t name)
{
    fill_normal(x, COUNT * LENGTH, name, 1.0);
    fill_normal(y, LENGTH, name + 1000, 0.5);
    memset(out, 0, sizeof out);
    for (int j = 1; j < COUNT; j++)
        for (int k = 0; k < LENGTH; k++)
            x[k + LENGTH * j] += 0.8 * x[k];
    for (int j = 0; j < COUNT; j++) {
        const double length = sqrt(dot(x + LENGTH * j, x + LENGTH * j));
        for (int k = 0; k < LENGTH; k++) {
            x[k + LENGTH * j] /= length;
            y[k] += (j % 3) * x[k + LENGTH * j];
        }
    }
    for (int j = 0; j < COUNT; j++) {
        b[j] = dot(x + LENGTH * j, y);
        for (int k = 0; k < COUNT; k++)
            q[j + COUNT * k] = dot(x + LENGTH * j, x + LENGTH * k);
    }
    return (ggc_lasso_task){.count = COUNT,
                            .whole = COUNT,
                            .q = q,
                            .b = b,
                            .out = out,
                            .square = dot(y, y),
                            .steps = LENGTH,
                            .patience = 1000,
                            .most = MOST};
}

static ggc_lasso_result run(const ggc_lasso_task *task, int *which, double *weight)
{
    ggc_arena arena;
    ggc_lasso_space space;
    void *whole;
    ggc_arena_init(&arena, NULL, 0);
    ggc_lasso_carve(&arena, task->count, task->most, &space);
    const size_t bytes = arena.used;
    void *at = workspace(bytes, &whole);
    ggc_arena_init(&arena, at, bytes);
    ggc_lasso_carve(&arena, task->count, task->most, &space);
    CHECK(!arena.overflow);
    ggc_lasso_result found = {.which = which, .weight = weight};
    ggc_lasso(task, &space, &found);
    free(whole);
    return found;
}

/* Weights at a penalty, by turns. */
static void by_turns(double lambda, double *w)
{
    memset(w, 0, COUNT * sizeof *w);
    for (int turn = 0; turn < 20000; turn++)
        for (int j = 0; j < COUNT; j++) {
            double sum = b[j] - lambda + q[j + COUNT * j] * w[j];
            for (int k = 0; k < COUNT; k++)
                sum -= q[j + COUNT * k] * w[k];
            w[j] = out[j] || sum < 0 ? 0 : sum / q[j + COUNT * j];
        }
}

static double left_of(const double *w)
{
    double sum = dot(y, y);
    for (int j = 0; j < COUNT; j++) {
        sum -= 2 * w[j] * b[j];
        for (int k = 0; k < COUNT; k++)
            sum += w[j] * w[k] * q[j + COUNT * k];
    }
    return sum;
}

static void check(const ggc_lasso_task *task)
{
    int which[MOST];
    double weight[MOST], w[COUNT];
    const ggc_lasso_result found = run(task, which, weight);
    by_turns(found.lambda, w);
    int count = 0;
    for (int j = 0; j < COUNT; j++)
        count += w[j] > 1e-10;
    CHECK(found.count == count);
    for (int k = 0; k < found.count; k++)
        CHECK_NEAR(weight[k], w[which[k]], 1e-9);
    CHECK_NEAR(found.left, left_of(w), 1e-9);
}

static void test_knots_are_solutions(void)
{
    int leaves = 0;
    for (uint64_t name = 0; name < 20; name++) {
        ggc_lasso_task task = task_of(name);
        int which[MOST];
        double weight[MOST];
        for (int most = 1; most <= MOST; most++) {
            task.most = most;
            check(&task);
        }
        out[1] = out[5] = 1;
        check(&task);
        task.weight = 3;
        check(&task);
        const ggc_lasso_result found = run(&task, which, weight);
        leaves += found.knots - 1 > found.count;
        /* No other knot has a lower criterion. */
        double w[COUNT];
        const double least = LENGTH * log(found.left) + task.weight * found.count;
        for (int k = 0; k < 50; k++) {
            int in = 0;
            by_turns(0.02 + 0.1 * k, w);
            for (int j = 0; j < COUNT; j++)
                in += w[j] > 1e-10;
            CHECK(in > MOST || LENGTH * log(left_of(w)) + task.weight * in > least - 1e-9);
        }
    }
    CHECK(leaves > 0);
}

/* The last variables, and one in the middle, with their products apart. */
static void test_variables_apart(void)
{
    static const int apart[] = {7, 8, 3};
    double rows[3 * COUNT], whole[7 * 7];
    int which[MOST], same[MOST];
    double weight[MOST], expected[MOST];
    for (uint64_t name = 0; name < 10; name++) {
        ggc_lasso_task task = task_of(name);
        const ggc_lasso_result a = run(&task, same, expected);
        for (int j = 0; j < 7; j++)
            for (int k = 0; k < 7; k++)
                whole[j + 7 * k] = j == 3 || k == 3 ? 99 : q[j + COUNT * k];
        for (int m = 0; m < 3; m++)
            memcpy(rows + COUNT * m, q + COUNT * apart[m], COUNT * sizeof *rows);
        task.whole = 7;
        task.q = whole;
        task.aparts = 3;
        task.apart = apart;
        task.rows = rows;
        const ggc_lasso_result found = run(&task, which, weight);
        CHECK(found.count == a.count && found.knots == a.knots);
        for (int k = 0; k < a.count; k++) {
            CHECK(which[k] == same[k]);
            CHECK_NEAR(weight[k], expected[k], 1e-12);
        }
    }
}

static void test_limits(void)
{
    int which[MOST];
    double weight[MOST];
    ggc_lasso_task task = task_of(3);
    /* All out, and nothing to explain. */
    memset(out, 1, sizeof out);
    ggc_lasso_result found = run(&task, which, weight);
    CHECK(found.count == 0 && found.knots == 1);
    CHECK_NEAR(found.left, task.square, 0);
    memset(out, 0, sizeof out);
    for (int j = 0; j < COUNT; j++)
        b[j] = -1;
    found = run(&task, which, weight);
    CHECK(found.count == 0);
    CHECK_NEAR(found.lambda, 0, 0);
    /* Of two that are one, one enters. */
    task = task_of(4);
    memcpy(x + LENGTH, x, LENGTH * sizeof *x);
    for (int j = 0; j < COUNT; j++) {
        b[j] = dot(x + LENGTH * j, x);
        for (int k = 0; k < COUNT; k++)
            q[j + COUNT * k] = dot(x + LENGTH * j, x + LENGTH * k);
    }
    task.square = 1;
    found = run(&task, which, weight);
    CHECK(found.count == 1 && which[0] == 0);
    CHECK_NEAR(weight[0], 1, 1e-8);
    /* A path that room cuts says so; one that patience ends does not. */
    task = task_of(5);
    task.most = 1;
    CHECK(run(&task, which, weight).full);
    task.weight = 1e6;
    task.patience = 1;
    found = run(&task, which, weight);
    CHECK(found.count == 0 && !found.full && found.knots == 2);
}

int main(void)
{
    RUN(test_knots_are_solutions);
    RUN(test_variables_apart);
    RUN(test_limits);
    return REPORT();
}
