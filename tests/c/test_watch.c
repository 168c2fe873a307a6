/* Cancellation (ggc_watch.h): when meters ask, and units that run, wait and are given
 * up. */
#include "ggc_watch.h"

#include <stdlib.h>

#include "ggc_omp.h"

#include "minunit.h"

enum { UNITS = 40, THREADS = 3 };

typedef struct {
    int asked, stop_at; /* stops when asked so many times; 0: never */
    int told, total;
} caller;

static int poll(void *ctx)
{
    caller *c = ctx;
    c->asked++;
    return c->stop_at > 0 && c->asked >= c->stop_at;
}

static void progress(void *ctx, int done, int total)
{
    caller *c = ctx;
    CHECK(done >= c->told);
    c->told = done;
    c->total = total;
}

static ggc_hooks hooks_of(caller *c)
{
    return (ggc_hooks){.poll = poll, .progress = progress, .ctx = c};
}

static void meters_ask_after_so_much_work(void)
{
    caller c = {.stop_at = 3};
    const ggc_hooks hooks = hooks_of(&c);
    ggc_meter meter = ggc_meter_start(&hooks, 2);
    CHECK(!ggc_meter_add(&meter, 2 * GGC_POLL_WORK - 1) && c.asked == 0);
    CHECK(!ggc_meter_add(&meter, 1) && c.asked == 1);
    ggc_meter_count(&meter, 5 * GGC_POLL_WORK);
    CHECK(!ggc_meter_due(&meter) && c.asked == 2);
    CHECK(!ggc_meter_due(&meter) && c.asked == 2); /* nothing done since */
    CHECK(ggc_meter_add(&meter, 2 * GGC_POLL_WORK) && c.asked == 3);
    CHECK(c.total == 0); /* they tell nothing */
}

static void meters_without_hooks_never_ask(void)
{
    const ggc_hooks none = {0};
    ggc_meter meter = ggc_meter_start(NULL, 1), empty = ggc_meter_start(&none, 1);
    CHECK(!ggc_meter_add(&meter, 1e30) && !ggc_meter_add(&empty, 1e30));
}

static void meters_over_a_watch_tell_too(void)
{
    caller c = {.stop_at = 2};
    const ggc_hooks hooks = hooks_of(&c);
    ggc_watch watch = ggc_watch_start(&hooks, 7);
    ggc_meter meter = ggc_meter_over(ggc_watch_ask, &watch, 10.0);
    watch.done = 4;
    CHECK(!ggc_meter_add(&meter, 9) && !ggc_meter_add(&meter, 1));
    CHECK(c.asked == 1 && c.told == 4 && c.total == 7);
    CHECK(ggc_meter_add(&meter, 10) && watch.cancelled);
    CHECK(ggc_watch_ask(&watch));
}

typedef struct {
    int *times; /* units: how often each was run */
    int asks;   /* how often a unit asks */
} job;

static int run(const void *all, int unit, void *slot, ggc_watch *watch)
{
    const job *j = all;
    int *mine = slot;
    for (int k = 0; k < j->asks; k++)
        if (ggc_watch_ask(watch))
            return 0;
    j->times[unit]++;
    ++*mine;
    return 1;
}

static void units_run_once_each(void)
{
    for (int threads = 1; threads <= THREADS; threads++)
        for (int chunk = 1; chunk <= 8; chunk += 7) {
            caller c = {0};
            const ggc_hooks hooks = hooks_of(&c);
            int times[UNITS] = {0}, slots[THREADS] = {0}, sum = 0;
            const job all = {times, 1};
            const ggc_units units = {UNITS, chunk, run, &all, slots, sizeof *slots};
            ggc_watch watch = ggc_watch_start(&hooks, 2 * UNITS);
            CHECK(ggc_over_units(&units, threads, &watch) == GGC_OK);
            CHECK(ggc_over_units(&units, threads, &watch) == GGC_OK);
            for (int i = 0; i < UNITS; i++)
                CHECK(times[i] == 2);
            for (int t = 0; t < THREADS; t++)
                sum += slots[t];
            CHECK(sum == 2 * UNITS && watch.done == 2 * UNITS);
            CHECK(c.asked > 0 && c.total == 2 * UNITS);
        }
}

static void units_are_given_up(void)
{
    for (int threads = 1; threads <= THREADS; threads++)
        for (int stop_at = 1; stop_at <= (threads > 1 ? 1 : 5); stop_at += 4) {
            caller c = {.stop_at = stop_at};
            const ggc_hooks hooks = hooks_of(&c);
            int times[UNITS] = {0}, slots[THREADS] = {0}, sum = 0;
            const job all = {times, 1};
            const ggc_units units = {UNITS, 1, run, &all, slots, sizeof *slots};
            ggc_watch watch = ggc_watch_start(&hooks, UNITS);
            CHECK(ggc_over_units(&units, threads, &watch) == GGC_ECANCELLED);
            for (int i = 0; i < UNITS; i++) {
                CHECK(times[i] <= 1);
                sum += times[i];
            }
            CHECK(sum == watch.done && (threads > 1 || sum == stop_at - 1));
            const int before = sum; /* and no unit is begun after that */
            CHECK(ggc_over_units(&units, threads, &watch) == GGC_ECANCELLED);
            CHECK(watch.done == before);
        }
}

int main(void)
{
    RUN(meters_ask_after_so_much_work);
    RUN(meters_without_hooks_never_ask);
    RUN(meters_over_a_watch_tell_too);
    RUN(units_run_once_each);
    RUN(units_are_given_up);
    return mu_report();
}
