# The PyTorch peer as a process of its own, asked over a local socket.

# A Python that has torch and numpy: GGC_PYTHON, or the first that does of those
# on the path and the system's own. NULL if there is none.
find_python <- function() {
    candidates <- unique(c(Sys.getenv("GGC_PYTHON"), "/usr/bin/python3",
        Sys.which("python3"), Sys.which("python")))
    for (python in candidates[nzchar(candidates)]) {
        status <- suppressWarnings(system2(python,
            c("-c", shQuote("import torch, numpy")), stdout = FALSE,
            stderr = FALSE))
        if (identical(as.integer(status), 0L)) {
            return(python)
        }
    }
    NULL
}

# The directory of an OpenBLAS that stands in for the system's BLAS in child
# processes: GGC_OPENBLAS, Debian's places, or where openblas.sh has put one.
# The OpenMP build comes first: its threads are PyTorch's own, while those of
# the other build get in their way. "" if there is none: then the peer has
# whatever BLAS the system has.
find_openblas <- function(fetched) {
    places <- c(Sys.getenv("GGC_OPENBLAS"),
        Sys.glob("/usr/lib/*/openblas-openmp"), fetched,
        Sys.glob("/usr/lib/*/openblas-pthread"))
    places <- places[nzchar(places)]
    found <- places[file.exists(file.path(places, "libblas.so.3"))]
    if (length(found)) normalizePath(found[[1L]]) else ""
}

# Environment of a child that shall use that BLAS.
blas_environment <- function(directory) {
    if (nzchar(directory)) {
        path <- c(directory, Sys.getenv("LD_LIBRARY_PATH"))
        paste0("LD_LIBRARY_PATH=", paste(path[nzchar(path)], collapse = ":"))
    } else {
        character()
    }
}

open_server <- function() {
    for (port in 20000L + (Sys.getpid() + 7919L * 0:19) %% 20000L) {
        server <- tryCatch(serverSocket(port), error = function(e) NULL)
        if (!is.null(server)) {
            return(list(socket = server, port = port))
        }
    }
    stop("no free port for the PyTorch peer", call. = FALSE)
}

# Start the peer; its messages go to `log`. The connection, or an error.
start_peer <- function(python, script, blas, log) {
    server <- open_server()
    on.exit(close(server$socket))
    system2(python, c(shQuote(script), server$port), stdout = log,
        stderr = log, wait = FALSE, env = blas_environment(blas))
    tryCatch(
        socketAccept(server$socket, blocking = TRUE, open = "r+b",
            timeout = 120),
        error = function(e) {
            stop(sprintf("the PyTorch peer did not start; see %s", log),
                call. = FALSE)
        }
    )
}

stop_peer <- function(peer) {
    try(writeLines("stop", peer), silent = TRUE)
    close(peer)
}

# One request: its answer as a named list of strings.
ask_peer <- function(peer, verb, ...) {
    given <- list(...)
    pairs <- sprintf("%s=%s", names(given), vapply(given, format, "",
        digits = 15, trim = TRUE, scientific = FALSE))
    writeLines(paste(c(verb, pairs), collapse = "\t"), peer)
    socketTimeout(peer, 600)
    reply <- strsplit(readLines(peer, 1L), "\t", fixed = TRUE)
    if (!length(reply) || reply[[1L]][[1L]] != "ok") {
        stop(sprintf("the PyTorch peer answered %s to %s",
            dQuote(paste(unlist(reply), collapse = " "), FALSE), verb),
        call. = FALSE)
    }
    fields <- reply[[1L]][-1L]
    stats::setNames(as.list(sub("^[^=]*=", "", fields)),
        sub("=.*", "", fields))
}

# Matrices for the peer: "rows columns", then the values, column-major.
write_matrices <- function(matrices, file) {
    lines <- lapply(matrices, function(m) {
        m <- as.matrix(m)
        c(paste(dim(m), collapse = " "),
            paste(format(as.vector(m), digits = 9, trim = TRUE),
                collapse = " "))
    })
    writeLines(unlist(lines), file)
}
