/** What every package may throw at the user. Nothing else lives here. */
@NullMarked
package org.polarfold;

import org.jspecify.annotations.NullMarked;
