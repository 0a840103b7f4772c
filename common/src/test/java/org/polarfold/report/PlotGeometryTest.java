package org.polarfold.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.polarfold.study.PolarMap;

class PlotGeometryTest {

  @Test
  void linesRiseWithFiguresAndBandsHoldThem() {
    XyPlot.Axes axes = XyPlot.Axes.holding(new double[] {0, 10}, new double[] {0, 1}, 0, 1);
    XyPlot.Trace trace =
        XyPlot.curve(axes, 0, List.of(place(0, 0.5, 0.25, 0.75), place(10, 1, 0.75, 1)));
    double left = axes.across().at(0);
    double right = axes.across().at(10);
    assertThat(axes.up().at(1)).isLessThan(axes.up().at(0));
    assertThat(trace.line())
        .isEqualTo("M%s %sL%s %s".formatted(left, axes.up().at(0.5), right, axes.up().at(1)));
    assertThat(trace.band())
        .isEqualTo(
            "M%s %sL%s %sL%s %sL%s %sZ"
                .formatted(
                    left,
                    axes.up().at(0.75),
                    right,
                    axes.up().at(1),
                    right,
                    axes.up().at(0.75),
                    left,
                    axes.up().at(0.25)));
  }

  @Test
  void whatIsMissingPartsALine() {
    XyPlot.Axes axes = XyPlot.Axes.holding(new double[] {0, 4}, new double[] {0, 1}, 0, 1);
    XyPlot.Place gap = new XyPlot.Place(2, Estimate.missing("no site"), "");
    XyPlot.Trace trace =
        XyPlot.curve(
            axes,
            0,
            List.of(
                place(0, 0.1, 0, 0.2),
                place(1, 0.1, 0, 0.2),
                gap,
                place(3, 0.1, 0, 0.2),
                place(4, 0.1, 0, 0.2)));
    assertThat(trace.line().chars().filter(c -> c == 'M')).hasSize(2);
    assertThat(trace.band().chars().filter(c -> c == 'Z')).hasSize(2);
    assertThat(trace.marks()).hasSize(4);
    assertThat(XyPlot.curve(axes, 0, List.of(place(0, 0.1, 0, 0.2), gap)).line()).isEmpty();
  }

  @Test
  void noFigureAtAllStillHasAxes() {
    XyPlot.Axes axes = XyPlot.Axes.holding(new double[0], new double[0], -0.1, 0.1);
    assertThat(axes.up().min()).isEqualTo(-0.1);
    assertThat(axes.across().max()).isEqualTo(1);
  }

  /** A map of one value is one colour, whose rings are each drawn in two halves. */
  @Test
  void aPictureJoinsPlacesOfOneColour() {
    List<Float> places = new ArrayList<>(Collections.nCopies(PolarMap.SIZE, 1f));
    PolarPicture even = PolarPicture.of("a", "", places, 1);
    assertThat(even.patches()).hasSize(1);
    assertThat(even.patches().get(0).path().chars().filter(c -> c == 'Z')).hasSize(60);
    assertThat(even.patches().get(0).fill()).isEqualTo("#b35806");

    places.set(PolarMap.index(29, 18), -1f);
    PolarPicture spotted = PolarPicture.of("a", "", places, 1);
    assertThat(spotted.patches()).hasSize(2);
    assertThat(spotted.patches().get(0).fill()).isEqualTo("#542788");
    // 90 to 95 degrees of the outermost ring: at the top, a little to the left
    assertThat(spotted.patches().get(0).path())
        .startsWith("M100.0 2.0A98.0 98.0 0 0 0 91.46 2.37L");
  }

  @Test
  void zeroIsWhiteOnAScaleAboutIt() {
    assertThat(ColourScale.about0(2).colour(0)).isEqualTo("#f7f7f7");
    assertThat(ColourScale.about0(2).ink(0)).isEqualTo("#111111");
    assertThat(ColourScale.about0(2).ink(-2)).isEqualTo("#ffffff");
  }

  @Test
  void headingsStandOverTheRowsTheyAreOf() {
    Axis axis = Axis.holding(0, 1, RowPlot.FROM, RowPlot.TO);
    Forest plot =
        RowPlot.of(
            "a",
            "",
            "",
            axis,
            0.5,
            1,
            List.of(
                new RowPlot.Line("Sex", List.of()),
                new RowPlot.Line("Female", List.of(y -> RowPlot.chance(axis, y, 0.5)))));
    assertThat(plot.rows()).extracting(Forest.Row::summary).containsExactly(true, false);
    assertThat(plot.rows().get(1).marks().get(0).path())
        .isEqualTo("M%s 61.0V79.0".formatted(axis.at(0.5)));
    assertThat(plot.reference()).isEqualTo(axis.at(0.5));
  }

  private static XyPlot.Place place(double across, double value, double lower, double upper) {
    return new XyPlot.Place(across, new Estimate(value, new Interval(lower, upper), null), "");
  }
}
