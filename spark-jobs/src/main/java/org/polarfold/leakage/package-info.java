/**
 * The leakage gate: one class a kind of leak, each of which looks and says what it has found,
 * before training and before reporting. Nothing here mends, fits or estimates anything.
 */
@NullMarked
package org.polarfold.leakage;

import org.jspecify.annotations.NullMarked;
