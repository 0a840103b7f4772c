@NullMarked
package org.polarfold.stress;

import org.jspecify.annotations.NullMarked;
