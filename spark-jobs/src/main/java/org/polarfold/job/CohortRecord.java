package org.polarfold.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.polarfold.report.Measured;
import org.polarfold.report.SiteFacts;
import org.polarfold.split.SplitPlan;
import org.polarfold.store.Ages;
import org.polarfold.store.IngestLedger.SiteLedger;
import org.polarfold.store.SiteCohort;
import org.polarfold.store.SiteCohort.Months;
import org.polarfold.study.Quantity;
import org.polarfold.study.SiteId;

/** The cohort in {@code run.json}: every site of the ledger, also one that no study came from. */
final class CohortRecord {

  private CohortRecord() {}

  /**
   * The sites in the ledger's order.
   *
   * @param cohorts sites that have studies
   * @param enrolled patients whom the plan knows, by site; a site without any is left out
   */
  static List<SiteFacts> sites(
      List<SiteCohort> cohorts,
      List<SiteLedger> ledgers,
      SplitPlan plan,
      Map<SiteId, Long> enrolled) {
    Map<SiteId, SiteCohort> bySite =
        cohorts.stream().collect(Collectors.toMap(SiteCohort::site, Function.identity()));
    List<SiteFacts> sites = new ArrayList<>();
    for (SiteLedger ledger : ledgers) {
      SiteId site = ledger.site();
      SiteCohort cohort = bySite.getOrDefault(site, SiteCohort.none(site));
      sites.add(site(ledger, cohort, plan, enrolled.getOrDefault(site, 0L)));
    }
    return sites;
  }

  private static SiteFacts site(
      SiteLedger ledger, SiteCohort cohort, SplitPlan plan, long enrolled) {
    String name = ledger.site().value();
    long n = cohort.patients();
    Map<String, SiteFacts.Share> labels = new LinkedHashMap<>();
    cohort.labels().forEach((target, share) -> labels.put(target.key(), share(share)));
    Map<String, Long> quantities = new TreeMap<>();
    for (Quantity quantity : Quantity.values()) {
      long studies = cohort.quantities().getOrDefault(quantity, 0L);
      if (studies > 0) {
        quantities.put(quantity.key(), studies);
      }
    }
    Map<String, SiteFacts.Levels> acquisition = new LinkedHashMap<>();
    cohort.acquisition().forEach((item, words) -> acquisition.put(item, levels(words, n)));
    return new SiteFacts(
        name,
        ledger.received(),
        ledger.accepted(),
        ledger.rejected(),
        ledger.rejectedBy(),
        n,
        enrolled,
        age(cohort.ages()),
        labels,
        levels(cohort.race(), n),
        share(cohort.angiographyDone()),
        share(cohort.obstructiveDisease()),
        cohort.examined().map(months -> months(months, n)).orElse(null),
        levels(quantities, n),
        acquisition,
        notHeldOut(name, n, enrolled, plan).orElse(null));
  }

  /** Why a site was never a place where no network had been; empty where it was. */
  private static Optional<String> notHeldOut(String site, long n, long enrolled, SplitPlan plan) {
    if (n == 0) {
      return Optional.of("no study was accepted");
    }
    if (enrolled == 0) {
      return Optional.of("no study has the maps that are learnt from");
    }
    return Optional.ofNullable(plan.notHeldOut().get(site));
  }

  private static SiteFacts.Age age(Ages ages) {
    return new SiteFacts.Age(
        ages.known(),
        ages.missing(),
        measured(ages.mean(), "no age is known"),
        measured(
            ages.standardDeviation(),
            ages.known() == 0 ? "no age is known" : "one age alone is known"));
  }

  private static Measured measured(OptionalDouble value, String why) {
    return value.isPresent() ? Measured.of(value.getAsDouble()) : Measured.notEstimable(why);
  }

  private static SiteFacts.Share share(SiteCohort.Share share) {
    return new SiteFacts.Share(share.positive(), share.known(), share.missing());
  }

  private static SiteFacts.Levels levels(Map<String, Long> words, long n) {
    long known = words.values().stream().mapToLong(Long::longValue).sum();
    return new SiteFacts.Levels(words, n - known);
  }

  private static SiteFacts.Months months(Months months, long n) {
    return new SiteFacts.Months(
        months.from().toString(), months.to().toString(), n - months.known());
  }
}
