package org.polarfold.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.SegmentTask.Examined;
import org.polarfold.simulate.ShiftEffect.Expectation;

/**
 * What each preset moves. A logistic regression on 17 segments learns at the control's other sites
 * and is judged at a site as the control has it and as the preset has it; patients are the same
 * people in both, but where the preset is about who comes. Besides: the area inside a preset's own
 * consortium, in five folds and by leaving sites out.
 */
public final class ShiftCheck {

  /** Presets in the order they are told. */
  public static final List<String> PRESETS =
      List.of(
          "gain",
          "prevalence",
          "rotation",
          "blur",
          "noise",
          "artefact",
          "scanner",
          "attenuation",
          "shortcut",
          "referral",
          "mixed");

  private static final String CONTROL = "no-shift";
  private static final String WITHIN = "AUROC inside the consortium in five folds, ";
  private static final String ACROSS = "AUROC inside the consortium by leaving sites out, ";

  /** What is also learnt and judged inside a preset's own consortium. */
  private static final List<SegmentTask> INSIDE =
      List.of(SegmentTask.IMPAIRED_FROM_STRESS, SegmentTask.IMPAIRED_FROM_RESERVE);

  private static final String SENT = "AUROC, narrowed arteries from stress, those sent less all";

  /** The sites of the control whose knobs are turned step by step. */
  private static final List<Integer> TURNED = List.of(1, 3, 5);

  private static final List<ShiftFigure> LEVELS =
      List.of(ShiftFigure.IN_THE_LARGE, ShiftFigure.MEAN_RISK);

  private static final Map<String, Expectation> EXPECTED = expectations();

  private final Map<String, List<SimulatedSite>> presets = new LinkedHashMap<>();
  private final int patients;

  /**
   * Reads the presets.
   *
   * @param folder where their files are
   * @param patients of every site
   */
  public ShiftCheck(Path folder, int patients) {
    this.patients = patients;
    presets.put(CONTROL, sites(folder, CONTROL));
    PRESETS.forEach(preset -> presets.put(preset, sites(folder, preset)));
  }

  /** The sites of a preset. */
  static List<SimulatedSite> sites(Path folder, String preset) {
    Settings settings = Settings.read(folder.resolve(preset + ".conf"));
    List<SimulatedSite> sites = Consortium.from(settings.block("simulate")).members();
    settings.done();
    return sites;
  }

  /**
   * Simulates.
   *
   * @param chosen presets
   * @param seeds how many simulations, at least 2
   * @param eachDone is called after each preset of each simulation
   */
  public List<ShiftEffect> of(List<String> chosen, long seed, int seeds, Runnable eachDone) {
    Map<String, Map<String, double[]>> moves = new LinkedHashMap<>();
    for (int s = 0; s < seeds; s++) {
      Control control = new Control(new Seeds(seed).family("shifts", s));
      for (String preset : chosen) {
        int at = s;
        Map<String, double[]> own = moves.computeIfAbsent(preset, p -> new LinkedHashMap<>());
        control
            .moves(preset)
            .forEach(
                (figure, move) -> own.computeIfAbsent(figure, f -> new double[seeds])[at] = move);
        eachDone.run();
      }
    }
    List<ShiftEffect> effects = new ArrayList<>();
    moves.forEach(
        (preset, figures) ->
            figures.forEach(
                (figure, values) ->
                    effects.add(ShiftEffect.of(preset, figure, expected(preset, figure), values))));
    return effects;
  }

  /**
   * Turns single knobs further and further: each row is the move from one step to the next.
   *
   * @param seeds how many simulations, at least 2
   * @param eachDone is called after each knob of each simulation
   */
  public List<ShiftEffect> steps(long seed, int seeds, Runnable eachDone) {
    List<KnobSteps> knobs = KnobSteps.all();
    List<Map<String, double[]>> moves = knobs.stream().map(knob -> newMoves()).toList();
    for (int s = 0; s < seeds; s++) {
      Control control = new Control(new Seeds(seed).family("shifts", s));
      for (int k = 0; k < knobs.size(); k++) {
        int at = s;
        Map<String, double[]> own = moves.get(k);
        control
            .moves(knobs.get(k))
            .forEach((step, move) -> own.computeIfAbsent(step, f -> new double[seeds])[at] = move);
        eachDone.run();
      }
    }
    List<ShiftEffect> effects = new ArrayList<>();
    for (int k = 0; k < knobs.size(); k++) {
      KnobSteps knob = knobs.get(k);
      moves
          .get(k)
          .forEach(
              (step, values) ->
                  effects.add(ShiftEffect.of(knob.name(), step, knob.expectation(), values)));
    }
    return effects;
  }

  /** How many knobs {@link #steps} turns. */
  public static int knobs() {
    return KnobSteps.all().size();
  }

  private static Map<String, double[]> newMoves() {
    return new LinkedHashMap<>();
  }

  /** What the kind of shift should move. */
  private static Expectation expected(String preset, String figure) {
    return EXPECTED.getOrDefault(preset + ": " + figure, Expectation.NONE);
  }

  private static Map<String, Expectation> expectations() {
    Map<String, Expectation> all = new LinkedHashMap<>();
    for (SegmentTask task :
        List.of(
            SegmentTask.IMPAIRED_FROM_REST,
            SegmentTask.IMPAIRED_FROM_STRESS,
            SegmentTask.IMPAIRED_FROM_RESERVE)) {
      all.put("gain: " + ShiftFigure.AUROC.of(task), Expectation.STAYS);
      all.put("prevalence: " + ShiftFigure.AUROC.of(task), Expectation.STAYS);
      all.put("prevalence: " + ShiftFigure.IN_THE_LARGE.of(task), Expectation.RISES);
    }
    all.put(
        "gain: " + ShiftFigure.IN_THE_LARGE.of(SegmentTask.IMPAIRED_FROM_REST), Expectation.RISES);
    all.put(
        "gain: " + ShiftFigure.IN_THE_LARGE.of(SegmentTask.IMPAIRED_FROM_STRESS),
        Expectation.RISES);
    for (ShiftFigure figure : LEVELS) {
      all.put("gain: " + more(figure, SegmentTask.IMPAIRED_FROM_REST), Expectation.RISES);
      all.put("gain: " + more(figure, SegmentTask.IMPAIRED_FROM_STRESS), Expectation.RISES);
    }
    all.put("rotation: " + ShiftFigure.AUROC.of(SegmentTask.SEX_FROM_REST), Expectation.FALLS);
    all.put("blur: " + ShiftFigure.AUROC.of(SegmentTask.DISEASE_FROM_LOWEST), Expectation.FALLS);
    all.put(
        "attenuation: " + ShiftFigure.AUROC.of(SegmentTask.DISEASE_FROM_LOWEST), Expectation.FALLS);
    for (String preset : List.of("noise", "artefact", "scanner")) {
      all.put(
          preset + ": " + ShiftFigure.AUROC.of(SegmentTask.IMPAIRED_FROM_RESERVE),
          Expectation.FALLS);
    }
    all.put("shortcut: " + WITHIN + SegmentTask.IMPAIRED_FROM_STRESS.words, Expectation.RISES);
    all.put(
        "shortcut: " + ACROSS + SegmentTask.IMPAIRED_FROM_STRESS.words, Expectation.DOES_NOT_RISE);
    all.put("referral: " + SENT, Expectation.FALLS);
    return all;
  }

  /** How much more a gain costs on a map than on reserve. */
  private static String more(ShiftFigure figure, SegmentTask task) {
    return figure.of(task) + ", less that from reserve";
  }

  /** One simulation: the control's people and what was learnt from them. */
  private final class Control {

    private final Seeds seeds;
    private final List<SimulatedSite> sites;
    private final List<List<Examined>> examined;
    private final Map<SegmentTask, List<RidgeLogistic>> models = new EnumMap<>(SegmentTask.class);
    private final Map<String, Double> usual;

    Control(Seeds seeds) {
      this.seeds = seeds;
      sites = presets.getOrDefault(CONTROL, List.of());
      examined = sites.stream().map(this::examined).toList();
      for (SegmentTask task : SegmentTask.values()) {
        List<RidgeLogistic.Row> rows = rows(examined, task);
        models.put(
            task,
            IntStream.range(0, sites.size())
                .parallel()
                .mapToObj(
                    site ->
                        new RidgeLogistic(rows.stream().filter(row -> row.site() != site).toList()))
                .toList());
      }
      usual = inside(examined);
    }

    /** Areas where the regression learns and is judged inside one consortium. */
    private Map<String, Double> inside(List<List<Examined>> consortium) {
      Map<String, Double> areas = new LinkedHashMap<>();
      for (SegmentTask task : INSIDE) {
        List<RidgeLogistic.Row> rows = rows(consortium, task);
        areas.put(WITHIN + task.words, RidgeLogistic.internal(rows));
        areas.put(ACROSS + task.words, RidgeLogistic.external(rows));
      }
      return areas;
    }

    /** How far every step moves its figure from where the step before left it. */
    Map<String, Double> moves(KnobSteps knob) {
      Map<String, Double> moves = new LinkedHashMap<>();
      String before = "reference";
      double last = mean(TURNED, site -> figure(knob, site, examined.get(site)));
      for (KnobSteps.Step step : knob.steps()) {
        double now =
            mean(
                TURNED,
                site ->
                    figure(
                        knob,
                        site,
                        examined(
                            new Clinic(
                                sites.get(site).seeds(seeds),
                                sites.get(site).model(),
                                step.mix(),
                                step.knobs(),
                                sites.get(site).practice()))));
        moves.put(
            knob.figure().of(knob.task()) + ", from " + before + " to " + step.place(), now - last);
        before = step.place();
        last = now;
      }
      return moves;
    }

    private double figure(KnobSteps knob, int site, List<Examined> seen) {
      return knob.figure().of(scored(knob.task(), site, seen));
    }

    private List<Examined> examined(SimulatedSite site) {
      return examined(site.clinic(seeds));
    }

    private List<Examined> examined(Clinic clinic) {
      return IntStream.range(0, patients)
          .parallel()
          .mapToObj(index -> Examined.of(clinic.examine(index)))
          .toList();
    }

    /** How far a preset moves each figure. */
    Map<String, Double> moves(String preset) {
      List<SimulatedSite> others = presets.getOrDefault(preset, List.of());
      List<List<Examined>> seen = new ArrayList<>();
      List<Integer> shifted = new ArrayList<>();
      for (int site = 0; site < sites.size(); site++) {
        boolean same = same(sites.get(site), others.get(site));
        seen.add(same ? examined.get(site) : examined(others.get(site)));
        if (!same) {
          shifted.add(site);
        }
      }
      Map<String, Double> moves = new LinkedHashMap<>();
      for (SegmentTask task : SegmentTask.values()) {
        for (ShiftFigure figure : ShiftFigure.values()) {
          moves.put(
              figure.of(task),
              mean(
                  shifted,
                  site ->
                      figure.of(scored(task, site, seen.get(site)))
                          - figure.of(scored(task, site, examined.get(site)))));
        }
      }
      for (ShiftFigure figure : LEVELS) {
        double onReserve =
            moves.getOrDefault(figure.of(SegmentTask.IMPAIRED_FROM_RESERVE), Double.NaN);
        for (SegmentTask task :
            List.of(SegmentTask.IMPAIRED_FROM_REST, SegmentTask.IMPAIRED_FROM_STRESS)) {
          moves.put(
              more(figure, task), moves.getOrDefault(figure.of(task), Double.NaN) - onReserve);
        }
      }
      if (preset.equals("referral")) {
        moves.put(SENT, mean(shifted, site -> sentLessAll(site, seen.get(site))));
      }
      Map<String, Double> inside = inside(seen);
      usual.forEach(
          (figure, before) -> moves.put(figure, inside.getOrDefault(figure, Double.NaN) - before));
      return moves;
    }

    private double sentLessAll(int site, List<Examined> seen) {
      SegmentTask task = SegmentTask.DISEASE_FROM_STRESS;
      List<Examined> sent = seen.stream().filter(Examined::sent).toList();
      return Scored.auroc(scored(task, site, sent)) - Scored.auroc(scored(task, site, seen));
    }

    private List<Scored> scored(SegmentTask task, int site, List<Examined> seen) {
      RidgeLogistic model = models.getOrDefault(task, List.of()).get(site);
      return seen.stream()
          .map(one -> task.row(one, site))
          .map(row -> new Scored(model.score(row), row.label()))
          .toList();
    }
  }

  private static boolean same(SimulatedSite one, SimulatedSite other) {
    return one.knobs().equals(other.knobs())
        && one.caseMix().equals(other.caseMix())
        && one.practice().equals(other.practice());
  }

  private static List<RidgeLogistic.Row> rows(List<List<Examined>> sites, SegmentTask task) {
    List<RidgeLogistic.Row> rows = new ArrayList<>();
    for (int site = 0; site < sites.size(); site++) {
      for (Examined one : sites.get(site)) {
        rows.add(task.row(one, site));
      }
    }
    return rows;
  }

  private static double mean(List<Integer> sites, IntToDoubleFunction move) {
    return StatUtils.mean(sites.stream().mapToDouble(move::applyAsDouble).toArray());
  }
}
