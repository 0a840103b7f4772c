/**
 * How far what was seen of one patient, or of one site, lies from what was learnt from. It knows
 * numbers alone: neither whose they are, nor labels, nor predictions.
 */
@NullMarked
package org.polarfold.familiarity;

import org.jspecify.annotations.NullMarked;
