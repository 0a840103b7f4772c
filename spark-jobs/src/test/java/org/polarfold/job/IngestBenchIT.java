package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bench runs and its lines can be read; how fast it is, is nobody's test. */
final class IngestBenchIT {

  /** The bench itself refuses an ingest that does not accept every study. */
  @Test
  void everyFormIsIngestedBesideItsCopies() throws IOException {
    Told told = Told.by("bench", "ingest", "--studies", "40", "--sites", "2", "--rounds", "1");

    assertThat(told.status()).as(told.err()).isZero();
    List<JsonNode> figures = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      figures.add(new ObjectMapper().readTree(line));
    }
    assertThat(figures).extracting(figure -> figure.get("bench").asText()).containsOnly("ingest");
    assertThat(figures)
        .extracting(figure -> figure.get("figure").asText())
        .containsExactly(
            "polar-table ingest",
            "polar-table copy of lines",
            "polar-table speed of ingest / copy of lines",
            "polar-table copy as columns",
            "polar-table speed of ingest / copy as columns",
            "grid-stack ingest",
            "grid-stack copy of files",
            "grid-stack speed of ingest / copy of files",
            "grid-files ingest",
            "grid-files copy of files",
            "grid-files speed of ingest / copy of files");
    assertThat(figures.get(0).get("detail").get("studies").asInt()).isEqualTo(40);
    assertThat(figures)
        .allSatisfy(figure -> assertThat(figure.get("value").asDouble()).isPositive());
  }

  @Test
  void aSiteWithoutAStudyIsOneLine() {
    Told told = Told.by("bench", "ingest", "--studies", "1", "--sites", "2");

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err().lines()).hasSize(1);
    assertThat(told.err()).contains("--studies, --sites and --rounds: 1, 2 and 3");
  }
}
