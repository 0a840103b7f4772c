/**
 * Makes values of several sites alike: learnt on studies of known sites, and in a declared way for
 * a site that was not among them. It knows numbers, sites by their place, and covariates; whose
 * they are, and labels, it never sees.
 */
@NullMarked
package org.polarfold.harmonise;

import org.jspecify.annotations.NullMarked;
