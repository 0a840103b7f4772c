package org.polarfold.ingest;

import java.time.YearMonth;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.polarfold.study.Acquisition;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/** What the clinical tables of a site have said so far of one patient. */
final class PatientFacts {

  private final Map<AcquisitionItem, String> acquisition = new EnumMap<>(AcquisitionItem.class);
  private final Map<Target, Integer> labels = new EnumMap<>(Target.class);
  private final Map<String, Integer> readers = new TreeMap<>();
  private final Map<MapKind, double[]> segmentMeans = new EnumMap<>(MapKind.class);
  private OptionalDouble ageYears = OptionalDouble.empty();
  private Optional<YearMonth> examined = Optional.empty();
  private Optional<String> race = Optional.empty();
  private Optional<Boolean> angiographyDone = Optional.empty();
  private Optional<Boolean> obstructiveDisease = Optional.empty();

  /**
   * @param ofSite how the site acquires where no table says otherwise
   */
  PatientFacts(Map<AcquisitionItem, String> ofSite) {
    acquisition.putAll(ofSite);
  }

  void ageYears(double years) {
    ageYears = OptionalDouble.of(years);
  }

  void examined(YearMonth month) {
    examined = Optional.of(month);
  }

  void label(Target target, int label) {
    labels.put(target, label);
  }

  void race(String term) {
    race = Optional.of(term);
  }

  /** What a reader said of the maps, 1 abnormal or 0 normal. */
  void reader(String name, int label) {
    readers.put(name, label);
  }

  void angiographyDone(boolean done) {
    angiographyDone = Optional.of(done);
  }

  void obstructiveDisease(boolean obstructive) {
    obstructiveDisease = Optional.of(obstructive);
  }

  void acquisition(AcquisitionItem item, String term) {
    acquisition.put(item, term);
  }

  /** The 17 segment means of a state that the site sent, in the lake's unit. */
  void segmentMeans(MapKind kind, float[] means) {
    double[] copy = new double[means.length];
    for (int s = 0; s < copy.length; s++) {
      copy[s] = means[s];
    }
    segmentMeans.put(kind, copy);
  }

  /** The 17 segment means of a state that the site sent beside its map; none where it did not. */
  double[] segmentMeans(MapKind kind) {
    return segmentMeans.getOrDefault(kind, new double[0]);
  }

  /** Refuses what an angiography found that was not done. */
  void checkAngiography() throws RecordFlaw {
    if (obstructiveDisease.isPresent() && angiographyDone.equals(Optional.of(false))) {
      throw new RecordFlaw(
          RejectionReason.CONTRADICTORY_LABELS,
          "angiography.obstructive: expected none where angiography.done is negative");
    }
  }

  ClinicalFacts facts() {
    return new ClinicalFacts(
        ageYears, examined, labels, race, readers, angiographyDone, obstructiveDisease);
  }

  Acquisition acquisition() {
    return AcquisitionItem.acquisition(acquisition);
  }
}
