package org.polarfold.planted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.polarfold.evaluate.DropPart;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.evaluate.Results.DropParts;
import org.polarfold.evaluate.Results.DropResult;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.Consortium;
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

  private final Consortium consortium;
  private final int patients;

  /**
   * Reads the preset without a shift.
   *
   * @param folder where the presets are
   * @param patients of every site
   */
  public NoveltyCheck(Path folder, int patients) {
    Settings settings = Settings.read(folder.resolve("no-shift.conf"));
    this.consortium = Consortium.from(settings.block("simulate"));
    settings.done();
    this.patients = patients;
  }

  /**
   * Simulates. The result does not depend on how many threads share the work.
   *
   * @param seeds how many consortia, at least 2
   * @param eachDone is called after each, on any thread
   */
  public List<NoveltyCoverage> of(long seed, int seeds, Runnable eachDone) {
    List<List<Parts>> all =
        IntStream.range(0, seeds)
            .parallel()
            .mapToObj(
                number -> {
                  Seeds own = new Seeds(seed).family("novelty", number);
                  Trial trial = new Trial(Cohort.of(consortium, own, patients), own);
                  List<Parts> parts =
                      READINGS.stream().map(reading -> Parts.of(trial.evaluated(reading))).toList();
                  eachDone.run();
                  return parts;
                })
            .toList();
    List<NoveltyCoverage> rows = new ArrayList<>();
    for (int r = 0; r < READINGS.size(); r++) {
      int reading = r;
      rows.add(
          NoveltyCoverage.of(
              READINGS.get(r), all.stream().map(parts -> parts.get(reading)).toList()));
    }
    return rows;
  }

  /**
   * The pooled drop of one consortium and what it is made of.
   *
   * @param drop internal minus external
   * @param internalSize internal minus matched internal
   * @param novelty matched internal minus matched external
   * @param externalSize matched external minus external
   */
  record Parts(
      Estimate<MetaAnalysis> drop,
      Estimate<MetaAnalysis> internalSize,
      Estimate<MetaAnalysis> novelty,
      Estimate<MetaAnalysis> externalSize) {

    static Parts of(BinaryResult result) {
      Estimate<DropParts> parts = result.drop().map(DropResult::parts);
      return new Parts(
          result.drop().flatMap(DropResult::metaAnalysis),
          parts.flatMap(DropParts::internalSize).flatMap(DropPart::metaAnalysis),
          parts.flatMap(DropParts::novelty).flatMap(DropPart::metaAnalysis),
          parts.flatMap(DropParts::externalSize).flatMap(DropPart::metaAnalysis));
    }
  }
}
