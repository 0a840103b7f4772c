package org.polarfold.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.polarfold.study.Segment17;

/**
 * What a site's physicians do with a study.
 *
 * @param readers who read it; without any, a measured mean reserve below 2.0 is the result
 * @param referral who is sent to angiography
 */
record Practice(List<Reader> readers, Referral referral) {

  static final Practice REFERENCE = new Practice(List.of(), Referral.REFERENCE);

  Practice {
    readers = List.copyOf(readers);
  }

  /**
   * What they said and did.
   *
   * @param readings abnormal or not, by reader
   * @param angiography whether the patient reached it; it shows what is there
   */
  record Findings(Map<String, Boolean> readings, boolean angiography) {}

  /** What becomes of a patient; the result is abnormal where any reader says so. */
  Findings findings(Patient patient, Camera.Measured measured, Function<String, Draws> draws) {
    Map<String, Boolean> readings = new LinkedHashMap<>();
    for (Reader reader : readers) {
      readings.put(reader.name(), reader.abnormal(patient, draws.apply("reader " + reader.name())));
    }
    boolean result =
        readers.isEmpty()
            ? reserve(measured) < LatentFlow.IMPAIRED_BELOW
            : readings.containsValue(true);
    double sent = referral.probability(patient.person(), result);
    return new Findings(readings, draws.apply("referral").chance(sent));
  }

  private static double reserve(Camera.Measured measured) {
    double[] means = Segment17.means(measured.stress().over(measured.rest()));
    double sum = 0;
    for (double mean : means) {
      sum += mean;
    }
    return sum / means.length;
  }
}
