/* ggc_real.h - the precision of training.
 *
 * The network, its loss and its optimisers are written once and compiled twice:
 * in float, as used, and in double (tests/hooks), so that gradients can be
 * checked against central differences. A file that includes this header is one
 * or the other; every function whose bits depend on it is renamed here. */
#ifndef GGC_REAL_H
#define GGC_REAL_H

#ifdef GGC_DOUBLE
typedef double ggc_real;
#define GGC_NAME(name) name##_f64
#else
typedef float ggc_real;
#define GGC_NAME(name) name##_f32
#endif

#define ggc_kernels_pick GGC_NAME(ggc_kernels_pick)
#define ggc_network_size GGC_NAME(ggc_network_size)
#define ggc_network_carve GGC_NAME(ggc_network_carve)
#define ggc_network_pass GGC_NAME(ggc_network_pass)
#define ggc_gconv_apply GGC_NAME(ggc_gconv_apply)
#define ggc_gconv_power GGC_NAME(ggc_gconv_power)
#define ggc_network_load GGC_NAME(ggc_network_load)
#define ggc_pack_weights GGC_NAME(ggc_pack_weights)
#define ggc_pack_gradient GGC_NAME(ggc_pack_gradient)
#define ggc_network_tile GGC_NAME(ggc_network_tile)
#define ggc_network_forward GGC_NAME(ggc_network_forward)
#define ggc_network_back GGC_NAME(ggc_network_back)
#define ggc_jacobian_lags GGC_NAME(ggc_jacobian_lags)
#define ggc_jacobian_carve GGC_NAME(ggc_jacobian_carve)
#define ggc_jacobian_pass GGC_NAME(ggc_jacobian_pass)
#define ggc_network_inputs GGC_NAME(ggc_network_inputs)
#define ggc_network_counts GGC_NAME(ggc_network_counts)
#define ggc_loss_penalty GGC_NAME(ggc_loss_penalty)
#define ggc_loss_prox GGC_NAME(ggc_loss_prox)
#define ggc_loss_kkt_ratio GGC_NAME(ggc_loss_kkt_ratio)
#define ggc_loss_norm GGC_NAME(ggc_loss_norm)
#define ggc_optim_carve GGC_NAME(ggc_optim_carve)
#define ggc_optim_reset GGC_NAME(ggc_optim_reset)
#define ggc_optim_turn GGC_NAME(ggc_optim_turn)
#define ggc_optim_step GGC_NAME(ggc_optim_step)
#define ggc_optim_evaluate GGC_NAME(ggc_optim_evaluate)
#define ggc_optim_violation GGC_NAME(ggc_optim_violation)
#define ggc_optim_column_norm GGC_NAME(ggc_optim_column_norm)
#define ggc_optim_terms GGC_NAME(ggc_optim_terms)
#define ggc_train_path GGC_NAME(ggc_train_path)

#endif
