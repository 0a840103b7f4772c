package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;
import org.polarfold.experiment.Experiment.DataLocations;
import org.polarfold.study.SiteId;

class PseudonymsTest {

  private static final String KEY = "000102030405060708090a0b0c0d0e0f";

  private final Path folder;

  PseudonymsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static Pseudonyms keyed() {
    return Pseudonyms.ofVariable("KEY", Map.of("KEY", KEY));
  }

  /** The value is that of: printf Jane | openssl dgst -sha256 -mac HMAC -macopt hexkey:KEY. */
  @Test
  void thePseudonymIsTheHmacThatOpensslComputes() {
    assertThat(keyed().ofIdentifier("Jane").value())
        .isEqualTo("fc9d01fc5e844a8c3cb36708c44803b44959e4ea5bae414fc71da5801f9ac619");
  }

  @Test
  void formsOfOneNameAgreeAndKeysDoNot() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), KEY.replace('0', 'F') + "\n");

    assertThat(keyed().ofIdentifier(" Mu\u0308ller"))
        .isEqualTo(keyed().ofIdentifier("M\u00FCller"));
    assertThat(Pseudonyms.ofKeyFile(file).ofIdentifier("Jane"))
        .isNotEqualTo(keyed().ofIdentifier("Jane"));
  }

  @Test
  void aSitesOwnPseudonymCarriesTheSite() {
    assertThat(Pseudonyms.ofSite(new SiteId("birch"), "P7").value()).isEqualTo("birch:P7");
  }

  @Test
  void aBadKeyIsRefusedAndNeverShown() throws IOException {
    for (String bad : List.of("", "abc", KEY.substring(2), KEY + "0", KEY.replace('a', 'g'))) {
      Path file = Files.writeString(folder.resolve("key"), bad);
      assertThatThrownBy(() -> Pseudonyms.ofKeyFile(file))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Invalid pseudonymisation key in " + file)
          .hasMessageNotContaining("02030405");
    }
    assertThatThrownBy(() -> Pseudonyms.ofKeyFile(folder.resolve("absent")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read the pseudonymisation key");
    assertThatThrownBy(() -> Pseudonyms.ofVariable("POLARFOLD_KEY", Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("POLARFOLD_KEY");
    assertThat(keyed().toString()).doesNotContain("02030405");
  }

  private static DataLocations data(@Nullable Path file, @Nullable String variable) {
    return new DataLocations(
        Path.of("exports"), "lake", Optional.ofNullable(file), Optional.ofNullable(variable));
  }

  @Test
  void theKeyIsTakenFromWhereTheConfigurationSays() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), " " + KEY.toUpperCase(Locale.ROOT) + "\n");

    assertThat(Pseudonyms.of(data(file, null)).check()).isEqualTo(keyed().check());
    assertThat(Pseudonyms.of(data(file, "POLARFOLD_UNSET")).check())
        .as("the file before the variable, of which a configuration names one")
        .isEqualTo(keyed().check());
    assertThat(Pseudonyms.of(data(null, null)).hasKey()).isFalse();
    assertThatThrownBy(() -> Pseudonyms.of(data(null, "POLARFOLD_UNSET")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read the pseudonymisation key: environment variable POLARFOLD_UNSET (expected"
                + " it to be set)");
    // A variable that every process has, and that is no key.
    assertThatThrownBy(() -> Pseudonyms.of(data(null, "PATH")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid pseudonymisation key in environment variable PATH (")
        .hasMessageNotContaining(System.getenv("PATH"));
    assertThatThrownBy(() -> Pseudonyms.of(data(folder, null)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read the pseudonymisation key: " + folder + " (expected a readable file)");
  }

  @Test
  void aKeyHas16To1024Bytes() throws IOException {
    Path file = folder.resolve("key");
    for (int bytes : new int[] {16, 1024}) {
      Files.writeString(file, "ab".repeat(bytes));
      assertThat(Pseudonyms.ofKeyFile(file).hasKey()).isTrue();
    }
    for (int bytes : new int[] {0, 15, 1025, 1_000_000}) {
      Files.writeString(file, "ab".repeat(bytes));
      assertThatThrownBy(() -> Pseudonyms.ofKeyFile(file))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("(expected an even number of hexadecimal digits, 32 to 2048)")
          .hasMessageNotContaining("abab");
    }
    assertThatThrownBy(() -> Pseudonyms.ofVariable("KEY", Map.of("KEY", " ")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid pseudonymisation key in environment variable KEY");
  }

  @Test
  void withoutAKeyNoIdentifierBecomesAPseudonym() {
    Pseudonyms without = Pseudonyms.withoutKey();

    assertThat(without.check()).isEmpty();
    assertThat(without).hasToString("Pseudonyms[without key]");
    assertThatThrownBy(() -> without.ofIdentifier("Jane"))
        .isInstanceOf(IllegalStateException.class);
  }

  /** What the lake keeps of the key tells one key from another and is no part of it. */
  @Test
  void theCheckOfAKeyIsNoPartOfIt() {
    Pseudonyms other = Pseudonyms.ofVariable("KEY", Map.of("KEY", KEY.replace('f', 'e')));

    assertThat(keyed().check()).matches("[0-9a-f]{16}").isNotEqualTo(other.check());
    assertThat(KEY).doesNotContain(keyed().check());
  }
}
