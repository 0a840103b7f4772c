/** Tests of the simulations that judge the statistics. */
@NullMarked
package org.polarfold.coverage;

import org.jspecify.annotations.NullMarked;
