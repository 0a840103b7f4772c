package org.polarfold.simulate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.StatisticalSummary;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.MarginalFigure.Statistic;
import org.polarfold.simulate.MarginalTable.Row;
import org.polarfold.simulate.Remeasured.Segments;
import org.polarfold.simulate.Remeasured.Way;
import org.polarfold.study.Segment17;

/**
 * Simulated flow beside the literature's: levels and spreads by state, sex and tracer, and what
 * methods differ by in the same patients. Patients are of the reference case mix, measured at the
 * reference site unless a row says otherwise, and come one after another: memory does not grow with
 * them. Levels are mL/min/g; reserve has no unit.
 */
public final class Marginals {

  /** Patients who are made in parallel and summed in order. */
  private static final int CHUNK = 256;

  private static final String OPSTAL = "Opstal 2017, PMC5994394";
  private static final String KISO = "Kiso et al., 9 volunteers";
  private static final String SEGMENTS = "PMC4575376, 20 patients";
  private static final String TRACERS = "PMC3841470";
  private static final String RETEST = "Nagamachi 1996 and others";
  private static final String SPECT = "PMC10071806";
  private static final String DIABETES = "CMR, 193 and 20 patients";
  private static final String TRAITS = "npj Digit Med 2023, n = 13,988";

  /** Which patients a figure is of; "free" have no narrowed artery. */
  private enum Group {
    EVERYBODY,
    MEN,
    FREE,
    FREE_WOMEN,
    FREE_MEN,
    FREE_OLD,
    FREE_YOUNG,
    DIABETIC,
    NOT_DIABETIC,
    HYPERTENSIVE,
    DYSLIPIDAEMIC;

    boolean holds(Remeasured patient) {
      Person person = patient.person();
      boolean free = !person.obstructive();
      return switch (this) {
        case EVERYBODY -> true;
        case MEN -> person.male();
        case FREE -> free;
        case FREE_WOMEN -> free && !person.male();
        case FREE_MEN -> free && person.male();
        case FREE_OLD -> free && person.ageYears() >= 63;
        case FREE_YOUNG -> free && person.ageYears() < 63;
        case DIABETIC -> person.traits().contains(Trait.DIABETES);
        case NOT_DIABETIC -> !person.traits().contains(Trait.DIABETES);
        case HYPERTENSIVE -> person.traits().contains(Trait.HYPERTENSION);
        case DYSLIPIDAEMIC -> person.traits().contains(Trait.DYSLIPIDAEMIA);
      };
    }
  }

  /** What a study shows of the whole ventricle. */
  private enum Shown {
    REST("rest"),
    STRESS("stress"),
    RESERVE("reserve");

    private final String words;

    Shown(String words) {
      this.words = words;
    }

    private double mean(Segments study) {
      return of(study.meanRest(), study.meanStress(), study.meanReserve());
    }

    Function<Remeasured, double[]> by(Way way) {
      return patient -> new double[] {mean(patient.by(way))};
    }

    Function<Remeasured, double[]> less(Way way, Way other) {
      return patient -> new double[] {mean(patient.by(way)) - mean(patient.by(other))};
    }

    /** In percent, as the logarithm of the ratio. */
    Function<Remeasured, double[]> percentMore(Way way, Way other) {
      return patient ->
          new double[] {100 * Math.log(mean(patient.by(way)) / mean(patient.by(other)))};
    }

    /** A cited figure of this state. */
    double of(double rest, double stress, double reserve) {
      return switch (this) {
        case REST -> rest;
        case STRESS -> stress;
        case RESERVE -> reserve;
      };
    }
  }

  private final MarginalTable table = new MarginalTable();
  private final Map<Way, BinnedArea> lowest =
      Map.of(Way.SPECT, new BinnedArea(), Way.SPECT_UNCORRECTED, new BinnedArea());

  private Marginals() {
    for (Shown shown : Shown.values()) {
      levels(shown);
    }
    for (Shown shown : Shown.values()) {
      sexAndAge(shown);
      diabetes(shown);
    }
    for (Shown shown : Shown.values()) {
      tracers(shown);
      methods(shown);
    }
    segments();
    territories();
    spect();
    traits();
  }

  /**
   * Simulates patients and judges what they show.
   *
   * @param seed root of all draws
   * @param patients how many, at least 2
   * @param eachDone is called after each patient
   */
  public static List<MarginalFigure> of(long seed, int patients, Runnable eachDone) {
    return of(PatientModel.REFERENCE, seed, patients, eachDone);
  }

  /** The same where something else is supposed of patients. */
  static List<MarginalFigure> of(PatientModel model, long seed, int patients, Runnable eachDone) {
    Remeasured.Laboratory laboratory =
        new Remeasured.Laboratory(
            new Clinic(
                new Seeds(seed).family("marginals"),
                model,
                CaseMix.REFERENCE,
                AcquisitionKnobs.REFERENCE,
                Practice.REFERENCE));
    Marginals marginals = new Marginals();
    for (int from = 0; from < patients; from += CHUNK) {
      List<Remeasured> chunk =
          IntStream.range(from, Math.min(from + CHUNK, patients))
              .parallel()
              .mapToObj(laboratory::patient)
              .toList();
      chunk.forEach(
          patient -> {
            marginals.add(patient);
            eachDone.run();
          });
    }
    return marginals.table.figures();
  }

  private void add(Remeasured patient) {
    table.add(patient);
    lowest.forEach(
        (way, area) ->
            area.add(patient.by(way).lowestUnderStress(), patient.person().obstructive()));
  }

  private void levels(Shown shown) {
    StatisticalSummary values = table.over(Group.FREE::holds, shown.by(Way.REFERENCE));
    Row row = new Row(shown.words, "no narrowed artery", OPSTAL);
    double mean = shown.of(1.02, 2.54, 2.60);
    double sd = shown.of(0.22, 0.41, 0.61);
    table.near(row, values, Statistic.MEAN, mean, 0.05 * mean, "5 %");
    table.near(row, values, Statistic.SD, sd, 0.15 * sd, "15 %");
  }

  private void sexAndAge(Shown shown) {
    StatisticalSummary women = table.over(Group.FREE_WOMEN::holds, shown.by(Way.REFERENCE));
    StatisticalSummary men = table.over(Group.FREE_MEN::holds, shown.by(Way.REFERENCE));
    for (Statistic statistic : List.of(Statistic.MEAN, Statistic.SD)) {
      table.told(new Row(shown.words, "women, no narrowed artery", "-"), women, statistic);
      table.told(new Row(shown.words, "men, no narrowed artery", "-"), men, statistic);
    }
    table.signed(
        new Row(shown.words + ", difference of means", "women less men", OPSTAL),
        () -> women.getMean() - men.getMean(),
        shown == Shown.RESERVE ? "lower" : "higher",
        shown == Shown.RESERVE ? -1 : 1);
    if (shown != Shown.REST) {
      StatisticalSummary old = table.over(Group.FREE_OLD::holds, shown.by(Way.REFERENCE));
      StatisticalSummary young = table.over(Group.FREE_YOUNG::holds, shown.by(Way.REFERENCE));
      table.signed(
          new Row(shown.words + ", difference of means", "63 years and older less younger", OPSTAL),
          () -> old.getMean() - young.getMean(),
          "lower",
          -1);
    }
  }

  private void diabetes(Shown shown) {
    if (shown == Shown.RESERVE) {
      return;
    }
    StatisticalSummary with = table.over(Group.DIABETIC::holds, shown.by(Way.REFERENCE));
    StatisticalSummary without = table.over(Group.NOT_DIABETIC::holds, shown.by(Way.REFERENCE));
    table.signed(
        new Row(shown.words + ", log of the ratio of means", "diabetes over none", DIABETES),
        () -> Math.log(with.getMean() / without.getMean()),
        shown == Shown.REST ? "0.284 (0.81 over 0.61)" : "-0.288 (2.4 over 3.2)",
        shown == Shown.REST ? 1 : -1);
  }

  private void tracers(Shown shown) {
    StatisticalSummary difference =
        table.over(Group.EVERYBODY::holds, shown.less(Way.RUBIDIUM, Way.WATER));
    Row row = new Row(shown.words + ", Rb-82 less O-15 water", "everybody", TRACERS);
    double mean = shown.of(0.04, 0.04, 0.14);
    double sd = shown.of(0.66, 0.66, 0.58);
    table.near(row, difference, Statistic.MEAN, mean, sd / 2, "half the cited SD");
    table.apart(
        row,
        difference,
        Statistic.SD,
        sd,
        sd / 2,
        "half",
        "programs and protocols differ within a patient; here two days do, and no more");
    for (Way way : List.of(Way.WATER, Way.AMMONIA_UNCORRECTED, Way.RUBIDIUM_UNCORRECTED)) {
      StatisticalSummary values = table.over(Group.FREE::holds, shown.by(way));
      Row level = new Row(shown.words, name(way) + ", no narrowed artery", "-");
      table.told(level, values, Statistic.MEAN);
      table.told(level, values, Statistic.SD);
    }
  }

  private static String name(Way way) {
    return switch (way) {
      case WATER -> "O-15 water";
      case AMMONIA_UNCORRECTED -> "N-13 ammonia, roll-off left";
      case RUBIDIUM_UNCORRECTED -> "Rb-82, roll-off left";
      default -> way.name();
    };
  }

  private void methods(Shown shown) {
    table.near(
        new Row(shown.words + ", % more by TOF-OSEM than RAMLA (log)", "everybody", SEGMENTS),
        table.over(Group.EVERYBODY::holds, shown.percentMore(Way.TOF_OSEM, Way.REFERENCE)),
        Statistic.MEAN,
        100 * Math.log(shown.of(1.142, 1.044, 0.915)),
        1,
        "1 point");
    StatisticalSummary days =
        table.over(Group.EVERYBODY::holds, shown.percentMore(Way.ANOTHER_DAY, Way.REFERENCE));
    double cited = shown.of(15.8, 11.8, 20.2);
    table.near(
        new Row(shown.words + ", % repeatability, 1.96 SD of two days", "everybody", RETEST),
        () -> 1.96 * days.getStandardDeviation(),
        cited,
        0.1 * cited,
        "10 %");
  }

  /** The level is a program's, and so a knob; what does not depend on it is compared. */
  private void segments() {
    String why = "2 standard errors of 20 patients";
    String whom = "everybody, segment by segment";
    near(
        new Row("rest", whom, SEGMENTS), patient -> patient.reference().rest(), 0.185 / 0.836, why);
    near(
        new Row("stress", whom, SEGMENTS),
        patient -> patient.reference().stress(),
        0.721 / 2.058,
        why);
    near(
        new Row("reserve", whom, SEGMENTS),
        patient -> patient.reference().reserve(),
        0.75 / 2.46,
        why);
    table.near(
        new Row("reserve", whom, SEGMENTS),
        table.over(Group.EVERYBODY::holds, patient -> patient.reference().reserve()),
        Statistic.MEAN,
        2.46,
        2 * 0.75 / Math.sqrt(20),
        why);
  }

  private void near(Row row, Function<Remeasured, double[]> values, double variation, String why) {
    table.near(
        row,
        table.over(Group.EVERYBODY::holds, values),
        Statistic.VARIATION,
        variation,
        2 * variation / Math.sqrt(2 * 19),
        why);
  }

  private void territories() {
    territory(Shown.REST, "LCX", Vessel.LCX, 1.20, 0.22, 1.26, 0.22);
    territory(Shown.REST, "RCA", Vessel.RCA, 1.35, 0.82, 1.26, 0.22);
    territory(Shown.STRESS, "LCX", Vessel.LCX, 4.23, 1.17, 3.42, 0.73);
    territory(Shown.STRESS, "RCA", Vessel.RCA, 3.68, 0.89, 3.42, 0.73);
  }

  private void territory(
      Shown shown, String name, Vessel vessel, double mean, double sd, double lad, double ladSd) {
    StatisticalSummary logs =
        table.over(
            Group.FREE::holds,
            patient -> {
              Segments study = patient.reference();
              double[] values = shown == Shown.REST ? study.rest() : study.stress();
              return new double[] {
                Math.log(territory(values, vessel) / territory(values, Vessel.LAD))
              };
            });
    table.near(
        new Row(shown.words + ", log " + name + " over LAD", "no narrowed artery", KISO),
        logs,
        Statistic.MEAN,
        Math.log(mean / lad),
        2 * Math.hypot(sd / mean, ladSd / lad) / Math.sqrt(9),
        "2 standard errors of 9 people");
  }

  private static double territory(double[] values, Vessel vessel) {
    return IntStream.rangeClosed(1, Segment17.COUNT)
        .filter(vessel::supplies)
        .mapToDouble(segment -> values[segment - 1])
        .average()
        .orElseThrow();
  }

  private void spect() {
    lowest(Way.SPECT, "attenuation corrected", 0.81);
    lowest(Way.SPECT_UNCORRECTED, "attenuation not corrected", 0.70);
  }

  private void lowest(Way way, String what, double cited) {
    table.near(
        new Row("lowest segment under stress, AUROC of narrowed arteries", "SPECT, " + what, SPECT),
        () -> lowest.getOrDefault(way, new BinnedArea()).value(),
        cited,
        0.05,
        "0.05");
  }

  private void traits() {
    share("men", Group.MEN, 0.54, 0.13, "no further than sites are apart, 54 to 67 %");
    share("hypertension", Group.HYPERTENSIVE, 0.64, 0.03, "3 points");
    share("diabetes", Group.DIABETIC, 0.29, 0.03, "3 points");
    share("dyslipidaemia", Group.DYSLIPIDAEMIC, 0.33, 0.03, "3 points");
  }

  private void share(String what, Group who, double cited, double tolerance, String why) {
    table.near(
        new Row(what + ", share", "everybody", TRAITS),
        table.over(Group.EVERYBODY::holds, patient -> new double[] {who.holds(patient) ? 1 : 0}),
        Statistic.MEAN,
        cited,
        tolerance,
        why);
  }
}
