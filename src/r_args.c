/* r_args.c - checked accessors of what R hands over, and its memory. */
#include "r_glue.h"

#include <string.h>

#include "ggc_arena.h"
#include "ggc_rng.h"

static void refuse(const char *what, const char *expected)
{
    Rf_error("ggc internal error: `%s` must be %s; please report", what, expected);
}

const double *arg_doubles(SEXP x, R_xlen_t length, const char *what)
{
    if (!Rf_isReal(x) || (length >= 0 && XLENGTH(x) != length))
        refuse(what, "a double vector of the agreed length");
    return REAL_RO(x);
}

const double *arg_matrix(SEXP x, int *nrow, int *ncol, const char *what)
{
    if (!Rf_isReal(x) || !Rf_isMatrix(x))
        refuse(what, "a double matrix");
    *nrow = Rf_nrows(x);
    *ncol = Rf_ncols(x);
    return REAL_RO(x);
}

const int *arg_ints(SEXP x, R_xlen_t length, const char *what)
{
    if (TYPEOF(x) != INTSXP || (length >= 0 && XLENGTH(x) != length))
        refuse(what, "an integer vector of the agreed length");
    return INTEGER_RO(x);
}

int arg_int(SEXP x, const char *what)
{
    if (TYPEOF(x) != INTSXP || XLENGTH(x) != 1 || INTEGER_RO(x)[0] == NA_INTEGER)
        refuse(what, "one integer");
    return INTEGER_RO(x)[0];
}

double arg_double(SEXP x, const char *what)
{
    if (!Rf_isReal(x) || XLENGTH(x) != 1)
        refuse(what, "one double");
    return REAL_RO(x)[0];
}

uint64_t arg_seed(SEXP x, const char *what)
{
    double value = arg_double(x, what);
    if (!(value >= 0 && value <= 9007199254740992.0))
        refuse(what, "a whole number from 0 to 2^53");
    return (uint64_t)value;
}

const char *arg_string(SEXP x, const char *what)
{
    if (TYPEOF(x) != STRSXP || XLENGTH(x) != 1)
        refuse(what, "one string");
    return Rf_translateCharUTF8(STRING_ELT(x, 0));
}

SEXP list_get(SEXP list, const char *name)
{
    SEXP names = Rf_getAttrib(list, R_NamesSymbol);
    if (TYPEOF(list) == VECSXP && TYPEOF(names) == STRSXP)
        for (R_xlen_t i = 0; i < XLENGTH(list); i++)
            if (strcmp(CHAR(STRING_ELT(names, i)), name) == 0)
                return VECTOR_ELT(list, i);
    refuse(name, "an element of the list handed over");
    return R_NilValue;
}

int glue_get_int(SEXP list, const char *name) { return arg_int(list_get(list, name), name); }

double glue_get_double(SEXP list, const char *name)
{
    return arg_double(list_get(list, name), name);
}

void arg_broken(const char *what)
{
    Rf_error("ggc internal error: `%s` is out of range; please report", what);
}

int arg_number(SEXP list, const char *name, int least, int most)
{
    const int value = glue_get_int(list, name);
    if (value < least || value > most)
        arg_broken(name);
    return value;
}

const int *arg_numbers(SEXP list, const char *name, R_xlen_t length, int most)
{
    SEXP x = list_get(list, name);
    const int *from = arg_ints(x, length, name);
    const R_xlen_t n = XLENGTH(x);
    int *out = (int *)R_alloc((size_t)n + 1, sizeof(int));
    for (R_xlen_t i = 0; i < n; i++) {
        if (from[i] < 1 || from[i] > most)
            arg_broken(name);
        out[i] = from[i] - 1;
    }
    return out;
}

/* First columns of the trajectories, which lie side by side, and of what follows them. */
static const int *starts(const int *trajectory, int columns, int trajectories)
{
    int *start = (int *)R_alloc((size_t)trajectories + 1, sizeof(int));
    int r = -1;
    for (int n = 0; n < columns; n++) {
        if (r >= 0 && trajectory[n] == r)
            continue;
        if (trajectory[n] != r + 1)
            arg_broken("trajectory");
        start[++r] = n;
    }
    if (r + 1 != trajectories)
        arg_broken("trajectory");
    start[trajectories] = columns;
    return start;
}

ggc_trajectories arg_trajectories(SEXP list, int columns)
{
    SEXP kind = list_get(list, "kind");
    ggc_trajectories t;
    t.count = (int)XLENGTH(kind);
    t.kind = arg_ints(kind, -1, "kind");
    t.kin = arg_numbers(list, "kin", t.count, t.count);
    t.of = arg_numbers(list, "trajectory", columns, t.count);
    t.start = starts(t.of, columns, t.count);
    for (int r = 0, n; r < t.count; r++) {
        for (n = 0; n < t.count && t.kin[n] != r; n++)
            ;
        if (n == t.count)
            arg_broken("kin");
    }
    for (int r = 1; r < t.count; r++) {
        const int a = t.kin[r - 1], b = t.kin[r];
        if (t.kind[a] == t.kind[b] && t.start[a + 1] - t.start[a] != t.start[b + 1] - t.start[b])
            arg_broken("kind");
    }
    return t;
}

const uint64_t *glue_hash_names(SEXP names, R_xlen_t n)
{
    if (TYPEOF(names) != STRSXP || XLENGTH(names) != n)
        Rf_error("ggc internal error: `genes` must be the names of the rows; please report");
    uint64_t *key = (uint64_t *)R_alloc((size_t)n + 1, sizeof(uint64_t));
    for (R_xlen_t i = 0; i < n; i++)
        key[i] = ggc_hash(Rf_translateCharUTF8(STRING_ELT(names, i)));
    return key;
}

void *glue_workspace(size_t bytes) { return ggc_align_up(R_alloc(bytes + GGC_ALIGN, 1)); }

void *glue_measured(size_t bytes, const char *where)
{
    if (bytes == 0)
        glue_check(GGC_EOVERFLOW, where);
    return glue_workspace(bytes);
}
