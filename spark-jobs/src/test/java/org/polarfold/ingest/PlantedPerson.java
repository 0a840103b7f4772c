package org.polarfold.ingest;

import java.time.LocalDate;
import java.util.List;

/**
 * Somebody who does not exist and whose traces must be found nowhere; every text is of this person
 * alone.
 *
 * @param number tells persons apart
 */
record PlantedPerson(int number) {

  /** The hospital's number of the patient. */
  String id() {
    return "Ünal-K%03d-7731".formatted(number);
  }

  /** With the number in letters, for names have no digits. */
  String name() {
    String letters = "" + letter(number / 676) + letter(number / 26) + letter(number);
    return "Großkreutz" + letters + ", Åse";
  }

  private static char letter(int n) {
    return (char) ('a' + n % 26);
  }

  /** As DICOM writes it. */
  String dicomName() {
    return name().replace(", ", "^");
  }

  String birth() {
    return LocalDate.of(1931, 2, 3).plusDays(37L * number).toString();
  }

  /** The day of the examination, of which the month alone is kept. */
  String day() {
    return LocalDate.of(2019, 3, 2).plusDays(3L * number).toString();
  }

  String phone() {
    return "+49 2351 7731%03d".formatted(number);
  }

  String mail() {
    return "aase.k%03d@wäldchenweg.example".formatted(number);
  }

  String address() {
    return "Wäldchenweg %03d, 58507 Lüdenscheid".formatted(number);
  }

  /** Everything by which the person could be found. */
  List<String> texts() {
    return List.of(id(), name(), dicomName(), birth(), day(), phone(), mail(), address());
  }

  /** What of every person is enough to tell that somebody's trace is there. */
  static List<String> fragments() {
    return List.of("Großkreutz", "Ünal-K", "Wäldchenweg", "Lüdenscheid", "+49 2351");
  }
}
