/* fuzz.h - small problems from the fuzzer's bytes.
 *
 * A target is one file, fuzz_*.c, with libFuzzer's entry. It builds what the glue
 * may hand to the core (R has checked the rest), in memory of the exact size, and
 * traps where a promise is broken: sanitizers see to the rest. */
#ifndef FUZZ_H
#define FUZZ_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    const uint8_t *at;
    size_t left;
} fuzz_bytes;

/* A broken promise: ends the program where the debugger can look. */
static inline void fuzz_require(int held)
{
    if (!held)
        __builtin_trap();
}

/* The next byte; 0 when there is none left. */
static inline unsigned fuzz_byte(fuzz_bytes *f)
{
    if (f->left == 0)
        return 0;
    f->left--;
    return *f->at++;
}

/* low .. high, of at most 65,536 numbers. */
static inline int fuzz_int(fuzz_bytes *f, int low, int high)
{
    unsigned range = (unsigned)(high - low) + 1, value = fuzz_byte(f);
    if (range > 256)
        value = 256 * value + fuzz_byte(f);
    return low + (int)(value % range);
}

static inline int fuzz_flag(fuzz_bytes *f) { return fuzz_int(f, 0, 1); }

static inline uint64_t fuzz_word(fuzz_bytes *f)
{
    uint64_t word = 0;
    for (int i = 0; i < 8; i++)
        word = word << 8 | fuzz_byte(f);
    return word;
}

/* Once in 16: for what takes long, as starting threads does. */
static inline int fuzz_rarely(fuzz_bytes *f) { return fuzz_int(f, 0, 15) == 15; }

/* A number of ordinary size; equal ones are common. */
static inline double fuzz_near(fuzz_bytes *f) { return (fuzz_int(f, 0, 255) - 128) / 32.0; }

/* 0 .. 1, both included. */
static inline double fuzz_share(fuzz_bytes *f) { return fuzz_int(f, 0, 255) / 255.0; }

/* Any finite double: ordinary, near either end, or of any bits. */
static inline double fuzz_any(fuzz_bytes *f)
{
    static const double far[] = {0.0,    -0.0,    1e300,   -1e300, 1.79e308, 1e-300,
                                 5e-324, 1e-310, -1e-310, 1e154,  -1e154,   1e16};
    unsigned kind = fuzz_byte(f);
    if (kind < 192)
        return fuzz_near(f);
    if (kind < 240)
        return far[fuzz_byte(f) % (sizeof far / sizeof *far)];
    uint64_t word = fuzz_word(f);
    double value;
    memcpy(&value, &word, sizeof value);
    return isfinite(value) ? value : 1.0;
}

/* `bytes` bytes aligned as the core asks, with nothing of ours behind them. */
static inline void *fuzz_memory(size_t bytes)
{
    void *memory = NULL;
    fuzz_require(posix_memalign(&memory, GGC_ALIGN, bytes > 0 ? bytes : 1) == 0);
    return memory;
}

/* An arena of the size that another one measured; free(arena.base). */
static inline ggc_arena fuzz_arena(const ggc_arena *measured)
{
    ggc_arena arena;
    ggc_arena_init(&arena, fuzz_memory(measured->used), measured->used);
    return arena;
}

#endif
