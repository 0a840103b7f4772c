package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bench runs and its lines can be read; how fast it is, is nobody's test. */
final class StatisticsBenchIT {

  /** Estimates come to the driver, and four times as many rows have as many estimates. */
  @Test
  void aTableIsMeasuredWithoutItsRowsComingToTheDriver() throws IOException {
    long few = bytesToDriver(40_000);
    assertThat(bytesToDriver(160_000)).isBetween(few / 2, few + few / 10);
  }

  private static long bytesToDriver(long rows) throws IOException {
    Told told = Told.by("bench", "statistics", "--only", "table", "--rows", String.valueOf(rows));

    assertThat(told.status()).as(told.err()).isZero();
    List<JsonNode> figures = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      figures.add(new ObjectMapper().readTree(line));
    }
    assertThat(figures)
        .extracting(figure -> figure.get("bench").asText())
        .containsOnly("statistics");
    assertThat(figures)
        .extracting(figure -> figure.get("figure").asText())
        .containsExactly("table", "table counted by groups", "table / counted by groups");
    JsonNode detail = figures.get(0).get("detail");
    assertThat(detail.get("used").asLong()).isEqualTo(rows);
    assertThat(detail.get("cells").asInt()).isEqualTo(20);
    return detail.get("bytesToDriver").asLong();
  }

  @Test
  void aFigureThatIsNotThereIsOneLine() {
    Told told = Told.by("bench", "statistics", "--only", "delongg");

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err().lines()).hasSize(1);
    assertThat(told.err()).contains("delongg", "expected one of");
  }
}
