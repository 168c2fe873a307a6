#include "ggc_rng.h"

#include <string.h>

#include "minunit.h"

/* Known answers of Random123 (kat_vectors, philox4x32 10). */
static void test_philox_known_answers(void)
{
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } kat[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof kat / sizeof *kat; i++) {
        uint32_t out[4];
        ggc_philox(kat[i].counter, kat[i].key, out);
        CHECK(memcmp(out, kat[i].out, sizeof out) == 0);
    }
}

/* Published test vectors of FNV-1a, 64 bits. */
static void test_hash_known_answers(void)
{
    CHECK(ggc_hash("") == 0xcbf29ce484222325u);
    CHECK(ggc_hash("a") == 0xaf63dc4c8601ec8cu);
    CHECK(ggc_hash("foobar") == 0x85944171f73967e8u);
    CHECK(ggc_hash("\xc3\xa9") != ggc_hash("e"));
    CHECK(ggc_hash_bytes((const unsigned char *)"foobar", 6) == 0x85944171f73967e8u);
    CHECK(ggc_hash_bytes((const unsigned char *)"a\0", 2) != ggc_hash("a"));
}

/* The stream is the blocks of counters 0, 1, 2, ... in order, and the counter
 * carries from one word to the next. */
static void test_stream_is_counted_blocks(void)
{
    ggc_rng rng;
    ggc_rng_start(&rng, 1, 2, 3);
    uint32_t counter[4] = {0, 0, 0, 0}, out[4];
    for (uint32_t block = 0; block < 3; block++) {
        counter[0] = block;
        ggc_philox(counter, rng.key, out);
        for (int i = 0; i < 4; i++)
            CHECK(ggc_rng_u32(&rng) == out[i]);
    }
    ggc_rng_start(&rng, 1, 2, 3);
    rng.counter[0] = rng.counter[1] = 0xffffffffu;
    for (int i = 0; i < 4; i++)
        (void)ggc_rng_u32(&rng);
    CHECK(rng.counter[0] == 0 && rng.counter[1] == 0);
    CHECK(rng.counter[2] == 1 && rng.counter[3] == 0);
    for (int i = 0; i < 4; i++)
        rng.counter[i] = 0xffffffffu; /* the last block of all; then the first again */
    for (int i = 0; i < 4; i++)
        (void)ggc_rng_u32(&rng);
    for (int i = 0; i < 4; i++)
        CHECK(rng.counter[i] == 0);
}

static void test_streams_differ_by_each_part_of_their_name(void)
{
    static const uint64_t names[][3] = {{1, 2, 3}, {2, 2, 3}, {1, 3, 3},
                                        {1, 2, 4}, {1, 3, 2}, {3, 2, 1}};
    uint64_t keys[6];
    for (size_t i = 0; i < 6; i++) {
        ggc_rng rng;
        ggc_rng_start(&rng, names[i][0], names[i][1], names[i][2]);
        keys[i] = (uint64_t)rng.key[1] << 32 | rng.key[0];
        for (size_t j = 0; j < i; j++)
            CHECK(keys[i] != keys[j]);
    }
}

static void test_uniform_is_open_and_even(void)
{
    enum { N = 100000 };
    ggc_rng rng;
    ggc_rng_start(&rng, 7, 0, 0);
    double sum = 0, square = 0;
    for (int i = 0; i < N; i++) {
        double u = ggc_rng_uniform(&rng);
        CHECK(u > 0 && u < 1);
        sum += u;
        square += u * u;
    }
    CHECK_NEAR(sum / N, 0.5, 4 * 0.28868 / sqrt(N)); /* four standard errors */
    CHECK_NEAR(square / N, 1.0 / 3, 4 * 0.29814 / sqrt(N));
}

static void test_normal_moments(void)
{
    enum { N = 100000 };
    ggc_rng rng;
    ggc_rng_start(&rng, 8, 0, 0);
    double moment[5] = {0};
    for (int i = 0; i < N; i++) {
        double z = ggc_rng_normal(&rng), power = 1;
        for (int k = 0; k < 5; k++, power *= z)
            moment[k] += power / N;
    }
    CHECK_NEAR(moment[1], 0, 4 * sqrt(1.0 / N));
    CHECK_NEAR(moment[2], 1, 4 * sqrt(2.0 / N));
    CHECK_NEAR(moment[3], 0, 4 * sqrt(15.0 / N));
    CHECK_NEAR(moment[4], 3, 4 * sqrt(96.0 / N));
}

/* Quantiles from tables; the distribution function of libm takes them back. */
static void test_normal_quantile(void)
{
    CHECK_NEAR(ggc_normal_quantile(0.5), 0, 0);
    CHECK_NEAR(ggc_normal_quantile(0.975), 1.959963984540054, 1e-15);
    CHECK_NEAR(ggc_normal_quantile(0.001), -3.090232306167813, 4e-15);
    CHECK_NEAR(ggc_normal_quantile(1e-20), -9.262340089798408, 1e-14);
    for (double u = 1e-300; u < 0.5; u *= 1.7) {
        double back = 0.5 * erfc(-ggc_normal_quantile(u) / sqrt(2.0));
        /* An error of 1e-15 in z is one of z^2 1e-15 in log(u). */
        CHECK_NEAR(back / u, 1, 4e-12);
        if (u > 1e-3)
            CHECK_NEAR(ggc_normal_quantile(1 - u), -ggc_normal_quantile(u), 1e-12);
    }
}

static void test_below_is_unbiased(void)
{
    enum { N = 60000 };
    ggc_rng rng;
    ggc_rng_start(&rng, 9, 0, 0);
    for (int i = 0; i < 100; i++)
        CHECK(ggc_rng_below(&rng, 1) == 0);
    int count[6] = {0};
    for (int i = 0; i < N; i++) {
        uint32_t k = ggc_rng_below(&rng, 6);
        if (CHECK(k < 6))
            count[k]++;
    }
    double statistic = 0;
    for (int k = 0; k < 6; k++)
        statistic += (count[k] - N / 6.0) * (count[k] - N / 6.0) / (N / 6.0);
    CHECK(statistic < 20.5); /* chi-square, 5 degrees of freedom, p = 0.001 */
    /* n = 3 * 2^30: a modulo without rejection gives the lower third twice. */
    int low = 0;
    for (int i = 0; i < N; i++)
        low += ggc_rng_below(&rng, 0xC0000000u) < 0x40000000u;
    CHECK_NEAR((double)low / N, 1.0 / 3, 4 * 0.4714 / sqrt(N));
}

int main(void)
{
    RUN(test_philox_known_answers);
    RUN(test_hash_known_answers);
    RUN(test_stream_is_counted_blocks);
    RUN(test_streams_differ_by_each_part_of_their_name);
    RUN(test_uniform_is_open_and_even);
    RUN(test_normal_moments);
    RUN(test_normal_quantile);
    RUN(test_below_is_unbiased);
    return REPORT();
}
