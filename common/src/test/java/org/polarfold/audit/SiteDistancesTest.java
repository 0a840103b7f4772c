package org.polarfold.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.SiteId;

/** A site that lies apart is told, and those that do not are not. */
class SiteDistancesTest {

  @Test
  void theSiteThatLiesApartIsFarFromTheOthers() {
    SiteDistances distances = SiteDistances.of(patients(2.5), new Seeds(1));

    assertThat(distances.sites())
        .extracting(SiteDistances.Site::site)
        .containsExactly("s0", "s1", "s2", "s3");
    SiteDistances.Site apart = distances.sites().get(0);
    assertThat(apart.n()).isEqualTo(60);
    assertThat(apart.others()).isEqualTo(180);
    for (SiteDistances.Far far : List.of(apart.mahalanobis(), apart.nearest())) {
      assertThat(far.farther()).isGreaterThan(0.85);
      assertThat(far.beyond()).isGreaterThan(0.4);
      assertThat(far.median()).isGreaterThan(far.othersMedian());
    }
    assertThat(apart.discrepancy().p()).isEqualTo(1 / 200.0);
    // The others are measured from a crowd that it is in: none of them is farther than it.
    assertThat(distances.sites().subList(1, 4))
        .allMatch(site -> site.mahalanobis().farther() < 0.6);
    assertThat(distances.pairs()).hasSize(6);
    assertThat(distances.pairs().subList(0, 3))
        .allMatch(pair -> pair.first().equals("s0") && pair.discrepancy().p() == 1 / 200.0);
    assertThat(SiteDistances.of(patients(2.5), new Seeds(1))).isEqualTo(distances);
  }

  @Test
  void sitesThatAreAlikeAreNot() {
    SiteDistances distances = SiteDistances.of(patients(0), new Seeds(1));

    assertThat(distances.sites())
        .allSatisfy(
            site -> {
              assertThat(site.mahalanobis().farther()).isCloseTo(0.5, within(0.12));
              assertThat(site.nearest().farther()).isCloseTo(0.5, within(0.12));
              assertThat(site.mahalanobis().beyond()).isBetween(0.0, 0.15);
              assertThat(site.discrepancy().p()).isGreaterThan(0.02);
            });
  }

  @Test
  void ofManyPatientsSomeAreDrawn() {
    Random random = new Random(2);
    List<Seen> patients = new ArrayList<>();
    for (int i = 0; i < 2600; i++) {
      patients.add(
          new Seen(new SiteId("s" + i % 2), "f", new double[] {random.nextGaussian(), i % 2}));
    }
    SiteDistances.Site site = SiteDistances.of(patients, new Seeds(1)).sites().get(0);
    assertThat(site.n()).isEqualTo(1000);
    assertThat(site.others()).isEqualTo(1000);
  }

  @Test
  void aSiteAloneHasNoDistances() {
    List<Seen> alone =
        patients(0).stream().filter(seen -> seen.site().value().equals("s1")).toList();
    assertThat(SiteDistances.of(alone, new Seeds(1)).sites()).isEmpty();
  }

  /** Normal values; two of the first site's lie higher. */
  private static List<Seen> patients(double higher) {
    Random random = new Random(9);
    List<Seen> patients = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      double[] values = random.doubles(6).map(u -> random.nextGaussian()).toArray();
      values[0] += i % 4 == 0 ? higher : 0;
      values[1] += i % 4 == 0 ? higher : 0;
      patients.add(new Seen(new SiteId("s" + i % 4), "fold", values));
    }
    return patients;
  }
}
