package org.polarfold.report;

import static org.polarfold.report.RunFacts.ordered;
import static org.polarfold.report.RunFacts.present;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One site's part in the cohort, as {@code run.json} tells it. Words are those of the consortium.
 *
 * @param site its name
 * @param received number of studies in its export
 * @param accepted number of studies taken
 * @param rejected number of studies refused; received = accepted + rejected
 * @param rejectedBy reason to number of studies; sums to {@code rejected}
 * @param n number of patients, whom the rest describes
 * @param enrolled number of patients whose study has the maps that are learnt from
 * @param age at the examination
 * @param labels target's key to how many have it
 * @param race patients by word
 * @param angiographyDone how many reached angiography
 * @param obstructiveDisease what angiography found, of those whose result is known; missing are
 *     those whose angiography was done without a known result
 * @param examined months of the examinations; null where none is known
 * @param quantity studies by what their maps measure
 * @param acquisition how studies were made: {@code tracer}, {@code scanner} and so on, each by word
 * @param notHeldOutBecause why the site was not held out; null where it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SiteFacts(
    String site,
    long received,
    long accepted,
    long rejected,
    Map<String, Long> rejectedBy,
    long n,
    long enrolled,
    Age age,
    Map<String, Share> labels,
    Levels race,
    Share angiographyDone,
    Share obstructiveDisease,
    @Nullable Months examined,
    Levels quantity,
    Map<String, Levels> acquisition,
    @Nullable String notHeldOutBecause) {

  /**
   * Copies the maps, in their order.
   *
   * @throws IllegalArgumentException where studies or patients are lost or counted twice
   */
  public SiteFacts {
    present(site, "site");
    present(age, "age");
    rejectedBy = ordered(present(rejectedBy, "rejectedBy"));
    labels = ordered(present(labels, "labels"));
    acquisition = ordered(present(acquisition, "acquisition"));
    expect(received == accepted + rejected, "received = accepted + rejected");
    expect(sum(rejectedBy) == rejected, "rejectedBy to sum to rejected");
    expect(0 <= enrolled && enrolled <= n, "0 <= enrolled <= n");
    expect(age.known + age.missing == n, "age.known + age.missing = n");
    labels.forEach((target, share) -> everybody(share.total(), n, "labels." + target));
    everybody(present(angiographyDone, "angiographyDone").total(), n, "angiographyDone");
    expect(present(obstructiveDisease, "obstructiveDisease").total() <= n, "no more than n");
    everybody(present(race, "race").total(), n, "race");
    everybody(present(quantity, "quantity").total(), n, "quantity");
    acquisition.forEach((item, words) -> everybody(words.total(), n, "acquisition." + item));
  }

  /** Whether the site was held out once, as a place where no network had been. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public boolean heldOut() {
    return notHeldOutBecause == null;
  }

  /**
   * Ages, years.
   *
   * @param known number of patients whose age is known
   * @param missing number of patients whose age is not
   * @param meanYears mean
   * @param sdYears standard deviation, over n - 1
   */
  public record Age(long known, long missing, Measured meanYears, Measured sdYears) {

    /** Refuses a missing component. */
    public Age {
      present(meanYears, "meanYears");
      present(sdYears, "sdYears");
    }

    /** Of the patients of all: the squares within sites and between their means. */
    static Age pooled(List<Age> ages) {
      long known = ages.stream().mapToLong(Age::known).sum();
      double mean = 0;
      for (Age age : ages) {
        mean += known == 0 ? 0 : mean(age) * age.known / known;
      }
      double squares = 0;
      for (Age age : ages) {
        Double sd = age.sdYears.value();
        squares += age.known * Math.pow(mean(age) - mean, 2);
        squares += sd == null ? 0 : (age.known - 1) * sd * sd;
      }
      return new Age(
          known,
          ages.stream().mapToLong(Age::missing).sum(),
          known == 0 ? Measured.notEstimable("no age is known") : Measured.of(mean),
          known < 2
              ? Measured.notEstimable("fewer than 2 ages are known")
              : Measured.of(Math.sqrt(squares / (known - 1))));
    }

    private static double mean(Age age) {
      Double mean = age.meanYears.value();
      return mean == null ? 0 : mean;
    }
  }

  /**
   * How many of whom something is true.
   *
   * @param positive number of whom it is true
   * @param known number of whom it is known whether
   * @param missing number of whom it is not known
   */
  public record Share(long positive, long known, long missing) {

    /**
     * @throws IllegalArgumentException for a number below zero, or more positive than known
     */
    public Share {
      expect(0 <= positive && positive <= known && 0 <= missing, "0 <= positive <= known");
    }

    private long total() {
      return known + missing;
    }
  }

  /**
   * How often each word was said.
   *
   * @param counts word to number
   * @param missing number of whom nobody said any
   */
  public record Levels(Map<String, Long> counts, long missing) {

    /** Copies the map, in its order. */
    public Levels {
      counts = ordered(present(counts, "counts"));
    }

    private long total() {
      return sum(counts) + missing;
    }
  }

  /**
   * When patients were examined.
   *
   * @param from first month, as 2019-03
   * @param to last month
   * @param missing number of patients whose month is not known
   */
  public record Months(String from, String to, long missing) {

    /** Refuses a missing component. */
    public Months {
      present(from, "from");
      present(to, "to");
    }
  }

  private static void everybody(long total, long n, String key) {
    expect(total == n, key + ": known and missing to sum to n");
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + what);
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
