/* ggc_arena.h - a bump allocator on memory that the caller owns.
 *
 * An arena over NULL hands out NULL and counts: run the same carving code once
 * to measure and once to place, so sizes can never drift from their use. */
#ifndef GGC_ARENA_H
#define GGC_ARENA_H

#include <stddef.h>

#define GGC_ALIGN ((size_t)64)

typedef struct {
    unsigned char *base; /* NULL while measuring */
    size_t size;         /* bytes at base; ignored while measuring */
    size_t used;         /* bytes handed out, gaps included */
    int overflow;        /* 1 once a request did not fit, else 0 */
} ggc_arena;

/* Start an arena. base: memory of `size` bytes aligned to GGC_ALIGN, or NULL
 * to measure. Under AddressSanitizer the whole block is poisoned first. */
void ggc_arena_init(ggc_arena *arena, void *base, size_t size);

/* Take count * size bytes, aligned to GGC_ALIGN, with a gap behind them that
 * AddressSanitizer sees as poisoned. Returns NULL while measuring, and when the
 * request does not fit (then arena->overflow is set). Memory is not zeroed. */
void *ggc_arena_take(ggc_arena *arena, size_t count, size_t size);

/* Round a pointer up to GGC_ALIGN; blocks need GGC_ALIGN - 1 spare bytes. */
void *ggc_align_up(void *pointer);

#define GGC_TAKE(arena, type, count)                                                               \
    ((type *)ggc_arena_take((arena), (size_t)(count), sizeof(type)))

#endif
