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

/* The terms as they are printed, the target itself left out. */
static double terms_by_hand(const ggc_loss_config *config, const double *near, const double *far,
                            int own, const double *norms)
{
    double sum = 0.0, kl = 0.0, distance[2] = {0.0, 0.0}, value = 0.0;
    int n = 0;
    for (int j = 0; j < INPUTS; j++)
        if (j != own) {
            sum += norms[j];
            n++;
        }
    for (int j = 0; j < INPUTS; j++) {
        if (j == own)
            continue;
        const double x = sum > 0 ? norms[j] / sum : 0.0, eps = config->kl_epsilon;
        if (near[j] > 0)
            kl += near[j] * (log(near[j]) - (config->kl == GGC_KL_PRINTED
                                                 ? x : log((norms[j] + eps) / (sum + n * eps))));
        distance[0] += pow(fabs(x - near[j] + 1e-6), config->p);
        distance[1] += pow(fabs(x - far[j] + 1e-6), config->p);
    }
    if (config->kl != GGC_KL_NONE)
        value += config->kl_weight * kl;
    if (config->triplet == GGC_TRIPLET_GRANGER)
        value += config->triplet_weight * fmax(0.0, pow(distance[0], 1.0 / config->p) -
                                                        pow(distance[1], 1.0 / config->p) +
                                                        config->margin);
    return value;
}

/* Every term alone and with the others, with an own input or none, zeros among the
 * norms and in the row, and all norms zero. */
static void test_values(void)
{
    double near[INPUTS], far[INPUTS], norms[INPUTS], slope[INPUTS], pole[INPUTS];
    for (int kl = 0; kl <= GGC_KL_PRINTED; kl++)
        for (int p = 0; p <= 3; p++)
            for (int way = 0; way < 5; way++) {
                const int own = way == 1 ? -1 : way == 2 ? 0 : OWN;
                const ggc_loss_rows rows = {own, near, far};
                ggc_loss_config config = {.kl = (ggc_kl)kl, .kl_weight = 0.3, .kl_epsilon = 0.01,
                                          .triplet = p > 0 ? GGC_TRIPLET_GRANGER
                                                           : GGC_TRIPLET_NONE,
                                          .triplet_weight = 0.6, .margin = 0.4 - 0.2 * way,
                                          .p = p > 0 ? p : 1};
                fill_row(near, own, 1);
                fill_row(far, own, 2);
                fill_row(norms, -1, 3);
                for (int j = 0; j < INPUTS && way > 2; j++)
                    if (way == 3 || j % 2)
                        norms[j] = 0.0;
                if (way == 4) {
                    near[5] += near[4];
                    near[4] = 0.0;
                }
                const double value = ggc_loss_terms(&config, &rows, INPUTS, norms, slope, pole);
                CHECK_NEAR(value, terms_by_hand(&config, near, far, own, norms), 1e-14);
                CHECK(ggc_loss_has_terms(&config) == (kl > 0 || p > 0));
                config.kl_weight = config.triplet_weight = 0.0;
                CHECK(ggc_loss_terms(&config, &rows, INPUTS, norms, slope, pole) == 0.0);
                CHECK(!ggc_loss_has_terms(&config));
                for (int j = 0; j < INPUTS; j++)
                    CHECK(slope[j] == 0.0 && pole[j] == 0.0);
            }
}

/* Derivatives where some norms, or all, are zero: those of the terms as they are
 * printed, from the side that norms have; none where the row is no row. */
static void test_slopes_at_zero(void)
{
    double near[INPUTS], far[INPUTS], norms[INPUTS], slope[INPUTS], pole[INPUTS];
    const ggc_loss_rows rows = {OWN, near, far};
    fill_row(near, OWN, 1);
    fill_row(far, OWN, 2);
    for (int kl = GGC_KL_LOG; kl <= GGC_KL_PRINTED; kl++) {
        const ggc_loss_config config = {.kl = (ggc_kl)kl, .kl_weight = 0.3, .kl_epsilon = 0.01,
                                        .triplet = GGC_TRIPLET_GRANGER, .triplet_weight = 0.6,
                                        .margin = 1.0, .p = 2};
        fill_row(norms, -1, 3);
        norms[4] = 0.0;
        ggc_loss_terms(&config, &rows, INPUTS, norms, slope, pole);
        const double at = terms_by_hand(&config, near, far, OWN, norms);
        norms[4] = 1e-7;
        const double above = terms_by_hand(&config, near, far, OWN, norms);
        /* rounding 1e-16 / 1e-7, the second derivative 1e-7 times 1e3 */
        CHECK_NEAR(slope[4] - pole[4] / 0.01, (above - at) / 1e-7, 1e-3);
        for (int j = 0; j < INPUTS; j++)
            norms[j] = 0.0;
        ggc_loss_terms(&config, &rows, INPUTS, norms, slope, pole);
        for (int j = 0; j < INPUTS; j++) {
            const double weight = j == OWN || kl == GGC_KL_PRINTED ? 0.0 : 0.3;
            CHECK_NEAR(slope[j], weight / (5 * 0.01), 1e-12);
            CHECK_NEAR(pole[j], weight * near[j], 1e-12);
        }
    }
}

static void test_distances(void)
{
    const double a[] = {0.3, -0.2, 1.5, 0.0}, b[] = {0.1, 0.4, 1.5, -1e-6};
    for (int k = 1; k <= 6; k++) {
        const double p = 0.5 + 0.5 * k;
        double gradient[4], moved[4], sum = 0.0;
        for (int i = 0; i < 4; i++)
            sum += pow(fabs(a[i] - b[i] + 1e-6), p);
        CHECK_NEAR(ggc_loss_distance(4, a, b, p, gradient), pow(sum, 1.0 / p), 1e-14);
        CHECK_NEAR(ggc_loss_distance(4, a, b, p, NULL), pow(sum, 1.0 / p), 1e-14);
        for (int i = 0; i < 4; i++) {
            memcpy(moved, a, sizeof a);
            moved[i] = a[i] + 1e-8;
            const double up = ggc_loss_distance(4, moved, b, p, NULL);
            moved[i] = a[i] - 1e-8;
            /* rounding 1e-16 / 1e-8; near zero the derivative is a power of 1e-6 */
            CHECK_NEAR(gradient[i], (up - ggc_loss_distance(4, moved, b, p, NULL)) / 2e-8,
                       1e-7 + 1e-3 * (p < 2 && i > 1));
        }
    }
    double gradient[2];
    const double c[] = {0.5, 0.5}, same[] = {0.5 + 1e-6, 0.5 + 1e-6};
    ggc_loss_distance(2, c, same, 3.0, gradient);
    CHECK(fabs(gradient[0]) <= 1.0 && fabs(gradient[1]) <= 1.0);
}

/* Omega of each kind, from norms of what it speaks of. */
static void test_penalties(void)
{
    enum { ROWS = 3, LAGS = 4, ALL = ROWS * LAGS };
    ggc_rng rng;
    float w[ALL];
    double of_lag[LAGS], from_lag[LAGS + 1] = {0}, lags = 0.0, nested = 0.0;
    ggc_rng_start(&rng, 4, 2, 0);
    for (int i = 0; i < ALL; i++)
        w[i] = (float)ggc_rng_normal(&rng);
    for (int k = LAGS - 1; k >= 0; k--) {
        of_lag[k] = 0.0;
        for (int r = 0; r < ROWS; r++)
            of_lag[k] += (double)w[k * ROWS + r] * (double)w[k * ROWS + r];
        from_lag[k] = from_lag[k + 1] + of_lag[k];
        lags += sqrt(of_lag[k]);
        nested += sqrt(from_lag[k]);
    }
    const double norm = sqrt(from_lag[0]);
    const double wanted[] = {norm, norm + lags, nested, norm * norm};
    CHECK_NEAR(ggc_loss_norm_f32(ALL, w), norm, 1e-14);
    for (int penalty = 0; penalty <= GGC_PENALTY_SQUARED; penalty++) {
        const ggc_loss_config config = {.penalty = (ggc_penalty)penalty};
        CHECK_NEAR(ggc_loss_penalty_f32(&config, ROWS, LAGS, w, 0.7), 0.7 * wanted[penalty], 1e-13);
    }
}

/* A group at zero stays there while its ratio is below 1: the map of a step along its
 * gradient says the same. Of the plain penalty the ratio is a ratio. */
static void test_kkt_ratios(void)
{
    enum { ROWS = 2, LAGS = 3, ALL = ROWS * LAGS };
    ggc_rng rng;
    int below = 0, above = 0;
    ggc_rng_start(&rng, 4, 3, 0);
    for (int penalty = 0; penalty <= GGC_PENALTY_SQUARED; penalty++)
        for (int trial = 0; trial < 300; trial++) {
            const int plain = penalty == GGC_PENALTY_GROUP || penalty == GGC_PENALTY_SQUARED;
            const double slope = plain && trial % 3 ? 0.2 : 0.0;
            const double pole = plain && trial % 3 == 2 ? 0.001 : 0.0, eps = 0.01;
            const ggc_loss_config config = {.penalty = (ggc_penalty)penalty, .kl_epsilon = eps};
            float g[ALL], w[ALL];
            double force = 0.0;
            for (int i = 0; i < ALL; i++) {
                g[i] = (float)((0.05 + 0.002 * trial) * ggc_rng_normal(&rng));
                w[i] = -g[i];
                force += (double)g[i] * (double)g[i];
            }
            const double ratio = ggc_loss_kkt_ratio_f32(&config, ROWS, LAGS, g, 0.3, slope, pole);
            ggc_loss_prox_f32(&config, ROWS, LAGS, w, 1.0, 0.3, slope, pole);
            CHECK(ratio >= 0.0 && ratio <= 1.0);
            CHECK((ratio < 1.0) == (ggc_loss_norm_f32(ALL, w) == 0.0));
            const double hold =
                (penalty == GGC_PENALTY_SQUARED ? 0.0 : 0.3) + slope - pole / eps;
            if (plain)
                CHECK_NEAR(ratio, hold > sqrt(force) ? sqrt(force) / hold : 1.0, 1e-12);
            below += ratio < 1.0;
            above += ratio >= 1.0;
        }
    CHECK(below > 100 && above > 100);
}

/* Scaled by hand: what a plain map leaves of a group, and zeros without a sign. */
static void test_prox_of_a_group(void)
{
    const ggc_loss_config config = {.kl_epsilon = 0.01};
    float w[] = {0.3f, -0.4f}, gone[] = {-0.03f, 0.04f};
    ggc_loss_prox_f32(&config, 2, 1, w, 0.5, 0.4, 0.0, 0.0); /* 0.5 - 0.2 of 0.5 */
    CHECK_NEAR((double)w[0], 0.18, 1e-7);
    CHECK_NEAR((double)w[1], -0.24, 1e-7);
    ggc_loss_prox_f32(&config, 2, 1, gone, 0.5, 0.4, 0.0, 0.0);
    CHECK(gone[0] == 0.0f && gone[1] == 0.0f && !signbit(gone[0]) && !signbit(gone[1]));
    ggc_loss_prox_f32(&config, 2, 1, gone, 0.5, 0.4, -9.0, 9.0); /* zero stays zero */
    CHECK(gone[0] == 0.0f && gone[1] == 0.0f);
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
    RUN(test_values);
    RUN(test_slopes);
    RUN(test_slopes_at_zero);
    RUN(test_distances);
    RUN(test_penalties);
    RUN(test_kkt_ratios);
    RUN(test_prox_of_a_group);
    RUN(test_triplet_rests_when_satisfied);
    RUN(test_prox_is_the_minimum);
    RUN(test_nested_lags_go_oldest_first);
    return REPORT();
}
