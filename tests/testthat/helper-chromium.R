# A headless Chromium, driven through chromedriver by the WebDriver protocol.

# A call of the protocol: the value of the answer, or an error with its text.
webdriver <- function(driver, method, path, body = NULL) {
    handle <- curl::new_handle(customrequest = method, timeout = 60)
    if (method == "POST") {
        # An empty list would be an array.
        json <- if (length(body)) {
            jsonlite::toJSON(body, auto_unbox = TRUE)
        } else {
            "{}"
        }
        curl::handle_setopt(handle, postfields = as.character(json))
        curl::handle_setheaders(handle, "Content-Type" = "application/json")
    }
    answer <- curl::curl_fetch_memory(paste0(driver$url, path), handle)
    value <- jsonlite::fromJSON(rawToChar(answer$content),
        simplifyVector = FALSE)$value
    if (answer$status_code >= 400L) {
        stop(sprintf("%s %s: %s", method, path, value$message))
    }
    value
}

chromium_program <- function() {
    found <- Sys.which(c("chromium", "chromium-browser", "google-chrome"))
    unname(found[nzchar(found)][1L])
}

# The address of a chromedriver of our own and its process. What Chromium writes
# into the home directory goes to ours.
start_chromedriver <- function(directory) {
    log <- file.path(directory, "log")
    home <- sprintf("%s=%s", c("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"),
        shQuote(directory))
    pid <- system2("sh", c("-c", shQuote(sprintf(
        "env %s chromedriver --port=0 > %s 2>&1 & echo $!",
        paste(home, collapse = " "), shQuote(log)))), stdout = TRUE)
    pattern <- "^.*started successfully on port ([0-9]+).*$"
    for (try in seq_len(150L)) {
        said <- grep(pattern, readLines(log, warn = FALSE), value = TRUE)
        if (length(said)) {
            port <- sub(pattern, "\\1", said[[1L]])
            return(list(url = paste0("http://127.0.0.1:", port),
                pid = as.integer(pid)))
        }
        Sys.sleep(0.1)
    }
    tools::pskill(as.integer(pid))
    stop("chromedriver did not start: ",
        paste(readLines(log, warn = FALSE), collapse = "\n"))
}

# A session, closed at the end of the calling test; the test is skipped where
# there is no Chromium. Functions: open, find, click, ...
local_chromium <- function(frame = parent.frame()) {
    skip_on_os("windows")
    skip_if_not_installed("curl")
    skip_if_not_installed("jsonlite")
    if (is.na(chromium_program()) || !nzchar(Sys.which("chromedriver"))) {
        skip("no Chromium here (chromium, chromedriver)")
    }
    directory <- tempfile("chromium")
    dir.create(directory)
    driver <- start_chromedriver(directory)
    flags <- c("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
        "--window-size=1200,800",
        paste0("--user-data-dir=", file.path(directory, "profile")))
    stop <- function() {
        try(webdriver(driver, "DELETE", ""), silent = TRUE)
        tools::pskill(driver$pid)
        unlink(directory, recursive = TRUE)
    }
    do.call(on.exit, list(bquote(.(stop)()), add = TRUE), envir = frame)
    saved <- file.path(directory, "saved")
    dir.create(saved)
    options <- list(args = flags, binary = chromium_program(),
        prefs = list(download.default_directory = saved))
    session <- webdriver(driver, "POST", "/session", list(capabilities =
        list(alwaysMatch = list("goog:chromeOptions" = options,
            "goog:loggingPrefs" = list(browser = "ALL")))))
    driver$url <- paste0(driver$url, "/session/", session$sessionId)
    webdriver(driver, "POST", "/goog/cdp/execute", list(
        cmd = "Browser.setDownloadBehavior",
        params = list(behavior = "allow", downloadPath = saved)))
    c(chromium_session(driver), list(saved = function(name) {
        saved_file(file.path(saved, name))
    }))
}

# The path of a file that the page saves, as soon as it is whole.
saved_file <- function(path) {
    for (try in seq_len(100L)) {
        if (file.exists(path) && file.size(path) > 0) {
            return(path)
        }
        Sys.sleep(0.1)
    }
    stop("nothing was saved but: ", toString(list.files(dirname(path))))
}

chromium_session <- function(driver) {
    call <- function(...) webdriver(driver, ...)
    keys <- c(Enter = "\uE007", Tab = "\uE004", Right = "\uE014",
        Escape = "\uE00C")
    list(
        open = function(file) {
            call("POST", "/url",
                list(url = paste0("file://", normalizePath(file))))
        },
        find = function(css) {
            vapply(call("POST", "/elements",
                list(using = "css selector", value = css)), `[[`, "", 1L)
        },
        click = function(id) {
            call("POST", sprintf("/element/%s/click", id))
        },
        text = function(id) call("GET", sprintf("/element/%s/text", id)),
        type = function(id, ...) {
            words <- c(...)
            words <- ifelse(words %in% names(keys), keys[words], words)
            call("POST", sprintf("/element/%s/value", id),
                list(text = paste(words, collapse = "")))
        },
        hover = function(id) {
            point_at(call, 0, 0, stats::setNames(list(id),
                "element-6066-11e4-a52e-4f735466cecf"))
        },
        hover_at = function(x, y) point_at(call, x, y, "viewport"),
        resize = function(width, height) {
            call("POST", "/goog/cdp/execute", list(
                cmd = "Emulation.setDeviceMetricsOverride",
                params = list(width = width, height = height,
                    deviceScaleFactor = 1, mobile = FALSE)))
        },
        run = function(script) {
            call("POST", "/execute/sync",
                list(script = script, args = list()))
        },
        media = function(name) {
            call("POST", "/goog/cdp/execute", list(
                cmd = "Emulation.setEmulatedMedia",
                params = list(media = name)))
        },
        complaints = function() {
            said <- call("POST", "/se/log", list(type = "browser"))
            vapply(said, `[[`, "", "message")
        },
        picture = function(file) {
            writeBin(jsonlite::base64_dec(call("GET", "/screenshot")), file)
        }
    )
}

point_at <- function(call, x, y, origin) {
    call("POST", "/actions", list(actions = list(list(
        type = "pointer", id = "mouse",
        actions = list(list(type = "pointerMove", duration = 0,
            x = round(x), y = round(y), origin = origin))))))
}
