# Names of genes in pictures: how wide they are, and which are shortened.

# Width in mm of names in letters of `size` mm, as a rule on the safe side, as
# fonts differ between devices, and none is known before a picture is drawn.
.name_mm <- function(names, size) {
    size * (0.3 + 0.62 * nchar(names, "width"))
}

# Names that would fill a picture lose their middle: identifiers differ at the
# ends. Names that could then be mistaken for another stay whole.
.MOST_LETTERS <- 28L

.short_names <- function(names) {
    names <- as.character(names)
    n <- nchar(names)
    half <- (.MOST_LETTERS - 3L) %/% 2L
    short <- names
    long <- which(n > .MOST_LETTERS)
    short[long] <- paste0(substr(names[long], 1L, half), "...",
        substr(names[long], n[long] - half + 1L, n[long]))
    distinct <- unique(cbind(names, short))
    twice <- short %in% distinct[duplicated(distinct[, 2L]), 2L]
    short[twice] <- names[twice]
    short
}
