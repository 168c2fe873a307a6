# BiocCheck of a copy of the sources, without questions to Bioconductor's servers:
# which versions there are (those of R 4.2) it is told, who subscribes to what it
# cannot know.
# The status is 1 where it finds errors, warnings or more than three notes.

home <- ".ggc-bioccheck"
unlink(home, recursive = TRUE)
dir.create(file.path(home, "ggc"), recursive = TRUE)
stopifnot(file.copy(c("DESCRIPTION", "NAMESPACE", "LICENSE", "R", "src", "man",
    "inst", "tests", "vignettes", ".Rbuildignore"), file.path(home, "ggc"),
    recursive = TRUE))
unlink(Sys.glob(file.path(home, "ggc", "src", c("*.o", "*.so"))))

versions <- file.path(normalizePath(home), "config.yaml")
writeLines(c(
    'release_version: "3.16"', 'devel_version: "3.17"',
    'r_version_associated_with_release: "4.2.2"',
    'r_version_associated_with_devel: "4.3.0"',
    "r_ver_for_bioc_ver:", '  "3.15": "4.2"', '  "3.16": "4.2"',
    '  "3.17": "4.3"'
), versions)
options(BIOCONDUCTOR_CONFIG_FILE = paste0("file://", versions),
    BiocManager.check_repositories = FALSE)
invisible(BiocManager::version()) # which reads that file, and keeps it

found <- BiocCheck::BiocCheck(file.path(home, "ggc"),
    `no-check-deprecated` = TRUE, `no-check-CRAN` = TRUE,
    `no-check-bioc-help` = TRUE)
many <- found$getNum(c("error", "warning", "note"))
quit(status = as.integer(any(many > c(0, 0, 3))))
