package org.polarfold.store;

import org.polarfold.study.PerfusionStudy;

/**
 * A study as the lake holds it.
 *
 * @param study canonical
 * @param simulated whether a simulation stands behind it and no patient
 * @param mapDigest SHA-256 over its maps, by which the same maps are found twice
 */
public record StoredStudy(PerfusionStudy study, boolean simulated, String mapDigest) {

  /** With the digest of its maps. */
  public static StoredStudy of(PerfusionStudy study, boolean simulated) {
    return new StoredStudy(study, simulated, StudyCodec.mapDigest(study));
  }

  /** SHA-256 over everything that the lake holds of it and that does not follow from its maps. */
  public String digest() {
    return StudyCodec.digest(this);
  }
}
