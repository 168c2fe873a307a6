/* ggc_rng.h - counter-based random numbers: Philox4x32-10 (Salmon, Moraes,
 * Dror & Shaw, SC 2011), keyed by what is drawn, not by who draws it.
 *
 * A stream is named by (seed, name, purpose); the same name gives the same
 * numbers on any thread, worker or machine. */
#ifndef GGC_RNG_H
#define GGC_RNG_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t key[2];
    uint32_t counter[4];
    uint32_t buffer[4];
    int left; /* unread words in buffer */
} ggc_rng;

/* One Philox4x32-10 block. Known answer (Random123): counter 0, key 0 gives
 * 6627e8d5 e169c58d bc57ac4c 9b00dbd8. */
void ggc_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* 64-bit FNV-1a hash of a NUL-terminated UTF-8 string, and of any bytes. Each step is
 * one-to-one in the hash, so a change of one byte always shows. */
uint64_t ggc_hash(const char *text);
uint64_t ggc_hash_bytes(const unsigned char *bytes, size_t size);

/* Start the stream (seed, name, purpose). name, purpose: any 64-bit numbers,
 * usually ggc_hash() of a gene's name and a small constant. */
void ggc_rng_start(ggc_rng *rng, uint64_t seed, uint64_t name, uint64_t purpose);

/* Next 32 random bits. */
uint32_t ggc_rng_u32(ggc_rng *rng);

/* Uniform on the open interval (0, 1): 53 random bits, never 0 or 1. */
double ggc_rng_uniform(ggc_rng *rng);

/* Uniform integer in 0 .. n - 1, unbiased. Requires n >= 1. */
uint32_t ggc_rng_below(ggc_rng *rng, uint32_t n);

/* Quantile of the standard normal at u. Requires 0 < u < 1. Relative error
 * about 1e-15. Source: Wichura (1988), algorithm AS 241, PPND16. */
double ggc_normal_quantile(double u);

/* Standard normal by inversion: one uniform a draw, no libm but sqrt, so bits
 * do not depend on the platform. */
double ggc_rng_normal(ggc_rng *rng);

#endif
