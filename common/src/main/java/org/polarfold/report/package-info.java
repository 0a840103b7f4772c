/**
 * What a reader sees of a run: the pages made from its JSON files, and nothing else. Nothing here
 * estimates, trains or reads a patient's data; a figure that is not in those files is not on the
 * page, standardised differences of the cohort's counts apart.
 */
@NullMarked
package org.polarfold.report;

import org.jspecify.annotations.NullMarked;
