library(testthat)
library(ggc)

test_check("ggc")
