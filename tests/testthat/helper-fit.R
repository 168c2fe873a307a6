# A small GGCFit with made-up numbers: no training, so that the results side is
# tested alone. Numbers come from modular arithmetic, not from R's generator.

noise_like <- function(n, offset = 0) {
    k <- seq_len(n) + offset
    ((k * k * 7919 + k * 31) %% 10007) / 10007
}

fake_series <- function(genes, lengths = c(8L, 8L, 6L)) {
    p <- length(genes)
    n <- sum(lengths)
    structure(list(
        x = matrix(noise_like(p * n), p, n, dimnames = list(genes, NULL)),
        trajectory = rep(seq_along(lengths), lengths),
        trajectory_names = paste0("T", seq_along(lengths)),
        time = as.double(sequence(lengths) - 1), samples = rep("", n),
        step = 1, constant = rep(FALSE, p)
    ), class = "ggc_series")
}

fake_path <- function(score, lambda) {
    # Norms shrink with the penalty, the strong last; the error has a minimum.
    cut <- outer(as.vector(score), lambda, function(s, l) {
        pmax(s - l, 0) / (1 + l)
    })
    error <- outer(
        (log(lambda) - log(stats::median(lambda)))^2 / 40,
        0.5 + 0.4 * noise_like(ncol(score)), "+"
    )
    list(
        lambda = lambda, error = error,
        norms = array(cut, c(dim(score), length(lambda)))
    )
}

fake_training <- function(targets, lambda, status) {
    S4Vectors::DataFrame(
        status = status, lambda = rep_len(lambda, length(targets)),
        iterations = rep(120L, length(targets)),
        loss = 0.3 + noise_like(length(targets), 5),
        heldout = 0.4 + noise_like(length(targets), 9),
        null = rep(1, length(targets)), own = rep(0.8, length(targets)),
        row.names = targets
    )
}

# genes: names; regulators, targets: subsets; status: one per target.
fake_fit <- function(genes = paste0("G", seq_len(6)), regulators = genes,
                     targets = genes, status = rep("ok", length(targets)),
                     score = NULL, metadata = list(seed = 42), ...) {
    if (is.null(score)) {
        score <- noise_like(length(regulators) * length(targets), 3)^2
    }
    score <- matrix(score, length(regulators), length(targets),
        dimnames = list(regulators, targets)
    )
    lambda <- 2^seq(-6, -1)
    path <- fake_path(score, lambda)
    norms <- score
    norms[] <- path$norms[, , 4L]
    score[, status == "diverged"] <- NA
    norms[, status == "diverged"] <- NA
    score[, status == "constant"] <- 0
    norms[, status == "constant"] <- 0
    p <- length(genes)
    dependence <- crossprod(matrix(noise_like(p * p), p)) / p
    dimnames(dependence) <- list(genes, genes)
    slots <- list(
        score = score, norms = norms,
        training = fake_training(targets, lambda[[4L]], status),
        series = fake_series(genes),
        control = .sized_control(ggc_control(horizons = 1, dependence_lags = 5,
            smooth = 0.6),
            10L, length(regulators), 6L),
        method = "clstm", metadata = metadata
    )
    details <- list(graph = TRUE, cell = "lstm", path = path, networks = list(),
        adjacency = dependence, dcor = stats::cov2cor(dependence),
        ranking = list())
    given <- list(...)
    own <- names(given) %in% names(details)
    slots$details <- utils::modifyList(details, given[own])
    do.call(.GGCFit, utils::modifyList(slots, given[!own]))
}

# How the parts of a test are run, where no argument says so.
tested_run <- function() {
    list(threads = 1L, BPPARAM = NULL, checkpoint = NULL, verbose = FALSE)
}

# The series as it is read, without what the data tell beside their values, for
# which see test-gene-labels.R.
bare_series <- function(...) {
    series <- ggc:::.as_series(...)
    series$annotation <- NULL
    series
}
