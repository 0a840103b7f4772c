package org.polarfold.coverage;

import java.util.List;
import java.util.stream.IntStream;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;

/**
 * Coverage of the intervals by simulation: consortia of known populations, models really trained
 * for every fold and every held-out site, evaluated as the product does.
 *
 * @param consortia how many, at least 2
 * @param seed root of all draws
 */
public record CoverageSimulation(int consortia, long seed) {

  private static final int REPEATS = 3;
  private static final int MOST = 1_000_000;

  /**
   * Checks the number.
   *
   * @throws UserException where it is not from 2 to a million
   */
  public CoverageSimulation {
    if (consortia < 2 || consortia > MOST) {
      throw new UserException(
          "Invalid number of consortia: " + consortia + " (expected 2 to " + MOST + ")");
    }
  }

  /**
   * Simulates one scenario. The result does not depend on how many threads share the work.
   *
   * @param finished called after each consortium, on any thread
   */
  public List<CoverageRow> of(Scenario scenario, Runnable finished) {
    Seeds seeds = new Seeds(seed).family("coverage", scenario.label());
    List<List<Judged>> judged =
        IntStream.range(0, consortia)
            .parallel()
            .mapToObj(
                consortium -> {
                  List<Judged> one = consortium(scenario, seeds, consortium);
                  finished.run();
                  return one;
                })
            .toList();
    return Tally.of(scenario, judged);
  }

  private static List<Judged> consortium(Scenario scenario, Seeds seeds, int number) {
    Seeds own = seeds.family("consortium", number);
    Cohort cohort =
        Cohort.draw(SiteTruth.consortium(scenario, seeds, number), own.seed("patients"));
    int repeats = scenario == Scenario.NEW_SITES ? 1 : REPEATS;
    return Judgement.of(cohort, new TrainingSets(cohort, own, repeats), scenario);
  }
}
