.onUnload <- function(libpath) {
    library.dynam.unload("ggc", libpath)
}
