/* ggc_double.c - the training code a second time, in double, for the gradient checks. */
#define GGC_DOUBLE
#include "ggc_gconv.c"
#include "ggc_jacobian.c"
#include "ggc_kernels_generic.c"
#include "ggc_loss.c"
#include "ggc_network.c"
#include "ggc_optim.c"
#include "ggc_pack.c"
#include "ggc_probe.c"
