# Sizes that the data decide are kept as codes until a fit sees the data.

# Sizes that the data decide are kept as codes until ggc_fit() sees the data.
.WHOLE_TRAJECTORY <- 0L
.BY_METHOD <- 0L
.BY_DATA <- 0L
.AS_GENES <- -1L
