/* ggc_rng.c - Philox and what is drawn from it: see ggc_rng.h. */
#include "ggc_rng.h"

#include <math.h> /* sqrt, fabs */
#include <string.h>

#include "ggc_math.h"

void ggc_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0;
        uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
        uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        uint32_t n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

uint64_t ggc_hash_bytes(const unsigned char *bytes, size_t size)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

uint64_t ggc_hash(const char *text)
{
    return ggc_hash_bytes((const unsigned char *)text, strlen(text));
}

/* splitmix64's finaliser: every input bit reaches every output bit. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

void ggc_rng_start(ggc_rng *rng, uint64_t seed, uint64_t name, uint64_t purpose)
{
    uint64_t key = mix(mix(mix(seed + 0x9e3779b97f4a7c15u) ^ name) + purpose);
    rng->key[0] = (uint32_t)key;
    rng->key[1] = (uint32_t)(key >> 32);
    for (int i = 0; i < 4; i++)
        rng->counter[i] = 0;
    rng->left = 0;
}

uint32_t ggc_rng_u32(ggc_rng *rng)
{
    if (rng->left == 0) {
        ggc_philox(rng->counter, rng->key, rng->buffer);
        for (int i = 0; i < 4; i++)
            if (++rng->counter[i] != 0)
                break;
        rng->left = 4;
    }
    return rng->buffer[4 - rng->left--];
}

double ggc_rng_uniform(ggc_rng *rng)
{
    uint64_t high = ggc_rng_u32(rng) >> 5; /* 27 bits */
    uint64_t low = ggc_rng_u32(rng) >> 6;  /* 26 bits */
    return ((double)((high << 26) | low) + 0.5) * 0x1p-53;
}

uint32_t ggc_rng_below(ggc_rng *rng, uint32_t n)
{
    uint32_t reject = (uint32_t)(0u - n) % n; /* 2^32 mod n */
    uint32_t draw;
    do
        draw = ggc_rng_u32(rng);
    while (draw < reject);
    return draw % n;
}

/* Value at x of the polynomial with coefficients c[0] (constant) .. c[7]. */
static double polynomial7(const double c[8], double x)
{
    double value = c[7];
    for (int i = 6; i >= 0; i--)
        value = value * x + c[i];
    return value;
}

double ggc_normal_quantile(double u)
{
    /* clang-format off */
    static const double a[8] = {
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
        1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
        3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[8] = {
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2,
        5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
        2.8729085735721942674e4, 5.2264952788528545610e3};
    static const double c[8] = {
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[8] = {
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0,
        6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
        5.47593808499534494600e-4, 1.05075007164441684324e-9};
    static const double e[8] = {
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
        1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
        1.42151175831644588870e-7, 2.04426310338993978564e-15};
    /* clang-format on */
    double q = u - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial7(a, r) / polynomial7(b, r);
    }
    double r = sqrt(-ggc_log(q < 0 ? u : 1.0 - u));
    double value = r <= 5.0 ? polynomial7(c, r - 1.6) / polynomial7(d, r - 1.6)
                            : polynomial7(e, r - 5.0) / polynomial7(f, r - 5.0);
    return q < 0 ? -value : value;
}

double ggc_rng_normal(ggc_rng *rng) { return ggc_normal_quantile(ggc_rng_uniform(rng)); }
