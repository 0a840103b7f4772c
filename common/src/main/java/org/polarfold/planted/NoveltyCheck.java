package org.polarfold.planted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/**
 * How often the headline interval of the pooled novelty covers 0 where no site differs from
 * another: its nominal share, or more.
 */
public final class NoveltyCheck {

  /** What is told, from what. */
  public static final List<Reading> READINGS =
      List.of(
          new Reading(Target.IMPAIRED_MFR, MapKind.RESERVE),
          new Reading(Target.IMPAIRED_MFR, MapKind.STRESS),
          new Reading(Target.SEX, MapKind.REST));

  private final Preset control;

  /**
   * Reads the preset without a shift.
   *
   * @param folder where the presets are
   * @param patients of every site
   */
  public NoveltyCheck(Path folder, int patients) {
    control = new Preset(folder, "no-shift", patients);
  }

  /**
   * Simulates. The result does not depend on how many threads share the work.
   *
   * @param seeds how many consortia, at least 2
   * @param eachDone is called after each, on any thread
   */
  public List<NoveltyCoverage> of(long seed, int seeds, Runnable eachDone) {
    List<List<PooledParts>> all =
        IntStream.range(0, seeds)
            .parallel()
            .mapToObj(
                number -> {
                  Seeds own = new Seeds(seed).family("novelty", number);
                  Trial trial = control.trial(own);
                  List<PooledParts> parts =
                      READINGS.stream()
                          .map(reading -> PooledParts.of(trial.evaluated(reading)))
                          .toList();
                  eachDone.run();
                  return parts;
                })
            .toList();
    List<NoveltyCoverage> rows = new ArrayList<>();
    for (int r = 0; r < READINGS.size(); r++) {
      int reading = r;
      rows.add(
          NoveltyCoverage.of(
              READINGS.get(r).toString(), all.stream().map(parts -> parts.get(reading)).toList()));
    }
    return rows;
  }
}
