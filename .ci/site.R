# The pkgdown site of a copy of the sources, so that nothing is left in the clone.
# Without the network: pkgdown would ask CRAN for the package and load scripts.

out <- commandArgs(TRUE)[[1L]]
home <- ".ggc-site"
unlink(home, recursive = TRUE)
dir.create(home)
stopifnot(file.copy(c("DESCRIPTION", "NAMESPACE", "LICENSE", "README.md",
    "CONTRIBUTING.md", "R", "src", "man", "inst", "vignettes", "pkgdown",
    "_pkgdown.yml"),
home, recursive = TRUE))
# Where pkgdown looks for it.
stopifnot(file.copy(file.path(home, "inst", "NEWS.md"), home))
unlink(Sys.glob(file.path(home, "src", c("*.o", "*.so"))))

options(pkgdown.internet = FALSE)
unlink(out, recursive = TRUE)
dir.create(out, FALSE, TRUE)
site <- normalizePath(out)
pkg <- pkgdown::as_pkgdown(home, override = list(destination = site))
pkgdown::check_pkgdown(pkg)
pkgdown::build_site(pkg, preview = FALSE, new_process = FALSE, install = FALSE)
unlink(home, recursive = TRUE)
