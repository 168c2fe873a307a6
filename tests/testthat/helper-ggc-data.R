# The public data sets are not part of the package. GGC_DATA says where they
# are; a checkout usually has them next to it.
ggc_data_dir <- function() {
    default <- testthat::test_path("..", "..", "..", "shared", "data")
    directory <- Sys.getenv("GGC_DATA", default)
    if (!dir.exists(directory)) {
        testthat::skip(sprintf(
            "no public data sets in \"%s\" (set GGC_DATA)", directory
        ))
    }
    normalizePath(directory)
}
