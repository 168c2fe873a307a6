# What was to be shown, each with what was found.
# `pass`: TRUE, FALSE, or NA where nothing was asked or it was not measured.

check_row <- function(check, asked, found, pass) {
    data.frame(check = check, asked = asked, found = found, pass = pass)
}

not_measured <- function(check, asked) {
    check_row(check, asked, "not measured", NA)
}

# "1 thread", "2 threads"
counted <- function(n, what) {
    sprintf("%d %s%s", n, what, ifelse(n == 1L | grepl("s$", what), "", "s"))
}

say <- function(...) {
    cat(sprintf(...), "\n", sep = "")
    flush(stdout())
}

print_table <- function(table) {
    print(format(table, digits = 4L), row.names = FALSE)
    flush(stdout())
}

print_checks <- function(checks) {
    mark <- ifelse(is.na(checks$pass), "  --",
        ifelse(checks$pass, "pass", "FAIL"))
    say("%s", paste(sprintf("%s  %s (asked: %s)\n      %s", mark,
        checks$check, checks$asked, checks$found), collapse = "\n"))
}

write_tsv <- function(table, file) {
    numeric <- vapply(table, is.double, NA)
    table[numeric] <- lapply(table[numeric], function(x) {
        ifelse(is.na(x), NA_character_, formatC(x, digits = 6L, format = "g",
            width = 1L))
    })
    utils::write.table(table, file, sep = "\t", quote = FALSE,
        row.names = FALSE)
}
