package org.polarfold.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.polarfold.study.PolarMap;

/** What is committed of the notebooks, and the drawings that they show. */
final class NotebooksTest {

  static final Path FOLDER =
      Path.of(System.getProperty("polarfold.conf", "../conf")).resolveSibling("notebooks");

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @Test
  void areCommittedWithoutOutputs() throws IOException {
    assertThat(notebooks()).hasSize(4);
    for (Path notebook : notebooks()) {
      JsonNode root = new ObjectMapper().readTree(notebook.toFile());
      assertThat(root.path("metadata").path("kernelspec").path("name").asText())
          .isEqualTo("polarfold");
      for (JsonNode cell : root.path("cells")) {
        assertThat(cell.path("outputs")).as("%s: outputs", notebook).isEmpty();
        assertThat(cell.path("execution_count").isNumber())
            .as("%s: execution count", notebook)
            .isFalse();
      }
    }
  }

  @Test
  void titlesAreEscaped() {
    String svg =
        MapDrawing.of("unit", 0, 1)
            .add("<script>alert(1)</script>", PolarMap.of(new float[PolarMap.SIZE]))
            .toString();
    assertThat(svg).startsWith("<svg").endsWith("</svg>").doesNotContain("<script>");

    String chart =
        Chart.intervals("a & b", List.of(Chart.Interval.none("<b>", "one class only")), 0);
    assertThat(chart).contains("a &amp; b", "not estimable: one class only").doesNotContain("NaN");
  }

  /** 1 of 2 with, 1 of 3 without the label above the highest tie; both of a tie in one step. */
  @Test
  void tiedScoresAreOneStepOfARocCurve() {
    Chart.Line line =
        Chart.roc("", new int[] {1, 0, 1, 0, 0}, new double[] {0.9, 0.5, 0.5, 0.2, 0.1});
    assertThat(line.y()).containsExactly(0, 0.5, 1, 1, 1);
    assertThat(line.x()).containsExactly(0, 0, 1 / 3.0, 2 / 3.0, 1);
  }
}
