# The matrix of numbers in a file, as the package reads tables.
read_matrix <- function(file) {
    table <- ggc:::.read_table(file)
    ggc:::.table_matrix(table, file)
}
