/** Tests of the simulations, and light versions of them. */
@NullMarked
package org.polarfold.coverage;

import org.jspecify.annotations.NullMarked;
