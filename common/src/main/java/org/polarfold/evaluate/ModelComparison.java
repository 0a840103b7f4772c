package org.polarfold.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Two models of one target and map on identical patients: does the first do better, in each arm,
 * and does it lose more where it has never been.
 *
 * @param target its name
 * @param map its name
 * @param first a model; the network under test, where there is one named {@link #NETWORK}
 * @param second another
 * @param circular whether the map itself defines the target
 * @param arms by name, those that both have: AUROC of the first minus that of the second
 * @param drop drop of the first minus that of the second
 */
public record ModelComparison(
    String target,
    String map,
    String first,
    String second,
    boolean circular,
    Map<String, PairedDifference> arms,
    Estimate<DropDifference> drop)
    implements Serializable {

  /** The key in results. */
  static final String BLOCK = "comparisons";

  /** The model that is compared with every other before they are with one another. */
  static final String NETWORK = "dl";

  private static final Comparator<Cell> NETWORK_FIRST =
      Comparator.comparing((Cell cell) -> !cell.model().equals(NETWORK)).thenComparing(Cell::model);

  /** Every two models of every binary target and map, in order of target, map and models. */
  public static List<ModelComparison> of(Predictions predictions) {
    SortedMap<String, List<Cell>> tasks = new TreeMap<>();
    for (Cell cell : predictions.series().keySet()) {
      if (!predictions.isRegression(cell)) {
        tasks
            .computeIfAbsent(cell.target() + "\n" + cell.map(), name -> new ArrayList<>())
            .add(cell);
      }
    }
    List<ModelComparison> all = new ArrayList<>();
    for (List<Cell> models : tasks.values()) {
      models.sort(NETWORK_FIRST);
      List<SortedMap<Arm, ArmSamples>> samples =
          models.size() < 2
              ? List.of()
              : models.stream().map(cell -> samples(predictions, cell)).toList();
      for (int i = 0; i < samples.size(); i++) {
        for (int j = i + 1; j < samples.size(); j++) {
          all.add(of(models.get(i), samples.get(i), models.get(j), samples.get(j)));
        }
      }
    }
    return all;
  }

  /** As results hold them. */
  public static Results in(Results results, List<ModelComparison> comparisons) {
    return results.with(
        BLOCK,
        comparisons.isEmpty()
            ? Estimate.none("no two models of one binary target and map")
            : Estimate.of(
                comparisons.stream()
                    .sorted(
                        Comparator.comparing(ModelComparison::target)
                            .thenComparing(ModelComparison::map))
                    .toList()));
  }

  static SortedMap<Arm, ArmSamples> samples(Predictions predictions, Cell cell) {
    SortedMap<Arm, ArmSamples> samples = new TreeMap<>();
    predictions
        .series()
        .getOrDefault(cell, new TreeMap<>())
        .forEach((arm, repeats) -> samples.put(arm, ArmSamples.of(predictions, cell, repeats)));
    return samples;
  }

  private static ModelComparison of(
      Cell first,
      SortedMap<Arm, ArmSamples> ofFirst,
      Cell second,
      SortedMap<Arm, ArmSamples> ofSecond) {
    return new ModelComparison(
        first.target(),
        first.map(),
        first.model(),
        second.model(),
        first.circular(),
        arms(first.model(), ofFirst, second.model(), ofSecond),
        drop(ofFirst, ofSecond));
  }

  /** The differences in the arms that both have. */
  static Map<String, PairedDifference> arms(
      String first,
      SortedMap<Arm, ArmSamples> ofFirst,
      String second,
      SortedMap<Arm, ArmSamples> ofSecond) {
    Map<String, PairedDifference> arms = new LinkedHashMap<>();
    ofFirst.forEach(
        (arm, samples) -> {
          ArmSamples others = ofSecond.get(arm);
          if (others != null) {
            arms.put(arm.name(), PairedDifference.of(first, samples, second, others));
          }
        });
    return arms;
  }

  /** The difference of the drops. */
  static Estimate<DropDifference> drop(
      SortedMap<Arm, ArmSamples> ofFirst, SortedMap<Arm, ArmSamples> ofSecond) {
    return both(ofFirst).flatMap(one -> both(ofSecond).map(other -> DropDifference.of(one, other)));
  }

  private static Estimate<DropDifference.Both> both(SortedMap<Arm, ArmSamples> arms) {
    ArmSamples internal = arms.get(Arm.INTERNAL);
    ArmSamples external = arms.get(Arm.EXTERNAL);
    return internal == null || external == null
        ? Estimate.none("no " + (internal == null ? Arm.INTERNAL : Arm.EXTERNAL) + " arm")
        : Estimate.of(new DropDifference.Both(internal, external));
  }
}
