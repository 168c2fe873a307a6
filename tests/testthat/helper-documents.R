# Vignettes and README as text: their blocks of code, and sessions to run them in.

# NULL where there are none.
vignette_paths <- function() {
    from <- c(file.path("..", "..", "vignettes"),
        system.file("doc", package = "ggc"))
    found <- lapply(from[nzchar(from)], list.files, "[.]Rmd$", full.names = TRUE)
    found <- found[lengths(found) > 0L]
    paths <- if (length(found)) found[[1L]]
    stats::setNames(paths, basename(paths))
}

vignette_source <- function(name) {
    path <- vignette_paths()[name]
    skip_if(is.null(path) || is.na(path), "the vignettes are not here")
    readLines(path, encoding = "UTF-8")
}

checkout_file <- function(name) {
    path <- file.path("..", "..", name)
    skip_if_not(file.exists(path), paste("only a checkout has", name))
    path
}

# What stands between ``` and ```, in order: list(kind, options, code), the kind
# being what follows the opening ```, "" where nothing does; of chunks that knitr
# runs "{r", their options a list with the label in front.
blocks_of <- function(lines) {
    fences <- grep("^```", lines)
    stopifnot(length(fences) %% 2L == 0L)
    opens <- fences[c(TRUE, FALSE)]
    closes <- fences[c(FALSE, TRUE)]
    Map(function(from, to) {
        head <- sub("^```", "", lines[[from]])
        options <- if (startsWith(head, "{r")) chunk_options(head)
        list(kind = sub("[ ,].*", "", head), options = options,
            code = lines[seq_len(to - from - 1L) + from])
    }, opens, closes)
}

# The options of "{r label, a = 1}".
chunk_options <- function(head) {
    inside <- sub("[}] *$", "", sub("^[{]r *", "", head))
    label <- sub("[,].*", "", inside)
    rest <- sub("^[^,]*,?", "", inside)
    options <- as.list(str2lang(sprintf("list(%s)", rest)))[-1L]
    c(list(label = label), options)
}

chunks_of <- function(lines) {
    blocks <- blocks_of(lines)
    blocks[startsWith(vapply(blocks, `[[`, "", "kind"), "{r")]
}

# Lines of R in a session of their own, started in a directory; environment
# variables as "NAME=value". Expects that it ends well; gives what it said.
session_of_its_own <- function(lines, directory = tempfile("session"),
                               env = character()) {
    dir.create(directory, FALSE, TRUE)
    script <- file.path(directory, "script.R")
    writeLines(lines, script, useBytes = TRUE)
    before <- setwd(directory)
    on.exit(setwd(before))
    libraries <- paste0("R_LIBS=", shQuote(paste(.libPaths(),
        collapse = .Platform$path.sep)))
    said <- suppressWarnings(system2(file.path(R.home("bin"), "Rscript"),
        c("--no-save", "script.R"), stdout = TRUE, stderr = TRUE,
        env = c(libraries, env)))
    expect_null(attr(said, "status"), info = paste(said, collapse = "\n"))
    said
}
