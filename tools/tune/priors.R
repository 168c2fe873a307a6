# Two priors as a list, each with a weight of its own, beside one of them, both
# pooled into one table, and a good one beside a random one; and how often the
# data contradict a sign that is true.
#
#     Rscript tools/tune/priors.R [networks=20] [first=9001] [genes=20] [cores=1]
#
# Each of the two holds three tenths of the true links, drawn for itself, and as
# many others; the random one as many links as these, drawn from all. AUPR over
# all candidate edges: means over networks, standard errors, and those of the
# paired differences from the list. Weights: of a belief of 1. Decides nothing
# but whether the list may stay: it should be no worse than pooling, nor than
# the good prior alone where the other is random.
suppressPackageStartupMessages(library(ggc))
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))

DESIGNS <- list(
    "10x21" = list(n_trajectories = 10, n_time = 21),
    "3x8" = list(n_trajectories = 3, n_time = 8)
)
SHARE <- 0.3

# Links by their places in the matrix of the truth; sign: true ones, of the
# others drawn.
as_links <- function(at, about) {
    genes <- rownames(about$truth)
    sign <- about$sign[at]
    drawn <- sign == 0
    sign[drawn] <- sample(c(-1, 1), sum(drawn), TRUE)
    data.frame(regulator = genes[row(about$truth)[at]],
        target = genes[col(about$truth)[at]], sign = sign)
}

draw_priors <- function(about, seed) {
    set.seed(seed)
    truth <- about$truth
    true <- which(truth == 1)
    pairs <- which(diag(nrow(truth)) == 0)
    n <- round(SHARE * length(true))
    partial <- function() {
        as_links(c(sample(true, n), sample(setdiff(pairs, true), n)), about)
    }
    out <- list(first = partial(), second = partial())
    out$random <- as_links(sample(pairs, 2 * n), about)
    out
}

# Of links with a sign in the chosen network: how many are true, how many of
# these have the opposite sign in the data, and the same of the others.
told_signs <- function(fit, truth) {
    edges <- as.data.frame(ggc_edges(fit))
    edges <- edges[edges$in_network & !is.na(edges$prior_sign), ]
    true <- truth[cbind(edges$regulator, edges$target)] == 1
    opposite <- edges$sign == -edges$prior_sign
    c(true = sum(true), opposite_true = sum(true & opposite),
        others = sum(!true), opposite_others = sum(!true & opposite))
}

one_network <- function(design, genes, seed) {
    sim <- do.call(ggc_simulate, c(list("grn", p = genes, seed = seed),
        DESIGNS[[design]]))
    about <- S4Vectors::metadata(sim)
    known <- draw_priors(about, seed)
    pooled <- function(a, b) unique(rbind(a, b)[1:2])
    asked <- list(none = NULL, first = known$first, second = known$second,
        list = known[c("first", "second")],
        pooled = pooled(known$first, known$second),
        random = known$random,
        list_random = known[c("first", "random")],
        pooled_random = pooled(known$first, known$random),
        copies = list(first = known$first, copy = known$first))
    fits <- lapply(asked, function(prior) {
        suppressWarnings(suppressMessages(ggc_fit(sim, prior = prior, seed = 1,
            threads = 1)))
    })
    area <- vapply(fits, function(fit) ggc_metrics(fit, about$truth)$AUPR, 0)
    weight <- function(fit) unname(fits[[fit]]@details$ranking$prior)
    data.frame(design, seed, t(area), weight = rbind(c(
        first = weight("first"), list = weight("list"),
        pooled = weight("pooled"), random = weight("random"),
        beside_random = weight("list_random"), copies = weight("copies"))),
        signs = rbind(told_signs(fits$first, about$truth)))
}

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(networks = "20",
    first = "9001", genes = "20", cores = "1"))
log_head()
todo <- expand.grid(seed = as.integer(given$first) +
    seq_len(as.integer(given$networks)) - 1L, design = names(DESIGNS),
    stringsAsFactors = FALSE)
rows <- do.call(rbind, parallel::mclapply(seq_len(nrow(todo)), function(i) {
    one_network(todo$design[[i]], as.integer(given$genes), todo$seed[[i]])
}, mc.cores = as.integer(given$cores), mc.preschedule = FALSE))

ASKED <- c("none", "first", "second", "list", "pooled", "random", "list_random",
    "pooled_random", "copies")
# What each is set beside: both priors, and the good one beside a random one.
BESIDE <- c(none = "list", first = "list", second = "list", pooled = "list",
    random = "none", list_random = "first", pooled_random = "list_random",
    copies = "first")
error <- function(x) stats::sd(x) / sqrt(length(x))
options(width = 100)
for (design in names(DESIGNS)) {
    x <- rows[rows$design == design, ]
    cat(sprintf("# %s, %d networks of %s genes\n", design, nrow(x),
        given$genes))
    beside <- BESIDE[ASKED]
    difference <- lapply(which(!is.na(beside)), function(i) {
        x[[ASKED[[i]]]] - x[[beside[[i]]]]
    })
    at <- !is.na(beside)
    out <- data.frame(prior = ASKED, AUPR = vapply(x[ASKED], mean, 0),
        se = vapply(x[ASKED], error, 0), beside = ifelse(at, beside, "-"),
        difference = NA_real_, se_difference = NA_real_)
    out$difference[at] <- vapply(difference, mean, 0)
    out$se_difference[at] <- vapply(difference, error, 0)
    out[-c(1, 4)] <- round(out[-c(1, 4)], 4L)
    print(out, row.names = FALSE)
    weights <- x[startsWith(names(x), "weight.")]
    cat("# weights, mean and the share above 0\n")
    print(round(rbind(mean = colMeans(weights), above_0 = colMeans(weights > 0)),
        3L))
    signs <- colSums(x[startsWith(names(x), "signs.")])
    cat(sprintf(paste("# signs of the first prior in the chosen networks:",
        "opposite in the data %d of %d\n# true links with their true signs,",
        "%d of %d others with signs drawn\n"), signs[[2L]], signs[[1L]],
    signs[[4L]], signs[[3L]]))
}
