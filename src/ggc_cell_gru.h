/* ggc_cell_gru.h - gated recurrent unit.
 *
 *   r = s(W_ir x + W_hr h + b_r)                      reset gate
 *   z = s(W_iz x + W_hz h + b_z)                      update gate
 *   n = tanh(W_in x + b_n + r (W_hn h + b_hn))        what is new
 *   h' = (1 - z) n + z h
 *
 * s is the logistic function, products are element by element, x is the input of the
 * step, h the state before it: with a graph between the steps A h, in all four lines.
 * Gates are in PyTorch's order, and as there the reset gate acts behind W_hn. Of its two
 * biases of r and z, which only their sums tell apart from one, there is one; b_hn is
 * another parameter. The gate n is set apart: its recurrent sum is m = W_hn h + b_hn, and
 * h passes by the weights. Kept for the way back: the gates, and as traces m and h - n.
 *
 * Back, with d for the gradient by h':
 *   by the sums in r, z, n: dn m r (1 - r), d (h - n) z (1 - z), dn = d (1 - z) (1 - n^2)
 *   by the recurrent sums:  the same for r and z, dn r for m
 *   by h beside the weights: d z
 *
 * Source: Cho et al., EMNLP 2014, 1724-1734; as torch.nn.GRU. */

/* Not clang-format's form: it takes UNROLL before a loop for a statement. */
/* clang-format off */

INLINE void gru_forward_unit(const int nv, const ggc_tile *t, size_t u, size_t s, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset, traces = hidden * g_pitch;
    const ggc_real *input = t->input + 3 * u * t->input_pitch + s * t->stride + offset;
    const int past = s > 0 || !t->at_rest;
    vec acc[UNITS][3], before[UNITS][3], z[3], n[3];
    UNROLL
    for (int v = 0; v < nv; v++) {
        acc[0][v] = LOAD(input + v * VLEN);
        acc[1][v] = LOAD(input + t->input_pitch + v * VLEN);
        acc[2][v] = SPLAT(t->b_hh[u]);
        before[0][v] = (vec){0};
    }
    if (past)
        recur(3, nv, t->hidden, t->w_forward + u * hidden * 3, t->h + at, h_pitch, acc);
    if (past && t->mix_forward != NULL)
        recur(1, nv, t->hidden, t->mix_forward + u * hidden, t->h + at, h_pitch, before);
    ggc_real *gates = t->gates + 3 * u * g_pitch + at, *trace = t->trace + u * g_pitch + at;
    UNROLL
    for (int v = 0; v < nv; v++) {
        vec gate[2] = {acc[0][v], acc[1][v]};
        logistics(2, gate, 0);
        n[v] = LOAD(input + 2 * t->input_pitch + v * VLEN) + gate[0] * acc[2][v];
        z[v] = gate[1];
        STORE(gates + v * VLEN, gate[0]);
        STORE(gates + g_pitch + v * VLEN, gate[1]);
        STORE(trace + v * VLEN, acc[2][v]);
        if (t->mix_forward == NULL)
            before[0][v] = LOAD(t->h + u * h_pitch + at + v * VLEN);
    }
    hyperbolic_tangents(nv, n);
    UNROLL
    for (int v = 0; v < nv; v++) {
        const vec from = before[0][v] - n[v];
        STORE(gates + 2 * g_pitch + v * VLEN, n[v]);
        STORE(trace + traces + v * VLEN, from);
        STORE(t->h + u * h_pitch + at + lanes + v * VLEN, n[v] + z[v] * from);
    }
}

INLINE void gru_forward_lanes(const int nv, const ggc_tile *t, int offset)
{
    start_hidden(nv, t, offset, (size_t)(t->steps + 1) * (size_t)t->lanes);
    for (size_t s = 0; s < (size_t)t->steps; s++)
        for (size_t u = 0; u < (size_t)t->hidden; u++)
            gru_forward_unit(nv, t, u, s, offset);
}

/* What step s passes back of h beside the weights: H x L. */
INLINE ggc_real *gru_carry(const ggc_tile *t, size_t s)
{
    return t->carry + (s & 1) * (size_t)t->hidden * (size_t)t->lanes;
}

/* As hidden_gradient(), with what passes by the weights. */
INLINE void gru_hidden_gradient(const int nb, const int nv, const ggc_tile *t, size_t first,
                                size_t s, int offset, vec dh[UNITS][3])
{
    const size_t lanes = (size_t)t->lanes;
    const ggc_real *carry = gru_carry(t, s + 1) + offset;
    hidden_gradient(nb, nv, t, 3 * t->hidden, first, s, offset, dh);
    if (s + 1 == (size_t)t->steps)
        return;
    if (t->mix_backward != NULL) {
        recur(nb, nv, t->hidden, t->mix_backward + first * (size_t)t->hidden, carry, lanes, dh);
        return;
    }
    UNROLL
    for (int b = 0; b < nb; b++)
        UNROLL
        for (int v = 0; v < nv; v++)
            dh[b][v] += LOAD(carry + (first + (size_t)b) * lanes + v * VLEN);
}

INLINE void gru_backward_block(const int nb, const int nv, const ggc_tile *t, size_t first,
                               size_t s, int offset)
{
    const size_t lanes = (size_t)t->lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset, traces = (size_t)t->hidden * g_pitch;
    vec dh[UNITS][3];
    gru_hidden_gradient(nb, nv, t, first, s, offset, dh);
    UNROLL
    for (int b = 0; b < nb; b++) {
        const size_t u = first + (size_t)b;
        UNROLL
        for (int v = 0; v < nv; v++) {
            const size_t lane = (size_t)(offset + v * VLEN), row = 3 * u * g_pitch + at;
            ggc_real *pr = t->gates + row + v * VLEN, *pz = pr + g_pitch, *pn = pz + g_pitch;
            ggc_real *side = t->d_recurrent + row + v * VLEN;
            const ggc_real *trace = t->trace + u * g_pitch + at + v * VLEN;
            vec r = LOAD(pr), z = LOAD(pz), n = LOAD(pn), d = dh[b][v];
            vec dn = d * ((ggc_real)1.0 - z) * ((ggc_real)1.0 - n * n);
            vec dr = dn * LOAD(trace) * r * ((ggc_real)1.0 - r);
            vec dz = d * LOAD(trace + traces) * z * ((ggc_real)1.0 - z);
            store_gradient(t, 3 * u, s, lane, pr, dr);
            store_gradient(t, 3 * u + 1, s, lane, pz, dz);
            store_gradient(t, 3 * u + 2, s, lane, pn, dn);
            STORE(side, dr);
            STORE(side + g_pitch, dz);
            STORE(side + 2 * g_pitch, dn * r);
            STORE(gru_carry(t, s) + u * lanes + lane, d * z);
        }
    }
}

INLINE void gru_backward_lanes(const int nv, const ggc_tile *t, int offset)
{
    for (size_t s = (size_t)t->steps; s-- > 0;) {
#define GRU_BACKWARD_BLOCK(nb) gru_backward_block(nb, nv, t, (size_t)first, s, offset)
        OVER_UNITS(GRU_BACKWARD_BLOCK)
    }
}

#define GRU_FORWARD(nv) gru_forward_lanes(nv, tile, offset)
#define GRU_BACKWARD(nv) gru_backward_lanes(nv, tile, offset)
OVER_LANES(gru_forward, GRU_FORWARD)
OVER_LANES(gru_backward, GRU_BACKWARD)
