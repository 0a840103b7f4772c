/**
 * Runs every cell of a plan once, resumes what was interrupted, gathers the predictions, and has
 * them evaluated where they lie. It decides nothing about who is held out, and estimates nothing
 * itself.
 */
@NullMarked
package org.polarfold.validate;

import org.jspecify.annotations.NullMarked;
