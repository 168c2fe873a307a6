# ggc_power(): what became of simulated networks of a design.

test_that("power is what fits and tests of simulated networks say", {
    power <- ggc_power(6, times = 6, n_trajectories = 3, networks = 2, seed = 4,
        threads = 1)
    expect_identical(power$first$edges, c(2, 3, 6, 12))
    by_hand <- lapply(4:5, function(seed) {
        sim <- ggc_simulate("grn", p = 6, n_trajectories = 3,
            times = seq(0, 200, length.out = 6), noise = 0.05, seed = seed)
        truth <- S4Vectors::metadata(sim)$truth
        fit <- ggc_fit(sim, seed = seed)
        at <- as.matrix(ggc_edges(fit, n = 6)[, c("regulator", "target")])
        network <- ggc_network(ggc_test(fit), fdr = 0.1)
        c(mean(truth[at]), sum(truth[at]) / sum(truth), sum(network),
            sum(network * truth) / sum(truth), sum(truth) / 30)
    })
    mean <- Reduce(`+`, by_hand) / 2
    expect_equal(power$first$precision[[3L]], mean[[1L]])
    expect_equal(power$first$recall[[3L]], mean[[2L]])
    expect_equal(power$found[["edges"]], mean[[3L]])
    expect_equal(power$found[["power"]], mean[[4L]])
    expect_equal(power$chance, mean[[5L]])
    expect_identical(ggc_power(6, times = 6, n_trajectories = 3, networks = 2,
        seed = 4, threads = 2), power)
    expect_output(print(power), "6 genes, 3 trajectories x 6 times, noise 0.05")
    expect_output(print(power), "mean of 2; chance")
    expect_identical(as.data.frame(power)$precision, power$first$precision)
    skip_if_not_installed("ggplot2")
    expect_s3_class(plot(power), "ggplot")
    expect_match(plot(power)$labels$subtitle, "networks, mean of 2;")
})

test_that("a list of regulators and a design without a test are told", {
    power <- ggc_power(8, 3, times = 5, n_trajectories = 1, networks = 1,
        seed = 1, threads = 1)
    expect_true(is.na(power$found[["edges"]]))
    expect_output(print(power), "8 genes \\(3 regulators\\), 1 trajectory x 5")
    expect_output(print(power), "carries no test")
    # At least one regulator for each of five others, of 3 x 7 candidates.
    expect_gte(power$chance, 5 / 21)
    expect_error(ggc_power(8, times = c(0, 3), n_trajectories = 3), "`times`",
        class = "ggc_error_argument")
    expect_error(ggc_power(8, times = c(1, 3, 5), n_trajectories = 3),
        "`times`", class = "ggc_error_argument")
    expect_error(ggc_power(8, 9, times = 5, n_trajectories = 3),
        "`n_regulators`", class = "ggc_error_argument")
    expect_error(ggc_power(8, times = 5, n_trajectories = 3, networks = 0),
        "`networks`", class = "ggc_error_argument")
})

test_that("designs of the table have its numbers, others lie between", {
    table <- .shipped_table("power")
    line <- table[table$genes == 30 & table$trajectories == 4 &
        table$points == 8 & table$noise == 0.05, ]
    power <- ggc_power(30, times = 8, n_trajectories = 4)
    expect_equal(power$first$precision,
        unname(unlist(line[paste0("precision_", .FIRST)])))
    expect_equal(power$first$se,
        unname(unlist(line[paste0("se_precision_", .FIRST)])))
    expect_equal(power$found[["edges"]], line$edges)
    expect_equal(power$chance, line$chance)
    expect_null(power$networks)
    expect_output(print(power), "from the table")
    expect_identical(ggc_power(30, times = seq(0, 200, length.out = 8),
        n_trajectories = 4), power)
    # Halfway between two lines, by hand: 20 trajectories of logarithms 10, 40.
    two <- data.frame(genes = c(10, 10), trajectories = c(10, 40), points = 8,
        noise = 0.1, power = c(0.2, 0.6), edges = c(2, 4),
        chance = c(0.1, 0.1))
    at <- list(genes = 10, trajectories = 20, points = 8, noise = 0.1)
    columns <- c("power", "edges", "chance")
    expect_equal(.power_between(two, at, columns),
        c(power = 0.4, edges = 3, chance = 0.1))
    # The more genes the more edges, and the rarer true ones.
    two$genes <- c(10, 40)
    two$trajectories <- 10
    two$edges <- c(2, 8)
    two$chance <- c(0.2, 0.05)
    at <- list(genes = 20, trajectories = 10, points = 8, noise = 0.1)
    expect_equal(.power_between(two, at, columns),
        c(power = 0.4, edges = 4, chance = 0.1))
})

test_that("the table is whole, and what is not in it is refused", {
    refused <- function(..., says) {
        expect_error(ggc_power(...), says, class = "ggc_error_power")
    }
    table <- .shipped_table("power")
    grid <- table[.GRID]
    expect_false(anyNA(table))
    expect_false(anyDuplicated(grid) > 0L)
    # Of the most genes the larger designs may be left to `networks`.
    small <- grid[grid$genes < max(grid$genes), ]
    for (part in split(small, small$trajectories > 1)) {
        expect_identical(nrow(part), as.integer(prod(lengths(lapply(part,
            unique)))))
    }
    lacking <- setdiff(do.call(paste, small[small$genes == 30, -1]),
        do.call(paste, grid[grid$genes == 100, -1]))
    for (design in strsplit(lacking, " ")) {
        refused(100, times = as.integer(design[[2]]), n_trajectories =
            as.integer(design[[1]]), noise = as.double(design[[3]]),
        says = "fewer samples than")
    }
    refused(400, times = 8, n_trajectories = 4, says = "genes are from 10 to")
    refused(30, 5, times = 8, n_trajectories = 4, says = "any of the genes")
    refused(30, times = c(0, 10, 30, 90), n_trajectories = 4,
        says = "times are even")
    refused(30, times = 8, n_trajectories = 1, says = "points of such series")
    refused(30, times = 8, n_trajectories = 4, noise = 1, says = "`networks`")
})
