package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the bench says, at a size that takes seconds; how fast is no test. */
final class BackboneBenchIT {

  @Test
  void theFoldedNetworkStandsBesideTheUnfoldedOneAndYieldsTheSame() throws IOException {
    Told told = Told.by("bench", "backbone", "--side", "32", "--batch", "2", "--pairs", "1");

    assertThat(told.status()).as(told.err()).isZero();
    List<JsonNode> figures = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      figures.add(new ObjectMapper().readTree(line));
    }
    assertThat(figures.stream().map(figure -> figure.path("figure").asText()))
        .startsWith("folded", "DL4J's own layers", "folded / DL4J's own layers", "PyTorch");
    assertThat(figures.get(0).at("/detail/largestDifferenceFromUnfolded").asDouble())
        .isBetween(0.0, 1e-4);
    for (String what :
        List.of("folded", "training of the last stage", "training of the compact network")) {
      JsonNode own =
          figures.stream()
              .filter(figure -> figure.path("figure").asText().equals(what))
              .findFirst()
              .orElseThrow();
      assertThat(own.path("value").asDouble()).as(what).isPositive();
      assertThat(own.at("/detail/gigaFlopsPerSecond").asDouble()).as(what).isPositive();
      assertThat(figures.stream().map(figure -> figure.path("figure").asText()))
          .contains(what + " / DL4J's own layers");
    }
  }

  @Test
  void whatCannotBeUsedIsOneLine() {
    assertRefused(
        "Cannot use weights: none (expected --weights and --sha256 together)", "--sha256", "00");
    assertRefused(
        "Cannot use weights: no.pth (expected a file whose name ends in .safetensors, .h5 or .zip)",
        "--weights",
        "no.pth",
        "--sha256",
        "00");
    assertRefused(
        "Invalid value of --side, --batch or --pairs: 31, 16, 5 (expected 32 to 512, 1 to 1024, 1 to 1000)",
        "--side",
        "31");
  }

  private static void assertRefused(String message, String... options) {
    List<String> words = new ArrayList<>(List.of("bench", "backbone"));
    words.addAll(List.of(options));
    Told told = Told.by(words.toArray(new String[0]));
    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err().strip()).isEqualTo(message);
  }
}
