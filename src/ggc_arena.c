/* ggc_arena.c - a bump allocator: see ggc_arena.h. */
#include "ggc_arena.h"

#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define GGC_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GGC_ASAN 1
#endif
#endif

#ifdef GGC_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

void ggc_arena_init(ggc_arena *arena, void *base, size_t size)
{
    arena->base = base;
    arena->size = size;
    arena->used = 0;
    arena->overflow = 0;
    if (base != NULL)
        POISON(base, size);
}

void *ggc_arena_take(ggc_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX / 2 - arena->used) / size) {
        arena->overflow = 1;
        return NULL;
    }
    size_t bytes = count * size;
    size_t padded = (bytes + GGC_ALIGN - 1) / GGC_ALIGN * GGC_ALIGN + GGC_ALIGN;
    size_t start = arena->used;
    arena->used += padded;
    if (arena->base == NULL)
        return NULL;
    if (arena->used > arena->size) {
        arena->overflow = 1;
        return NULL;
    }
    UNPOISON(arena->base + start, bytes);
    return arena->base + start;
}

void *ggc_align_up(void *pointer)
{
    uintptr_t address = (uintptr_t)pointer;
    return (unsigned char *)pointer + (GGC_ALIGN - address % GGC_ALIGN) % GGC_ALIGN;
}
