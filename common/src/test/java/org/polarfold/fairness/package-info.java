@NullMarked
package org.polarfold.fairness;

import org.jspecify.annotations.NullMarked;
