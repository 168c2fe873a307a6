/* The driver of GGC-LOO without R: bits, blocks, and what a mask does. */
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_loo.h"
#include "ggc_rng.h"

enum { GENES = 4, LENGTH = 12, SERIES = 6, COLUMNS = LENGTH * SERIES, HIDDEN = 5, MEMBERS = 3 };
enum { MASKS = GENES + 1, BLOCKS = SERIES };

/* Gene 0 drives gene 1; all else is noise. */
static void fill_series(double *z)
{
    ggc_rng rng;
    ggc_rng_start(&rng, 1, 1, 0);
    for (int n = 0; n < COLUMNS; n++)
        for (int g = 0; g < GENES; g++) {
            z[g + GENES * n] = ggc_rng_normal(&rng);
            if (g == 1 && n % LENGTH > 0)
                z[g + GENES * n] = 0.95 * z[GENES * (n - 1)] + 0.3 * z[g + GENES * n];
        }
}

typedef struct {
    double held[BLOCKS * GENES * MASKS], steps[BLOCKS], train[GENES * MASKS];
    int iterations[MASKS], status[MASKS];
} outcome;

/* `last`: added to the last point of the first series, which ends a step that all
 * members hold out and starts none; 0 leaves the folds as they are. */
static void run(int threads, int refit, double last, outcome *out)
{
    double z[GENES * COLUMNS], graph[HIDDEN * HIDDEN * MASKS], h0[HIDDEN * MASKS];
    double penalty[GENES];
    const double lambda = 1e-300;
    int fold[COLUMNS], block[COLUMNS], index[GENES], length[SERIES];
    uint64_t key[GENES];
    memset(out, 0, sizeof *out);
    fill_series(z);
    for (int i = 0; i < HIDDEN * HIDDEN * MASKS; i++)
        graph[i] = i % (HIDDEN + 1) == 0 ? 1.0 : 0.1;
    for (int i = 0; i < HIDDEN * MASKS; i++)
        h0[i] = 0.1;
    for (int n = 0; n < COLUMNS; n++) {
        block[n] = n / LENGTH;
        fold[n] = n % LENGTH == LENGTH - 1 ? GGC_FOLD_NONE : 1 + block[n] % MEMBERS;
    }
    if (last != 0.0)
        fold[LENGTH - 2] = GGC_FOLD_HELD;
    for (int g = 0; g < GENES; g++)
        z[g + GENES * (LENGTH - 1)] += last;
    for (int r = 0; r < SERIES; r++)
        length[r] = LENGTH;
    for (int g = 0; g < GENES; g++) {
        index[g] = g;
        penalty[g] = 1.0;
        key[g] = 100 + (uint64_t)g;
    }
    const ggc_problem problem = {.genes = GENES, .columns = COLUMNS, .z = z, .key = key,
                                 .design = {SERIES, length, fold, 0, 0, 0, 1, 1},
                                 .regulators = GENES, .regulator = index, .targets = GENES,
                                 .target = index, .cell = GGC_CELL_LSTM, .hidden = HIDDEN,
                                 .layers = 1, .n_prop = 1, .ridge = 0.001, .members = MEMBERS,
                                 .seed = 2, .schedule = {{GGC_OPTIM_ADAM, 0.03}, 1, &lambda, 80, 1,
                                                         10, 0.0},
                                 .penalty = penalty};
    const ggc_loo loo = {.problem = &problem, .graph = graph, .h0 = h0, .refit = refit,
                         .refit_rate = 0.1, .block = block, .blocks = BLOCKS};
    /* Of exact size, for the sanitizers. */
    double *held = malloc(sizeof out->held), *train = malloc(sizeof out->train);
    ggc_loo_result result = {held, out->steps, train, out->iterations, out->status};
    const ggc_hooks hooks = {0};
    size_t bytes = ggc_loo_workspace(&loo, threads);
    CHECK(bytes > 0);
    void *whole = malloc(bytes + GGC_ALIGN);
    CHECK(ggc_loo_run(&loo, threads, ggc_align_up(whole), bytes, &hooks, &result) == GGC_OK);
    memcpy(out->held, held, sizeof out->held);
    memcpy(out->train, train, sizeof out->train);
    free(train);
    free(held);
    free(whole);
}

static void test_bits_do_not_depend_on_threads(void)
{
    for (int refit = 0; refit <= 10; refit += 10) {
        outcome one, three;
        run(1, refit, 0, &one);
        run(3, refit, 0, &three);
        CHECK(memcmp(&one, &three, sizeof one) == 0);
        for (int m = 0; m < MASKS; m++) {
            CHECK(one.status[m] == GGC_OK);
            CHECK(one.iterations[m] == MEMBERS * refit + (m == 0 ? MEMBERS * 80 : 0));
        }
        for (int b = 0; b < BLOCKS; b++)
            CHECK(one.steps[b] == LENGTH - 1); /* every step is held out once */
    }
}

static void test_masking_the_driver_hurts_its_target(void)
{
    for (int refit = 0; refit <= 10; refit += 10) {
        outcome out;
        run(2, refit, 0, &out);
        double mse[GENES][MASKS];
        for (int i = 0; i < GENES; i++)
            for (int m = 0; m < MASKS; m++) {
                mse[i][m] = 0.0;
                for (int b = 0; b < BLOCKS; b++)
                    mse[i][m] += out.held[b + BLOCKS * (i + GENES * m)];
            }
        CHECK(mse[1][1] > 1.5 * mse[1][0]);
        for (int m = 2; m < MASKS; m++)
            CHECK(mse[1][m] < mse[1][1]);
        CHECK(out.train[1 + GENES * 1] > out.train[1]);
    }
}

static void test_training_errors_leave_out_what_is_held_out(void)
{
    outcome near, far;
    run(1, 0, 1.0, &near);
    run(1, 0, 50.0, &far);
    CHECK(memcmp(near.train, far.train, sizeof near.train) == 0);
    CHECK(near.train[0] > 0 && near.train[0] < 2);
    for (int i = 0; i < GENES; i++)
        CHECK(far.held[BLOCKS * i] > near.held[BLOCKS * i] + 1000);
}

int main(void)
{
    RUN(test_bits_do_not_depend_on_threads);
    RUN(test_masking_the_driver_hurts_its_target);
    RUN(test_training_errors_leave_out_what_is_held_out);
    return REPORT();
}
