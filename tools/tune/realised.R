# What probabilities and stated precisions come to, of files that probability.R
# made.

# list(about, edge, network, data): of each candidate edge of all networks what it
# is, what is known of it, and of which network it is, a row of data.
read_known <- function(directory, cores, probability = FALSE) {
    files <- list.files(directory, "[.]rds$", full.names = TRUE)
    parts <- parallel::mclapply(files, function(file) {
        one <- readRDS(file)
        part <- one$parts
        apart <- outer(rownames(part$score), colnames(part$score), `==`)
        at <- which(!apart & !is.na(part$score))
        about <- data.frame(one$info, network = basename(file),
            true = one$true[at], weight = 1 / length(at))
        if (probability) {
            p <- ggc:::.probability_of(part)
            about$probability <- if (is.null(p)) NA_real_ else p[at]
            return(list(about = about))
        }
        list(about = about, edge = ggc:::.edge_knowledge(part)[at, ],
            data = ggc:::.data_knowledge(part))
    }, mc.cores = cores)
    out <- lapply(stats::setNames(nm = names(parts[[1L]])), function(name) {
        do.call(rbind, lapply(parts, `[[`, name))
    })
    out$network <- match(out$about$network, unique(out$about$network))
    out
}

# Edges, and true ones among them, of the largest network of so high a mean
# probability.
realised <- function(probability, true, stated) {
    order <- order(-probability)
    mean <- cumsum(probability[order]) / seq_along(order)
    size <- max(0L, which(mean >= stated))
    c(edges = size, true = sum(utils::head(true[order], size)))
}

log_loss <- function(probability, true) {
    p <- pmin(pmax(probability, 1e-6), 1 - 1e-6)
    mean(-log(ifelse(true, p, 1 - p)))
}

tell_realised <- function(data, probability) {
    data$probability <- probability
    tenth <- cut(probability, seq(0, 1, by = 0.1), include.lowest = TRUE)
    cat("# probability, edges, mean probability, share of true ones\n")
    cat(sprintf("# %s\t%d\t%.3f\t%.3f\n", levels(tenth), table(tenth),
        tapply(probability, tenth, mean), tapply(data$true, tenth, mean)),
        sep = "")
    cells <- split(data, list(data$noise, data$model, data$design), drop = TRUE)
    lines <- lapply(cells, function(cell) {
        at <- function(stated) {
            rowSums(vapply(split(cell, cell$network), function(one) {
                realised(one$probability, one$true, stated)
            }, numeric(2L)))
        }
        half <- at(0.5)
        most <- at(0.7)
        data.frame(cell[1L, c("design", "model", "noise")],
            networks = length(unique(cell$network)),
            loss = round(log_loss(cell$probability, cell$true), 4L),
            base = round(log_loss(mean(cell$true), cell$true), 4L),
            edges.5 = half[["edges"]],
            true.5 = round(half[["true"]] / half[["edges"]], 2L),
            edges.7 = most[["edges"]],
            true.7 = round(most[["true"]] / most[["edges"]], 2L))
    })
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}
