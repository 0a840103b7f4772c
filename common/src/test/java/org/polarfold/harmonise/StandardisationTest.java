package org.polarfold.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.polarfold.harmonise.ComBat.Moments;

/** Gain and histogram, and what all ways have in common. */
class StandardisationTest {

  private static final double[] NONE = new double[0];

  @Test
  void aGainBringsASiteToTheReferenceAndLeavesThatAsItIs() {
    Studies studies =
        new Studies(
            List.of(new double[] {1, 3}, new double[] {2, -2}, new double[] {8, 8}),
            List.of(NONE, NONE, NONE),
            List.of(0, 0, 1));
    GainStandardisation learnt = new GainStandardisation(studies, Reference.site(0));
    assertThat(learnt.gainAt(0)).isEqualTo(1);
    assertThat(learnt.gainAt(1)).isEqualTo(0.25);
    assertThat(learnt.at(1).of(new double[] {4, 0}, NONE)).containsExactly(1, 0);
    assertThat(
            learnt
                .adaptedTo(List.of(new double[] {1, -1}), List.of(NONE))
                .of(new double[] {3, 1}, NONE))
        .containsExactly(6, 2);
    // Of all: levels 2, 2 and 8.
    assertThat(new GainStandardisation(studies, Reference.POOLED).gainAt(0)).isEqualTo(2);
    assertThatThrownBy(() -> learnt.adaptedTo(List.of(new double[2]), List.of(NONE)))
        .hasMessage("Invalid values: all 0 (expected some that are not)");
  }

  @Test
  void quantilesGoToThoseOfTheReference() {
    List<double[]> values = new ArrayList<>();
    List<Integer> sites = new ArrayList<>();
    for (int i = 0; i <= 40; i++) {
      values.add(new double[] {i, 5});
      sites.add(0);
      values.add(new double[] {100 + i * i / 10.0, i < 30 ? 0 : i});
      sites.add(1);
    }
    Studies studies = new Studies(values, values.stream().map(any -> NONE).toList(), sites);
    HistogramStandardisation learnt = new HistogramStandardisation(studies, Reference.site(0));
    SiteChange change = learnt.at(1);
    for (int i = 0; i <= 40; i += 2) {
      assertThat(change.of(new double[] {100 + i * i / 10.0, 0}, NONE)[0])
          .isCloseTo(i, within(1e-9));
    }
    assertThat(change.of(new double[] {100.2, 1}, NONE)[0]).isCloseTo(1, within(1e-9));
    assertThat(change.of(new double[] {98, 40}, NONE)).containsExactly(-2, 5);
    assertThat(change.of(new double[] {270, 50}, NONE)).containsExactly(50, 15);
    assertThat(learnt.at(0).of(new double[] {17, 5}, NONE)).containsExactly(17, 5);
  }

  /** Zero in three of four studies stays one value, in the middle of where these go. */
  @Test
  void aValueThatManyShareGoesToOne() {
    List<double[]> values = new ArrayList<>();
    List<Integer> sites = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      values.add(new double[] {i});
      values.add(new double[] {i < 20 ? 0 : i});
      sites.addAll(List.of(0, 1));
    }
    Studies studies = new Studies(values, values.stream().map(any -> NONE).toList(), sites);
    SiteChange change = new HistogramStandardisation(studies, Reference.site(0)).at(1);
    assertThat(change.of(new double[] {0}, NONE)[0]).isBetween(8.0, 11.0);
  }

  @Test
  void everyWayMakesSitesAlikeAndTravels() throws IOException, ClassNotFoundException {
    Studies studies = ComBatTest.normal(new Random(7), 3, 80);
    for (Harmonisation learnt :
        List.of(
            new ComBat(studies, Reference.POOLED, Moments.MEAN_AND_VARIANCE),
            new HistogramStandardisation(studies, Reference.POOLED))) {
      Harmonisation travelled = travelled(learnt);
      double[] means = new double[3];
      double[] spreads = new double[3];
      for (int site = 0; site < 3; site++) {
        int here = site;
        double[] first =
            IntStream.range(0, studies.sites().size())
                .filter(i -> studies.sites().get(i) == here)
                .mapToDouble(i -> travelled.at(here).of(studies.values().get(i), NONE)[0])
                .toArray();
        means[site] = StatUtils.mean(first);
        spreads[site] = Math.sqrt(StatUtils.variance(first));
      }
      assertThat(StatUtils.max(means) - StatUtils.min(means)).isLessThan(0.2);
      assertThat(StatUtils.max(spreads) / StatUtils.min(spreads)).isLessThan(1.15);
    }
    assertThat(SiteChange.NONE.of(new double[] {1, 2}, NONE)).containsExactly(1, 2);
  }

  private static Harmonisation travelled(Harmonisation learnt)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(learnt);
    Harmonisation read =
        (Harmonisation)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    double[] study = Arrays.copyOf(new double[] {1, 2, 3}, 10);
    assertThat(read.at(1).of(study, NONE)).isEqualTo(learnt.at(1).of(study, NONE));
    return read;
  }
}
