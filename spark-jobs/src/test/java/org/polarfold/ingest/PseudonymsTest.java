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
import org.polarfold.UserException;
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
}
