# The head of a log: how to make it, with what and when. The scripts of this
# directory are run at the top of a checkout, with the package installed.

log_head <- function(...) {
    script <- sub("^--file=", "", grep("^--file=", commandArgs(),
        value = TRUE)[[1L]])
    cat("#", paste(c("Rscript", file.path("tools", "tune", basename(script)),
        commandArgs(trailingOnly = TRUE)), collapse = " "))
    cat("\n#", paste("ggc", utils::packageVersion("ggc"), Sys.Date(), ...))
    cat("\n")
}
