package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;

class SiteConfTest {

  private static final String GRID =
      "rings = 3, sectors = 8, first-ring = base, first-sector-degrees = 90, direction = clockwise";

  private final Path exports;
  private final ExportFixture polar;

  SiteConfTest(@TempDir Path exports) {
    this.exports = exports;
    this.polar = ExportFixture.polar(exports, "birch", GRID, 24);
  }

  @Test
  void everythingSaidIsRead() throws IOException {
    SiteExport export = SiteConf.read(polar.write());

    assertThat(export.site().value()).isEqualTo("birch");
    assertThat(export.origin()).isEqualTo(SiteExport.Origin.CLINICAL);
    PolarTable table = (PolarTable) export.maps();
    assertThat(table.grid()).isEqualTo(new PolarGrid(3, 8, false, 90, false));
    assertThat(table.words().words()).isEqualTo(Map.of(MapKind.REST, "R", MapKind.STRESS, "S"));
    assertThat(table.table().missing()).containsExactly("");
    assertThat(table.table().decimal()).isEqualTo('.');
    assertThat(export.clinical().acquisition())
        .isEqualTo(Map.of(AcquisitionItem.TRACER, "N-13 ammonia"));
    assertThat(export.clinical().tables().get(0).columns())
        .extracting(ClinicalColumn::fact)
        .containsExactly("age-years", "labels.sex");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "delimiter = \",\", unit | delimiter = \";;\", unit | site.conf:5: maps.delimiter = ;;",
        "delimiter = \",\", unit | delimiter = \"5\", unit | maps.delimiter = 5",
        "\"mL/min/g\" | \"mL/min/kg\" | site.conf:5: maps.unit = mL/min/kg",
        "unit = | decimal = \";\", unit = | maps.decimal = ;",
        "unit = | charset = \"UTF-16\", unit = | maps.charset = UTF-16",
        "stress = \"S\" | stress = \"R\" | site.conf:6: maps.state.stress = R",
        "sectors = 8 | sectors = 0 | site.conf:7: maps.grid.sectors = 0",
        "direction = clockwise | direction = left | maps.grid.direction = left",
        "negative = [\"0\"] | negative = [\"1\"] | patients.labels.sex.negative = [1]",
        "positive = [\"1\"] | positive = [] | patients.labels.sex.positive",
        "labels { sex | labels { gender | labels.gender",
        "identity = identifier | identity = name | site.conf:2: identity = name",
        "site = \"birch\" | site = \"../x\" | site.conf:1: site",
        "acquisition { | acquisition { colour = 1, | acquisition.colour",
        "\"flow.csv\" | \"/etc/passwd\" | site.conf:5: maps.file = /etc/passwd",
        "\"flow.csv\" | \"../birch/flow.csv\" | maps.file = ../birch/flow.csv",
        "\"flow.csv\" | \"absent.csv\" | maps.file = absent.csv",
        "\"flow.csv\" | \".\" | maps.file = .",
      })
  void aWrongSettingIsNamedWithItsLine(String from, String to, String named) throws IOException {
    Path folder = polar.write(from, to);

    assertThatThrownBy(() -> SiteConf.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid ")
        .hasMessageContaining("site.conf:")
        .hasMessageContaining(named)
        .hasMessageContaining("expected")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aLinkOutOfTheFolderIsRefusedAndOneWithinIsNot() throws IOException {
    Path outside = Files.writeString(exports.resolve("secret.csv"), "id,phase\n");
    Path folder = polar.write("\"flow.csv\"", "\"link.csv\"");
    Path link = folder.resolve("link.csv");

    Files.createSymbolicLink(link, outside);
    assertThatThrownBy(() -> SiteConf.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("maps.file = link.csv (expected a file inside this folder)");

    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("flow.csv"));
    assertThat(((PolarTable) SiteConf.read(folder).maps()).table().name())
        .isEqualTo("birch/link.csv");
  }

  @Test
  void siteConfCannotReadOtherFilesOfThisMachine() throws IOException {
    Path other = Files.writeString(exports.resolve("other.conf"), "stolen = 1\n");
    for (String include :
        List.of(
            "\"../other.conf\"",
            "\"" + other + "\"",
            "file(\"" + other + "\")",
            "url(\"file:" + other + "\")",
            "classpath(\"reference.conf\")")) {
      Path folder = polar.write("site = \"birch\"", "include " + include + "\nsite = \"birch\"");
      assertThatThrownBy(() -> SiteConf.read(folder))
          .as(include)
          .isInstanceOf(UserException.class)
          .hasMessageMatching("Cannot read configuration: .*an include.* is refused .*");
    }
  }

  @Test
  void columnsThatTheGridAndTheFileDisagreeOnAreNamed() throws IOException {
    polar.write("sectors = 8", "sectors = 9");
    assertThatThrownBy(
            () -> new SiteRecords(SiteConf.read(exports.resolve("birch")), PseudonymsTest.keyed()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot find a column in birch/flow.csv:1: v24 ");

    polar.write("sectors = 8", "sectors = 7");
    assertThatThrownBy(
            () -> new SiteRecords(SiteConf.read(exports.resolve("birch")), PseudonymsTest.keyed()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid columns in birch/flow.csv:1: v21 ");
  }
}
