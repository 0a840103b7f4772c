package org.polarfold.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text for each patient, with the row that told it; every row must tell the same. */
final class PatientTexts {

  private final PatientColumn codes = new PatientColumn();
  private final Map<String, Integer> known = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  /**
   * Takes a text for a patient.
   *
   * @param row from 1
   * @return the row that told another text before, 0 where none did
   */
  long agree(int patient, String text, long row) {
    int code =
        known.computeIfAbsent(
            text,
            met -> {
              texts.add(met);
              return texts.size() - 1;
            });
    return codes.agree(patient, code, row);
  }

  /** The text of a patient who has one. */
  String text(int patient) {
    return texts.get((int) codes.value(patient));
  }

  /** The texts in another order of patients, null where none: {@code byName[new] = old}. */
  @Nullable String[] ordered(int[] byName) {
    @Nullable String[] ordered = new String[byName.length];
    for (int i = 0; i < byName.length; i++) {
      ordered[i] = codes.has(byName[i]) ? text(byName[i]) : null;
    }
    return ordered;
  }
}
