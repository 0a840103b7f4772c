package org.polarfold.coverage;

import java.util.List;

/**
 * How often one kind of interval covers.
 *
 * @param scenario what is planted
 * @param quantity what is estimated
 * @param interval how the interval is made; {@code tried} where the product does not use it
 * @param sites {@code 30 of each class}, {@code fewer}, or {@code all} where pooled
 * @param intervals how many there were
 * @param notEstimable how many there were not
 * @param truth mean population value of the very models
 * @param bias mean of estimate minus that value
 * @param width mean width
 * @param veryModels share that covers the population value of the very models
 * @param veryModelsSe its Monte-Carlo standard error
 * @param procedure share that covers the mean of these values over consortia
 * @param procedureSe its Monte-Carlo standard error
 * @param bySite least and largest share of a site, against the very models; empty where pooled or
 *     where no site is in this group in half of the consortia
 */
public record CoverageRow(
    String scenario,
    String quantity,
    String interval,
    String sites,
    long intervals,
    long notEstimable,
    double truth,
    double bias,
    double width,
    double veryModels,
    double veryModelsSe,
    double procedure,
    double procedureSe,
    List<Double> bySite) {}
