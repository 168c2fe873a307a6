/* r_checkpoint.c - files that are there whole or not at all, and digests. */
#include "r_glue.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

#include "ggc_rng.h"
#include "r_entry.h"

static const Rbyte *arg_raw(SEXP x, const char *what)
{
    if (TYPEOF(x) != RAWSXP)
        Rf_error("ggc internal error: `%s` must be raw; please report", what);
    return RAW_RO(x);
}

static const char *arg_path(SEXP x, const char *what)
{
    if (TYPEOF(x) != STRSXP || XLENGTH(x) != 1)
        Rf_error("ggc internal error: `%s` must be one string; please report", what);
    return Rf_translateChar(STRING_ELT(x, 0));
}

/* .Call: 16 hexadecimal digits. A change of one byte always changes them. */
SEXP C_ggc_digest(SEXP bytes_)
{
    char text[17];
    const uint64_t hash = ggc_hash_bytes(arg_raw(bytes_, "bytes"), (size_t)XLENGTH(bytes_));
    snprintf(text, sizeof text, "%016" PRIx64, hash);
    return Rf_mkString(text);
}

/* To the disk, not only to the system's buffers. */
static int sync_file(FILE *file)
{
#ifdef _WIN32
    return _commit(_fileno(file));
#else
    return fsync(fileno(file));
#endif
}

/* The new name as well, where the system can; a loss of it is a loss of the file, which
 * is allowed. */
static void sync_directory(const char *path)
{
#ifndef _WIN32
    const char *slash = strrchr(path, '/');
    char *directory = R_alloc(strlen(path) + 2, 1);
    if (slash == NULL)
        strcpy(directory, ".");
    else {
        const size_t length = slash == path ? 1 : (size_t)(slash - path);
        memcpy(directory, path, length);
        directory[length] = '\0';
    }
    const int fd = open(directory, O_RDONLY);
    if (fd >= 0) {
        (void)!fsync(fd);
        close(fd);
    }
#else
    (void)path;
#endif
}

static int write_file(const char *path, const Rbyte *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return errno;
    int failed = 0;
    if (fwrite(bytes, 1, size, file) != size || fflush(file) != 0 || sync_file(file) != 0)
        failed = errno;
    if (fclose(file) != 0 && failed == 0)
        failed = errno;
    return failed;
}

/* .Call: write a file under a temporary name of the same directory and rename it, so that
 * a reader sees all of it or nothing. NULL, or what the system said. */
SEXP C_ggc_write_whole(SEXP path_, SEXP temporary_, SEXP bytes_)
{
    const char *path = arg_path(path_, "path"), *temporary = arg_path(temporary_, "temporary");
    const Rbyte *bytes = arg_raw(bytes_, "bytes");
    int failed = write_file(temporary, bytes, (size_t)XLENGTH(bytes_));
#ifdef _WIN32
    if (failed == 0)
        remove(path); /* which rename() does elsewhere */
#endif
    if (failed == 0 && rename(temporary, path) != 0)
        failed = errno;
    if (failed != 0) {
        remove(temporary);
        return Rf_mkString(strerror(failed));
    }
    sync_directory(path);
    return R_NilValue;
}
