/** Tests of the evaluation against figures of other programs, and against what must hold. */
@NullMarked
package org.polarfold.evaluate;

import org.jspecify.annotations.NullMarked;
