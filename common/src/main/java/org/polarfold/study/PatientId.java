package org.polarfold.study;

/**
 * A patient's pseudonym, never an identifier that a hospital uses.
 *
 * @param value not blank
 */
public record PatientId(String value) implements Comparable<PatientId> {

  public PatientId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("Invalid pseudonym: blank");
    }
  }

  @Override
  public int compareTo(PatientId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
