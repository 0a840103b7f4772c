package org.polarfold.fairness;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.ArmSamples;
import org.polarfold.evaluate.CarriedThresholds;
import org.polarfold.evaluate.CellSamples;
import org.polarfold.evaluate.Codes;
import org.polarfold.evaluate.Estimate;
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

  private static final String BLOCK = "subgroups";
  private static final String NO_COLUMN = "no column sex, age or race";
  private static final String NOT_BOTH = "no internal and external arm";

  @Override
  public Supplements of(CellSamples cell) {
    int[] patients =
        cell.arms().values().stream()
            .flatMap(arm -> arm.sites().values().stream())
            .flatMapToInt(sample -> IntStream.of(sample.patients()))
            .distinct()
            .sorted()
            .toArray();
    List<Attribute> attributes = Attribute.of(cell.attributes(), patients, bands);
    return attributes.isEmpty() ? none(cell) : new OfCell(cell, attributes).supplements();
  }

  private static Supplements none(CellSamples cell) {
    Map<String, Map<String, Serializable>> arms = new LinkedHashMap<>();
    cell.arms()
        .keySet()
        .forEach(arm -> arms.put(arm.name(), Map.of(BLOCK, Estimate.none(NO_COLUMN))));
    return new Supplements(arms, Map.of(BLOCK, Estimate.none(NO_COLUMN)), Map.of());
  }

  /** One target of one model and map. */
  private static final class OfCell {

    private final CellSamples cell;
    private final List<Attribute> tooFine;
    private final List<Grouping> groupings;
    private final SortedMap<Arm, GroupCounts> counts = new TreeMap<>();
    private final SortedMap<Arm, Positives> positives = new TreeMap<>();
    private final SortedMap<SiteId, Sample> internal;
    private final SortedMap<SiteId, Sample> external;
    private final GroupCounts ofDrop;
    private final SortedMap<Arm, boolean[][]> hidden = new TreeMap<>();

    OfCell(CellSamples cell, List<Attribute> attributes) {
      this.cell = cell;
      this.tooFine =
          attributes.stream().filter(one -> one.values().size() > Grouping.MOST_VALUES).toList();
      this.groupings =
          Grouping.of(attributes.stream().filter(one -> !tooFine.contains(one)).toList());
      cell.arms()
          .forEach(
              (arm, samples) -> {
                counts.put(arm, GroupCounts.of(groupings, samples.sites().values()));
                positives.put(arm, positives(arm, samples));
              });
      this.internal = common(Arm.INTERNAL, Arm.EXTERNAL);
      this.external = common(Arm.EXTERNAL, Arm.INTERNAL);
      this.ofDrop = GroupCounts.of(groupings, internal.values());
      cell.arms().keySet().forEach(arm -> hidden.put(arm, hidden(arm)));
    }

    /** Arms of the same patients hide the same groups. */
    private boolean[][] hidden(Arm arm) {
      Set<Arm> same = new TreeSet<>(Set.of(arm));
      boolean more = true;
      while (more) {
        more =
            same.addAll(
                counts.keySet().stream()
                    .filter(other -> same.stream().anyMatch(one -> sharePatients(one, other)))
                    .toList());
      }
      List<GroupCounts> populations =
          new ArrayList<>(same.stream().map(one -> of(counts, one)).toList());
      if (same.contains(Arm.INTERNAL)) {
        populations.add(ofDrop);
      }
      return Suppression.of(groupings, populations);
    }

    private boolean sharePatients(Arm one, Arm other) {
      return of(cell.arms(), one).sites().entrySet().stream()
          .anyMatch(
              site ->
                  Codes.common(
                              site.getValue().patients(),
                              of(cell.arms(), other).site(site.getKey()).patients())
                          .length
                      > 0);
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
      int[][][] members = members(samples.sites());
      return withTooFine(
          new Breakdowns<ArmSide>(
                  groupings,
                  of(counts, arm),
                  of(hidden, arm),
                  (grouping, group) ->
                      ArmSide.of(samples.sites(), members[grouping][group], of(positives, arm)))
              .all());
    }

    private List<Breakdown> drop() {
      int[][][] members = members(internal);
      return withTooFine(
          new Breakdowns<DropSide>(
                  groupings,
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

    /** Groupings x groups: codes of the patients, ascending. */
    private int[][][] members(SortedMap<SiteId, Sample> sites) {
      int[] patients =
          sites.values().stream()
              .flatMapToInt(sample -> IntStream.of(sample.patients()))
              .sorted()
              .toArray();
      int[][][] members = new int[groupings.size()][][];
      for (int g = 0; g < members.length; g++) {
        Map<Integer, IntStream.Builder> groups = new HashMap<>();
        for (int patient : patients) {
          groups
              .computeIfAbsent(groupings.get(g).group(patient), group -> IntStream.builder())
              .add(patient);
        }
        members[g] = new int[groupings.get(g).size()][0];
        for (Map.Entry<Integer, IntStream.Builder> group : groups.entrySet()) {
          members[g][group.getKey()] = group.getValue().build().toArray();
        }
      }
      return members;
    }

    private List<Breakdown> withTooFine(List<Breakdown> breakdowns) {
      List<Breakdown> all = new ArrayList<>(breakdowns);
      for (Attribute fine : tooFine) {
        String why =
            "%d different values (at most %d)"
                .formatted(fine.values().size() - 1, Grouping.MOST_VALUES - 1);
        all.add(new Breakdown(fine.name(), Estimate.none(why), Estimate.none(why)));
      }
      return List.copyOf(all);
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
