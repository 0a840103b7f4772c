package org.polarfold.simulate;

import java.io.Serializable;
import java.util.Map;
import org.polarfold.study.Target;

/**
 * What is known of a whole site.
 *
 * @param site its place in the consortium, from 0
 * @param shareElsewhere of the label whose prevalence is shifted here, where it is not; not a
 *     number where none is
 * @param bestPossible the area that no score of the site's maps exceeds, by label
 */
public record SiteTruth(int site, double shareElsewhere, Map<Target, PopulationAuroc> bestPossible)
    implements Serializable {}
