/* r_var.c - the Granger test: least squares of one target after another. */
/* Before R's headers: lengths of strings are handed to Fortran. */
#define USE_FC_LEN_T
#include "r_glue.h"

#include <R_ext/BLAS.h>
#include <R_ext/Lapack.h>
#include <R_ext/Utils.h>
#include <math.h>
#include <string.h>

#include "r_entry.h"

#ifndef FCONE
#define FCONE
#endif

/* Least squares by R's own LAPACK, outside any parallel region. All memory is R's. A
 * regression here has no intercept: what it is of has been centred. */

/* A column that the others explain up to this share of its length is one of them, and a
 * target that they explain up to this share of its squared length is determined. */
#define SAME 1e-7
#define DETERMINED 1e-20

#define MOST_LAGS 64

typedef struct {
    int n, q, rank; /* rows, columns */
    double *qr;     /* n x q, as dgeqp3 leaves it */
    double *tau;
    int *pivot; /* 1-based */
    double *work;
    int lwork;
} factor;

static double *doubles(size_t n) { return (double *)R_alloc(n > 0 ? n : 1, sizeof(double)); }

static int smaller(int a, int b) { return a < b ? a : b; }

static double squares(const double *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sum;
}

/* A place for factors of n x q matrices, whose Q' is put before up to `columns`. */
static factor factor_place(int n, int q, int columns)
{
    factor f = {.n = n, .q = q};
    f.qr = doubles((size_t)n * q);
    f.tau = doubles((size_t)q);
    f.pivot = (int *)R_alloc(q > 0 ? q : 1, sizeof(int));
    f.lwork = 2 * q + 64 * (columns > q ? columns : q) + 66 * 64;
    f.work = doubles((size_t)f.lwork);
    return f;
}

/* Factors f->qr, with pivoting. */
static void factorise(factor *f)
{
    int info = 0;
    f->rank = 0;
    if (f->q == 0)
        return;
    memset(f->pivot, 0, (size_t)f->q * sizeof(int));
    F77_CALL(dgeqp3)
    (&f->n, &f->q, f->qr, &f->n, f->pivot, f->tau, f->work, &f->lwork, &info);
    if (info != 0)
        Rf_error("ggc internal error: dgeqp3 returned %d; please report", info);
    const double least = SAME * fabs(f->qr[0]);
    while (f->rank < smaller(f->n, f->q) && fabs(f->qr[f->rank + (size_t)f->n * f->rank]) > least)
        f->rank++;
}

/* a := Q' a, n x columns. */
static void rotate(const factor *f, double *a, int columns)
{
    int info = 0, k = smaller(f->n, f->q);
    if (k == 0 || columns == 0)
        return;
    F77_CALL(dormqr)
    ("L", "T", &f->n, &columns, &k, f->qr, &f->n, f->tau, a, &f->n, f->work, &f->lwork,
     &info FCONE FCONE);
    if (info != 0)
        Rf_error("ggc internal error: dormqr returned %d; please report", info);
}

/* b := R^-1 b for the first `rows` rows of b, whose columns are `ldb` apart. */
static void solve_upper(const double *r, int ldr, int rows, double *b, int ldb, int columns)
{
    const double one = 1;
    if (rows > 0 && columns > 0)
        F77_CALL(dtrsm)
    ("L", "U", "N", "N", &rows, &columns, &one, r, &ldr, b, &ldb FCONE FCONE FCONE FCONE);
}

/* A factor of a small matrix without pivoting, rows x columns, in place; 0 where a column
 * is (up to SAME of `length`, its own) one of those before it. */
static int factor_small(double *a, int rows, int columns, double *tau, const double *length,
                        double *work, int lwork)
{
    int info = 0;
    F77_CALL(dgeqrf)(&rows, &columns, a, &rows, tau, work, &lwork, &info);
    if (info != 0)
        Rf_error("ggc internal error: dgeqrf returned %d; please report", info);
    for (int c = 0; c < columns; c++)
        if (!(fabs(a[c + (size_t)rows * c]) > SAME * length[c]))
            return 0;
    return 1;
}

static void rotate_small(const double *qr, int rows, int columns, const double *tau, double *y,
                         double *work, int lwork)
{
    const int one = 1;
    int info = 0;
    F77_CALL(dormqr)
    ("L", "T", &rows, &one, &columns, qr, &rows, tau, y, &rows, work, &lwork, &info FCONE FCONE);
    if (info != 0)
        Rf_error("ggc internal error: dormqr returned %d; please report", info);
}

/* b' S^-1 b of a positive definite S, size x size, which is overwritten, as is b; NaN where
 * S is none. */
static double quadratic(double *s, double *b, int size)
{
    const int one = 1;
    int info = 0;
    F77_CALL(dpotrf)("U", &size, s, &size, &info FCONE);
    if (info != 0)
        return R_NaN;
    F77_CALL(dtrsv)("U", "T", "N", &size, s, &size, b, &one FCONE FCONE FCONE);
    return squares(b, size);
}

/* Which columns of a design are combinations of others? They are those behind the rank and
 * those that these are made of. */
static void flag_dependent(const factor *f, int *flag)
{
    const int r = f->rank, rest = f->q - r;
    memset(flag, 0, (size_t)f->q * sizeof(int));
    if (rest == 0)
        return;
    double *t = doubles((size_t)r * rest);
    for (int c = 0; c < rest; c++)
        memcpy(t + (size_t)r * c, f->qr + (size_t)f->n * (r + c), (size_t)r * sizeof(double));
    solve_upper(f->qr, f->n, r, t, r > 0 ? r : 1, rest);
    for (int c = 0; c < rest; c++) {
        flag[f->pivot[r + c] - 1] = 1;
        for (int k = 0; k < r; k++)
            if (fabs(t[k + (size_t)r * c]) > SAME)
                flag[f->pivot[k] - 1] = 1;
    }
}

/* One factorisation for all targets. */
typedef struct {
    factor f;
    int lags, groups;
    double *inverse; /* rank x rank: R^-1 */
    double *cross;   /* lags x lags of each group: its block of (X'X)^-1 */
    int *place;      /* of each column of the design among the factor's */
    int *flag;       /* of each group: it cannot be told from others */
} whole;

static void whole_inverse(whole *w)
{
    const factor *f = &w->f;
    const int r = f->rank, L = w->lags;
    int info = 0;
    w->inverse = doubles((size_t)r * r);
    memset(w->inverse, 0, (size_t)r * r * sizeof(double));
    for (int c = 0; c < r; c++)
        memcpy(w->inverse + (size_t)r * c, f->qr + (size_t)f->n * c,
               (size_t)(c + 1) * sizeof(double));
    if (r > 0)
        F77_CALL(dtrtri)("U", "N", &r, w->inverse, &r, &info FCONE FCONE);
    if (info != 0)
        Rf_error("ggc internal error: dtrtri returned %d; please report", info);
    for (int c = 0; c < f->q; c++)
        w->place[f->pivot[c] - 1] = c;
    for (int g = 0; g < w->groups; g++) {
        double *s = w->cross + (size_t)g * L * L;
        for (int a = 0; a < L && !w->flag[g]; a++)
            for (int b = 0; b < L; b++) {
                int pa = w->place[g * L + a], pb = w->place[g * L + b];
                double sum = 0;
                for (int c = pa > pb ? pa : pb; c < r; c++)
                    sum += w->inverse[pa + (size_t)r * c] * w->inverse[pb + (size_t)r * c];
                s[a + L * b] = sum;
            }
    }
}

/* What leaving out each group adds to a target's sum of squares. b: rank coefficients in
 * the factor's order; v: rank x lags, V V' being added to (X'X)^-1, or NULL. */
static void whole_tests(const whole *w, const double *b, const double *v, double *drop)
{
    const int r = w->f.rank, L = w->lags;
    double s[MOST_LAGS * MOST_LAGS], own[MOST_LAGS];
    for (int g = 0; g < w->groups; g++) {
        if (w->flag[g]) {
            drop[g] = R_NaN;
            continue;
        }
        memcpy(s, w->cross + (size_t)g * L * L, (size_t)L * L * sizeof(double));
        for (int a = 0; a < L; a++) {
            const int pa = w->place[g * L + a];
            own[a] = b[pa];
            for (int c = 0; v != NULL && c < L; c++)
                for (int k = 0; k < L; k++)
                    s[a + L * c] += v[pa + (size_t)r * k] * v[w->place[g * L + c] + (size_t)r * k];
        }
        drop[g] = quadratic(s, own, L);
    }
}

static double *result(SEXP list, int at, int rows, int columns)
{
    SET_VECTOR_ELT(list, at, Rf_allocMatrix(REALSXP, rows, columns));
    double *x = REAL(VECTOR_ELT(list, at));
    memset(x, 0, (size_t)rows * columns * sizeof(double));
    return x;
}

/* .Call: all targets given all regulators. list(coefficients (q x t), own (lags x t), rss
 * (t), drop (q / lags x t), rank): drop is what the residual sum of squares grows by
 * without a regulator's lags, NaN where that cannot be told.
 * x_: double n x q, columns of a regulator's lags beside each other, centred; y_: n x t;
 * own_: n x lags * (targets that are no regulators), their own lags; which_: integer t,
 * which block of own_ belongs to a target, 0: none; lags_: integer, 1 .. 64. */
SEXP C_ggc_var_whole(SEXP x_, SEXP y_, SEXP own_, SEXP which_, SEXP lags_)
{
    int n, q, ny, t, no, wide;
    const double *x = arg_matrix(x_, &n, &q, "x");
    const double *y = arg_matrix(y_, &ny, &t, "y");
    const double *own = arg_matrix(own_, &no, &wide, "own");
    const int *which = arg_ints(which_, t, "which");
    const int L = arg_int(lags_, "lags");
    if (n < 1 || ny != n || no != n || L < 1 || L > MOST_LAGS || q % L != 0 || wide % L != 0)
        Rf_error("ggc internal error: sizes of `x` and `y` do not agree; please report");
    for (int i = 0; i < t; i++)
        if (which[i] < 0 || which[i] > wide / L)
            Rf_error("ggc internal error: `which` is out of range; please report");

    whole w = {.f = factor_place(n, q, t > L ? t : L), .lags = L, .groups = q / L};
    if (q > 0)
        memcpy(w.f.qr, x, (size_t)n * q * sizeof(double));
    factorise(&w.f);
    R_CheckUserInterrupt();
    const int r = w.f.rank, rest = n - r, ld = r > 0 ? r : 1;
    int *dependent = (int *)R_alloc(q > 0 ? q : 1, sizeof(int));
    w.place = (int *)R_alloc(q > 0 ? q : 1, sizeof(int));
    w.flag = (int *)R_alloc(q > 0 ? q : 1, sizeof(int));
    w.cross = doubles((size_t)q * L);
    flag_dependent(&w.f, dependent);
    for (int g = 0; g < w.groups; g++) {
        w.flag[g] = 0;
        for (int l = 0; l < L; l++)
            w.flag[g] |= dependent[g * L + l];
    }
    whole_inverse(&w);

    const char *names[] = {"coefficients", "own", "rss", "drop", "rank", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    double *coefficients = result(out, 0, q, t), *own_b = result(out, 1, L, t);
    double *rss = result(out, 2, t, 1), *drop = result(out, 3, w.groups, t);
    SET_VECTOR_ELT(out, 4, Rf_ScalarInteger(r));
    double *rotated = doubles((size_t)n * t), *b = doubles((size_t)r);
    memcpy(rotated, y, (size_t)n * t * sizeof(double));
    rotate(&w.f, rotated, t);
    double *block = doubles((size_t)n * L), *below = doubles((size_t)rest * L);
    double *left = doubles((size_t)rest), *g = doubles((size_t)r * L);
    double length[MOST_LAGS], tau[MOST_LAGS];
    for (int i = 0; i < t; i++) {
        R_CheckUserInterrupt();
        const double *target = rotated + (size_t)n * i;
        const double size = squares(y + (size_t)n * i, n);
        double *gain = drop + (size_t)w.groups * i, *beta = own_b + (size_t)L * i;
        memcpy(b, target, (size_t)r * sizeof(double));
        solve_upper(w.f.qr, n, r, b, ld, 1);
        rss[i] = squares(target + r, rest);
        int told = 1;
        if (which[i] > 0) {
            const double *lagged = own + (size_t)n * L * (which[i] - 1);
            for (int l = 0; l < L; l++)
                length[l] = sqrt(squares(lagged + (size_t)n * l, n));
            memcpy(block, lagged, (size_t)n * L * sizeof(double));
            rotate(&w.f, block, L);
            for (int l = 0; l < L; l++) {
                memcpy(g + (size_t)r * l, block + (size_t)n * l, (size_t)r * sizeof(double));
                memcpy(below + (size_t)rest * l, block + (size_t)n * l + r,
                       (size_t)rest * sizeof(double));
            }
            told = rest > L && factor_small(below, rest, L, tau, length, w.f.work, w.f.lwork);
        }
        if (which[i] > 0 && told) {
            const double one = 1;
            const int step = 1;
            memcpy(left, target + r, (size_t)rest * sizeof(double));
            rotate_small(below, rest, L, tau, left, w.f.work, w.f.lwork);
            rss[i] = squares(left + L, rest - L);
            memcpy(beta, left, (size_t)L * sizeof(double));
            solve_upper(below, rest, L, beta, L, 1);
            solve_upper(w.f.qr, n, r, g, ld, L);
            for (int l = 0; l < L; l++) {
                const double minus = -beta[l];
                F77_CALL(daxpy)(&r, &minus, g + (size_t)r * l, &step, b, &step);
            }
            if (r > 0)
                F77_CALL(dtrsm)
            ("R", "U", "N", "N", &r, &L, &one, below, &rest, g, &r FCONE FCONE FCONE FCONE);
        }
        if (told && rss[i] > DETERMINED * size)
            whole_tests(&w, b, which[i] > 0 ? g : NULL, gain);
        else
            for (int c = 0; c < w.groups; c++)
                gain[c] = R_NaN;
        for (int k = 0; k < r; k++)
            coefficients[w.f.pivot[k] - 1 + (size_t)q * i] = b[k];
    }
    UNPROTECT(1);
    return out;
}

/* .Call: a target given what is there and each regulator by itself. list(coefficients (q),
 * drop, rss (q / lags each), rank): rank of the base; rss with a regulator, drop what it
 * took off, NaN where the base has it already.
 * base_: double n x any; x_, lags_: as above; y_: double n. */
SEXP C_ggc_var_each(SEXP base_, SEXP x_, SEXP y_, SEXP lags_)
{
    int n, nb, wide, q;
    const double *base = arg_matrix(base_, &nb, &wide, "base");
    const double *x = arg_matrix(x_, &n, &q, "x");
    const double *y = arg_doubles(y_, n, "y");
    const int L = arg_int(lags_, "lags");
    if (n < 1 || nb != n || L < 1 || L > MOST_LAGS || q % L != 0)
        Rf_error("ggc internal error: sizes of `x` and `y` do not agree; please report");
    const int p = q / L;
    const char *names[] = {"coefficients", "drop", "rss", "rank", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    double *coefficients = result(out, 0, q, 1), *drop = result(out, 1, p, 1);
    double *rss = result(out, 2, p, 1);
    factor f = factor_place(n, wide, q > L ? q : L);
    if (wide > 0)
        memcpy(f.qr, base, (size_t)n * wide * sizeof(double));
    factorise(&f);
    const int r = f.rank, rest = n - r;
    SET_VECTOR_ELT(out, 3, Rf_ScalarInteger(r));
    double *rotated = doubles((size_t)n * q), *target = doubles((size_t)n);
    double *block = doubles((size_t)rest * L), *left = doubles((size_t)rest);
    double length[MOST_LAGS], tau[MOST_LAGS];
    const double size = squares(y, n);
    if (q > 0)
        memcpy(rotated, x, (size_t)n * q * sizeof(double));
    memcpy(target, y, (size_t)n * sizeof(double));
    rotate(&f, rotated, q);
    rotate(&f, target, 1);
    for (int j = 0; j < p; j++) {
        for (int l = 0; l < L; l++) {
            const size_t column = (size_t)n * (j * L + l);
            length[l] = sqrt(squares(x + column, n));
            memcpy(block + (size_t)rest * l, rotated + column + r, (size_t)rest * sizeof(double));
        }
        drop[j] = R_NaN;
        if (rest <= L || !factor_small(block, rest, L, tau, length, f.work, f.lwork))
            continue;
        memcpy(left, target + r, (size_t)rest * sizeof(double));
        rotate_small(block, rest, L, tau, left, f.work, f.lwork);
        rss[j] = squares(left + L, rest - L);
        if (rss[j] > DETERMINED * size)
            drop[j] = squares(left, L);
        solve_upper(block, rest, L, left, L, 1);
        memcpy(coefficients + (size_t)L * j, left, (size_t)L * sizeof(double));
    }
    UNPROTECT(1);
    return out;
}
