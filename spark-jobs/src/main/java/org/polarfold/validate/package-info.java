/**
 * Runs every cell of a plan once, resumes what was interrupted, and gathers the predictions. It
 * decides nothing about who is held out, and judges nothing.
 */
@NullMarked
package org.polarfold.validate;

import org.jspecify.annotations.NullMarked;
