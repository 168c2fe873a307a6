# What tests find, beside what is true: shared by the scripts about evidence.

# Which pairs have a path, and which have one either way or a common ancestor.
relations <- function(truth) {
    path <- truth > 0
    diag(path) <- FALSE
    repeat {
        longer <- path | (path %*% path > 0)
        if (identical(longer, path)) break
        path <- longer
    }
    list(direct = truth > 0 & row(truth) != col(truth), path = path,
        related = path | t(path) | crossprod(path) > 0)
}

# What the edges at a false discovery rate of .1 are.
found <- function(q, of) {
    at <- which(q <= 0.1)
    share <- function(false) if (length(at)) mean(false[at]) else 0
    c(found = length(at), direct = sum(of$direct[at]),
        unrelated = share(!of$related), no_path = share(!of$path))
}

# A series of a model, or of a null, at low noise.
any_series <- function(design, model, p, seed) {
    if (model %in% c("grn", "var")) {
        designed(design, p, seed, model)
    } else {
        null_series(design, model, p, seed)
    }
}
