/* ggc_cell_lstm.h - long short-term memory.
 *
 *   i = s(W_ii x + W_hi h + b_i)      input gate
 *   f = s(W_if x + W_hf h + b_f)      forget gate
 *   g = tanh(W_ig x + W_hg h + b_g)   what may be remembered
 *   o = s(W_io x + W_ho h + b_o)      output gate
 *   c' = f c + i g
 *   h' = o tanh(c')
 *
 * s is the logistic function, products are element by element, x is the input of the
 * step, h and c are the states before it, c = 0 before the first. Gates are in PyTorch's
 * order; of its two biases, which only their sum tells apart from one, there is one. Kept
 * for the way back: the gates, c (the memory) and tanh(c') (the trace).
 *
 * Back, with d for the gradient by h' and e for that by c' from the next step:
 *   dc = e + d o (1 - tanh(c')^2)
 *   by the sums in i, f, g, o: dc g i (1 - i), dc c f (1 - f), dc i (1 - g^2),
 *                              d tanh(c') o (1 - o)
 *   e of the step before: dc f
 *
 * Source: Hochreiter & Schmidhuber, Neural Computation 9 (1997) 1735-1780; the forget gate:
 * Gers, Schmidhuber & Cummins, Neural Computation 12 (2000) 2451-2471. */

/* Not clang-format's form: it takes UNROLL before a loop for a statement. */
/* clang-format off */

INLINE void lstm_forward_unit(const int nv, const ggc_tile *t, size_t u, size_t s, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset;
    vec acc[UNITS][3], o[3], now[3], tc[3];
    UNROLL
    for (int g = 0; g < 4; g++)
        UNROLL
        for (int v = 0; v < nv; v++)
            acc[g][v] = LOAD(t->input + (4 * u + (size_t)g) * t->input_pitch + s * t->stride +
                             offset + v * VLEN);
    if (s > 0 || !t->at_rest)
        recur(4, nv, t->hidden, t->w_forward + u * hidden * 4, t->h + at, h_pitch, acc);
    ggc_real *gates = t->gates + 4 * u * g_pitch + at, *c = t->memory + u * h_pitch + at;
    UNROLL
    for (int v = 0; v < nv; v++) {
        vec gate[4] = {acc[0][v], acc[1][v], acc[2][v], acc[3][v]};
        logistics(4, gate, 1 << 2);
        gate[2] = (ggc_real)2.0 * gate[2] - (ggc_real)1.0;
        UNROLL
        for (int g = 0; g < 4; g++)
            STORE(gates + (size_t)g * g_pitch + v * VLEN, gate[g]);
        o[v] = gate[3];
        now[v] = gate[1] * LOAD(c + v * VLEN) + gate[0] * gate[2];
        STORE(c + lanes + v * VLEN, now[v]);
        tc[v] = now[v];
    }
    hyperbolic_tangents(nv, tc);
    UNROLL
    for (int v = 0; v < nv; v++) {
        STORE(t->trace + u * g_pitch + at + v * VLEN, tc[v]);
        STORE(t->h + u * h_pitch + at + lanes + v * VLEN, o[v] * tc[v]);
    }
}

INLINE void lstm_forward_lanes(const int nv, const ggc_tile *t, int offset)
{
    const size_t hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * (size_t)t->lanes;
    start_hidden(nv, t, offset, h_pitch);
    for (size_t u = 0; u < hidden; u++)
        UNROLL
        for (int v = 0; v < nv; v++)
            STORE(t->memory + u * h_pitch + offset + v * VLEN, (vec){0});
    for (size_t s = 0; s < (size_t)t->steps; s++)
        for (size_t u = 0; u < hidden; u++)
            lstm_forward_unit(nv, t, u, s, offset);
}

INLINE void lstm_backward_block(const int nb, const int nv, const ggc_tile *t, size_t first,
                                size_t s, int offset)
{
    const size_t lanes = (size_t)t->lanes;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset;
    vec dh[UNITS][3];
    hidden_gradient(nb, nv, t, 4 * t->hidden, first, s, offset, dh);
    UNROLL
    for (int b = 0; b < nb; b++) {
        const size_t u = first + (size_t)b;
        ggc_real *gates = t->gates + 4 * u * g_pitch + at;
        UNROLL
        for (int v = 0; v < nv; v++) {
            ggc_real *pi = gates + v * VLEN, *pf = pi + g_pitch, *pg = pf + g_pitch,
                     *po = pg + g_pitch;
            const size_t lane = (size_t)(offset + v * VLEN);
            ggc_real *carry = t->carry + u * lanes + lane;
            vec i = LOAD(pi), f = LOAD(pf), g = LOAD(pg), o = LOAD(po);
            vec tc = LOAD(t->trace + u * g_pitch + at + v * VLEN);
            vec before = LOAD(t->memory + u * h_pitch + at + v * VLEN);
            vec d = dh[b][v];
            vec dc = LOAD(carry) + d * o * ((ggc_real)1.0 - tc * tc);
            store_gradient(t, 4 * u, s, lane, pi, dc * g * i * ((ggc_real)1.0 - i));
            store_gradient(t, 4 * u + 1, s, lane, pf, dc * before * f * ((ggc_real)1.0 - f));
            store_gradient(t, 4 * u + 2, s, lane, pg, dc * i * ((ggc_real)1.0 - g * g));
            store_gradient(t, 4 * u + 3, s, lane, po, d * tc * o * ((ggc_real)1.0 - o));
            STORE(carry, dc * f);
        }
    }
}

INLINE void lstm_backward_lanes(const int nv, const ggc_tile *t, int offset)
{
    const size_t lanes = (size_t)t->lanes;
    for (size_t u = 0; u < (size_t)t->hidden; u++)
        UNROLL
        for (int v = 0; v < nv; v++)
            STORE(t->carry + u * lanes + offset + v * VLEN, (vec){0});
    for (size_t s = (size_t)t->steps; s-- > 0;) {
#define LSTM_BACKWARD_BLOCK(nb) lstm_backward_block(nb, nv, t, (size_t)first, s, offset)
        OVER_UNITS(LSTM_BACKWARD_BLOCK)
    }
}

#define LSTM_FORWARD(nv) lstm_forward_lanes(nv, tile, offset)
#define LSTM_BACKWARD(nv) lstm_backward_lanes(nv, tile, offset)
OVER_LANES(lstm_forward, LSTM_FORWARD)
OVER_LANES(lstm_backward, LSTM_BACKWARD)
