package org.polarfold.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The cohort by site, as the first table of a paper shows it, and its flow from what was received
 * to what was held out; ready to read.
 *
 * @param sites the heads of the columns; one more for all sites stands at the end of every row
 * @param groups the rows, in their order
 * @param flow what became of the studies, one step each
 * @param exclusions reasons with their numbers and sites
 */
record CohortTable(
    List<Site> sites, List<Group> groups, List<Step> flow, List<Exclusion> exclusions) {

  /** A site's name, cut where it is long, and as it was given. */
  record Site(String name, String full) {}

  /** Rows that belong together; the title says what their cells hold. */
  record Group(String title, List<Row> rows) {}

  /**
   * One characteristic; {@code kind} is {@code number}, {@code words}, {@code missing} or {@code
   * difference}.
   */
  record Row(String kind, String name, List<String> cells) {}

  /** A step of the flow: a number and what it counts. */
  record Step(String number, String words) {}

  /** Studies refused for a reason. */
  record Exclusion(String reason, String number, String places) {}

  static CohortTable of(RunFacts run) {
    List<SiteFacts> sites = run.cohort();
    CohortRows rows = new CohortRows(sites);
    return new CohortTable(
        sites.stream()
            .map(site -> Words.site(site.site()))
            .map(name -> new Site(Words.label(name, 16), name))
            .toList(),
        List.of(
            new Group("Studies, n", rows.studies()),
            new Group("Patients, n (% of those known)", rows.patients()),
            new Group("How studies were made, n where it differs", rows.acquisition())),
        flow(sites),
        exclusions(sites));
  }

  private static List<Step> flow(List<SiteFacts> sites) {
    List<SiteFacts> heldOut = sites.stream().filter(SiteFacts::heldOut).toList();
    return List.of(
        step(sites, SiteFacts::received, "studies received from " + sites.size() + " sites"),
        step(sites, SiteFacts::rejected, "rejected, with reasons below"),
        step(sites, SiteFacts::accepted, "accepted"),
        step(sites, SiteFacts::enrolled, "patients analysed, with every map that is learnt from"),
        step(heldOut, SiteFacts::enrolled, "patients at " + heldOut.size() + " held-out sites"));
  }

  private static Step step(List<SiteFacts> sites, ToLongFunction<SiteFacts> of, String words) {
    return new Step(Words.count(sites.stream().mapToLong(of).sum()), words);
  }

  private static List<Exclusion> exclusions(List<SiteFacts> sites) {
    Map<String, Long> number = new LinkedHashMap<>();
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (SiteFacts site : sites) {
      site.rejectedBy()
          .forEach(
              (reason, count) -> {
                if (count > 0) {
                  number.merge(reason, count, Long::sum);
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
