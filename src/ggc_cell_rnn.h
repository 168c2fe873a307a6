/* ggc_cell_rnn.h - simple recurrent cells, tanh and relu.
 *
 *   h' = f(W_ih x + W_hh h + b),   f = tanh, or f(a) = max(a, 0)
 *
 * x is the input of the step, h the state before it. Of PyTorch's two biases, which only
 * their sum tells apart from one, there is one. Kept for the way back: h', as the one gate.
 *
 * Back, with d for the gradient by h': by the sum, d (1 - h'^2), or d where h' > 0.
 *
 * Source: Elman, Cognitive Science 14 (1990) 179-211; as torch.nn.RNN. */

/* Not clang-format's form: it takes UNROLL before a loop for a statement. */
/* clang-format off */

INLINE void rnn_forward_block(const int relu, const int nb, const int nv, const ggc_tile *t,
                              size_t first, size_t s, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset;
    vec acc[UNITS][3];
    UNROLL
    for (int b = 0; b < nb; b++)
        UNROLL
        for (int v = 0; v < nv; v++)
            acc[b][v] = LOAD(t->input + (first + (size_t)b) * t->input_pitch + s * t->stride +
                             offset + v * VLEN);
    if (s > 0 || !t->at_rest)
        recur(nb, nv, t->hidden, t->w_forward + first * hidden, t->h + at, h_pitch, acc);
    UNROLL
    for (int b = 0; b < nb; b++) {
        const size_t u = first + (size_t)b;
        if (!relu)
            hyperbolic_tangents(nv, acc[b]);
        UNROLL
        for (int v = 0; v < nv; v++) {
            vec h = relu ? vrelu(acc[b][v]) : acc[b][v];
            STORE(t->gates + u * g_pitch + at + v * VLEN, h);
            STORE(t->h + u * h_pitch + at + lanes + v * VLEN, h);
        }
    }
}

INLINE void rnn_forward_lanes(const int relu, const int nv, const ggc_tile *t, int offset)
{
    start_hidden(nv, t, offset, (size_t)(t->steps + 1) * (size_t)t->lanes);
    for (size_t s = 0; s < (size_t)t->steps; s++) {
#define RNN_FORWARD(nb) rnn_forward_block(relu, nb, nv, t, (size_t)first, s, offset)
        OVER_UNITS(RNN_FORWARD)
    }
}

INLINE void rnn_backward_block(const int relu, const int nb, const int nv, const ggc_tile *t,
                               size_t first, size_t s, int offset)
{
    const size_t lanes = (size_t)t->lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset;
    vec dh[UNITS][3];
    hidden_gradient(nb, nv, t, t->hidden, first, s, offset, dh);
    UNROLL
    for (int b = 0; b < nb; b++)
        UNROLL
        for (int v = 0; v < nv; v++) {
            const size_t u = first + (size_t)b;
            ggc_real *gate = t->gates + u * g_pitch + at + v * VLEN;
            vec h = LOAD(gate), d = dh[b][v];
            store_gradient(t, u, s, (size_t)(offset + v * VLEN), gate,
                           relu ? SELECT(h > (vec){0}, d, (vec){0}) : d * ((ggc_real)1.0 - h * h));
        }
}

INLINE void rnn_backward_lanes(const int relu, const int nv, const ggc_tile *t, int offset)
{
    for (size_t s = (size_t)t->steps; s-- > 0;) {
#define RNN_BACKWARD(nb) rnn_backward_block(relu, nb, nv, t, (size_t)first, s, offset)
        OVER_UNITS(RNN_BACKWARD)
    }
}

#define TANH_FORWARD(nv) rnn_forward_lanes(0, nv, tile, offset)
#define RELU_FORWARD(nv) rnn_forward_lanes(1, nv, tile, offset)
#define TANH_BACKWARD(nv) rnn_backward_lanes(0, nv, tile, offset)
#define RELU_BACKWARD(nv) rnn_backward_lanes(1, nv, tile, offset)
OVER_LANES(tanh_forward, TANH_FORWARD)
OVER_LANES(relu_forward, RELU_FORWARD)
OVER_LANES(tanh_backward, TANH_BACKWARD)
OVER_LANES(relu_backward, RELU_BACKWARD)
