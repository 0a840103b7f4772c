package org.polarfold.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.study.MapKind;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.PolarMap;

/** What stands in the files; that ingest reads them so is tested where ingest is. */
class LayoutTest {

  private static final PolarGrid GRID = new PolarGrid(4, 6, true, 0, true);
  private static final ExportStyle STYLE =
      new ExportStyle(Unit.ML_PER_MIN_PER_100G, StandardCharsets.UTF_8, ';', ',', "NA", "case");
  private static final Map<MapKind, String> WORDS = Map.of(MapKind.REST, "R", MapKind.STRESS, "S");
  private static final Layout TABLE = new TableLayout.PolarTable("state", WORDS, "v", GRID);

  private final SiteFolder folder;

  LayoutTest(@TempDir Path folder) {
    this.folder = new SiteFolder(folder);
  }

  @Test
  void aTableHasTheSitesOwnSignsAndUnit() throws IOException {
    assertThat(written(TABLE, study(0, Optional.empty())))
        .isEqualTo(
            List.of(
                "case;state;v0;v1;v2;v3;v4;v5;v6;v7;v8;v9;v10;v11;v12;v13;v14;v15;v16;v17;v18;v19;v20;v21;v22;v23",
                "P0;R" + ";80,0".repeat(24),
                "P0;S" + ";250,0".repeat(24)));
  }

  @Test
  void flawsStandInTheLastRow() throws IOException {
    assertThat(rows(Flaw.NON_NUMERIC)).hasSize(3).last().asString().containsOnlyOnce(";err");
    assertThat(rows(Flaw.NON_FINITE)).hasSize(3).last().asString().containsOnlyOnce(";NaN");
    assertThat(rows(Flaw.OUT_OF_RANGE)).hasSize(3).last().asString().containsOnlyOnce(";9900,0");
    assertThat(rows(Flaw.OTHER_UNIT)).last().isEqualTo("P0;S" + ";25000,0".repeat(24));
    assertThat(rows(Flaw.WRONG_SHAPE)).last().isEqualTo("P0;S" + ";250,0".repeat(11));
    List<String> repeated = rows(Flaw.REPEATED);
    assertThat(repeated).hasSize(4).last().isEqualTo(repeated.get(2));
    assertThat(rows(Flaw.UNREADABLE)).hasSize(4).last().asString().startsWith("\"\";S;250,0");
  }

  @Test
  void partsBecomeOneFileWhoeverWroteThem() throws IOException {
    List<String> whole =
        written(TABLE, study(0, Optional.empty()), study(1, Optional.of(Flaw.REPEATED)));
    for (int part = 1; part >= 0; part--) {
      try (MapWriter writer = TABLE.open(folder, part, STYLE)) {
        writer.write(study(part, part == 0 ? Optional.empty() : Optional.of(Flaw.REPEATED)));
        assertThat(writer.rows()).containsExactly(Map.entry("flow.csv", 2 + part));
      }
    }
    Files.delete(folder.folder().resolve("flow.csv"));
    join(TABLE, Map.of(), 2);
    assertThat(Files.readAllLines(folder.folder().resolve("flow.csv"))).isEqualTo(whole);
    assertThat(folder.folder().toFile().list()).containsExactly("flow.csv");
  }

  @Test
  void anArrayOfAllMapsSaysHowManyThereAre() throws IOException {
    Layout stack = new GridStack(Map.of(MapKind.STRESS, "s.npy"), GRID);
    try (MapWriter writer = stack.open(folder, 0, STYLE)) {
      writer.write(study(0, Optional.of(Flaw.REPEATED)));
      assertThat(writer.write(study(1, Optional.empty())))
          .isEqualTo(new MapWriter.Place("s.npy", 3));
    }
    join(stack, Map.of("s.npy", 3L), 1);

    byte[] bytes = Files.readAllBytes(folder.folder().resolve("s.npy"));
    assertThat(bytes).hasSize(128 + 3 * 24 * Float.BYTES);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4, 6), }")
        .endsWith(" \n");
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(128)).isEqualTo(250f);
    assertThat(Files.readAllLines(folder.folder().resolve("index.csv")))
        .containsExactly("case", "P0", "P0", "P1");
  }

  @Test
  void relativeUptakeIsOfTheLargest() {
    float[] values = new float[PolarMap.SIZE];
    Arrays.fill(values, 1);
    values[7] = 4;
    float[] percent =
        Unit.PERCENT_OF_LARGEST
            .of(Map.of(MapKind.REST, values))
            .getOrDefault(MapKind.REST, new float[8]);
    assertThat(percent[7]).isEqualTo(100);
    assertThat(percent[8]).isEqualTo(25);
  }

  private static SentStudy study(int number, Optional<Flaw> flaw) {
    return new SentStudy(
        number,
        "P" + number,
        Map.of(MapKind.REST, flat(0.8f), MapKind.STRESS, flat(2.5f)),
        flaw,
        5);
  }

  private static PolarMap flat(float value) {
    float[] values = new float[PolarMap.SIZE];
    Arrays.fill(values, value);
    return PolarMap.of(values);
  }

  private List<String> rows(Flaw flaw) throws IOException {
    assertThat(TABLE.flaws()).contains(flaw);
    return written(TABLE, study(0, Optional.of(flaw)));
  }

  private List<String> written(Layout layout, SentStudy... studies) throws IOException {
    Files.deleteIfExists(folder.folder().resolve("flow.csv"));
    List<MapWriter.Place> places = new ArrayList<>();
    try (MapWriter writer = layout.open(folder, 0, STYLE)) {
      for (SentStudy study : studies) {
        places.add(writer.write(study));
      }
    }
    join(layout, Map.of(), 1);
    List<String> lines = Files.readAllLines(folder.folder().resolve("flow.csv"));
    assertThat(places.get(places.size() - 1))
        .isEqualTo(new MapWriter.Place("flow.csv", lines.size() - 1));
    return lines;
  }

  private void join(Layout layout, Map<String, Long> rows, int parts) throws IOException {
    for (JointFile file : layout.jointFiles(STYLE, rows)) {
      folder.join(file, parts);
    }
    folder.end();
  }
}
