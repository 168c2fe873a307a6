# Files of GEO: where their table is, and what they say of samples.

# First and last line of the table of all samples in a file of GEO: of a series
# matrix or of a data set (GDS). SOFT files of other kinds have a table for each
# sample.
.geo_table <- function(lines, file) {
    begin <- grep("^!(series_matrix|dataset)_table_begin", lines)
    if (length(begin)) {
        end <- grep("^!(series_matrix|dataset)_table_end", lines)
        return(c(begin[[1L]] + 1L, c(end, length(lines) + 1L)[[1L]] - 1L))
    }
    if (any(grepl("^!(sample|platform)_table_begin|^\\^(SAMPLE|SERIES) *=",
        lines))) {
        .ggc_stop("format", paste0(
            "\"%s\" must have one table of all samples, and is a SOFT file of ",
            "GEO, with a table for each.\nTake the series matrix, or read it ",
            "by GEOquery::getGEO()."
        ), .file_label(file))
    }
}

# What GEO says of the samples of a series matrix or a data set.
.geo_samples <- function(lines, names) {
    if (any(startsWith(lines, "!dataset_table_begin"))) {
        return(.geo_subsets(lines, names))
    }
    .geo_traits(lines, names)
}

# A data set has subsets: a description of some type, as "6 h" of time, and the
# samples that it is true of.
.geo_subsets <- function(lines, names) {
    part <- function(key) {
        start <- sprintf("!subset_%s = ", key)
        trimws(sub(start, "", lines[startsWith(lines, start)], fixed = TRUE))
    }
    type <- part("type")
    samples <- strsplit(part("sample_id"), " *, *")
    said <- part("description")
    out <- DataFrame(row.names = names)
    if (length(type) != length(said) || length(type) != length(samples)) {
        return(out)
    }
    for (kind in unique(type)) {
        of <- which(type == kind)
        out[[kind]] <- rep(said[of], lengths(samples[of]))[
            match(names, unlist(samples[of]))]
    }
    out
}

# Titles, and characteristics by their tags, which need not stand in one line
# for all samples.
.geo_traits <- function(lines, names) {
    lines <- lines[startsWith(lines, "!Sample_")]
    fields <- lapply(strsplit(lines, "\t", fixed = TRUE), function(x) {
        gsub("^\"|\"$", "", x)
    })
    key <- sub("^!Sample_", "", vapply(fields, `[`, "", 1L))
    values <- lapply(fields, `[`, -1L)
    at <- match("geo_accession", key)
    if (is.na(at) || !all(names %in% values[[at]])) {
        return(DataFrame(row.names = names))
    }
    order <- match(names, values[[at]])
    channels <- lapply(c("ch1", "ch2"), function(channel) {
        traits <- .traits_of(values[key == paste0("characteristics_", channel)])
        lapply(traits, `[`, order)
    })
    title <- values[[match("title", key)]][order]
    DataFrame(c(list(title = title),
        .join_channels(channels[[1L]], channels[[2L]])), check.names = FALSE)
}

# "tag: value" of each sample, in several lines, as a list by tag.
.traits_of <- function(lines) {
    out <- list()
    for (trait in lines) {
        tag <- ifelse(grepl(":", trait), sub(":.*", "", trait), "")
        for (kind in setdiff(tag, "")) {
            known <- out[[kind]] %or% rep("", length(trait))
            out[[kind]] <- ifelse(tag == kind & !nzchar(known),
                trimws(sub("^[^:]*:", "", trait)), known)
        }
    }
    out
}

# Of arrays of two colours one channel may be a reference, of which a tag always
# says the same: the other one is meant. Where both vary both are kept.
.join_channels <- function(one, two) {
    for (tag in intersect(names(one), names(two))) {
        values <- list(one[[tag]], two[[tag]])
        varies <- vapply(values, function(x) length(unique(x)) > 1L, NA)
        if (identical(values[[1L]], values[[2L]])) {
            two[[tag]] <- NULL
        } else if (sum(varies) == 1L) {
            .ggc_inform("%s is that of channel %d; of the other it is %s.", tag,
                which(varies), values[[which(!varies)]][[1L]])
            one[[tag]] <- values[[which(varies)]]
            two[[tag]] <- NULL
        } else {
            .ggc_inform(paste0("Both channels have %1$s, which differs: see ",
                "columns %1$s:ch1 and %1$s:ch2."), tag)
            names(one)[names(one) == tag] <- paste0(tag, ":ch1")
            names(two)[names(two) == tag] <- paste0(tag, ":ch2")
        }
    }
    c(one, two)
}
