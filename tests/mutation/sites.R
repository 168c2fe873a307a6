# Where the C core can be broken: every place in a function body where one small
# change gives another program. A site is a stretch of text (from, to) of a file
# and what to put there.

# The text with comments and the insides of strings blanked, and preprocessor
# lines too; every character keeps its place.
masked_code <- function(text) {
    blank <- function(text, pattern) {
        found <- gregexpr(pattern, text, perl = TRUE)
        regmatches(text, found) <- lapply(regmatches(text, found), gsub,
            pattern = "[^\n]", replacement = " ")
        text
    }
    text <- blank(text,
        "(?s)/\\*.*?\\*/|//[^\n]*|\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])*'")
    blank(text, "(?m)^[ \t]*#([^\n]*\\\\\n)*[^\n]*")
}

# For each character: is it inside the braces of a function? These are the
# outermost ones that follow a `)`.
in_functions <- function(code) {
    chars <- strsplit(code, "")[[1L]]
    step <- (chars == "{") - (chars == "}")
    depth <- cumsum(step)
    opens <- which(chars == "{" & depth == 1L)
    closes <- which(chars == "}" & depth == 0L)
    inside <- logical(length(chars))
    for (i in seq_along(opens)) {
        if (grepl("\\)\\s*$", substr(code, 1L, opens[[i]] - 1L))) {
            inside[opens[[i]]:closes[[i]]] <- TRUE
        }
    }
    inside
}

# All matches of a pattern: data frame of from, to, text.
matches_of <- function(pattern, code) {
    found <- gregexpr(pattern, code, perl = TRUE)[[1L]]
    if (found[[1L]] < 0L) {
        return(data.frame(from = integer(), to = integer(), text = character()))
    }
    to <- found + attr(found, "match.length") - 1L
    data.frame(from = as.integer(found), to = to,
        text = substring(code, found, to))
}

# Tokens that become another one. In the form of this source operators of two
# operands stand between blanks, signs and pointers do not.
.SWAPS <- list(
    operator = c(
        "+" = "-", "-" = "+", "*" = "/", "/" = "*", "%" = "*", "+=" = "-=",
        "-=" = "+=", "*=" = "/=", "/=" = "*=", "&&" = "||", "||" = "&&",
        "&" = "|", "|" = "&", "^" = "|", "<<" = ">>", ">>" = "<<", "|=" = "&="
    ),
    comparison = c(
        "<" = "<=", "<=" = "<", ">" = ">=", ">=" = ">", "==" = "!=",
        "!=" = "=="
    )
)

swap_sites <- function(code, kind) {
    swap <- .SWAPS[[kind]]
    sites <- matches_of("(?<=[\\w\\])}] )[-+*/%&|^<>=!]+(?=\\s)", code)
    sites <- sites[sites$text %in% names(swap), ]
    sites$new <- unname(swap[sites$text])
    sites
}

# Where the smaller or larger of two values is taken, as in `a < b ? a : b`: which
# of two equal ones it is makes no other program. Zeros have signs, though.
takes_extreme <- function(code) {
    value <- "((?:->|[\\w.\\[\\]()+*/ -])+?)"
    found <- matches_of(sprintf(
        "(?<![\\w.>\\])])%s [<>]=? %s \\? (?:\\1 : \\2|\\2 : \\1)(?![\\w.\\[(])",
        value, value), code)
    zero <- grepl("(?<![\\w.])0(\\.0)?f? ?\\?|\\? 0(\\.0)?f? :", found$text,
        perl = TRUE)
    found <- found[!zero, ]
    found$from + attr(regexpr("^.*? (?=[<>]=? )", found$text, perl = TRUE),
        "match.length")
}

comparison_sites <- function(code) {
    sites <- swap_sites(code, "comparison")
    sites[!sites$from %in% takes_extreme(code), ]
}

step_sites <- function(code) {
    sites <- matches_of("\\+\\+|--", code)
    sites$new <- ifelse(sites$text == "++", "--", "++")
    sites
}

# A sign or a negation less, or a sign more.
sign_sites <- function(code) {
    less <- matches_of("(?<=[(\\[,=?:*/+] |[(\\[])[-!](?=[\\w(*])", code)
    returned <- matches_of("(?<=return )-(?=[\\w(])", code)
    more <- matches_of("(?<=[^=!<>]= |return )(?=[\\w(])", code)
    more$to <- more$from - 1L
    less$new <- rep("", nrow(less))
    returned$new <- rep("", nrow(returned))
    more$new <- rep("-", nrow(more))
    rbind(less, returned, more)
}

.TYPES <- paste0("^\\s*(static |const |unsigned )*(int|double|float|char|",
    "size_t|long long|u?int\\d+_t|ggc_\\w+|vec|uvec|ivec|bits|slot|state)",
    "( const)? [\\w *,]*[^=;]*$")

# Is the bracket at `at` one of a declaration?
declares <- function(code, at) {
    vapply(at, function(at) {
        before <- substr(code, max(1L, at - 300L), at - 1L)
        grepl(.TYPES, sub("(?s).*[;{}]", "", before, perl = TRUE), perl = TRUE)
    }, NA)
}

index_sites <- function(code) {
    sites <- matches_of("(?<=[\\w\\])])\\[[^\\[\\]]+\\]", code)
    sites <- sites[!declares(code, sites$from), ]
    inner <- substr(sites$text, 2L, nchar(sites$text) - 1L)
    up <- down <- sites
    up$new <- sprintf("[(%s) + 1]", inner)
    down$new <- sprintf("[(%s) - 1]", inner)
    rbind(up, down)
}

# Whole numbers gain 1; others a tenth, or are 1 where they were 0.
constant_sites <- function(code) {
    number <- paste0("(?<![\\w.])(0[xX][0-9a-fA-F.]+(p[-+]?\\d+)?|",
        "\\d+(\\.\\d*)?(e[-+]?\\d+)?)[uUlLf]*(?![\\w.])")
    sites <- matches_of(number, code)
    whole <- !grepl("[.p]|^\\d[^xX]*e", sites$text, perl = TRUE)
    zero <- grepl("^0[.0]*f?$", sites$text)
    single <- grepl("f$", sites$text) & !grepl("^0[xX]", sites$text)
    sites$new <- ifelse(whole | zero, sprintf("(%s + 1)", sites$text),
        sprintf("(%s * 1.1%s)", sites$text, ifelse(single, "f", "")))
    sites
}

# Statements that are an assignment, a step, a call, break or continue. One
# begins a line, after the end of another or after what governs it.
statement_sites <- function(code) {
    sites <- matches_of(paste0(
        "(?<=[;{}:)]|else|UNROLL)\\s*\\n\\s*",
        "(?!(for|if|while|do|else|switch|case|default|return|goto|static|",
        "const)\\b)[\\w*(+-][^;{}]*;"
    ), code)
    lead <- attr(regexpr("^\\s*", sites$text), "match.length")
    sites$from <- sites$from + lead
    sites$text <- substring(sites$text, lead + 1L)
    declaration <- grepl("^(unsigned |struct )?\\w+( const)?\\s+\\**\\w+",
        sites$text, perl = TRUE)
    continued <- !grepl("^(\\(\\*|[*+-]*)?\\w[^\n]*(=|\\(|\\+\\+|--)|^\\w+;",
        sites$text)
    sites <- sites[!declaration & !continued, ]
    sites$new <- sprintf("%s;", gsub("[^\n]", "", sites$text))
    sites
}

# All sites of one file: file, line and its code, kind, from, to, text, new.
sites_in <- function(file) {
    text <- paste(readLines(file), collapse = "\n")
    code <- masked_code(text)
    sites <- list(
        operator = rbind(swap_sites(code, "operator"), step_sites(code)),
        comparison = comparison_sites(code), sign = sign_sites(code),
        index = index_sites(code), constant = constant_sites(code),
        statement = statement_sites(code)
    )
    kind <- rep(names(sites), vapply(sites, nrow, 0L))
    sites <- do.call(rbind, unname(sites))
    sites$kind <- kind
    sites <- sites[in_functions(code)[pmax(sites$from, 1L)], ]
    ends <- c(0L, gregexpr("\n", text, fixed = TRUE)[[1L]])
    sites$file <- rep(basename(file), nrow(sites))
    sites$line <- findInterval(sites$from, ends + 1L)
    sites$code <- trimws(strsplit(text, "\n", fixed = TRUE)[[1L]][sites$line])
    sites[order(sites$from, sites$to, sites$new), ]
}

# The file with one site changed, as lines.
mutate <- function(file, site) {
    text <- paste(readLines(file), collapse = "\n")
    strsplit(paste0(substr(text, 1L, site$from - 1L), site$new,
        substring(text, site$to + 1L)), "\n", fixed = TRUE)[[1L]]
}
