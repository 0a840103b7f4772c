/**
 * Maps changed on purpose, by degrees: what a finished network is shown to see when it gives way.
 * Nothing here trains, scores or estimates, and no map that is learnt from is ever changed.
 */
@NullMarked
package org.polarfold.stress;

import org.jspecify.annotations.NullMarked;
