@NullMarked
package org.polarfold.reference;

import org.jspecify.annotations.NullMarked;
