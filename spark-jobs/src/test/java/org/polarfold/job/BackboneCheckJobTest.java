package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run check backbone} through the real main. */
final class BackboneCheckJobTest {

  @Test
  void printsEveryOriginOfFeaturesAndSaysWhatIsNotShown() {
    System.setProperty("polarfold.conf", "../conf");
    String[] command = {"check", "backbone", "--seeds", "2", "--patients", "60"};
    Told told = Told.by(command);

    assertThat(told.out())
        .startsWith(
            "Features under the same heads: 2 consortia from seed 1, 6 sites of 60 patients")
        .contains("| arm | target | map | shipped | random | segments | shipped, segments |")
        .contains("| internal | impaired_mfr | reserve | 0.")
        .contains("| external | sex | rest | shipped - random | ")
        .doesNotContain("NaN");
    assertThat(told.out().contains("not shown to be better") ? 1 : 0).isEqualTo(told.status());
    assertThat(told.err()).isEmpty();
    Told verbose =
        Told.by(Stream.concat(Stream.of(command), Stream.of("--verbose")).toArray(String[]::new));
    assertThat(verbose.err()).contains("100 %  Learning from features");
    assertThat(verbose.out()).isEqualTo(told.out());
  }

  @Test
  void mistakesAreOneLine(@TempDir Path empty) {
    assertOneLine(
        Told.by("check", "backbone", "--seeds", "1"),
        "Invalid value of --seeds: 1 (expected 2 to 10000)");
    assertOneLine(
        Told.by("check", "backbone", "--network", empty.toString()),
        "Cannot find "
            + empty.resolve("compact-64.zip")
            + " (expected a folder that ./run pretrain has written)");
  }

  private static void assertOneLine(Told told, String line) {
    assertThat(told.err().lines()).containsExactly(line);
    assertThat(told.out()).isEmpty();
    assertThat(told.status()).isEqualTo(2);
  }
}
