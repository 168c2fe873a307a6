/* r_cells.c - what R knows of the kernels: the list of cells (ggc_cells.h) and the
 * instruction sets. */
#include "r_glue.h"

#include "ggc_cells.h"
#include "ggc_kernels.h"
#include "r_entry.h"

/* .Call: list(name, code, gates, recurrent, apart), a place for each cell. */
SEXP C_ggc_cells(void)
{
    const char *names[] = {"name", "code", "gates", "recurrent", "apart", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_allocVector(STRSXP, GGC_CELLS));
    for (int column = 1; column < 5; column++)
        SET_VECTOR_ELT(out, column, Rf_allocVector(column == 3 ? LGLSXP : INTSXP, GGC_CELLS));
    for (int cell = 0; cell < GGC_CELLS; cell++) {
        const ggc_cell_shape *shape = ggc_cell_of((ggc_cell)cell);
        SET_STRING_ELT(VECTOR_ELT(out, 0), cell, Rf_mkChar(shape->name));
        INTEGER(VECTOR_ELT(out, 1))[cell] = cell;
        INTEGER(VECTOR_ELT(out, 2))[cell] = shape->gates;
        LOGICAL(VECTOR_ELT(out, 3))[cell] = shape->recurrent;
        INTEGER(VECTOR_ELT(out, 4))[cell] = shape->apart;
    }
    UNPROTECT(1);
    return out;
}

/* .Call: the instruction sets whose kernels this machine can run. */
SEXP C_ggc_isa_available(void)
{
    const char *names[] = {"generic", "avx2", "avx512", ""};
    const ggc_isa isa[] = {GGC_ISA_GENERIC, GGC_ISA_AVX2, GGC_ISA_AVX512};
    SEXP out = PROTECT(Rf_mkNamed(LGLSXP, names));
    for (int i = 0; i < 3; i++)
        LOGICAL(out)[i] = ggc_kernels_pick(isa[i]) != NULL;
    UNPROTECT(1);
    return out;
}
