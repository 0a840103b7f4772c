package org.polarfold.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.SiteId;

/** Sites that differ are told apart, and sites that do not are not. */
class SiteAuditTest {

  private static final int CONSORTIA = 300;

  @Test
  void whereNothingDiffersIntervalsHoldChanceInAboutTheirShare() {
    List<SiteAudit> audits =
        LongStream.range(0, CONSORTIA)
            .mapToObj(seed -> audit(patients(seed, 3, 60, 5, 0)))
            .toList();

    // 95 % give or take three standard errors and a little.
    assertThat(audits)
        .filteredOn(one -> one.balancedAccuracy().holdsChance())
        .hasSizeBetween((int) (0.91 * CONSORTIA), (int) (0.99 * CONSORTIA));
    assertThat(audits)
        .filteredOn(one -> one.auroc().holdsChance())
        .hasSizeBetween((int) (0.91 * CONSORTIA), (int) (0.99 * CONSORTIA));
    assertThat(audits.stream().mapToDouble(one -> one.auroc().value()).average().orElseThrow())
        .isCloseTo(0.5, within(0.01));
    assertThat(
            audits.stream()
                .mapToDouble(one -> one.balancedAccuracy().value())
                .average()
                .orElseThrow())
        .isCloseTo(1.0 / 3, within(0.01));
  }

  @Test
  void whereOneValueDiffersBothIntervalsLieAboveChance() {
    SiteAudit audit = audit(patients(1, 3, 60, 5, 1.5));

    assertThat(audit.balancedAccuracy().lower()).isGreaterThan(1.0 / 3);
    assertThat(audit.auroc().lower()).isGreaterThan(0.5);
    assertThat(audit.auroc().p()).isEqualTo(0.02);
    assertThat(audit.sites()).extracting(SiteAudit.Site::site).containsExactly("s0", "s1", "s2");
    assertThat(audit.sites()).allSatisfy(site -> assertThat(site.told()).isBetween(25, 60));
  }

  @Test
  void theUnitOfAValueDoesNotMatterAndAConstantOneTellsNothing() {
    List<Seen> patients = patients(1, 3, 40, 5, 1);
    List<Seen> otherwise =
        patients.stream()
            .map(
                seen -> {
                  double[] values = java.util.Arrays.copyOf(seen.values(), 6);
                  values[0] = 1000 * values[0] + 7;
                  values[5] = 3;
                  return new Seen(seen.site(), seen.fold(), values);
                })
            .toList();

    assertThat(audit(otherwise).auroc().value())
        .isCloseTo(audit(patients).auroc().value(), within(1e-12));
  }

  @Test
  void moreValuesThanPatientsAreNoObstacle() {
    SiteAudit audit = audit(patients(1, 2, 25, 80, 2));

    assertThat(audit.values()).isEqualTo(80);
    assertThat(audit.auroc().value()).isBetween(0.5, 1.0);
  }

  @Test
  void areasAreCountedOverPairsOfTheSameFold() {
    List<Seen> patients = new ArrayList<>();
    List<double[]> scores = new ArrayList<>();
    int[] sites = {0, 1, 1, 0, 1, 0};
    double[] own = {2, 1, 3, 5, 4, 5};
    for (int i = 0; i < sites.length; i++) {
      patients.add(new Seen(new SiteId("s" + sites[i]), i < 3 ? "a" : "b", new double[1]));
      scores.add(new double[] {own[i], 0});
    }

    // Fold a: 2 against 1 and 3, one of two; fold b: 5 and 5 against 4, two of two.
    OneAgainstRest curve = OneAgainstRest.of(patients, sites, scores, 0);
    assertThat(curve.area()).isEqualTo(0.75);
    // DeLong of fold a: components of the rest 1 and 0, their variance over 2 is 1/4, weight 1/2.
    double variance = 0;
    for (double one : curve.influence()) {
      variance += one * one;
    }
    assertThat(variance).isCloseTo(0.0625, within(1e-15));
  }

  @Test
  void smallSitesAreLeftOutAndNamed() {
    List<Seen> patients = new ArrayList<>(patients(1, 3, 40, 5, 1));
    patients.addAll(
        patients(2, 1, 19, 5, 0).stream()
            .map(seen -> new Seen(new SiteId("tiny"), seen.fold(), seen.values()))
            .toList());

    SiteAudit audit = audit(patients);
    assertThat(audit.leftOut()).isEqualTo(Map.of("tiny", 19));
    assertThat(audit.n()).isEqualTo(120);
  }

  @Test
  void oneSiteCannotBeTold() {
    assertThatThrownBy(() -> audit(patients(1, 1, 40, 5, 0)))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot audit sites: 1 with at least 20 patients (expected 2 or more)");
  }

  @Test
  void foldsBySiteWouldTellNothing() {
    List<Seen> bySite =
        patients(1, 2, 40, 5, 0).stream()
            .map(seen -> new Seen(seen.site(), seen.site().value(), seen.values()))
            .toList();

    assertThatThrownBy(() -> audit(bySite))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot audit sites: s0 is held out as a whole in s0 (expected folds by patient)");
  }

  /** Every site is brought to the mean of all, as it was learnt. */
  private static final Preparation CENTRED =
      (values, siteOf) -> {
        int sites = Arrays.stream(siteOf).max().orElseThrow() + 1;
        double[][] means = new double[sites][values.get(0).length];
        double[] sizes = new double[sites];
        for (int i = 0; i < siteOf.length; i++) {
          sizes[siteOf[i]]++;
          for (int j = 0; j < means[0].length; j++) {
            means[siteOf[i]][j] += values.get(i)[j];
          }
        }
        return (row, site) -> {
          double[] left = new double[row.length];
          for (int j = 0; j < left.length; j++) {
            // Not wholly, as a shrunk estimate does.
            left[j] = row[j] - 0.9 * means[site][j] / sizes[site];
          }
          return left;
        };
      };

  @Test
  void whatAPreparationLeavesIsHeldAgainstShufflesThroughTheSame() {
    SiteAudit before = audit(patients(1, 3, 60, 5, 1.5));
    List<SiteAudit> after =
        LongStream.range(0, 60)
            .mapToObj(
                seed -> SiteAudit.of(patients(seed, 3, 60, 5, 1.5), new Seeds(5), 49, CENTRED))
            .toList();

    assertThat(before.auroc().lower()).isGreaterThan(before.auroc().chance());
    // Chance lies below a half, as what is told: neither is to be read against a half.
    assertThat(after).allSatisfy(one -> assertThat(one.auroc().chance()).isBetween(0.3, 0.48));
    assertThat(after.stream().mapToDouble(one -> one.auroc().value()).average().orElseThrow())
        .isLessThan(0.65);
    // What a tenth of the difference leaves is told in some, and a preparation that does nothing
    // leaves everything.
    assertThat(
            SiteAudit.of(
                    patients(1, 3, 60, 5, 1.5),
                    new Seeds(5),
                    49,
                    (values, siteOf) -> (row, site) -> row.clone())
                .auroc()
                .value())
        .isEqualTo(before.auroc().value());
  }

  private static SiteAudit audit(List<Seen> patients) {
    return SiteAudit.of(patients, new Seeds(5), 49);
  }

  /** Normal values; each site's mean of one value of its own lies higher. */
  private static List<Seen> patients(long seed, int sites, int size, int values, double higher) {
    Random random = new Random(seed);
    List<Seen> patients = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      for (int i = 0; i < size; i++) {
        double[] seen = random.doubles(values).map(u -> random.nextGaussian()).toArray();
        seen[site] += higher;
        patients.add(new Seen(new SiteId("s" + site), "fold-" + i % 5, seen));
      }
    }
    return patients;
  }
}
