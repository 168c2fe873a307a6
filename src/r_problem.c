/* r_problem.c - from R's named list to the problem of the core. */
#include "r_problem.h"

#include <string.h>

#include "r_glue.h"

/* A double array of the length agreed, or NULL for R's NULL. */
static const double *get_optional(SEXP list, const char *name, R_xlen_t length)
{
    SEXP x = list_get(list, name);
    return Rf_isNull(x) ? NULL : arg_doubles(x, length, name);
}

/* 1-based indices of R as 0-based ones, on R_alloc. */
static const int *zero_based(const int *index, int n)
{
    int *out = (int *)R_alloc((size_t)n + 1, sizeof(int));
    for (int i = 0; i < n; i++)
        out[i] = index[i] - 1;
    return out;
}

/* The terms beyond the squared error: which, and how much of them. */
static void read_terms(SEXP p, ggc_loss_config *out)
{
    out->kl = (ggc_kl)glue_get_int(p, "kl");
    out->kl_weight = glue_get_double(p, "kl_weight");
    out->triplet = (ggc_triplet)glue_get_int(p, "triplet");
    out->triplet_weight = glue_get_double(p, "triplet_weight");
}

ggc_loss_config glue_loss(SEXP p)
{
    ggc_loss_config out;
    read_terms(p, &out);
    out.penalty = (ggc_penalty)glue_get_int(p, "penalty_kind");
    out.kl_epsilon = glue_get_double(p, "kl_epsilon");
    out.margin = glue_get_double(p, "margin");
    out.p = glue_get_double(p, "triplet_p");
    return out;
}

void glue_model(SEXP p, ggc_problem *out)
{
    SEXP length = list_get(p, "length");
    out->design.trajectories = (int)XLENGTH(length);
    out->design.length = arg_ints(length, -1, "length");
    out->design.window = glue_get_int(p, "window");
    out->design.segment = glue_get_int(p, "segment");
    out->design.burn_in = glue_get_int(p, "burn_in");
    out->design.lags = glue_get_int(p, "lags");
    out->design.horizons = glue_get_int(p, "horizons");
    out->cell = (ggc_cell)glue_get_int(p, "cell");
    out->hidden = glue_get_int(p, "hidden");
    out->layers = glue_get_int(p, "layers");
    out->graph_at = (ggc_graph_at)glue_get_int(p, "graph_at");
    read_terms(p, &out->loss);
    out->schedule.optim.method = (ggc_optim_method)glue_get_int(p, "optimiser");
    out->members = glue_get_int(p, "members");
    if (out->layers < 1 || out->layers > GGC_MAX_LAYERS || out->design.lags < 1)
        Rf_error("ggc internal error: `layers` or `lags` out of range; please report");
}

/* The series, who may regulate whom, and what goes with them by gene or target. */
static void read_data(SEXP p, ggc_problem *out)
{
    SEXP regulators = list_get(p, "regulators"), targets = list_get(p, "targets");
    SEXP negative = list_get(p, "negative");
    const R_xlen_t hidden = out->hidden;
    out->z = arg_matrix(list_get(p, "z"), &out->genes, &out->columns, "z");
    out->key = glue_hash_names(list_get(p, "genes"), out->genes);
    out->design.fold = arg_ints(list_get(p, "fold"), out->columns, "fold");
    out->regulators = (int)XLENGTH(regulators);
    out->regulator = zero_based(arg_ints(regulators, -1, "regulators"), out->regulators);
    out->targets = (int)XLENGTH(targets);
    out->target = zero_based(arg_ints(targets, -1, "targets"), out->targets);
    const R_xlen_t inputs = (R_xlen_t)ggc_problem_inputs(out) * out->targets;
    out->graph = get_optional(p, "graph", hidden * hidden);
    out->near = get_optional(p, "near", inputs);
    out->far = get_optional(p, "far", inputs);
    out->negative = Rf_isNull(negative)
                        ? NULL
                        : zero_based(arg_ints(negative, out->targets, "negative"), out->targets);
    out->off = Rf_isNull(list_get(p, "off"))
                   ? NULL
                   : arg_ints(list_get(p, "off"), (R_xlen_t)out->columns * out->targets, "off");
    out->h0 = get_optional(p, "h0", hidden * out->targets);
    out->w_start = get_optional(p, "w_start", hidden * out->genes);
    out->penalty = arg_doubles(list_get(p, "penalty"), inputs, "penalty");
}

/* How it is trained. */
static void read_schedule(SEXP p, ggc_schedule *out)
{
    SEXP lambda = list_get(p, "lambda");
    out->n_lambda = (int)XLENGTH(lambda);
    out->lambda = arg_doubles(lambda, -1, "lambda");
    out->optim.rate = glue_get_double(p, "rate");
    out->first = glue_get_int(p, "first");
    out->each = glue_get_int(p, "each");
    out->recheck = glue_get_int(p, "recheck");
    out->tolerance = glue_get_double(p, "tolerance");
}

ggc_problem glue_problem(SEXP p)
{
    ggc_problem out;
    memset(&out, 0, sizeof out);
    glue_model(p, &out);
    out.loss = glue_loss(p);
    read_data(p, &out);
    if ((ggc_loss_has_terms(&out.loss) && out.near == NULL) ||
        (out.loss.triplet == GGC_TRIPLET_GRANGER && out.far == NULL) ||
        (out.loss.triplet == GGC_TRIPLET_PREDICTION && out.negative == NULL))
        Rf_error("ggc internal error: the loss lacks its rows; please report");
    read_schedule(p, &out.schedule);
    out.n_prop = glue_get_int(p, "n_prop");
    out.ridge = glue_get_double(p, "ridge");
    out.seed = arg_seed(list_get(p, "seed"), "seed");
    out.se_factor = glue_get_double(p, "se_factor");
    out.isa = (ggc_isa)glue_get_int(p, "isa");
    return out;
}
