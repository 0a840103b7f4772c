package org.polarfold.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.report.Results.Analysis;
import org.polarfold.report.Results.Drop;
import org.polarfold.report.Results.Meta;
import org.polarfold.report.Results.SiteDrop;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

class GeometryTest {

  private static final double CENTRE = Bullseye.CENTRE;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 13})
  void anteriorSegmentsLieAtTwelveOClock(int number) {
    double[] at = Bullseye.label(number);
    assertThat(at[0]).isEqualTo(CENTRE);
    assertThat(at[1]).isLessThan(CENTRE);
  }

  @Test
  void numbersRunCounterClockwise() {
    double[] anteroseptal = Bullseye.label(2);
    assertThat(anteroseptal[0]).isLessThan(CENTRE);
    assertThat(anteroseptal[1]).isLessThan(CENTRE);
    double[] inferoseptal = Bullseye.label(3);
    assertThat(inferoseptal[0]).isLessThan(CENTRE);
    assertThat(inferoseptal[1]).isGreaterThan(CENTRE);
    double[] septal = Bullseye.label(14);
    assertThat(septal[0]).isLessThan(CENTRE);
    assertThat(septal[1]).isEqualTo(CENTRE);
    assertThat(Bullseye.label(17)).containsExactly(CENTRE, CENTRE);
  }

  @Test
  void everySegmentLiesWhereTheCanonicalGridHasIt() {
    for (int number = 1; number <= Segment17.COUNT; number++) {
      double[] at = Bullseye.label(number);
      double x = at[0] - CENTRE;
      double y = CENTRE - at[1];
      double degrees = (Math.toDegrees(Math.atan2(y, x)) + 360) % 360;
      int ring = (int) (Math.hypot(x, y) / 98 * PolarMap.RINGS);
      int sector = (int) (degrees / 5) % PolarMap.SECTORS;
      assertThat(Segment17.of(ring, sector)).isEqualTo(number);
    }
  }

  @Test
  void aSegmentsPathIsDrawnAroundItsFigure() {
    List<Double> values = IntStream.rangeClosed(1, 17).mapToObj(i -> (double) i).toList();
    Bullseye eye = Bullseye.of("a", "alder", values, new ColourScale(1, 17), "", 1);
    Bullseye.Segment first = eye.segments().get(0);
    // from 60 to 120 degrees on the rim: right of the middle to left of it, at the same height
    assertThat(first.path()).startsWith("M149.0 15.13 A98.0 98.0 0 0 0 51.0 15.13 L");
    assertThat(first.title()).isEqualTo("Segment 1 (basal anterior): 1.00");
    assertThat(first.fill()).isEqualTo("#440154");
    assertThat(eye.segments().get(16).fill()).isEqualTo("#fde725");
    assertThat(first.ink()).isEqualTo("#ffffff");
    assertThat(eye.segments().get(16).ink()).isEqualTo("#111111");
  }

  @Test
  void aDropOfZeroLiesOnTheZeroLine() {
    Forest forest =
        ForestPlots.drop(
            analysis(Map.of("alder", estimate(0, -0.1, 0.1)), estimate(0, -0.05, 0.05), null));
    Double reference = forest.reference();
    assertThat(reference).isNotNull();
    Forest.Mark mark = forest.rows().get(0).marks().get(0);
    assertThat(mark.x()).isEqualTo(reference);
    assertThat(mark.low()).isLessThan(mark.x());
    assertThat(mark.high()).isGreaterThan(mark.x());
    assertThat(forest.rows().get(1).marks().get(0).x()).isEqualTo(reference);
  }

  @Test
  void lossesLieRightOfTheZeroLineAndTheDiamondsTipsAreTheInterval() {
    Map<String, Estimate> drops = new LinkedHashMap<>();
    drops.put("alder", estimate(0.2, 0.1, 0.3));
    drops.put("birch", estimate(-0.2, -0.3, -0.1));
    Forest forest =
        ForestPlots.drop(analysis(drops, estimate(0.1, 0, 0.2), new Interval(-0.1, 0.3)));
    double zero = forest.reference() == null ? Double.NaN : forest.reference();
    double loss = forest.rows().get(0).marks().get(0).x();
    double gain = forest.rows().get(1).marks().get(0).x();
    assertThat(loss - zero).isPositive().isCloseTo(zero - gain, within(0.02));
    Forest.Mark diamond = forest.rows().get(2).marks().get(0);
    assertThat(diamond.kind()).isEqualTo("diamond");
    assertThat(diamond.path()).startsWith("M" + zero + " ").contains(" L" + loss + " ");
    Forest.Mark range = forest.rows().get(3).marks().get(0);
    assertThat(range.kind()).isEqualTo("range");
    assertThat(range.high()).isGreaterThan(loss);
  }

  @Test
  void everyMarkOfTheForestLiesWithinItsAxis() {
    Map<String, Estimate> drops = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      drops.put("site-" + i, estimate(0.01 * i - 0.2, 0.01 * i - 0.9, 0.01 * i + 0.3));
    }
    Forest forest = ForestPlots.drop(analysis(drops, estimate(0.1, 0, 0.2), null));
    assertThat(forest.rows()).hasSize(62);
    for (Forest.Row row : forest.rows()) {
      assertThat(row.y()).isBetween(forest.top(), forest.axisY());
      for (Forest.Mark mark : row.marks()) {
        assertThat(mark.x()).isBetween(forest.from(), forest.to());
        if (mark.low() != null && mark.high() != null) {
          assertThat(mark.low()).isBetween(forest.from(), forest.to());
          assertThat(mark.high()).isBetween(forest.from(), forest.to());
        }
      }
    }
  }

  @Test
  void whatCannotBeEstimatedIsNoPointOnTheAxis() {
    Forest forest =
        ForestPlots.drop(
            analysis(
                Map.of("alder", Estimate.missing("one class")),
                Estimate.missing("one class"),
                null));
    assertThat(forest.rows())
        .allSatisfy(row -> assertThat(row.marks().get(0).kind()).isEqualTo("none"));
    assertThat(forest.rows().get(0).marks().get(0).title()).contains("one class");
  }

  @ParameterizedTest
  @CsvSource({"0.31, 0.97", "-0.04, 0.52", "0, 0.0003", "0.7, 0.7", "-1, 1", "1.8, 3.2"})
  void ticksAreRoundAndHoldTheFigures(double low, double high) {
    Axis axis = Axis.holding(low, high, 100, 400);
    assertThat(axis.min()).isLessThanOrEqualTo(low + 1e-9);
    assertThat(axis.max()).isGreaterThanOrEqualTo(high - 1e-9);
    assertThat(axis.ticks()).hasSizeBetween(3, 9);
    for (Axis.Tick tick : axis.ticks()) {
      assertThat(axis.at(tick.value())).isEqualTo(tick.x());
      double label = Double.parseDouble(tick.label().replace('−', '-'));
      assertThat(label).isCloseTo(tick.value(), within(1e-9));
    }
    assertThat(axis.at(axis.min())).isEqualTo(100);
    assertThat(axis.at(axis.max())).isEqualTo(400);
  }

  @Test
  void longNamesStayApartByTheirEnds() {
    String one = Words.label("hospital-of-the-long-name-01", 17);
    assertThat(one).hasSize(17).endsWith("me-01").startsWith("hospital-");
    assertThat(Words.label("hospital-of-the-long-name-02", 17)).isNotEqualTo(one);
    assertThat(Words.label("alder", 17)).isEqualTo("alder");
  }

  @Test
  void theAreaOfAMarkGrowsWithItsPatients() {
    assertThat(Forest.size(400L, 400)).isGreaterThan(Forest.size(100L, 400));
    assertThat(Forest.size(null, 400)).isEqualTo(2.5);
    assertThat(Forest.size(0L, 0)).isEqualTo(2.5);
  }

  private static Estimate estimate(double value, double lower, double upper) {
    return new Estimate(value, new Interval(lower, upper), null);
  }

  private static Analysis analysis(
      Map<String, Estimate> drops, Estimate headline, @Nullable Interval next) {
    Map<String, SiteDrop> sites = new LinkedHashMap<>();
    drops.forEach((site, drop) -> sites.put(site, new SiteDrop(100L, 40L, 0.8, 0.7, drop)));
    Meta meta =
        new Meta((long) drops.size(), headline, next, "too few sites", null, null, Map.of());
    SiteDrop pooled = new SiteDrop(null, null, null, null, Estimate.missing("not asked"));
    Drop drop = new Drop(sites, pooled, meta);
    return new Analysis(
        "sex", "dl", "rest", Collections.emptyMap(), drop, MissingNode.getInstance());
  }
}
