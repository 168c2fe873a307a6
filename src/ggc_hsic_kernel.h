/* ggc_hsic_kernel.h - kernels of HSIC lasso, see ggc_hsic.h, as packed rows (ggc_gram.h).
 * Internal to ggc_hsic. */
#ifndef GGC_HSIC_KERNEL_H
#define GGC_HSIC_KERNEL_H

#include "ggc_arena.h"
#include "ggc_hsic.h"

/* One thread's scratch. */
typedef struct {
    double *x;      /* steps: the variable */
    double *sorted; /* steps */
    int *order;     /* 2 * steps */
    double *value;  /* steps of the largest block: the variable in it, */
    double *mean;   /* and means of the kernel's rows */
} ggc_hsic_space;

void ggc_hsic_carve(const ggc_hsic_task *task, ggc_arena *arena, ggc_hsic_space *space);

/* The kernel of space->x as row i of packed rows. */
void ggc_hsic_kernel(const ggc_hsic_task *task, ggc_hsic_space *space, double *packed, size_t i);

/* Product of row i of some packed rows with row j of others. */
double ggc_hsic_product(const double *a, size_t i, const double *b, size_t j, size_t depth);

#endif
