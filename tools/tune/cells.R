# Cells along a pseudotime: how well are simulated networks ranked by the
# defaults, by those of bins as of measured times (`bins = 20`, dependence
# "linear"), and by plain measures? AUROC, AUPR, and how many signs of the first
# true edges are right; mean over data sets, and paired tests of the defaults
# against each control, over topologies (Wilcoxon, Holm).
#
#     Rscript tools/tune/cells.R [sets=20] [first=1] [n_cells=2000]
#         [pseudotime=exact] [dropout=0] [cores=1] [to=FILE]
#
# to: a file that keeps each data set's rows, so that a run that was stopped
# goes on where it was.
suppressPackageStartupMessages({
    library(ggc)
    library(SummarizedExperiment)
})
source(file.path("tools", "arguments.R"))
source(file.path("tools", "tune", "log.R"))
source(file.path("tools", "tune", "designs.R"))

# ---- Controls ----------------------------------------------------------------

# list(past, now) of genes x steps, in units of each gene's spread: samples and
# those one step later in their trajectory.
steps_of <- function(se) {
    x <- assay(se)
    x <- (x - rowMeans(x)) / pmax(sqrt(rowMeans((x - rowMeans(x))^2)), 1e-12)
    at <- split(seq_len(ncol(x)), se$trajectory)
    at <- lapply(at, function(i) i[order(se$time[i])])
    list(past = x[, unlist(lapply(at, utils::head, -1L))],
        now = x[, unlist(lapply(at, utils::tail, -1L))])
}

# Between rows of x and of y; none of what is constant.
correlations <- function(x, y = x) {
    r <- suppressWarnings(cor(t(x), t(y)))
    r[is.na(r)] <- 0
    if (identical(x, y)) {
        diag(r) <- 1
    }
    r
}

lagged <- function(steps) correlations(steps$past, steps$now)

# Of each gene's next value with each gene's, given all others' now: by the
# inverse of the correlations, a tenth of which is the identity.
lagged_partial <- function(steps) {
    g <- nrow(steps$past)
    vapply(seq_len(g), function(i) {
        r <- 0.9 * correlations(rbind(steps$past, steps$now[i, ])) +
            0.1 * diag(g + 1L)
        p <- solve(r)
        -p[g + 1L, seq_len(g)] / sqrt(p[g + 1L, g + 1L] * diag(p)[seq_len(g)])
    }, numeric(g))
}

ridge_var <- function(steps, penalty = 0.1) {
    n <- ncol(steps$past)
    solve(tcrossprod(steps$past) / n + penalty * diag(nrow(steps$past)),
        tcrossprod(steps$past, steps$now) / n)
}

partial_of_cells <- function(x, shrinkage = 0.02) {
    r <- correlations(x)
    p <- solve((1 - shrinkage) * r + shrinkage * diag(nrow(r)))
    -p / sqrt(outer(diag(p), diag(p)))
}

# ---- One data set ------------------------------------------------------------

# Signed scores of genes x genes by each method.
scores_of <- function(cells) {
    bins <- ggc_pseudotime(cells, "pseudotime", bins = 20, min_cells = 2)
    smooth <- ggc_pseudotime(cells, "pseudotime")
    signed <- function(fit) {
        edges <- ggc_edges(fit)
        out <- granger(fit)
        at <- cbind(edges$regulator, edges$target)
        out[at] <- out[at] * sign(edges$sign + 0.5)
        out
    }
    keep <- assay(cells, "logcounts")
    keep <- keep[apply(keep, 1L, stats::sd) > 0, ]
    named <- function(value, se) {
        dimnames(value) <- rep(list(rownames(se)), 2L)
        value
    }
    list(
        "defaults" = signed(ggc_fit(smooth, seed = 1, threads = 1)),
        "defaults, 20 bins" = signed(ggc_fit(bins, seed = 1, threads = 1)),
        "as measured times" = signed(ggc_fit(bins, seed = 1, threads = 1,
            control = ggc_control(dependence = "linear"))),
        "lag-1 correlation" = named(lagged(steps_of(bins)), bins),
        "lag-1 partial" = named(lagged_partial(steps_of(bins)), bins),
        "ridge VAR" = named(ridge_var(steps_of(bins)), bins),
        "partial, cells" = named(partial_of_cells(keep), keep),
        "lag-1, smooth" = named(lagged(steps_of(smooth)), smooth),
        "lag-1 partial, smooth" = named(lagged_partial(steps_of(smooth)),
            smooth),
        "ridge VAR, smooth" = named(ridge_var(steps_of(smooth)), smooth)
    )
}

# AUROC, AUPR, and the signs of as many first edges as there are true ones:
# what part of the true among them is right.
measure <- function(score, signs) {
    truth <- (signs != 0) * 1
    genes <- rownames(truth)
    whole <- matrix(0, length(genes), length(genes),
        dimnames = list(genes, genes))
    score <- score[intersect(genes, rownames(score)),
        intersect(genes, colnames(score))]
    whole[rownames(score), colnames(score)] <- score
    whole[is.na(whole)] <- 0
    diag(whole) <- 0
    metrics <- ggc_metrics(abs(whole), truth)
    diag(whole) <- NA
    first <- order(-abs(whole))[seq_len(sum(truth))]
    first <- first[truth[first] > 0]
    c(AUROC = metrics[["AUROC"]], AUPR = metrics[["AUPR"]],
        signs = mean(sign(whole[first]) == signs[first]))
}

one_set <- function(topology, seed) {
    cells <- ggc_simulate("cells", topology = topology,
        n_cells = as.integer(given$n_cells), pseudotime = given$pseudotime,
        dropout = as.double(given$dropout), seed = seed, threads = 1)
    scores <- suppressWarnings(suppressMessages(scores_of(cells)))
    values <- t(vapply(scores, measure, numeric(3L), metadata(cells)$sign))
    data.frame(topology = topology, seed = seed, method = names(scores), values,
        row.names = NULL)
}

# ---- All ---------------------------------------------------------------------

given <- read_arguments(commandArgs(trailingOnly = TRUE), list(sets = "20",
    first = "1", n_cells = "2000", pseudotime = "exact", dropout = "0",
    cores = "1", to = ""))
log_head()
todo <- expand.grid(topology = TOPOLOGIES, stringsAsFactors = FALSE,
    seed = as.integer(given$first) + seq_len(as.integer(given$sets)) - 1L)
done <- if (nzchar(given$to) && file.exists(given$to)) read.delim(given$to)
todo <- todo[!paste(todo$topology, todo$seed) %in%
    paste(done$topology, done$seed), ]
parts <- split(todo, (seq_len(nrow(todo)) - 1L) %/% 12L)
for (part in parts) {
    rows <- parallel::mclapply(seq_len(nrow(part)), function(i) {
        one_set(part$topology[[i]], part$seed[[i]])
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    done <- rbind(done, do.call(rbind, rows))
    if (nzchar(given$to)) {
        write.table(done, given$to, sep = "\t", quote = FALSE,
            row.names = FALSE)
    }
}

options(width = 120)
methods <- unique(done$method)
for (value in c("AUPR", "AUROC", "signs")) {
    mean_of <- function(by) tapply(done[[value]], done[by], mean, na.rm = TRUE)
    table <- cbind(mean_of(c("method", "topology"))[methods, TOPOLOGIES],
        mean = mean_of("method")[methods])
    cat("\n", value, "\n", sep = "")
    print(round(table, 3L))
}
cat("\nDefaults against each, over topologies: mean difference and p-value\n")
for (value in c("AUPR", "AUROC")) {
    wide <- tapply(done[[value]], list(paste(done$topology, done$seed),
        done$method), mean)
    differences <- wide[, "defaults"] - wide[, setdiff(methods, "defaults")]
    p <- stats::p.adjust(apply(differences, 2L, function(d) {
        stats::wilcox.test(d, alternative = "greater", exact = FALSE)$p.value
    }), "holm")
    cat(sprintf("%-6s %-22s %+.3f  p = %.2g\n", value, colnames(differences),
        colMeans(differences), p), sep = "")
}
