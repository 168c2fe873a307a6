/* ggc_rng.h - counter-based random numbers: Philox4x32-10 (Salmon, Moraes,
 * Dror & Shaw, SC 2011), keyed by what is drawn, not by who draws it.
 *
 * A stream is named by (seed, name, purpose); the same name gives the same
 * numbers on any thread, worker or machine. Seeds are the user's: nothing is ever
 * added to one, or neighbouring seeds would share streams. */
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

/* Start the stream (seed, name, purpose). name: any 64-bit number, usually ggc_hash()
 * of a gene's name. purpose: of the table below. */
void ggc_rng_start(ggc_rng *rng, uint64_t seed, uint64_t name, uint64_t purpose);

/* --- purposes --- */

/* All streams of the package: a new one takes a line here. What is numbered (a member,
 * a trajectory, a perturbation) adds its number, from 0, to the purpose, which leaves
 * the low half free for it; 48 bits where there are so many. */
#define GGC_STREAM(tag) ((uint64_t)(tag) << 32)

/* networks (ggc_problem.c); name: the target, and for the weights of an input also it */
#define GGC_STREAM_INPUT_WEIGHTS GGC_STREAM(0x57474801) /* + member */
#define GGC_STREAM_OTHER_WEIGHTS GGC_STREAM(0x57474802) /* + member */
/* the map of genes to hidden units (ggc_hidden.c); seed 0, name: the gene */
#define GGC_STREAM_HIDDEN_MAP ((uint64_t)0)
/* uniform numbers for R (C_ggc_uniform()); name: what they are for */
#define GGC_STREAM_UNIFORM ((uint64_t)3)
/* rearranged sources (ggc_te.c); name: the target and the regulator */
#define GGC_STREAM_TE GGC_STREAM(0x54450001)
/* centres of lsNGC (ggc_lsngc.c); name: the source, the target that has a state of its own,
 * 0 for the shared state */
#define GGC_STREAM_LSNGC_SOURCE GGC_STREAM(0x4c534e01) /* + start */
#define GGC_STREAM_LSNGC_STATE GGC_STREAM(0x4c534e02)  /* + start */
/* rearranged regulators (ggc_hsic.c); name: the regulator */
#define GGC_STREAM_HSIC GGC_STREAM(0x48530001)
/* first places of a layout (ggc_layout.c); name: the node */
#define GGC_STREAM_PLACE ((uint64_t)0x6c61796fu)
/* topology of gene networks (ggc_grn_network.c); name: the gene, 0 for the network */
#define GGC_STREAM_GRN_RANK GGC_STREAM(0x47524e01)
#define GGC_STREAM_GRN_HUB GGC_STREAM(0x47524e02)
#define GGC_STREAM_GRN_MODULE GGC_STREAM(0x47524e03)
#define GGC_STREAM_GRN_DEGREE GGC_STREAM(0x47524e04)
#define GGC_STREAM_GRN_DEAL GGC_STREAM(0x47524e05)
#define GGC_STREAM_GRN_PARENTS GGC_STREAM(0x47524e06)
#define GGC_STREAM_GRN_ADOPT GGC_STREAM(0x47524e07)
#define GGC_STREAM_GRN_SIGN GGC_STREAM(0x47524e08)
/* kinetics and courses of gene networks (ggc_grn.c); name: the gene, of a link also the
 * regulator */
#define GGC_STREAM_GRN_GENE GGC_STREAM(0x47524e11)
#define GGC_STREAM_GRN_LINK GGC_STREAM(0x47524e12)
#define GGC_STREAM_GRN_SHIFT ((uint64_t)0x4753 << 48) /* + perturbation */
#define GGC_STREAM_GRN_PROCESS GGC_STREAM(0x47524e14) /* + trajectory */
#define GGC_STREAM_GRN_NOISE GGC_STREAM(0x47524e15)   /* + trajectory */
#define GGC_STREAM_GRN_START GGC_STREAM(0x47524e16)   /* + trajectory / replicates */
/* single cells (ggc_single_cells.c, ggc_counts.c); name: the gene, of a link also the
 * regulator */
#define GGC_STREAM_CELL_GENE GGC_STREAM(0x43454c01)
#define GGC_STREAM_CELL_LINK GGC_STREAM(0x43454c02)
#define GGC_STREAM_CELL_PROCESS GGC_STREAM(0x43454c03) /* + run */
#define GGC_STREAM_CELL_COUNT GGC_STREAM(0x43454c04)   /* + cell */
/* Lorenz-96 and VAR (ggc_simulate.c); name: the gene */
#define GGC_STREAM_SIM_START GGC_STREAM(0x53494d01) /* + trajectory / replicates */
#define GGC_STREAM_SIM_NOISE GGC_STREAM(0x53494d02) /* + trajectory */
#define GGC_STREAM_SIM_LINKS GGC_STREAM(0x53494d03)
#define GGC_STREAM_SIM_GROWTH GGC_STREAM(0x53494d04) /* + lag */

/* --- draws --- */

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
