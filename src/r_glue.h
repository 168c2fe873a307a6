/* r_glue.h - the border to R: entry points and checked SEXP accessors.
 *
 * Glue checks type and length, owns all memory, calls the core, raises. What a
 * user can get wrong has been refused in R before; a failed check here is an
 * internal error. */
#ifndef R_GLUE_H
#define R_GLUE_H

#include "ggc_omp.h" /* before R's headers */

#ifndef R_NO_REMAP
#define R_NO_REMAP
#endif
#ifndef STRICT_R_HEADERS
#define STRICT_R_HEADERS
#endif
#include <R.h>
#include <Rinternals.h>
#include <stddef.h>
#include <stdint.h>

#include "ggc_rearrange.h"
#include "ggc_status.h"

/* r_args.c: each raises an internal error naming `what` unless x fits. */
const double *arg_doubles(SEXP x, R_xlen_t length, const char *what);
const double *arg_matrix(SEXP x, int *nrow, int *ncol, const char *what);
const int *arg_ints(SEXP x, R_xlen_t length, const char *what);
int arg_int(SEXP x, const char *what);
double arg_double(SEXP x, const char *what);
uint64_t arg_seed(SEXP x, const char *what); /* whole double 0 .. 2^53 */
const char *arg_string(SEXP x, const char *what);
SEXP list_get(SEXP list, const char *name); /* element by name, error if absent */
int glue_get_int(SEXP list, const char *name);
double glue_get_double(SEXP list, const char *name);

/* Of a named list: a whole number from least to most; 1-based numbers up to most as 0-based
 * ones on R_alloc (length -1: of any length); and trajectories (`trajectory`, `kind`, `kin`)
 * of so many columns, on R_alloc. */
void arg_broken(const char *what);
int arg_number(SEXP list, const char *name, int least, int most);
const int *arg_numbers(SEXP list, const char *name, R_xlen_t length, int most);
ggc_trajectories arg_trajectories(SEXP list, int columns);

/* Hashes of n names, on R_alloc. */
const uint64_t *glue_hash_names(SEXP names, R_xlen_t n);

/* A workspace of `bytes` from R_alloc, aligned to GGC_ALIGN; freed by R when
 * the .Call returns or jumps. */
void *glue_workspace(size_t bytes);

/* The same for a size as the core measured it, 0 being one that does not fit; an error
 * then, that names `where`. */
void *glue_measured(size_t bytes, const char *where);

/* r_interrupt.c: hooks that look for Ctrl-C and report to an R function of
 * (done, total). Both run on R's main thread under R_ToplevelExec, so no jump
 * leaves a parallel region. glue_progress_call() holds the function and what it was
 * told last, R_NilValue for NULL; the caller protects it. */
SEXP glue_progress_call(SEXP progress_);
ggc_hooks glue_hooks(SEXP progress_call);

/* Raise what a core status means; returns on GGC_OK and on GGC_ECANCELLED
 * (the R wrapper re-raises an interrupt when a result is NULL). */
void glue_check(ggc_status status, const char *where);

/* r_threads.c: the only owner of the thread count. */
int glue_threads(SEXP threads_); /* >= 1; 1 in a forked child */
void glue_threads_init(void);

#endif
