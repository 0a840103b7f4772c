package org.polarfold.evaluate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One model of one target and map in two runs, on identical patients: does the first run do better,
 * in each arm, and does it lose more where it has never been. The tests are those of {@link
 * ModelComparison}, of one model in two runs in place of two models in one.
 *
 * @param target its name
 * @param map its name
 * @param model its name, the same in both runs
 * @param circular whether the map itself defines the target
 * @param arms by name, those that both runs have: AUROC of the first minus that of the second
 * @param drop drop of the first minus that of the second
 */
public record RunComparison(
    String target,
    String map,
    String model,
    boolean circular,
    Map<String, InArm> arms,
    Estimate<DropDifference> drop)
    implements Serializable {

  /** The run that another is taken from, as results name it. */
  public static final String FIRST = "A";

  /** The run that is taken from it. */
  public static final String SECOND = "B";

  /**
   * A model in predictions that hold those of both runs.
   *
   * @param run {@link #FIRST} or {@link #SECOND}
   * @param name the model's name in that run
   */
  public record Model(String run, String name) {

    /** The name that tells both: what stands in a row. */
    public String marked() {
      return run + " " + name;
    }

    /** The model of such a name. */
    public static Model of(String marked) {
      int gap = marked.indexOf(' ');
      return new Model(marked.substring(0, gap), marked.substring(gap + 1));
    }
  }

  /**
   * The difference in one arm.
   *
   * @param onlyFirst labelled patients of the arm that the second run lacks
   * @param onlySecond labelled patients of the arm that the first run lacks
   * @param difference on the patients of both
   */
  public record InArm(int onlyFirst, int onlySecond, @JsonUnwrapped PairedDifference difference)
      implements Serializable {

    /** Whether every patient has the same score in both, or the same place among all. */
    public boolean same() {
      return difference.pooled().se().equals(Estimate.of(0.0));
    }
  }

  /**
   * Every model of every binary target and map that both runs have, in order of target, model and
   * map.
   *
   * @param both predictions of both runs, whose models are {@link Model#marked}
   */
  public static List<RunComparison> of(Predictions both) {
    SortedMap<Cell, Cell> firsts = of(both, FIRST);
    SortedMap<Cell, Cell> seconds = of(both, SECOND);
    firsts.keySet().retainAll(seconds.keySet());
    firsts.values().removeIf(both::isRegression);
    return firsts.entrySet().stream()
        .map(
            cell ->
                of(
                    both,
                    cell.getKey().model(),
                    cell.getValue(),
                    Objects.requireNonNull(seconds.get(cell.getKey()))))
        .toList();
  }

  /** The cells of a run, by what they are called in it. */
  private static SortedMap<Cell, Cell> of(Predictions both, String run) {
    SortedMap<Cell, Cell> cells = new TreeMap<>();
    for (Cell cell : both.series().keySet()) {
      Model model = Model.of(cell.model());
      if (model.run().equals(run)) {
        cells.put(new Cell(cell.target(), model.name(), cell.map()), cell);
      }
    }
    return cells;
  }

  /**
   * Whether the runs do not differ in any arm that both have; of none in common they do not say.
   */
  public boolean same() {
    return !arms.isEmpty() && arms.values().stream().allMatch(InArm::same);
  }

  private static RunComparison of(Predictions both, String model, Cell first, Cell second) {
    SortedMap<Arm, ArmSamples> ofFirst = ModelComparison.samples(both, first);
    SortedMap<Arm, ArmSamples> ofSecond = ModelComparison.samples(both, second);
    Map<String, InArm> arms = new LinkedHashMap<>();
    ModelComparison.arms(FIRST, ofFirst, SECOND, ofSecond)
        .forEach(
            (arm, difference) ->
                arms.put(
                    arm,
                    new InArm(
                        size(ofFirst, arm) - difference.pooled().n(),
                        size(ofSecond, arm) - difference.pooled().n(),
                        difference)));
    return new RunComparison(
        first.target(),
        first.map(),
        model,
        first.circular(),
        arms,
        ModelComparison.drop(ofFirst, ofSecond));
  }

  private static int size(SortedMap<Arm, ArmSamples> arms, String name) {
    return arms.entrySet().stream()
        .filter(arm -> arm.getKey().name().equals(name))
        .mapToInt(arm -> arm.getValue().pooled().size())
        .sum();
  }
}
