/* ggc_pack.c - weights from the order of the parameters to those of the kernels. */
#include "ggc_pack.h"

/* The graph that the linear read-out takes in, or NULL. */
static const ggc_real *readout_graph(const ggc_network *net)
{
    return ggc_network_through_tanh(net) ? NULL : net->graph;
}

/* Every row of an H x rows matrix times A^n (transposed: what multiplies h after
 * A h), or times its transpose (the gradient's way back). */
static void through_graph(const ggc_network *net, const ggc_real *w, int transpose, ggc_task *task,
                          ggc_real *out)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    ggc_real *in = task->vector;
    for (size_t r = 0; r < rows; r++) {
        for (size_t k = 0; k < hidden; k++)
            in[k] = w[k * rows + r];
        /* gconv reads `in` before it writes: out and scratch follow it */
        ggc_gconv_apply(net->hidden, net->graph, net->n_prop, transpose, in, in + hidden,
                        in + 2 * hidden);
        for (size_t k = 0; k < hidden; k++)
            out[k * rows + r] = in[hidden + k];
    }
}

/* A matrix whose element (to, from) is at to * to_stride + from * from_stride, in blocks
 * of `to`. */
static void pack_blocks(const ggc_real *w, int n_to, size_t to_stride, int n_from,
                        size_t from_stride, int most, ggc_real *out)
{
    for (int block = 0, first = 0, next; first < n_to; first = next) {
        next = ggc_block_end(n_to, most, block++);
        for (int from = 0; from < n_from; from++)
            for (int to = first; to < next; to++)
                *out++ = w[(size_t)to * to_stride + (size_t)from * from_stride];
    }
}

static void pack_recurrent(const ggc_network *net, const ggc_real *w_hh, ggc_layer_buffers *b,
                           int backward)
{
    const int units = net->kernels->units;
    const size_t rows = (size_t)net->rows;
    pack_blocks(w_hh, net->rows, 1, net->hidden, rows, ggc_cell_block(net->cell, units),
                b->w_forward);
    if (backward)
        pack_blocks(w_hh, net->hidden, rows, net->rows, 1, units, b->w_backward);
}

/* A^n where it is applied to states and not to weights. */
static void pack_graph(const ggc_network *net, ggc_task *task, int backward)
{
    const int passing = ggc_network_passes_graph(net);
    if (!passing && !ggc_network_through_tanh(net))
        return;
    ggc_gconv_power(net->hidden, net->graph, net->n_prop, task->mix, task->mix_turned,
                    task->vector);
    if (passing && backward)
        pack_blocks(task->mix, net->hidden, (size_t)net->hidden, net->hidden, 1,
                    net->kernels->units, task->mix_backward);
}

void ggc_pack_weights(const ggc_network *net, const ggc_params *p, ggc_task *task, int backward)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    const size_t outputs = (size_t)net->outputs;
    for (int l = 0; l < net->layers; l++) {
        ggc_layer_buffers *b = task->layer + l;
        if (ggc_network_recurrent(net)) {
            const ggc_real *w_hh = p->layer[l].w_hh;
            if (net->graph_at == GGC_AT_RECURRENCE) {
                through_graph(net, w_hh, 1, task, b->w_hh);
                w_hh = b->w_hh;
            }
            pack_recurrent(net, w_hh, b, backward);
        }
        for (size_t k = 0; k < hidden && l > 0 && backward; k++)
            for (size_t r = 0; r < rows; r++)
                b->w_below[r * hidden + k] = p->layer[l].w_in[k * rows + r];
    }
    const ggc_real *graph = readout_graph(net);
    for (size_t o = 0; o < outputs; o++) {
        ggc_real *read = task->read_backward + o * hidden;
        ggc_gconv_apply(net->hidden, graph, net->n_prop, 1, p->w_out + o * hidden, read,
                        task->vector);
        for (size_t k = 0; k < hidden; k++)
            task->read_forward[k * outputs + o] = read[k];
    }
    pack_graph(net, task, backward);
    task->at_rest = 1;
    for (size_t k = 0; k < hidden; k++) {
        task->zero[k] = (ggc_real)0;
        task->at_rest &= task->h0[k] == 0;
    }
    size_t most = rows > hidden ? rows : hidden;
    most = most > outputs ? most : outputs;
    for (int i = 0; i < (int)most; i++)
        task->count_up[i] = i;
}

void ggc_pack_gradient(const ggc_network *net, ggc_task *task, const ggc_params *g)
{
    const size_t hidden = (size_t)net->hidden, outputs = (size_t)net->outputs;
    for (size_t o = 0; o < outputs; o++) {
        for (size_t k = 0; k < hidden; k++)
            task->vector[hidden + k] = task->d_readout[k * outputs + o];
        ggc_gconv_apply(net->hidden, readout_graph(net), net->n_prop, 0, task->vector + hidden,
                        g->w_out + o * hidden, task->vector);
    }
    const int mixed = net->graph_at == GGC_AT_RECURRENCE && ggc_network_recurrent(net);
    for (int l = 0; l < net->layers && mixed; l++)
        through_graph(net, g->layer[l].w_hh, 0, task, g->layer[l].w_hh);
}
