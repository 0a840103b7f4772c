/**
 * What a reader sees of a run: the pages made from {@code results.json} and {@code run.json}, and
 * nothing else. Nothing here estimates, trains or reads a patient's data; a figure that is not in
 * those two files is not on the page.
 */
@NullMarked
package org.polarfold.report;

import org.jspecify.annotations.NullMarked;
