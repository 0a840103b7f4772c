# Times the area under the ROC curve and its interval in pROC, for ./run bench statistics only.
# Rscript proc.R FILE METHOD RESAMPLES: FILE has columns label and score, METHOD is delong or bootstrap.
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages(library(pROC))
data <- read.csv(arguments[1])
set.seed(1)
seconds <- function(times) c(times[["elapsed"]], times[["user.self"]] + times[["sys.self"]])
of.curve <- seconds(system.time(
  curve <- roc(data$label, data$score, levels = c(0, 1), direction = "<", quiet = TRUE)))
of.interval <- seconds(system.time(
  interval <- ci.auc(curve, method = arguments[2], boot.n = as.integer(arguments[3]), progress = "none")))
cat(format(c(of.curve, of.interval, interval), digits = 17), as.character(packageVersion("pROC")))
