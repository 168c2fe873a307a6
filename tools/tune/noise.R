# Does noise have a master regulator? The largest count of one regulator among
# the first 100 edges of ggc_fit(), on series without any link (NULLS of
# designs.R), and on white noise of 400 genes, 9 samples and 40 candidates:
#
#     Rscript tools/tune/noise.R [sets=50] [first=5001] [genes=20]
#         [designs=3x4,3x6,2x13,5x21,1x60] [cores=2] > tools/tune/noise.log
#
# One line for each design and kind of noise: the share of the sets in which that
# count is at most the 95 % quantile of blind draws (`blind`), the mean count, the
# mean power of hubs, how far regulators were made alike, and the weights of both
# dependences.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")
source("tools/tune/designs.R")

FIRST <- 100L

blind_count <- function(regulators, targets) {
    set.seed(1)
    own <- min(regulators, targets)
    links <- rep(seq_len(regulators), targets - (seq_len(regulators) <= own))
    counts <- replicate(5000, max(tabulate(sample(links)[
        seq_len(min(FIRST, length(links)))])))
    stats::quantile(counts, 0.95, names = FALSE)
}

largest_count <- function(fit) {
    score <- granger(fit)
    score[outer(rownames(score), colnames(score), `==`)] <- -Inf
    first <- order(-score)[seq_len(min(FIRST, sum(score > -Inf)))]
    max(tabulate(row(score)[first]))
}

learn <- function(...) {
    suppressWarnings(suppressMessages(ggc_fit(..., seed = 1, threads = 1L)))
}

line_of <- function(design, noise, fits, blind) {
    each <- vapply(fits, function(make) {
        fit <- make()
        ranking <- fit@details$ranking
        c(largest_count(fit), ranking$hubs, ranking$alike, ranking$weight,
            ranking$conditional_weight)
    }, numeric(5))
    names <- c("count", "hubs", "alike", "dependence", "conditional")
    data.frame(design, noise, sets = ncol(each), blind,
        within = round(mean(each[1L, ] <= blind), 3L),
        t(stats::setNames(round(rowMeans(each), 3L), names)))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(sets = "50", first = "5001",
        genes = "20", designs = "3x4,3x6,2x13,5x21,1x60", cores = "2"))
    p <- as.integer(given$genes)
    seeds <- as.integer(given$first) + seq_len(as.integer(given$sets)) - 1L
    rows <- do.call(rbind, lapply(strsplit(given$designs, ",")[[1L]],
        function(design) data.frame(design, noise = nulls_of(design))))
    blind <- blind_count(p, p)
    tasks <- lapply(seq_len(nrow(rows)), function(i) {
        function() {
            line_of(rows$design[[i]], rows$noise[[i]], lapply(seeds,
                function(seed) function() {
                    se <- null_series(rows$design[[i]], rows$noise[[i]], p, seed)
                    do.call(learn, c(list(se), fit_arguments(se)))
                }), blind)
        }
    })
    few <- function() {
        line_of("400 x 9, 40 TFs", "white", lapply(seeds, function(seed) {
            function() {
                set.seed(seed)
                x <- matrix(stats::rnorm(400 * 9), 400,
                    dimnames = list(sprintf("g%04d", 1:400), NULL))
                learn(x, time = rep(c(0, 6, 12), each = 3),
                    replicates = "match", regulators = 1:40)
            }
        }), blind_count(40L, 400L))
    }
    lines <- parallel::mclapply(c(few, tasks), function(task) task(),
        mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    log_head()
    utils::write.table(do.call(rbind, lines), sep = "\t", quote = FALSE,
        row.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
