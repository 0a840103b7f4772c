package org.polarfold.ingest;

/**
 * Where a record begins in what a site sent; all that is ever said of a rejected one.
 *
 * @param file folder of the site and file, as {@code birch/flow.csv}
 * @param line 1 for the first line of the file
 */
public record RecordPlace(String file, long line) {}
