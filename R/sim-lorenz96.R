# Lorenz-96: the chaotic ring.

.simulate_lorenz96 <- function(design, seed, forcing = 10, dt = 0.1) {
    forcing <- .check_number(forcing, "forcing", -1000, 1000)
    dt <- .check_number(dt, "dt", 0, 10, open = TRUE)
    seed <- design$seed <- .check_seed(seed)
    # The small excess keeps dt = 0.1 at ten steps whatever its rounding.
    substeps <- as.integer(max(
        1, ceiling(dt * max(10, abs(forcing)) / 0.1 - 1e-9)
    ))
    x <- .native_simulate_lorenz96(design, forcing, dt, substeps)
    if (identical(x, "diverged")) {
        .ggc_stop("diverged",
            "The Lorenz-96 system left the finite numbers; use a smaller `dt`.")
    }
    p <- length(design$genes)
    shift <- (row(diag(p)) - col(diag(p))) %% p # regulator minus target
    truth <- matrix(as.integer(shift %in% c(p - 2L, p - 1L, 0L, 1L)), p, p)
    .simulate_result("lorenz96", design, x, dt, truth,
        list(forcing = forcing, dt = dt, substeps = substeps))
}
