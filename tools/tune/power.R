# What became of simulated networks of many designs, for the table of
# ggc_power(): the columns of .POWER_COLUMNS, one line for each design, means and
# standard errors over networks. Lines that are there stay, so that it goes on
# where it stopped:
#
#     Rscript tools/tune/power.R [to=results/power.tsv] [first=41001] [cores=2]
#         [genes=10,30,100]
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")

# Networks of a design: those of many genes vary less.
NETWORKS <- c("10" = 24L, "30" = 16L, "100" = 8L)

designs <- function(genes) {
    several <- expand.grid(points = c(4L, 8L, 20L),
        trajectories = c(2L, 4L, 10L, 30L), noise = c(0.05, 0.15),
        genes = genes)
    single <- expand.grid(points = c(20L, 60L, 200L), trajectories = 1L,
        noise = c(0.05, 0.15), genes = genes)
    out <- rbind(several, single)
    out[order(out$genes, out$points * out$trajectories), ]
}

line_of <- function(one, first) {
    design <- ggc:::.check_power_design(one$genes, NULL, one$points,
        one$trajectories, one$noise)
    n <- NETWORKS[[as.character(one$genes)]]
    each <- vapply(first + seq_len(n) - 1L, function(seed) {
        ggc:::.power_of(design, seed, 1L)
    }, numeric(length(ggc:::.POWER_COLUMNS)))
    se <- apply(each, 1L, stats::sd) / sqrt(n)
    names(se) <- paste0("se_", names(se))
    data.frame(one[c("genes", "trajectories", "points", "noise")],
        networks = n, t(signif(c(rowMeans(each), se), 4L)))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(
        to = file.path("results", "power.tsv"), first = "41001", cores = "2",
        genes = "10,30,100"))
    all <- designs(as.integer(strsplit(given$genes, ",")[[1L]]))
    key <- function(x) paste(x$genes, x$trajectories, x$points, x$noise)
    dir.create(dirname(given$to), showWarnings = FALSE, recursive = TRUE)
    if (!file.exists(given$to)) {
        columns <- ggc:::.POWER_COLUMNS
        cat(c("genes", "trajectories", "points", "noise", "networks", columns,
            paste0("se_", columns)), file = given$to, sep = "\t")
        cat("\n", file = given$to, append = TRUE)
    }
    done <- utils::read.delim(given$to)
    left <- all[!key(all) %in% key(done), ]
    parallel::mclapply(seq_len(nrow(left)), function(i) {
        line <- suppressWarnings(line_of(left[i, ], as.integer(given$first)))
        # One short write for each line: those of two workers do not mix.
        cat(paste0(paste(unlist(line), collapse = "\t"), "\n"),
            file = given$to, append = TRUE)
    }, mc.cores = as.integer(given$cores), mc.preschedule = FALSE)
    cat(nrow(all), "designs,", nrow(utils::read.delim(given$to)), "lines\n")
}

main(commandArgs(trailingOnly = TRUE))
