# Fits in children forked after their parent has used threads must end, with the
# parent's bits. Usage: Rscript fork.R; the last line is "N passed, N failed".
library(ggc)
sim <- ggc_simulate("var", p = 6, n_time = 12, n_trajectories = 6, seed = 1)
fit <- function(i) {
    granger(ggc_fit(sim, seed = 1, threads = 2, control = ggc_control(
        members = 1, first = 10, each = 2
    )))
}
here <- fit()
invisible(ggc_dcor(matrix(sin(1:4000), 40), threads = 2))
ways <- list(
    mclapply = function() {
        parallel::mclapply(1:4, fit, mc.cores = 2)
    },
    `mclapply, again` = function() {
        parallel::mclapply(1:4, fit, mc.cores = 2)
    },
    MulticoreParam = function() {
        BiocParallel::bplapply(1:4, fit, BPPARAM =
            BiocParallel::MulticoreParam(2))
    },
    `BPPARAM = MulticoreParam` = function() {
        list(granger(ggc_fit(sim, seed = 1, threads = 2, BPPARAM =
            BiocParallel::MulticoreParam(2), control = ggc_control(
            members = 1, first = 10, each = 2
        ))))
    },
    `the parent, afterwards` = function() list(fit())
)
passed <- failed <- 0L
for (name in names(ways)) {
    there <- try(ways[[name]](), silent = TRUE)
    ok <- all(vapply(there, identical, NA, here))
    passed <- passed + ok
    failed <- failed + !ok
    cat(if (ok) "ok" else "FAILED", name, "\n")
}
cat(sprintf("%d passed, %d failed\n", passed, failed))
quit(status = as.integer(failed > 0L))
