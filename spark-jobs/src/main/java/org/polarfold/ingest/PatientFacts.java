package org.polarfold.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.polarfold.study.Acquisition;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/** What the clinical tables of a site have said so far of one patient. */
final class PatientFacts {

  private final Acquisition ofSite;
  private final Map<Target, Integer> labels = new EnumMap<>(Target.class);
  private OptionalDouble ageYears = OptionalDouble.empty();

  /**
   * @param ofSite how the site acquires where no table says otherwise
   */
  PatientFacts(Acquisition ofSite) {
    this.ofSite = ofSite;
  }

  void ageYears(double years) {
    ageYears = OptionalDouble.of(years);
  }

  void label(Target target, int label) {
    labels.put(target, label);
  }

  /** The 17 segment means of a state that the site sent beside its map; none where it did not. */
  double[] segmentMeans(MapKind kind) {
    return new double[0];
  }

  ClinicalFacts facts() {
    return ClinicalFacts.of(ageYears, labels);
  }

  Acquisition acquisition() {
    return ofSite;
  }
}
