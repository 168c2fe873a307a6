/* Terms of eq. 4 beyond the squared error: derivatives, and proximal maps that solve
 * what they say. */
#include "minunit.h"

#include <string.h>

#include "ggc_loss.h"
#include "ggc_rng.h"

enum { INPUTS = 6, OWN = 2 };

static void fill_row(double *x, int own, uint64_t name)
{
    ggc_rng rng;
    double sum = 0.0;
    ggc_rng_start(&rng, 3, name, 0);
    for (int j = 0; j < INPUTS; j++) {
        x[j] = j == own ? 0.0 : 0.05 + ggc_rng_uniform(&rng);
        sum += x[j];
    }
    for (int j = 0; j < INPUTS; j++)
        x[j] /= sum;
}

static void test_slopes(void)
{
    double near[INPUTS], far[INPUTS], norms[INPUTS], slope[INPUTS], pole[INPUTS];
    fill_row(near, OWN, 1);
    fill_row(far, OWN, 2);
    fill_row(norms, -1, 3);
    const ggc_loss_rows rows = {OWN, near, far};
    for (int kl = 0; kl <= GGC_KL_PRINTED; kl++)
        for (int p = 0; p <= 3; p++) {
            const ggc_loss_config config = {.kl = (ggc_kl)kl, .kl_weight = 0.3,
                                            .kl_epsilon = 0.01,
                                            .triplet = p > 0 ? GGC_TRIPLET_GRANGER
                                                             : GGC_TRIPLET_NONE,
                                            .triplet_weight = 0.6, .margin = 1.0, .p = p};
            ggc_loss_terms(&config, &rows, INPUTS, norms, slope, pole);
            for (int j = 0; j < INPUTS; j++) {
                double moved[INPUTS], a[INPUTS], b[INPUTS];
                memcpy(moved, norms, sizeof norms);
                moved[j] = norms[j] + 1e-6;
                double up = ggc_loss_terms(&config, &rows, INPUTS, moved, a, b);
                moved[j] = norms[j] - 1e-6;
                double down = ggc_loss_terms(&config, &rows, INPUTS, moved, a, b);
                /* rounding 1e-16 / 1e-6, truncation 1e-12 times curvatures of 1e3 */
                CHECK_NEAR(slope[j] - pole[j] / (norms[j] + config.kl_epsilon),
                           (up - down) / 2e-6, 2e-8);
            }
            CHECK(slope[OWN] == 0.0 && pole[OWN] == 0.0);
            CHECK(kl == GGC_KL_LOG ? pole[0] > 0 : pole[0] == 0);
        }
}

static void test_triplet_rests_when_satisfied(void)
{
    double near[INPUTS], far[INPUTS], slope[INPUTS], pole[INPUTS];
    fill_row(near, OWN, 1);
    fill_row(far, OWN, 2);
    const ggc_loss_rows rows = {OWN, near, far};
    const ggc_loss_config config = {.triplet = GGC_TRIPLET_GRANGER, .triplet_weight = 1.0,
                                    .margin = 0.0, .p = 2.0};
    CHECK(ggc_loss_terms(&config, &rows, INPUTS, near, slope, pole) == 0.0);
    for (int j = 0; j < INPUTS; j++)
        CHECK(slope[j] == 0.0);
}

/* step * (lambda Omega(W) + slope ||W|| - pole log(||W|| + eps)) + ||W - V||^2 / 2 */
static double objective(const ggc_loss_config *config, int rows, int lags, const float *w,
                        const float *v, double step, double lambda, double slope, double pole)
{
    double distance = 0.0;
    const size_t all = (size_t)rows * (size_t)lags;
    for (size_t i = 0; i < all; i++)
        distance += ((double)w[i] - (double)v[i]) * ((double)w[i] - (double)v[i]);
    double norm = ggc_loss_norm_f32(all, w);
    return distance / 2.0 + step * (ggc_loss_penalty_f32(config, rows, lags, w, lambda) +
                                    slope * norm - pole * log(norm + config->kl_epsilon));
}

/* No random point near the map is better; the map moves what it should. */
static void test_prox_is_the_minimum(void)
{
    enum { ROWS = 3, LAGS = 3, ALL = ROWS * LAGS };
    ggc_rng rng;
    ggc_rng_start(&rng, 4, 1, 0);
    for (int penalty = 0; penalty <= GGC_PENALTY_SQUARED; penalty++)
        for (int extra = 0; extra < 3; extra++)
            for (int trial = 0; trial < 20; trial++) {
                const int plain = penalty == GGC_PENALTY_GROUP || penalty == GGC_PENALTY_SQUARED;
                const double slope = plain && extra > 0 ? -0.2 + 0.1 * trial : 0.0;
                const double pole = plain && extra > 1 ? 0.05 : 0.0;
                const ggc_loss_config config = {.penalty = (ggc_penalty)penalty,
                                                .kl_epsilon = 0.01};
                float v[ALL], w[ALL], moved[ALL];
                for (int i = 0; i < ALL; i++)
                    v[i] = (float)(0.2 * ggc_rng_normal(&rng));
                memcpy(w, v, sizeof v);
                ggc_loss_prox_f32(&config, ROWS, LAGS, w, 0.5, 0.3, slope, pole);
                double least = objective(&config, ROWS, LAGS, w, v, 0.5, 0.3, slope, pole);
                CHECK(least <= objective(&config, ROWS, LAGS, v, v, 0.5, 0.3, slope, pole));
                for (int k = 0; k < 50; k++) {
                    for (int i = 0; i < ALL; i++)
                        moved[i] = w[i] + (float)(0.02 * ggc_rng_normal(&rng));
                    /* float weights: 1e-7 of a value near 1 */
                    CHECK(objective(&config, ROWS, LAGS, moved, v, 0.5, 0.3, slope, pole) >
                          least - 1e-7);
                }
            }
}

static void test_nested_lags_go_oldest_first(void)
{
    enum { ROWS = 2, LAGS = 3 };
    const ggc_loss_config config = {.penalty = GGC_PENALTY_HIERARCHICAL, .kl_epsilon = 1.0};
    float w[ROWS * LAGS] = {1.0f, 1.0f, 1.0f, 1.0f, 0.1f, 0.1f};
    ggc_loss_prox_f32(&config, ROWS, LAGS, w, 1.0, 0.2, 0.0, 0.0);
    CHECK(w[4] == 0.0f && w[5] == 0.0f && w[2] > 0.0f && w[0] > w[2]);
}

int main(void)
{
    RUN(test_slopes);
    RUN(test_triplet_rests_when_satisfied);
    RUN(test_prox_is_the_minimum);
    RUN(test_nested_lags_go_oldest_first);
    return REPORT();
}
