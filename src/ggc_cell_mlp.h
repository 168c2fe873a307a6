/* ggc_cell_mlp.h - a rectified layer without a past, of a perceptron over lags.
 *
 *   h' = max(W_ih x + b, 0)
 *
 * x is the input of the step: of the first layer its last `lags` points. Kept for the way
 * back: h', as the one gate. Back, with d for the gradient by h': by the sum, d where
 * h' > 0.
 *
 * Source: Tank, Covert, Foti, Shojaie & Fox, IEEE TPAMI 44 (2022) 4267-4279, cMLP. */

/* Not clang-format's form: it takes UNROLL before a loop for a statement. */
/* clang-format off */

INLINE void mlp_forward_lanes(const int nv, const ggc_tile *t, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    start_hidden(nv, t, offset, h_pitch);
    for (size_t s = 0; s < (size_t)t->steps; s++)
        for (size_t u = 0; u < hidden; u++)
            UNROLL
            for (int v = 0; v < nv; v++) {
                const size_t at = s * lanes + (size_t)(offset + v * VLEN);
                vec h = vrelu(LOAD(t->input + u * t->input_pitch + s * t->stride + offset +
                                   v * VLEN));
                STORE(t->gates + u * g_pitch + at, h);
                STORE(t->h + u * h_pitch + at + lanes, h);
            }
}

INLINE void mlp_backward_lanes(const int nv, const ggc_tile *t, int offset)
{
    const size_t lanes = (size_t)t->lanes, g_pitch = (size_t)t->steps * lanes;
    for (size_t s = (size_t)t->steps; s-- > 0;)
        for (size_t u = 0; u < (size_t)t->hidden; u++) {
            vec dh[UNITS][3];
            hidden_gradient(1, nv, t, 0, u, s, offset, dh);
            UNROLL
            for (int v = 0; v < nv; v++) {
                const size_t lane = (size_t)(offset + v * VLEN);
                ggc_real *gate = t->gates + u * g_pitch + s * lanes + lane;
                vec h = LOAD(gate);
                store_gradient(t, u, s, lane, gate, SELECT(h > (vec){0}, dh[0][v], (vec){0}));
            }
        }
}

#define MLP_FORWARD(nv) mlp_forward_lanes(nv, tile, offset)
#define MLP_BACKWARD(nv) mlp_backward_lanes(nv, tile, offset)
OVER_LANES(mlp_forward, MLP_FORWARD)
OVER_LANES(mlp_backward, MLP_BACKWARD)
