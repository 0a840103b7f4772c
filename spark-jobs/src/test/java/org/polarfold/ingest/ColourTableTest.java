package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polarfold.ingest.ColourTable.Ambiguity;
import org.polarfold.ingest.ColourTable.Stop;

class ColourTableTest {

  private static final ColourTable RED_TO_GREEN =
      new ColourTable(List.of(new Stop(1, 255, 0, 0), new Stop(3, 0, 255, 0)));

  @Test
  void aColourBetweenTwoStopsHasTheValueBetweenThem() {
    assertThat(RED_TO_GREEN.nearest(0xFF0000).value()).isEqualTo(1);
    assertThat(RED_TO_GREEN.nearest(0xCC3300).value()).isCloseTo(1.4, within(1e-9));
    assertThat(RED_TO_GREEN.nearest(0xCC3300).distance()).isCloseTo(0, within(1e-9));
    assertThat(RED_TO_GREEN.nearest(0x00FF00).value()).isEqualTo(3);
  }

  @Test
  void aColourBesideTheTableHasTheValueOfItsFootAndItsDistance() {
    // Blue is perpendicular to the line: the foot stays, and the distance is 255 in one of three.
    assertThat(RED_TO_GREEN.nearest(0xCC33FF).value()).isCloseTo(1.4, within(1e-9));
    assertThat(RED_TO_GREEN.nearest(0xCC33FF).distance())
        .isCloseTo(Math.sqrt(1 / 3.0), within(1e-9));
  }

  @Test
  void aSteppedTableGivesTheMiddleOfEachStep() {
    ColourTable stepped =
        new ColourTable(
            List.of(
                new Stop(0, 0, 0, 0),
                new Stop(1, 0, 0, 0),
                new Stop(1, 255, 0, 0),
                new Stop(2, 255, 0, 0)));

    assertThat(stepped.nearest(0x000000).value()).isEqualTo(0.5);
    assertThat(stepped.nearest(0xFF0000).value()).isEqualTo(1.5);
  }

  @Test
  void aTableThatComesBackToAColourIsAmbiguous() {
    ColourTable there =
        new ColourTable(
            List.of(new Stop(0, 0, 0, 255), new Stop(2, 255, 0, 0), new Stop(4, 0, 0, 250)));

    Ambiguity ambiguity = there.ambiguity().orElseThrow();

    assertThat(there.nearest(0x0000FF).value()).isZero();
    assertThat(ambiguity.first()).isCloseTo(0, within(0.1));
    assertThat(ambiguity.second()).isCloseTo(4, within(0.1));
  }

  @Test
  void aTableWithOneColourForAWideRangeIsAmbiguous() {
    assertThat(
            new ColourTable(
                    List.of(new Stop(0, 0, 0, 0), new Stop(3, 255, 0, 0), new Stop(4, 255, 0, 0)))
                .ambiguity())
        .isPresent();
    assertThat(new ColourTable(List.of(new Stop(0, 9, 9, 9), new Stop(4, 9, 9, 9))).ambiguity())
        .isPresent();
  }

  @ParameterizedTest
  @EnumSource(NamedColours.class)
  void aNamedTableRisesFromLowToHighAndIsNotAmbiguous(NamedColours named) {
    ColourTable table = named.table(2, 10);

    assertThat(table.ambiguity()).isEmpty();
    int first = named == NamedColours.JET ? 0x000080 : named == NamedColours.HOT ? 0x0B0000 : 0;
    int last = named == NamedColours.JET ? 0x800000 : 0xFFFFFF;
    assertThat(table.nearest(first).value()).isEqualTo(2);
    assertThat(table.nearest(last).value()).isEqualTo(10);
    assertThat(table.isLowEnd(2)).isTrue();
    assertThat(table.isLowEnd(2.1)).isFalse();
    assertThat(table.isHighEnd(10)).isTrue();
    assertThat(table.isHighEnd(9.9)).isFalse();
  }

  @Test
  void namedTablesAreThoseOfTheirSources() {
    check(NamedColours.JET, DrawnMap::jet);
    check(NamedColours.HOT_IRON, DrawnMap::hotIron);
    check(NamedColours.GREY, DrawnMap::grey);
  }

  /** The source's own formula at every one of 256 levels. */
  private static void check(NamedColours named, DoubleFunction<Color> source) {
    ColourTable table = named.table(0, 1);
    for (int level = 0; level < 256; level++) {
      ColourTable.Place place =
          table.nearest(source.apply((level + 0.5) / 256).getRGB() & 0xFFFFFF);
      // Blue stays as it is over four levels of jet.
      assertThat(place.value()).as("%s %d", named, level).isCloseTo(level / 255.0, within(0.012));
      assertThat(place.distance()).as("%s %d", named, level).isLessThan(0.01);
    }
  }
}
