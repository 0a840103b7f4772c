/**
 * Consortia with a known truth: a patient's latent flow, how a site acquires it, and the export the
 * site would send, with the truth kept apart. Nothing here reads an export, and nothing outside may
 * learn from the truth except a check of the pipeline itself.
 */
@NullMarked
package org.polarfold.simulate;

import org.jspecify.annotations.NullMarked;
