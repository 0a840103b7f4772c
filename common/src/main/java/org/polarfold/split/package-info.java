/**
 * Who trains and who is held out: designs, and the plan that a design makes of a consortium's
 * patients. Plans are made by patient, never by row; nothing here reads a study's maps.
 */
@NullMarked
package org.polarfold.split;

import org.jspecify.annotations.NullMarked;
