#include "ggc_arena.h"

#include <stdint.h>
#include <string.h>

#include "minunit.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#endif

enum { SIZE = 4096 };
static unsigned char memory[SIZE + 64];

static ggc_arena fresh(size_t size)
{
    ggc_arena arena;
    ggc_arena_init(&arena, ggc_align_up(memory), size);
    return arena;
}

static void release(void)
{
#ifdef WITH_ASAN
    ASAN_UNPOISON_MEMORY_REGION(memory, sizeof memory);
#endif
}

/* One carving used for measuring and for placing. */
static void carve(ggc_arena *arena, double **x, int **k, char **c)
{
    *x = GGC_TAKE(arena, double, 10);
    *k = GGC_TAKE(arena, int, 3);
    *c = GGC_TAKE(arena, char, 1);
}

static void test_measure_then_place(void)
{
    double *x;
    int *k;
    char *c;
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    carve(&measured, &x, &k, &c);
    CHECK(x == NULL && k == NULL && c == NULL);
    CHECK(!measured.overflow);
    CHECK(measured.used >= 10 * sizeof(double) + 3 * sizeof(int) + 1);
    ggc_arena placed = fresh(measured.used);
    carve(&placed, &x, &k, &c);
    CHECK(!placed.overflow && placed.used == measured.used);
    if (CHECK(x != NULL && k != NULL && c != NULL)) {
        CHECK((uintptr_t)x % GGC_ALIGN == 0);
        CHECK((uintptr_t)k % GGC_ALIGN == 0);
        CHECK((uintptr_t)c % GGC_ALIGN == 0);
        CHECK((unsigned char *)k >= (unsigned char *)(x + 10) + GGC_ALIGN);
        memset(x, 0xff, 10 * sizeof *x); /* writable to the last byte */
        memset(k, 0xff, 3 * sizeof *k);
        *c = 1;
    }
    release();
}

/* Whole cache lines, and one between neighbours. */
static void test_no_more_is_taken_than_needed(void)
{
    for (size_t bytes = 0; bytes <= 3 * GGC_ALIGN; bytes++) {
        ggc_arena measured;
        ggc_arena_init(&measured, NULL, 0);
        (void)ggc_arena_take(&measured, bytes, 1);
        size_t lines = 1;
        while ((lines - 1) * GGC_ALIGN < bytes)
            lines++;
        CHECK(measured.used == lines * GGC_ALIGN);
    }
}

static void test_one_byte_short_is_refused(void)
{
    double *x;
    int *k;
    char *c;
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    carve(&measured, &x, &k, &c);
    ggc_arena placed = fresh(measured.used - 1);
    carve(&placed, &x, &k, &c);
    CHECK(x != NULL && k != NULL && c == NULL);
    CHECK(placed.overflow == 1);
    release();
}

static void test_sizes_that_do_not_fit_are_refused(void)
{
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    CHECK(ggc_arena_take(&measured, SIZE_MAX, 1) == NULL && measured.overflow == 1);
    ggc_arena_init(&measured, NULL, 0);
    CHECK(ggc_arena_take(&measured, SIZE_MAX / 8 + 1, 8) == NULL && measured.overflow);
    ggc_arena_init(&measured, NULL, 0);
    CHECK(ggc_arena_take(&measured, SIZE_MAX / 4, 1) == NULL && !measured.overflow);
    for (int i = 0; i < 4; i++)
        (void)ggc_arena_take(&measured, SIZE_MAX / 4, 1);
    CHECK(measured.overflow);
}

static void test_empty_requests(void)
{
    ggc_arena arena = fresh(SIZE);
    CHECK(GGC_TAKE(&arena, double, 0) != NULL);
    CHECK(GGC_TAKE(&arena, double, 1) != NULL);
    CHECK(!arena.overflow);
    release();
}

static void test_align_up(void)
{
    for (size_t i = 0; i < 65; i++) {
        unsigned char *p = ggc_align_up(memory + i);
        CHECK((uintptr_t)p % GGC_ALIGN == 0);
        CHECK(p >= memory + i && p < memory + i + GGC_ALIGN);
    }
}

/* Only AddressSanitizer can see the gaps. */
static void test_gaps_are_poisoned(void)
{
#ifdef WITH_ASAN
    ggc_arena arena = fresh(SIZE);
    char *a = GGC_TAKE(&arena, char, 100);
    char *b = GGC_TAKE(&arena, char, 100);
    CHECK(!__asan_address_is_poisoned(a) && !__asan_address_is_poisoned(a + 99));
    CHECK(__asan_address_is_poisoned(a + 100));
    CHECK(__asan_address_is_poisoned(b - 1));
    CHECK(__asan_address_is_poisoned(b + 100));
    release();
#endif
}

int main(void)
{
    RUN(test_measure_then_place);
    RUN(test_no_more_is_taken_than_needed);
    RUN(test_one_byte_short_is_refused);
    RUN(test_sizes_that_do_not_fit_are_refused);
    RUN(test_empty_requests);
    RUN(test_align_up);
    RUN(test_gaps_are_poisoned);
    return REPORT();
}
