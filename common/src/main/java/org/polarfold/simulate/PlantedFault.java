package org.polarfold.simulate;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that was made unusable on purpose.
 *
 * @param kind what is wrong
 * @param reason for which it is to be rejected
 * @param patient the hospital number
 * @param file the file at fault, or the one that does hold the patient where the other does not
 * @param line its last row there, from 1 with the header, or the number of its map in an array; 0
 *     where the whole file is meant
 * @param sameAs the hospital number of the patient whose maps these are as well; nothing otherwise
 */
public record PlantedFault(
    FaultKind kind, String reason, String patient, String file, int line, @Nullable String sameAs)
    implements Serializable {

  /** The same when so many rows of files have come before, headers among them. */
  PlantedFault after(Map<String, Long> rows) {
    return line == 0
        ? this
        : new PlantedFault(
            kind,
            reason,
            patient,
            file,
            Math.toIntExact(line + rows.getOrDefault(file, 0L)),
            sameAs);
  }
}
