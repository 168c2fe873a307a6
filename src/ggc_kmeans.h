/* ggc_kmeans.h - centres of points by Lloyd's algorithm from starts by k-means++ (Arthur &
 * Vassilvitskii 2007). Serial: the bits of a start depend on its key alone. */
#ifndef GGC_KMEANS_H
#define GGC_KMEANS_H

#include <stdint.h>

#include "ggc_arena.h"
#include "ggc_watch.h"

/* Starts, of which the caller keeps the best, and rounds of each at most, those of the
 * authors of lsNGC. */
#define GGC_KMEANS_STARTS 10
#define GGC_KMEANS_ROUNDS 100

typedef struct {
    int n, m;            /* points, coordinates, both >= 1 */
    const double *point; /* m x n: a point's coordinates side by side */
    int k;               /* centres, >= 1; those beyond the different points are others' copies */
    uint64_t seed, name, purpose; /* of start 0; the others' purposes follow */
} ggc_kmeans_task;

/* Memory of one start, and of the best of several. */
typedef struct {
    double *centre; /* m x k */
    double *sum;    /* m x k */
    double *near;   /* n: squared distance to the nearest centre */
    int *nearest;   /* n */
    int *count;     /* k */
    double *best;   /* m x k: centres of the best start */
    double inertia; /* of the best start: sum of squared distances */
    int start;      /* the best start; -1: none yet */
} ggc_kmeans_room;

/* Take memory for n points of m coordinates and k centres at most. */
void ggc_kmeans_carve(ggc_arena *arena, int n, int m, int k, ggc_kmeans_room *room);

/* Compute one start, and keep it where it is better than what room->best holds (room->start
 * = -1 before the first): of equals the lower start. Answers 0 where the meter said to give
 * up. */
int ggc_kmeans_start(const ggc_kmeans_task *task, int start, ggc_kmeans_room *room,
                     ggc_meter *meter);

/* All starts. */
int ggc_kmeans(const ggc_kmeans_task *task, ggc_kmeans_room *room, ggc_meter *meter);

/* Is a start of that inertia to be kept instead of the best of a room? */
int ggc_kmeans_better(double inertia, int start, const ggc_kmeans_room *room);

/* Squared distance of two points of m coordinates. */
double ggc_kmeans_apart(const double *x, const double *y, int m);

#endif
