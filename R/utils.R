# Small helpers that any file may use.

.big <- function(x) {
    formatC(x, format = "d", big.mark = ",")
}

.size_text <- function(bytes) {
    power <- min(4, max(0, floor(log(max(1, bytes), 1024))))
    sprintf("%.3g %s", bytes / 1024^power,
        c("bytes", "kB", "MB", "GB", "TB")[[power + 1L]])
}

.plural <- function(n, noun) {
    sprintf("%s %s%s", formatC(n, format = "f", digits = 0L, big.mark = ","),
        noun, if (n == 1) "" else "s")
}

# What a wrong `x` is, in words.
.kind <- function(x) {
    if (is.null(x)) {
        return("NULL")
    }
    if (is.matrix(x)) {
        kind <- if (is.factor(x)) "factor" else typeof(x)
        return(sprintf("a matrix of type %s", kind))
    }
    if (is.array(x)) {
        return(sprintf("an array of %d dimensions", length(dim(x))))
    }
    if (is.atomic(x) && length(x) != 1L && !is.object(x)) {
        return(sprintf("%s %s vector of length %d",
            if (is.integer(x)) "an" else "a", typeof(x), length(x)))
    }
    if (is.atomic(x)) {
        return(.given(x))
    }
    sprintf("an object of class %s", dQuote(class(x)[[1L]], FALSE))
}

# Entries of a logical matrix that are TRUE; none of NULL.
.flagged <- function(m) {
    if (is.null(m)) integer() else which(m)
}

.is_file <- function(path) {
    file.exists(path) && !dir.exists(path)
}

.MISSING_TEXT <- c("", "NA", "NaN", "null", "N/A", "#N/A")

.numbers_of <- function(text) .quietly(as.numeric(text))

.version <- function() {
    as.character(utils::packageVersion("ggc"))
}

.targets_of <- function(parts) {
    unlist(lapply(parts, `[[`, "targets"))
}

`%or%` <- function(x, default) {
    if (is.null(x)) default else x
}

# TRUE as far as all are from the first on.
.leading <- function(x) cumsum(!x) == 0L
