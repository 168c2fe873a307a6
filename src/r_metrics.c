/* r_metrics.c - measures of rankings and of predicted networks. */
#include "r_glue.h"

#include "ggc_arena.h"
#include "ggc_metrics.h"
#include "r_entry.h"

/* Scores sorted by label, in memory that R frees after the .Call; 0 where that was
 * interrupted. */
static int sorted(SEXP score_, SEXP label_, ggc_split *split)
{
    R_xlen_t n = XLENGTH(label_);
    const double *score = arg_doubles(score_, n, "score");
    const int *label = arg_ints(label_, n, "label");
    ggc_metrics_count(label, (size_t)n, &split->n_positive, &split->n_negative);
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    ggc_status status = ggc_metrics_split(score, label, (size_t)n, &arena, split, &hooks);
    glue_check(status, "ggc_metrics");
    size_t bytes = arena.used;
    ggc_arena_init(&arena, glue_workspace(bytes), bytes);
    status = ggc_metrics_split(score, label, (size_t)n, &arena, split, &hooks);
    glue_check(status, "ggc_metrics");
    return status == GGC_OK;
}

/* .Call: measures of a ranking as a named double vector, or NULL where it was interrupted.
 * score_: double n, no NaN; label_: integer n, 1 / 0, NA = no candidate. */
SEXP C_ggc_ranking(SEXP score_, SEXP label_)
{
    ggc_split split;
    if (!sorted(score_, label_, &split))
        return R_NilValue;
    ggc_ranking r;
    ggc_metrics_rank(&split, &r);
    const char *names[] = {
        "auroc", "average_precision", "aupr_dream", "early_precision", "n_positive", "n_negative",
        ""};
    SEXP out = PROTECT(Rf_mkNamed(REALSXP, names));
    double *value = REAL(out);
    value[0] = r.auroc;
    value[1] = r.average_precision;
    value[2] = r.aupr_dream;
    value[3] = r.early_precision;
    value[4] = (double)split.n_positive;
    value[5] = (double)split.n_negative;
    UNPROTECT(1);
    return out;
}

/* .Call: list(threshold, tp, fp), one entry per kept point of the curves, or NULL where it
 * was interrupted.
 * resolution_: one double, see ggc_metrics_curve(). */
SEXP C_ggc_curve(SEXP score_, SEXP label_, SEXP resolution_)
{
    double resolution = arg_double(resolution_, "resolution");
    ggc_split split;
    if (!sorted(score_, label_, &split))
        return R_NilValue;
    size_t points = ggc_metrics_curve(&split, resolution, NULL, NULL, NULL);
    const char *names[] = {"threshold", "tp", "fp", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 3; i++)
        SET_VECTOR_ELT(out, i, Rf_allocVector(REALSXP, (R_xlen_t)points));
    ggc_metrics_curve(&split, resolution, REAL(VECTOR_ELT(out, 0)), REAL(VECTOR_ELT(out, 1)),
                      REAL(VECTOR_ELT(out, 2)));
    UNPROTECT(1);
    return out;
}

/* .Call: counts and measures of a predicted network, a named double vector.
 * predicted_: integer n, non-zero = edge; label_: integer n. */
SEXP C_ggc_confusion(SEXP predicted_, SEXP label_)
{
    R_xlen_t n = XLENGTH(label_);
    ggc_confusion c;
    ggc_metrics_confusion(arg_ints(predicted_, n, "predicted"), arg_ints(label_, n, "label"),
                          (size_t)n, &c);
    const char *names[] = {"tp",  "fp",        "tn",     "fn", "accuracy", "balanced_accuracy",
                           "mcc", "precision", "recall", "f1", ""};
    double values[] = {(double)c.tp,        (double)c.fp, (double)c.tn, (double)c.fn, c.accuracy,
                       c.balanced_accuracy, c.mcc,        c.precision,  c.recall,     c.f1};
    SEXP out = PROTECT(Rf_mkNamed(REALSXP, names));
    for (int i = 0; i < 10; i++)
        REAL(out)[i] = values[i];
    UNPROTECT(1);
    return out;
}
