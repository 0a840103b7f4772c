package org.polarfold.audit;

import org.polarfold.study.SiteId;

/**
 * What was seen of one patient, and where.
 *
 * @param site the patient's own
 * @param fold in which the patient is held out, as {@code fold-1}
 * @param values as many as every other patient has: segment means, or a network's features
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, by this package alone.
public record Seen(SiteId site, String fold, double[] values) {}
