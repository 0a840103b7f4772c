package org.polarfold.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cohort by site, and its flow from what was received to what was held out; ready to read.
 *
 * @param targets the heads of the columns of percentages
 * @param flow what became of the studies, one step each
 * @param exclusions reasons with their numbers and sites
 */
record CohortTable(
    List<String> targets, List<Row> rows, List<Step> flow, List<Exclusion> exclusions) {

  /** One site. {@code heldOut} is "yes" or why not. */
  record Row(
      String name,
      String full,
      String received,
      String rejected,
      String n,
      String age,
      List<String> percents,
      String tracer,
      String scanner,
      String software,
      String attenuationCorrection,
      String heldOut) {}

  /** A step of the flow: a number and what it counts. */
  record Step(String number, String words) {}

  /** Studies refused for a reason. */
  record Exclusion(String reason, String number, String places) {}

  static CohortTable of(RunFacts run) {
    Set<String> targets = new LinkedHashSet<>();
    run.cohort().forEach(site -> targets.addAll(site.percentByTarget().keySet()));
    return new CohortTable(
        targets.stream().map(Words::positive).toList(),
        run.cohort().stream().map(site -> row(site, targets)).toList(),
        flow(run.cohort()),
        exclusions(run.cohort()));
  }

  private static Row row(RunFacts.Site site, Set<String> targets) {
    String because = site.notHeldOutBecause();
    return new Row(
        Words.label(Words.site(site.site()), 22),
        Words.site(site.site()),
        Words.count((long) site.received()),
        Words.count((long) site.rejected()),
        Words.count((long) site.n()),
        measured(site.ageMeanYears()),
        targets.stream().map(target -> measured(site.percentByTarget().get(target))).toList(),
        Words.clean(site.acquisition().tracer()),
        Words.clean(site.acquisition().scanner()),
        Words.clean(site.acquisition().software()),
        Words.clean(site.acquisition().attenuationCorrection()),
        because == null ? "yes" : "no: " + Words.clean(because));
  }

  private static String measured(@Nullable Measured figure) {
    if (figure == null) {
      return "–";
    }
    return figure.value() == null ? Words.NOT_ESTIMABLE : Words.figure(figure.value(), 1);
  }

  private static List<Step> flow(List<RunFacts.Site> sites) {
    long received = sites.stream().mapToLong(RunFacts.Site::received).sum();
    long rejected = sites.stream().mapToLong(RunFacts.Site::rejected).sum();
    long accepted = sites.stream().mapToLong(RunFacts.Site::accepted).sum();
    long patients = sites.stream().mapToLong(RunFacts.Site::n).sum();
    List<RunFacts.Site> heldOut = sites.stream().filter(RunFacts.Site::heldOut).toList();
    long scored = heldOut.stream().mapToLong(RunFacts.Site::n).sum();
    return List.of(
        new Step(Words.count(received), "studies received from " + sites.size() + " sites"),
        new Step(Words.count(rejected), "rejected, with reasons below"),
        new Step(Words.count(accepted), "accepted"),
        new Step(Words.count(patients), "patients analysed"),
        new Step(Words.count(scored), "patients at " + heldOut.size() + " held-out sites"));
  }

  private static List<Exclusion> exclusions(List<RunFacts.Site> sites) {
    Map<String, Long> number = new LinkedHashMap<>();
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (RunFacts.Site site : sites) {
      site.rejectedBy()
          .forEach(
              (reason, count) -> {
                if (count > 0) {
                  number.merge(reason, (long) count, Long::sum);
                  places
                      .computeIfAbsent(reason, key -> new ArrayList<>())
                      .add(Words.site(site.site()) + " " + count);
                }
              });
    }
    return number.entrySet().stream()
        .map(
            e ->
                new Exclusion(
                    Words.sentence(e.getKey()),
                    Words.count(e.getValue()),
                    String.join(", ", places.getOrDefault(e.getKey(), List.of()))))
        .toList();
  }
}
