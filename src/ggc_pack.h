/* ggc_pack.h - weights in the orders that the kernels read, the graph taken in where it is
 * linear in them, and the way back to gradients of the parameters. */
#ifndef GGC_PACK_H
#define GGC_PACK_H

#include "ggc_network.h"

/* Fill a task's packed weights, what of them the way back needs only where asked, and
 * task->at_rest and count_up. */
void ggc_pack_weights(const ggc_network *net, const ggc_params *p, ggc_task *task, int backward);

/* Of gradients g by weights that the graph was taken into, make those of the parameters:
 * of w_hh in place, of w_out from task->d_readout. */
void ggc_pack_gradient(const ggc_network *net, ggc_task *task, const ggc_params *g);

#endif
