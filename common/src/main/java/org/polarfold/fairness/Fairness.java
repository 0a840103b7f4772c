package org.polarfold.fairness;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.ArmSamples;
import org.polarfold.evaluate.CarriedThresholds;
import org.polarfold.evaluate.CellSamples;
import org.polarfold.evaluate.Codes;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.PatientAttributes;
import org.polarfold.evaluate.RegressionSamples;
import org.polarfold.evaluate.Sample;
import org.polarfold.evaluate.Supplement;
import org.polarfold.evaluate.Supplements;
import org.polarfold.study.SiteId;

/**
 * Every arm and the drop by sex, race, age band and the crossings of two: the block {@code
 * subgroups}.
 *
 * @param bands that ages are told apart by
 */
public record Fairness(AgeBands bands) implements Supplement {

  static final String BLOCK = "subgroups";
  private static final String NO_COLUMN = "no column sex, age or race";
  static final String NOT_BOTH = "no internal and external arm";

  @Override
  public Supplements of(CellSamples cell) {
    SortedMap<Arm, int[]> patients = new TreeMap<>();
    cell.arms().forEach((arm, samples) -> patients.put(arm, samples.pooled().patients()));
    return parting(patients, cell.attributes())
        .map(parting -> new OfCell(cell, parting, patients).supplements())
        .orElseGet(() -> none(patients.keySet()));
  }

  @Override
  public Supplements ofRegression(RegressionSamples cell) {
    SortedMap<Arm, int[]> patients = new TreeMap<>();
    cell.arms().forEach((arm, samples) -> patients.put(arm, samples.pooled().patients()));
    return parting(patients, cell.attributes())
        .map(parting -> OfMeasurements.of(cell.arms(), parting, patients))
        .orElseGet(() -> none(patients.keySet()));
  }

  private Optional<Parting> parting(SortedMap<Arm, int[]> arms, PatientAttributes attributes) {
    int[] patients =
        arms.values().stream().flatMapToInt(IntStream::of).distinct().sorted().toArray();
    List<Attribute> some = Attribute.of(attributes, patients, bands);
    return some.isEmpty() ? Optional.empty() : Optional.of(Parting.of(some));
  }

  private static Supplements none(Set<Arm> arms) {
    Map<String, Map<String, Serializable>> blocks = new LinkedHashMap<>();
    arms.forEach(arm -> blocks.put(arm.name(), Map.of(BLOCK, Estimate.none(NO_COLUMN))));
    return new Supplements(blocks, Map.of(BLOCK, Estimate.none(NO_COLUMN)), Map.of());
  }

  /** One target of one model and map. */
  private static final class OfCell {

    private final CellSamples cell;
    private final Parting parting;
    private final SortedMap<Arm, GroupCounts> counts = new TreeMap<>();
    private final SortedMap<Arm, Positives> positives = new TreeMap<>();
    private final SortedMap<SiteId, Sample> internal;
    private final SortedMap<SiteId, Sample> external;
    private final GroupCounts ofDrop;
    private final SortedMap<Arm, boolean[][]> hidden;

    OfCell(CellSamples cell, Parting parting, SortedMap<Arm, int[]> patients) {
      this.cell = cell;
      this.parting = parting;
      cell.arms()
          .forEach(
              (arm, samples) -> {
                counts.put(arm, GroupCounts.of(parting.groupings(), samples.sites().values()));
                positives.put(arm, positives(arm, samples));
              });
      this.internal = common(Arm.INTERNAL, Arm.EXTERNAL);
      this.external = common(Arm.EXTERNAL, Arm.INTERNAL);
      this.ofDrop = GroupCounts.of(parting.groupings(), internal.values());
      this.hidden = parting.hidden(patients, counts, ofDrop);
    }

    /** Thresholds are chosen in the arm of models that had met the other sites. */
    private Positives positives(Arm arm, ArmSamples samples) {
      boolean matched = arm.equals(Arm.MATCHED_INTERNAL) || arm.equals(Arm.MATCHED_EXTERNAL);
      Arm chooser = matched ? Arm.MATCHED_INTERNAL : Arm.INTERNAL;
      ArmSamples chosenOn = cell.arms().get(chooser);
      if (arm.trainingSite().isPresent()) {
        return Positives.none(samples, "no threshold is chosen for models of a single site");
      }
      return chosenOn == null
          ? Positives.none(samples, "no " + chooser + " arm to choose a threshold in")
          : Positives.of(CarriedThresholds.of(chosenOn.sites()), samples);
    }

    /** One arm on the patients that are in both. */
    private SortedMap<SiteId, Sample> common(Arm one, Arm other) {
      SortedMap<SiteId, Sample> both = new TreeMap<>();
      ArmSamples first = cell.arms().get(one);
      ArmSamples second = cell.arms().get(other);
      if (first != null && second != null) {
        first
            .sites()
            .forEach(
                (site, sample) ->
                    both.put(
                        site,
                        sample.only(
                            Codes.common(sample.patients(), second.site(site).patients()))));
      }
      return both;
    }

    Supplements supplements() {
      Map<String, Map<String, Serializable>> arms = new LinkedHashMap<>();
      cell.arms()
          .forEach(
              (arm, samples) ->
                  arms.put(arm.name(), Map.of(BLOCK, Estimate.of(arm(arm, samples)))));
      boolean both = cell.arms().containsKey(Arm.INTERNAL) && cell.arms().containsKey(Arm.EXTERNAL);
      return new Supplements(
          arms, Map.of(BLOCK, both ? Estimate.of(drop()) : Estimate.none(NOT_BOTH)), Map.of());
    }

    private List<Breakdown> arm(Arm arm, ArmSamples samples) {
      int[][][] members = parting.members(samples.pooled().patients());
      return parting.withTooFine(
          new Breakdowns<ArmSide>(
                  Metric.OF_LABELS,
                  parting.groupings(),
                  of(counts, arm),
                  of(hidden, arm),
                  (grouping, group) ->
                      ArmSide.of(samples.sites(), members[grouping][group], of(positives, arm)))
              .all());
    }

    private List<Breakdown> drop() {
      int[][][] members = parting.members(Sample.pool(internal.values()).patients());
      return parting.withTooFine(
          new Breakdowns<DropSide>(
                  Metric.OF_LABELS,
                  parting.groupings(),
                  ofDrop,
                  of(hidden, Arm.INTERNAL),
                  (grouping, group) ->
                      new DropSide(
                          ArmSide.only(internal, members[grouping][group]),
                          ArmSide.only(external, members[grouping][group]),
                          of(positives, Arm.INTERNAL),
                          of(positives, Arm.EXTERNAL)))
              .all());
    }

    private static <T> T of(SortedMap<Arm, T> some, Arm arm) {
      T one = some.get(arm);
      if (one == null) {
        throw new IllegalArgumentException("Invalid arm: " + arm);
      }
      return one;
    }
  }
}
