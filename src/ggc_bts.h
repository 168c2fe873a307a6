/* ggc_bts.h - backward-in-time selection: a dynamic regression of each target whose lagged
 * terms enter one by one, from the recent past to the distant (Siggiridou & Kugiumtzis
 * 2016).
 *
 * A gene's next term is its lag o + k, o being the largest that it has in the model. Of
 * all genes' next terms the one enters that lowers the BIC most, and k is 1 again; where
 * none does, k grows by one. BIC is n ln(RSS / n) + terms ln n over the n rows that have
 * the largest lag of the model in their past; a row's past is that of its trajectory. */
#ifndef GGC_BTS_H
#define GGC_BTS_H

#include "ggc_arena.h"
#include "ggc_status.h"

typedef struct {
    int genes, samples;
    const double *z; /* genes x samples, column-major; rows of mean 0 */
    int trajectories;
    const int *first; /* trajectories + 1: where each starts, and samples */
    int regulators;
    const int *regulator; /* rows of z */
    int targets;
    const int *target;  /* rows of z; its own past is always a candidate */
    const int *exclude; /* regulators x targets: non-zero ones are no candidates; or NULL */
    int lags;           /* the largest lag, >= 1 */
    int most;           /* room for terms in the result, >= 1 */
} ggc_bts_task;

/* Terms of target i stand at [most * i] and so on, in the order in which they entered. */
typedef struct {
    int *count;          /* targets: terms, at most `most` */
    int *input;          /* most x targets: regulator from 0; `regulators`: own past of a
                          * target that is none */
    int *lag;            /* most x targets */
    double *coefficient; /* most x targets */
    double *drop;        /* most x targets: what the residual sum of squares grows by
                          * without any term of that gene */
    double *rss;         /* targets */
    int *rows, *order;   /* targets: rows of the regression; its largest lag, 0: no term */
    int *full;           /* targets: 1 where more terms might have entered, for lack of room
                          * or of rows */
} ggc_bts_result;

/* How many terms a model of so many rows may have: a third of the rows, and 5, are left as
 * degrees of freedom. */
int ggc_bts_room(int rows);

/* Rows of a model whose largest lag is m. */
int ggc_bts_rows(const ggc_bts_task *task, int m);

/* Bytes of workspace for so many threads; 0 where they do not fit in size_t. */
size_t ggc_bts_workspace(const ggc_bts_task *task, int threads);

/* The models of all targets.
 *   workspace   `size` bytes, as ggc_bts_workspace() asks
 * Ensures: the bits of a target do not depend on threads or on the other targets.
 * Fails with GGC_ENOMEM, GGC_ECANCELLED. */
ggc_status ggc_bts(const ggc_bts_task *task, int threads, void *workspace, size_t size,
                   const ggc_hooks *hooks, ggc_bts_result *result) GGC_MUST_CHECK;

#endif
