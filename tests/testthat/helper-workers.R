# Fits that must not differ, and workers that fail.

tiny_control <- function(...) {
    ggc_control(members = 2L, first = 20L, each = 5L, hidden = 5L,
        n_lambda = 4L, ...)
}

# Every bit of two fits but the record of how they were run.
expect_same_fit <- function(object, expected) {
    for (slot in setdiff(methods::slotNames(expected), "metadata")) {
        expect_identical(methods::slot(object, slot),
            methods::slot(expected, slot), label = slot)
    }
}

# Puts `fake` in the place of an internal function until the caller ends. Forked
# workers have it too.
local_fake <- function(name, fake, frame = parent.frame()) {
    ns <- asNamespace("ggc")
    real <- get(name, ns)
    put <- function(f) {
        unlockBinding(name, ns)
        assign(name, f, ns)
        lockBinding(name, ns)
    }
    put(fake)
    do.call(on.exit, list(bquote(.(put)(.(real))), add = TRUE), envir = frame)
    real
}

# Training that does `accident` where the target with this index (among the
# working genes) is among those to train, so many times. Counts in a file, since
# workers share nothing else.
local_accident <- function(target, accident, times = Inf,
                           frame = parent.frame()) {
    count <- tempfile()
    file.create(count)
    real <- local_fake(".native_fit", function(problem, ...) {
        if (target %in% problem$targets && file.size(count) < times) {
            cat("x", file = count, append = TRUE)
            accident()
        }
        real(problem, ...)
    }, frame)
    invisible(count)
}

kill_this_process <- function() {
    tools::pskill(Sys.getpid(), tools::SIGKILL)
    Sys.sleep(60)
}
