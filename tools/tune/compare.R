# Two logs of measure.R on the same networks, before and after a change:
#
#     Rscript tools/tune/compare.R BEFORE AFTER
#
# One line for each design, model, noise and size: mean AUPR before and after, the
# paired difference, its standard error, and its p-value (two-sided paired t-test,
# adjusted by Holm over all lines). Then how many lines rose or fell by more than
# a standard error, and for how many the default is above the best control.
arguments <- commandArgs(trailingOnly = TRUE)
logs <- lapply(arguments, utils::read.delim, comment.char = "#",
    check.names = FALSE)
key <- function(log) paste(log$model, log$noise, log$p, log$design)
after <- logs[[2L]][match(key(logs[[1L]]), key(logs[[2L]])), ]
difference <- Map(function(a, b) {
    as.numeric(strsplit(b, ",")[[1L]]) - as.numeric(strsplit(a, ",")[[1L]])
}, as.character(logs[[1L]]$each), as.character(after$each))
mean <- vapply(difference, mean, 0)
error <- vapply(difference, function(d) stats::sd(d) / sqrt(length(d)), 0)
p <- mapply(function(m, e, d) {
    if (e > 0) 2 * stats::pt(-abs(m / e), length(d) - 1) else as.numeric(m == 0)
}, mean, error, difference)
table <- data.frame(after[c("model", "noise", "p", "design")],
    before = logs[[1L]]$default, after = after$default,
    change = round(mean, 4L), se = round(error, 4L),
    p_holm = signif(stats::p.adjust(p, "holm"), 2L),
    above_control = after$above)
utils::write.table(table, sep = "\t", quote = FALSE, row.names = FALSE)
cat(sprintf("# of %d: %d rose by more than a standard error, %d fell; %s\n",
    nrow(table), sum(mean > error), sum(mean < -error),
    sprintf("%d above the best control", sum(table$above_control > 0))))
