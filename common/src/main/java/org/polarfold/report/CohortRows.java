package org.polarfold.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.CohortTable.Row;
import org.polarfold.report.SiteFacts.Age;
import org.polarfold.report.SiteFacts.Levels;
import org.polarfold.report.SiteFacts.Months;
import org.polarfold.report.SiteFacts.Share;

/**
 * The rows of {@link CohortTable}: one cell a site and one for all sites. How many are missing has
 * a row of its own below, where it is anybody.
 */
final class CohortRows {

  private static final String NOTHING = "–";

  private final List<SiteFacts> sites;

  CohortRows(List<SiteFacts> sites) {
    this.sites = sites;
  }

  /** What became of the studies. */
  List<Row> studies() {
    List<String> heldOut = new ArrayList<>();
    for (SiteFacts site : sites) {
      String because = site.notHeldOutBecause();
      heldOut.add(because == null ? "yes" : "no: " + Words.clean(because));
    }
    heldOut.add(sites.stream().filter(SiteFacts::heldOut).count() + " of " + sites.size());
    return List.of(
        counts("number", "Received", SiteFacts::received),
        counts("number", "Rejected", SiteFacts::rejected),
        counts("number", "Patients", SiteFacts::n),
        counts("number", "Patients analysed", SiteFacts::enrolled),
        new Row("words", "Held out", heldOut));
  }

  /** Who the patients are. */
  List<Row> patients() {
    List<Row> rows = new ArrayList<>();
    List<String> ages = new ArrayList<>();
    sites.forEach(site -> ages.add(age(site.age())));
    ages.add(age(Age.pooled(sites.stream().map(SiteFacts::age).toList())));
    rows.add(new Row("number", "Age, years: mean (SD)", ages));
    rows.add(differences("Age", this::ageApart));
    rows.addAll(missing("Age", site -> site.age().missing()));
    Set<String> targets = new LinkedHashSet<>();
    sites.forEach(site -> targets.addAll(site.labels().keySet()));
    for (String target : targets) {
      rows.addAll(
          shares(
              Words.positive(target),
              site -> site.labels().getOrDefault(target, new Share(0, 0, site.n()))));
    }
    for (String word : total(SiteFacts::race).keySet()) {
      rows.add(
          share(
              "Race: " + Words.clean(word),
              site ->
                  new Share(
                      site.race().counts().getOrDefault(word, 0L),
                      site.n() - site.race().missing(),
                      site.race().missing())));
    }
    if (!total(SiteFacts::race).isEmpty()) {
      rows.add(differences("Race", (site, others) -> apart(site, others, SiteFacts::race)));
    }
    rows.addAll(missing("Race", site -> site.race().missing()));
    rows.addAll(shares("Angiography done", SiteFacts::angiographyDone));
    rows.addAll(shares("Obstructive disease at angiography", SiteFacts::obstructiveDisease));
    return rows;
  }

  /** How and when the studies were made. */
  List<Row> acquisition() {
    List<Row> rows = new ArrayList<>();
    List<String> periods = new ArrayList<>();
    sites.forEach(site -> periods.add(period(Stream.ofNullable(site.examined()).toList())));
    periods.add(period(sites.stream().flatMap(s -> Stream.ofNullable(s.examined())).toList()));
    rows.add(new Row("words", "Examined", periods));
    rows.addAll(missing("Month of examination", CohortRows::withoutMonth));
    rows.addAll(words("Maps", SiteFacts::quantity));
    Set<String> items = new LinkedHashSet<>();
    sites.forEach(site -> items.addAll(site.acquisition().keySet()));
    for (String item : items) {
      rows.addAll(
          words(
              Words.sentence(item),
              site -> site.acquisition().getOrDefault(item, new Levels(Map.of(), site.n()))));
    }
    return rows;
  }

  private static String age(Age age) {
    @Nullable Double mean = age.meanYears().value();
    @Nullable Double sd = age.sdYears().value();
    return mean == null
        ? Words.NOT_ESTIMABLE
        : Words.figure(mean, 1) + " (" + (sd == null ? NOTHING : Words.figure(sd, 1)) + ")";
  }

  private List<Row> shares(String name, Function<SiteFacts, Share> of) {
    List<Row> rows = new ArrayList<>(List.of(share(name, of)));
    if (sites.stream().anyMatch(site -> of.apply(site).known() > 0)) {
      rows.add(differences(name, (site, others) -> shareApart(site, others, of)));
    }
    rows.addAll(missing(name, site -> of.apply(site).missing()));
    return rows;
  }

  private Row share(String name, Function<SiteFacts, Share> of) {
    List<String> cells = new ArrayList<>();
    long positive = 0;
    long known = 0;
    for (SiteFacts site : sites) {
      Share share = of.apply(site);
      cells.add(percent(share.positive(), share.known()));
      positive += share.positive();
      known += share.known();
    }
    cells.add(percent(positive, known));
    return new Row("number", name, cells);
  }

  private static String percent(long positive, long known) {
    return known == 0
        ? NOTHING
        : Words.count(positive) + " (" + Words.figure(100.0 * positive / known, 1) + ")";
  }

  private List<Row> missing(String name, ToLongFunction<SiteFacts> missing) {
    return sites.stream().mapToLong(missing).sum() == 0
        ? List.of()
        : List.of(counts("missing", name + ", missing", missing));
  }

  private Row counts(String kind, String name, ToLongFunction<SiteFacts> of) {
    List<String> cells = new ArrayList<>();
    sites.forEach(site -> cells.add(Words.count(of.applyAsLong(site))));
    cells.add(Words.count(sites.stream().mapToLong(of).sum()));
    return new Row(kind, name, cells);
  }

  /** Months sort as text: four digits of the year, then two of the month. */
  private static String period(List<Months> months) {
    return months.isEmpty()
        ? NOTHING
        : Words.clean(
            months.stream().map(Months::from).sorted().toList().get(0)
                + " to "
                + months.stream().map(Months::to).sorted().toList().get(months.size() - 1));
  }

  private static long withoutMonth(SiteFacts site) {
    Months months = site.examined();
    return months == null ? site.n() : months.missing();
  }

  private List<Row> words(String name, Function<SiteFacts, Levels> of) {
    List<String> cells = new ArrayList<>();
    sites.forEach(site -> cells.add(levels(of.apply(site))));
    long missing = sites.stream().mapToLong(site -> of.apply(site).missing()).sum();
    cells.add(levels(new Levels(total(of), missing)));
    Row row = new Row("words", name, cells);
    return total(of).size() < 2
        ? List.of(row)
        : List.of(row, differences(name, (site, others) -> apart(site, others, of)));
  }

  /** How far a site lies from all others in one characteristic. */
  @FunctionalInterface
  private interface Apart {
    /** The words of the cell. */
    String of(SiteFacts site, List<SiteFacts> others);
  }

  private Row differences(String name, Apart apart) {
    List<String> cells = new ArrayList<>();
    for (SiteFacts site : sites) {
      cells.add(
          apart.of(
              site, sites.stream().filter(other -> !other.site().equals(site.site())).toList()));
    }
    cells.add("");
    return new Row("difference", name + ", standardised difference", cells);
  }

  private String ageApart(SiteFacts site, List<SiteFacts> others) {
    Age rest = Age.pooled(others.stream().map(SiteFacts::age).toList());
    Double mean = site.age().meanYears().value();
    Double sd = site.age().sdYears().value();
    Double otherMean = rest.meanYears().value();
    Double otherSd = rest.sdYears().value();
    return mean == null || sd == null || otherMean == null || otherSd == null
        ? NOTHING
        : apart(StandardisedDifference.ofMeans(mean, sd, otherMean, otherSd));
  }

  private static String shareApart(
      SiteFacts site, List<SiteFacts> others, Function<SiteFacts, Share> of) {
    Share here = of.apply(site);
    long positive = others.stream().mapToLong(other -> of.apply(other).positive()).sum();
    long known = others.stream().mapToLong(other -> of.apply(other).known()).sum();
    return here.known() == 0 || known == 0
        ? NOTHING
        : apart(
            StandardisedDifference.ofShares(
                (double) here.positive() / (double) here.known(),
                (double) positive / (double) known));
  }

  private static String apart(
      SiteFacts site, List<SiteFacts> others, Function<SiteFacts, Levels> of) {
    Map<String, Long> here = of.apply(site).counts();
    Map<String, Long> there = new CohortRows(others).total(of);
    Set<String> words = new TreeSet<>(here.keySet());
    words.addAll(there.keySet());
    return here.isEmpty() || there.isEmpty()
        ? NOTHING
        : apart(StandardisedDifference.ofLevels(shares(here, words), shares(there, words)));
  }

  private static double[] shares(Map<String, Long> counts, Set<String> words) {
    double sum = counts.values().stream().mapToDouble(Long::doubleValue).sum();
    return words.stream().mapToDouble(word -> counts.getOrDefault(word, 0L) / sum).toArray();
  }

  private static String apart(OptionalDouble difference) {
    return difference.isPresent() ? Words.figure(difference.getAsDouble(), 2) : "apart";
  }

  /** A word alone where it holds for everybody; else words with numbers, the commonest first. */
  private static String levels(Levels levels) {
    if (levels.counts().isEmpty()) {
      return NOTHING;
    }
    boolean everybody = levels.counts().size() == 1 && levels.missing() == 0;
    List<String> parts = new ArrayList<>();
    levels.counts().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            level -> {
              String word = Words.clean(level.getKey());
              parts.add(everybody ? word : word + " " + Words.count(level.getValue()));
            });
    if (levels.missing() > 0) {
      parts.add("missing " + Words.count(levels.missing()));
    }
    return String.join("; ", parts);
  }

  private Map<String, Long> total(Function<SiteFacts, Levels> of) {
    Map<String, Long> total = new TreeMap<>();
    sites.forEach(
        site -> of.apply(site).counts().forEach((word, n) -> total.merge(word, n, Long::sum)));
    return total;
  }
}
