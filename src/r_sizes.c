/* r_sizes.c - sizes of networks and bytes of the drivers, before there are data. */
#include "r_glue.h"

#include <string.h>

#include "ggc_effects.h"
#include "ggc_fit.h"
#include "ggc_loo.h"
#include "ggc_predict.h"
#include "r_entry.h"
#include "r_problem.h"

/* Stands for a graph that will be there: measuring looks whether, not at it. */
static const double present = 0.0;

/* A problem of sizes alone. */
static ggc_problem problem_of(SEXP shape_)
{
    ggc_problem out;
    memset(&out, 0, sizeof out);
    glue_model(shape_, &out);
    out.genes = glue_get_int(shape_, "genes");
    double columns = 0.0;
    for (int r = 0; r < out.design.trajectories; r++)
        columns += out.design.length[r];
    out.regulators = glue_get_int(shape_, "regulators");
    out.targets = glue_get_int(shape_, "targets");
    out.schedule.n_lambda = glue_get_int(shape_, "n_lambda");
    if (columns > INT32_MAX || out.genes < 1 || out.regulators < 0 || out.targets < 1 ||
        out.schedule.n_lambda < 1 || out.members < 1 || out.hidden < 1)
        Rf_error("ggc internal error: no such sizes; please report");
    out.columns = (int)columns;
    out.graph = glue_get_int(shape_, "graph") ? &present : NULL;
    return out;
}

static int fewer(int a, int b) { return a < b ? a : b; }

/* .Call: parameters (of one network with all its inputs), input_weights (of one input),
 * and the bytes of workspace of a driver in parts, weights, steps and data, as a named
 * double vector; infinite where they do not fit in the address space.
 * shape_: named list of what glue_model() reads and of driver ("fit", "loo", "predict" or
 * "effects"), genes, regulators, targets, n_lambda, graph (0 or 1); inputs for "loo" (of
 * its global network), effect_lags for "effects". */
SEXP C_ggc_sizes(SEXP shape_, SEXP threads_)
{
    ggc_problem problem = problem_of(shape_);
    const char *driver = arg_string(list_get(shape_, "driver"), "driver");
    const int threads = glue_threads(threads_), loo = strcmp(driver, "loo") == 0;
    int inputs = ggc_problem_inputs(&problem), outputs = problem.design.horizons;
    ggc_bytes bytes;
    ggc_status status = GGC_EINVAL;
    if (loo) {
        const ggc_loo all = {.problem = &problem, .graph = problem.graph};
        const int masks = problem.regulators + 1;
        inputs = glue_get_int(shape_, "inputs");
        outputs = problem.targets;
        problem.graph = NULL; /* each mask has its own */
        status = ggc_loo_bytes(&all, inputs, fewer(threads, masks), &bytes);
    } else if (strcmp(driver, "fit") == 0) {
        status = ggc_fit_bytes(&problem, fewer(threads, problem.targets), &bytes);
    } else if (strcmp(driver, "predict") == 0) {
        status = ggc_predict_bytes(&problem, &bytes);
    } else if (strcmp(driver, "effects") == 0) {
        status = ggc_effects_bytes(&problem, glue_get_int(shape_, "effect_lags"),
                                   fewer(threads, problem.targets), &bytes);
    }
    const int beyond = status == GGC_EOVERFLOW;
    if (!beyond)
        glue_check(status, "C_ggc_sizes");
    const ggc_network net = ggc_problem_network(&problem, outputs);
    const char *names[] = {"parameters", "input_weights", "weights", "steps", "data", ""};
    SEXP out = PROTECT(Rf_mkNamed(REALSXP, names));
    REAL(out)[0] = (double)ggc_network_size(&net, inputs);
    REAL(out)[1] = (double)ggc_network_group(&net);
    REAL(out)[2] = beyond ? R_PosInf : (double)bytes.weights;
    REAL(out)[3] = beyond ? R_PosInf : (double)bytes.steps;
    REAL(out)[4] = beyond ? R_PosInf : (double)bytes.data;
    UNPROTECT(1);
    return out;
}
