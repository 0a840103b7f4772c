package org.polarfold.planted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.polarfold.audit.SiteAudit;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.MetaAnalysis;
import org.polarfold.evaluate.Results.ArmResult;
import org.polarfold.evaluate.Results.BinaryResult;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.ShiftEffect;
import org.polarfold.simulate.ShiftEffect.Expectation;
import org.polarfold.study.MapKind;
import org.polarfold.study.Target;

/**
 * What a shortcut does to each arm, and whether the audit sees the sites: preset {@code shortcut}
 * beside the control, in the same people, by the pipeline's own split, evaluation and audit.
 */
public final class ShortcutCheck {

  private static final String CONTROL = "no-shift";
  private static final String SHORTCUT = "shortcut";

  /** Marks lie on the stress map, and so on reserve. */
  private static final Reading STRESS = new Reading(Target.IMPAIRED_MFR, MapKind.STRESS);

  private static final Reading RESERVE = new Reading(Target.IMPAIRED_MFR, MapKind.RESERVE);
  private static final String TOLD = "share of patients whose site is told, mean over sites, ";
  private static final String AREA = "AUROC of a site against the rest, mean over sites, ";

  private final Map<String, Preset> presets = new LinkedHashMap<>();

  /**
   * Reads the presets.
   *
   * @param folder where they are
   * @param patients of every site
   */
  public ShortcutCheck(Path folder, int patients) {
    for (String name : List.of(CONTROL, SHORTCUT)) {
      presets.put(name, new Preset(folder, name, patients));
    }
  }

  /**
   * What was found.
   *
   * @param moves of the shortcut from the control
   * @param audits how often the audit's intervals hold chance, or lie above it
   */
  public record Found(List<ShiftEffect> moves, List<AuditCoverage> audits) {}

  /** One consortium: figures to be compared, and the audit of the stress map. */
  private record One(Map<String, Double> figures, SiteAudit audit) {}

  /**
   * Simulates. The result does not depend on how many threads share the work.
   *
   * @param seeds how many pairs of consortia, at least 2
   * @param eachDone is called after each pair, on any thread
   */
  public Found of(long seed, int seeds, Runnable eachDone) {
    List<Map<String, One>> pairs =
        IntStream.range(0, seeds)
            .parallel()
            .mapToObj(
                number -> {
                  Seeds own = new Seeds(seed).family("shortcut", number);
                  Map<String, One> pair = new LinkedHashMap<>();
                  presets.forEach((name, preset) -> pair.put(name, one(preset.trial(own))));
                  eachDone.run();
                  return pair;
                })
            .toList();
    return new Found(moves(pairs), audits(pairs));
  }

  private static One one(Trial trial) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Reading reading : List.of(STRESS, RESERVE)) {
      BinaryResult result = trial.evaluated(reading);
      figures.put(of(Arm.INTERNAL, reading), area(result, Arm.INTERNAL));
      figures.put(of(Arm.EXTERNAL, reading), area(result, Arm.EXTERNAL));
      figures.put(novelty(reading), estimate(PooledParts.of(result).novelty()));
    }
    SiteAudit audit = trial.audit(MapKind.STRESS);
    figures.put(TOLD + MapKind.STRESS.key(), audit.balancedAccuracy().value());
    figures.put(AREA + MapKind.STRESS.key(), audit.auroc().value());
    return new One(figures, audit);
  }

  private static List<ShiftEffect> moves(List<Map<String, One>> pairs) {
    List<ShiftEffect> moves = new ArrayList<>();
    for (String figure : of(pairs.get(0), SHORTCUT).figures().keySet()) {
      double[] values =
          pairs.stream()
              .mapToDouble(pair -> figure(pair, SHORTCUT, figure) - figure(pair, CONTROL, figure))
              .toArray();
      moves.add(ShiftEffect.of(SHORTCUT, figure, expected(figure), values));
    }
    return moves;
  }

  /** From reserve the control leaves little to inflate: nothing is expected of that arm. */
  private static Expectation expected(String figure) {
    if (figure.equals(of(Arm.EXTERNAL, STRESS)) || figure.equals(of(Arm.EXTERNAL, RESERVE))) {
      return Expectation.DOES_NOT_RISE;
    }
    return figure.equals(of(Arm.INTERNAL, RESERVE)) ? Expectation.NONE : Expectation.RISES;
  }

  private static List<AuditCoverage> audits(List<Map<String, One>> pairs) {
    List<AuditCoverage> rows = new ArrayList<>();
    for (String preset : List.of(CONTROL, SHORTCUT)) {
      boolean planted = preset.equals(SHORTCUT);
      List<SiteAudit> audits = pairs.stream().map(pair -> of(pair, preset).audit()).toList();
      rows.add(row(preset, TOLD, planted, audits, SiteAudit::balancedAccuracy));
      rows.add(row(preset, AREA, planted, audits, SiteAudit::auroc));
    }
    return rows;
  }

  private static AuditCoverage row(
      String preset,
      String figure,
      boolean planted,
      List<SiteAudit> audits,
      Function<SiteAudit, SiteAudit.Figure> of) {
    return AuditCoverage.of(
        preset, figure + MapKind.STRESS.key(), planted, audits.stream().map(of).toList());
  }

  private static double figure(Map<String, One> pair, String preset, String figure) {
    return of(pair, preset).figures().getOrDefault(figure, Double.NaN);
  }

  private static One of(Map<String, One> pair, String preset) {
    return Objects.requireNonNull(pair.get(preset));
  }

  private static String of(Arm arm, Reading reading) {
    return "AUROC, " + arm + " arm, " + reading;
  }

  private static String novelty(Reading reading) {
    return "novelty, " + reading;
  }

  private static double area(BinaryResult result, Arm arm) {
    ArmResult found = Objects.requireNonNull(result.arms().get(arm.name()));
    return estimate(found.metaAnalysis());
  }

  private static double estimate(Estimate<MetaAnalysis> estimate) {
    return estimate instanceof Estimate.Value<MetaAnalysis> present
        ? present.value().estimate()
        : Double.NaN;
  }
}
